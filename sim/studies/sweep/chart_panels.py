"""The panels of a study's charts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from sim.draw import palette
from sim.draw.fonts import MapFont
from sim.rules.metrics import METRICS
from sim.say.figures import write_close
from sim.say.scales import Scale, is_scaled
from sim.say.texts import Texts
from sim.scenario.sweep import metric_column

_LINES = ("#2166c4", "#b5651d", "#0c7d6b", "#8a4fa8", "#a3243b", "#5b6f86", "#7d8a1d", "#c05a9b")
_BAR, _MEDIAN, _TAIL, _FAILED = "#7fa8d9", "#a3243b", "#17408b", "#a3243b"
_UNITS_ZH = {"CNY/t": "元/吨", "CNY/t/km": "元/吨公里", "km": "公里", "kt": "千吨", "yr": "年"}
_LONGEST = 26


@dataclass(frozen=True)
class Curve:
    """Metrics over the values of a parameter."""

    parameter: str
    kind: str
    """What the values are: range, factor, quantity or words."""
    unit: str
    rows: pd.DataFrame
    """value, number, one column per metric; with `by` also the column `line`."""
    base: pd.DataFrame | None
    """The scenario as it is: one row; None when the study has none."""
    by: str = ""
    """Parameter that tells several lines apart."""


def scale_metric(metric: str, texts: Texts) -> Scale:
    """Return the unit that a metric's column is shown in; rates are in per cent there."""
    return texts.scale(METRICS[metric].unit or "%")


def name_metric(metric: str, texts: Texts) -> str:
    """Return the name of a metric."""
    return texts.of(METRICS[metric])


def label_metric(metric: str, texts: Texts) -> str:
    """Return the name of a metric with its unit."""
    name, unit = name_metric(metric, texts), scale_metric(metric, texts).unit
    return texts.say("sweep_axis_unit", name=name, unit=unit)


def _calm(ax: Axes, axis: Any = "both") -> None:
    ax.grid(axis=axis, color=palette.COUNTY_LINE, lw=0.6)
    ax.set_axisbelow(True)
    ax.tick_params(colors=palette.SOFT_INK, labelsize=8, length=2.5)
    for name, spine in ax.spines.items():
        spine.set_color(palette.FRAME)
        spine.set_visible(name in ("left", "bottom"))


