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
from sim.say import Language, say
from sim.scenario.catalogue import METRICS
from sim.scenario.sweep import metric_column

_LINES = ("#2166c4", "#b5651d", "#0c7d6b", "#8a4fa8", "#a3243b", "#5b6f86", "#7d8a1d", "#c05a9b")
_BAR, _MEDIAN, _TAIL, _FAILED = "#7fa8d9", "#a3243b", "#17408b", "#a3243b"
_SCALES = {
    "en": {
        "": (1.0, "%"),
        "kt/yr": (1.0, "kt/yr"),
        "MCNY/yr": (1.0, "million CNY/yr"),
        "Mt*km/yr": (1.0, "million t·km/yr"),
    },
    "zh": {
        "": (1.0, "%"),
        "kt/yr": (0.1, "万吨/年"),
        "MCNY/yr": (0.01, "亿元/年"),
        "Mt*km/yr": (0.01, "亿吨公里/年"),
    },
}
"""Unit of a metric -> factor on its column (rates are in per cent there) and unit in words."""
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
    """value, number, one column a metric; with `by` also the column `line`."""
    base: pd.DataFrame | None
    """The scenario as it is: one row; None when the study has none."""
    by: str = ""
    """Parameter that tells several lines apart."""


def scale_metric(metric: str, language: Language) -> tuple[float, str]:
    """Return what a metric's column is multiplied by, and the unit in words."""
    return _SCALES[language][METRICS[metric].unit]


def name_metric(metric: str, language: Language) -> str:
    """Return the name of a metric."""
    return METRICS[metric].zh if language == "zh" else METRICS[metric].en


def label_metric(metric: str, language: Language) -> str:
    """Return the name of a metric with its unit."""
    name, unit = name_metric(metric, language), scale_metric(metric, language)[1]
    return say("sweep_axis_unit", language, name=name, unit=unit)


def write_plain(value: float) -> str:
    """Return a number of about four digits.

    >>> write_plain(1234.5), write_plain(71.234), write_plain(0.01234)
    ('1,234', '71.23', '0.01234')
    """
    size = abs(value)
    if size >= 1000:
        return f"{value:,.0f}"
    return f"{value:.2f}" if size >= 1 or value == 0 else f"{value:.4g}"


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


def _scale_axis(curve: Curve, language: Language) -> tuple[float, str]:
    """Return the factor on the numbers of a parameter, and its label with the unit."""
    name = _shorten(curve.parameter)
    if curve.kind != "quantity":
        key = {"factor": "sweep_axis_factor", "range": "sweep_axis_range"}.get(curve.kind)
        return 1.0, say(key, language, name=name) if key else name
    known = _SCALES[language].get(curve.unit) if curve.unit else (100.0, "%")
    unit = _UNITS_ZH.get(curve.unit, curve.unit) if language == "zh" else curve.unit
    by, words = known or (1.0, unit)
    return by, say("sweep_axis_unit", language, name=name, unit=words)


def draw_curves(
    ax: Axes, curve: Curve, metric: str, font: MapFont, *, is_first: bool = True
) -> None:
    """Draw a metric over the values of a parameter; crosses on the axis are without a plan.

    The first panel of a row names the metric and the line of the scenario as it is.
    """
    language = font.language
    by, label = _scale_axis(curve, language)
    factor = scale_metric(metric, language)[0]
    column = metric_column(metric)
    is_ordered = bool(curve.rows["number"].notna().all())
    lines = list(curve.rows.groupby("line", sort=False)) if curve.by else [("", curve.rows)]
    for number, (name, rows) in enumerate(lines):
        part = rows.sort_values("number") if is_ordered else rows
        x = part["number"].astype(float) * by if is_ordered else np.arange(len(part))
        ax.plot(
            x, part[column] * factor, color=_LINES[number % len(_LINES)], lw=1.5, marker="o",
            ms=3.5, label=_shorten(str(name)), ls="-" if is_ordered else "", clip_on=False,
            zorder=3,
        )  # fmt: skip
        failed = np.asarray(x, dtype=float)[part[column].isna().to_numpy()]
        ax.plot(failed, np.full(len(failed), 0.03), "x", transform=ax.get_xaxis_transform(),
                color=_FAILED, ms=6, zorder=4)  # fmt: skip
    _draw_base(ax, curve, column, factor, language if is_first else None)
    _set_ticks(ax, curve, is_ordered)
    ax.set_xlabel(label, fontsize=8.5, color=palette.INK)
    if is_first:
        title = label_metric(metric, language)
        ax.set_title(title, fontsize=10, loc="left", color=palette.INK)
    ax.ticklabel_format(axis="y", useOffset=False)
    ax.yaxis.set_major_locator(MaxNLocator(5))
    if curve.by:
        ax.legend(title=_shorten(curve.by), fontsize=7.5, title_fontsize=8, frameon=False,
                  loc="center left", bbox_to_anchor=(1.0, 0.5))  # fmt: skip
    _calm(ax)


def _draw_base(
    ax: Axes, curve: Curve, column: str, factor: float, language: Language | None
) -> None:
    if curve.base is None or curve.base[column].isna().all():
        return
    value = float(curve.base[column].iloc[0]) * factor
    ax.axhline(value, color=palette.SOFT_INK, lw=0.9, ls=(0, (4, 3)), zorder=2)
    if language is None:
        return
    ax.annotate(
        say("sweep_base", language), (1.0, value), xycoords=("axes fraction", "data"),
        xytext=(-1, 2), textcoords="offset points", ha="right", fontsize=7, color=palette.SOFT_INK,
    )  # fmt: skip


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
    language = font.language
    factor = scale_metric(metric, language)[0]
    ax.use_sticky_edges = False
    rows: list[dict[str, Any]] = swings.to_dict("records")  # type: ignore[assignment]
    for y, row in enumerate(rows):
        if pd.isna(row["least"]):
            continue
        base = row["base"] if pd.notna(row["base"]) else row["least"]
        for end, at, color in (("least", "least_at", _LINES[1]), ("most", "most_at", _LINES[0])):
            ax.barh(y, (row[end] - base) * factor, left=base * factor, height=0.62, color=color)
            _name_end(ax, row, end, at, y, factor)
    if rows and pd.notna(rows[0]["base"]):
        ax.axvline(rows[0]["base"] * factor, color=palette.INK, lw=1.0, zorder=3)
    ax.set_yticks(range(len(rows)), [_shorten(row["parameter"]) for row in rows])
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.margins(x=0.22)
    ax.set_title(label_metric(metric, language), fontsize=10, loc="left", color=palette.INK)
    _calm(ax, "x")
    ax.tick_params(axis="y", labelcolor=palette.INK, length=0)
    ax.ticklabel_format(axis="x", useOffset=False)
    ax.xaxis.set_major_locator(MaxNLocator(5))


def _name_end(
    ax: Axes, row: dict[str, Any], end: str, at: str, y: int, factor: float
) -> None:  # fmt: skip
    """Write at the end of a bar which value of the parameter it stands for."""
    if row[at] and row["swing"] > 0:
        side = -1 if end == "least" else 1
        ax.annotate(
            _shorten(str(row[at])), (row[end] * factor, y), xytext=(3 * side, 0),
            textcoords="offset points", va="center", ha="right" if side < 0 else "left",
            fontsize=7.5, color=palette.SOFT_INK,
        )  # fmt: skip


def draw_distribution(
    ax: Axes, values: pd.Series, quantiles: pd.Series, metric: str, font: MapFont
) -> None:
    """Draw a histogram with the 5 %, 50 % and 95 % quantiles marked and written out."""
    language = font.language
    factor, unit = scale_metric(metric, language)
    scaled = values.to_numpy(float) * factor
    spread = float(np.ptp(scaled))
    if spread > 1e-9 * max(1.0, float(np.abs(scaled).max())):
        ax.hist(scaled, bins=min(40, max(8, round(len(scaled) ** 0.5))), color=_BAR,
                edgecolor=palette.PAPER, lw=0.5)  # fmt: skip
    else:
        ax.bar([scaled[0]], [len(scaled)], width=max(1.0, abs(scaled[0])) * 0.02, color=_BAR)
    for name, style, color in (("q05", ":", _TAIL), ("q50", "-", _MEDIAN), ("q95", ":", _TAIL)):
        at = float(quantiles[name]) * factor
        text = say(f"sweep_{name}", language, value=f"{write_plain(at)} {unit}")
        ax.axvline(at, color=color, lw=1.4, ls=style, label=text)
    title = name_metric(metric, language)
    ax.set_title(title, fontsize=10, loc="left", color=palette.INK, pad=20)
    ax.set_xlabel(unit, fontsize=8.5, color=palette.INK)
    ax.set_ylabel(say("sweep_axis_count", language), fontsize=8.5, color=palette.INK)
    ax.legend(fontsize=7.5, frameon=False, ncol=3, loc="lower left", bbox_to_anchor=(0.0, 1.0),
              borderpad=0.2, borderaxespad=0.0, handlelength=1.6, columnspacing=1.4)  # fmt: skip
    ax.ticklabel_format(axis="x", useOffset=False)
    ax.xaxis.set_major_locator(MaxNLocator(5))
    _calm(ax, "y")