def _shorten(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _scale_axis(curve: Curve, texts: Texts) -> tuple[Scale, str]:
    """Return the unit of the numbers of a parameter, and the label of its axis."""
    name = _shorten(curve.parameter)
    if curve.kind != "quantity":
        key = {"factor": "sweep_axis_factor", "range": "sweep_axis_range"}.get(curve.kind)
        return Scale(1.0, ""), texts.say(key, name=name) if key else name
    words = _UNITS_ZH.get(curve.unit, curve.unit) if texts.language == "zh" else curve.unit
    scale = texts.scale(curve.unit) if is_scaled(curve.unit) else Scale(1.0, words)
    return scale, texts.say("sweep_axis_unit", name=name, unit=scale.unit)


def draw_curves(
    ax: Axes, curve: Curve, metric: str, font: MapFont, *, is_first: bool = True
) -> None:
    """Draw a metric over the values of a parameter; crosses on the axis are without a plan.

    The first panel of a row names the metric and the line of the scenario as it is.
    """
    texts = font.texts
    axis, label = _scale_axis(curve, texts)
    scale = scale_metric(metric, texts)
    column = metric_column(metric)
    is_ordered = bool(curve.rows["number"].notna().all())
    lines = list(curve.rows.groupby("line", sort=False)) if curve.by else [("", curve.rows)]
    for number, (name, rows) in enumerate(lines):
        part = rows.sort_values("number") if is_ordered else rows
        x = part["number"].astype(float) / axis.size if is_ordered else np.arange(len(part))
        ax.plot(
            x,
            part[column] / scale.size,
            color=_LINES[number % len(_LINES)],
            lw=1.5,
            marker="o",
            ms=3.5,
            label=_shorten(str(name)),
            ls="-" if is_ordered else "",
            clip_on=False,
            zorder=3,
        )
        failed = np.asarray(x, dtype=float)[part[column].isna().to_numpy()]
        ax.plot(
            failed,
            np.full(len(failed), 0.03),
            "x",
            transform=ax.get_xaxis_transform(),
            color=_FAILED,
            ms=6,
            zorder=4,
        )
    _draw_base(ax, curve, column, scale, texts if is_first else None)
    _set_ticks(ax, curve, is_ordered)
    ax.set_xlabel(label, fontsize=8.5, color=palette.INK)
    if is_first:
        title = label_metric(metric, texts)
        ax.set_title(title, fontsize=10, loc="left", color=palette.INK)
    ax.ticklabel_format(axis="y", useOffset=False)
    ax.yaxis.set_major_locator(MaxNLocator(5))
    if curve.by:
        ax.legend(
            title=_shorten(curve.by),
            fontsize=7.5,
            title_fontsize=8,
            frameon=False,
            loc="center left",
            bbox_to_anchor=(1.0, 0.5),
        )
    _calm(ax)


def _draw_base(ax: Axes, curve: Curve, column: str, scale: Scale, texts: Texts | None) -> None:
    if curve.base is None or curve.base[column].isna().all():
        return
    value = scale.of(float(curve.base[column].iloc[0]))
    ax.axhline(value, color=palette.SOFT_INK, lw=0.9, ls=(0, (4, 3)), zorder=2)
    if texts is None:
        return
    ax.annotate(
        texts.say("sweep_base"),
        (1.0, value),
        xycoords=("axes fraction", "data"),
        xytext=(-1, 2),
        textcoords="offset points",
        ha="right",
        fontsize=7,
        color=palette.SOFT_INK,
    )


def _set_ticks(ax: Axes, curve: Curve, is_ordered: bool) -> None:
    if not is_ordered:
        values = [_shorten(str(v)) for v in curve.rows["value"].drop_duplicates()]
        ax.set_xticks(range(len(values)), values)
        ax.set_xlim(-0.5, len(values) - 0.5)
    elif curve.kind == "range":
        both = curve.rows[["number", "value"]].drop_duplicates()
        ax.set_xticks(list(both["number"]), list(both["value"]))
    else:
        ax.xaxis.set_major_locator(MaxNLocator(5))


def draw_swings(ax: Axes, swings: pd.DataFrame, metric: str, font: MapFont) -> None:
    """Draw a tornado: a bar a parameter from its least to its most, the widest on top."""
    texts = font.texts
    scale = scale_metric(metric, texts)
    ax.use_sticky_edges = False
    rows: list[dict[str, Any]] = swings.to_dict("records")  # type: ignore[assignment]
    for y, row in enumerate(rows):
        if pd.isna(row["least"]):
            continue
        base = row["base"] if pd.notna(row["base"]) else row["least"]
        for end, at, color in (("least", "least_at", _LINES[1]), ("most", "most_at", _LINES[0])):
            ax.barh(y, scale.of(row[end] - base), left=scale.of(base), height=0.62, color=color)
            _name_end(ax, row, end, at, y, scale)
    if rows and pd.notna(rows[0]["base"]):
        ax.axvline(scale.of(rows[0]["base"]), color=palette.INK, lw=1.0, zorder=3)
    ax.set_yticks(range(len(rows)), [_shorten(row["parameter"]) for row in rows])
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.margins(x=0.22)
    ax.set_title(label_metric(metric, texts), fontsize=10, loc="left", color=palette.INK)
    _calm(ax, "x")
    ax.tick_params(axis="y", labelcolor=palette.INK, length=0)
    ax.ticklabel_format(axis="x", useOffset=False)
    ax.xaxis.set_major_locator(MaxNLocator(5))


def _name_end(ax: Axes, row: dict[str, Any], end: str, at: str, y: int, scale: Scale) -> None:
    """Write at the end of a bar which value of the parameter it stands for."""
    if row[at] and row["swing"] > 0:
        side = -1 if end == "least" else 1
        ax.annotate(
            _shorten(str(row[at])),
            (scale.of(row[end]), y),
            xytext=(3 * side, 0),
            textcoords="offset points",
            va="center",
            ha="right" if side < 0 else "left",
            fontsize=7.5,
            color=palette.SOFT_INK,
        )


def draw_distribution(
    ax: Axes, values: pd.Series, quantiles: pd.Series, metric: str, font: MapFont
) -> None:
    """Draw a histogram with the 5 %, 50 % and 95 % quantiles marked and written out."""
    texts = font.texts
    scale = scale_metric(metric, texts)
    scaled = values.to_numpy(float) / scale.size
    spread = float(np.ptp(scaled))
    if spread > 1e-9 * max(1.0, float(np.abs(scaled).max())):
        ax.hist(
            scaled,
            bins=min(40, max(8, round(len(scaled) ** 0.5))),
            color=_BAR,
            edgecolor=palette.PAPER,
            lw=0.5,
        )
    else:
        ax.bar([scaled[0]], [len(scaled)], width=max(1.0, abs(scaled[0])) * 0.02, color=_BAR)
    for name, style, color in (("q05", ":", _TAIL), ("q50", "-", _MEDIAN), ("q95", ":", _TAIL)):
        at = scale.of(float(quantiles[name]))
        text = texts.say(f"sweep_{name}", value=f"{write_close(at)} {scale.unit}")
        ax.axvline(at, color=color, lw=1.4, ls=style, label=text)
    title = name_metric(metric, texts)
    ax.set_title(title, fontsize=10, loc="left", color=palette.INK, pad=20)
    ax.set_xlabel(scale.unit, fontsize=8.5, color=palette.INK)
    ax.set_ylabel(texts.say("sweep_axis_count"), fontsize=8.5, color=palette.INK)
    ax.legend(
        fontsize=7.5,
        frameon=False,
        ncol=3,
        loc="lower left",
        bbox_to_anchor=(0.0, 1.0),
        borderpad=0.2,
        borderaxespad=0.0,
        handlelength=1.6,
        columnspacing=1.4,
    )
    ax.ticklabel_format(axis="x", useOffset=False)
    ax.xaxis.set_major_locator(MaxNLocator(5))
    _calm(ax, "y")
