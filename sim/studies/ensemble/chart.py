"""The chart of an ensemble: how often what came out, and whether it holds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.draw import palette
from sim.draw.chart import calm, open_chart, save_chart
from sim.draw.fonts import MapFont
from sim.rules.metrics import METRICS
from sim.say.texts import Texts
from sim.studies.ensemble.claims import Claim, Drawn, list_claims
from sim.studies.ensemble.sentences import tell_claim
from sim.studies.ensemble.tables import ENDS

_BARS, _BAND, _LINE = "#7fa8d1", "#d9e6f2", "#a3243b"
_MOST = 6
"""Panels of a chart."""
_WIDTH, _PANEL, _HEAD, _FOOT = 9.0, 1.75, 0.75, 0.45
"""Inches."""


def save_ensemble(drawn: Drawn, titles: Mapping[str, str], folder: Path, texts: Texts) -> str:
    """Write `ensemble.png` and `ensemble.svg`; return what to tell the user, or nothing.

    The first metrics of the objective: differences where scenarios are compared, else figures.
    """
    shown = pick_claims(drawn)
    if not shown:
        return ""
    return save_chart("ensemble", lambda font: _draw(drawn, shown, titles, font), folder, texts)


def pick_claims(drawn: Drawn) -> list[Claim]:
    """Return what is shown: of the metrics of the first scenario's objective, all differences."""
    stages = [stage.metric for stage in drawn.study.members[0].case.scenario.objective]
    claims = [claim for claim in list_claims(drawn) if len(claim.values)]
    differs = len(drawn.study.members) > 1
    wanted = [c for c in claims if c.metric in stages and bool(c.against) == differs]
    return sorted(wanted, key=lambda claim: stages.index(claim.metric))[:_MOST]


def _draw(drawn: Drawn, shown: list[Claim], titles: Mapping[str, str], font: MapFont) -> Figure:
    texts = font.texts
    height = _HEAD + len(shown) * _PANEL + _FOOT
    first = titles[drawn.study.names[0]]
    others = texts.join(titles[name] for name in drawn.study.names[1:])
    key = "ensemble_chart_difference" if others else "ensemble_chart_value"
    subtitle = texts.say(key, first=first, other=others, draws=drawn.study.asked.draws)
    title, note = texts.say("ensemble_chart_title"), texts.say("ensemble_chart_note")
    figure = open_chart(_WIDTH, height, title, subtitle, note)
    for number, claim in enumerate(shown):
        bottom = (_FOOT + (len(shown) - 1 - number) * _PANEL + 0.42) / height
        ax = figure.add_axes((0.08, bottom, 0.89, (_PANEL - 0.85) / height))
        _draw_claim(ax, claim, titles, texts)
    return figure


def _draw_claim(ax: Axes, claim: Claim, titles: Mapping[str, str], texts: Texts) -> None:
    metric = METRICS[claim.metric]
    size = 1.0 if metric.is_rate else texts.scale(metric.unit).size
    values = claim.values / size
    low, _, high = (value / size for value in claim.quantiles(*ENDS))
    ax.axvspan(low, high, color=_BAND, lw=0, zorder=0)
    ax.hist(values, bins=min(40, max(8, int(np.sqrt(len(values)) * 2))), color=_BARS, zorder=2)
    ax.axvline(claim.typical / size, color=_LINE, lw=1.6, zorder=3)
    if claim.against:
        ax.axvline(0.0, color=palette.INK, lw=1.0, ls="--", zorder=3)
    unit = texts.say("ensemble_points") if metric.is_rate and claim.against else None
    ax.set_xlabel(unit or texts.scale(metric.unit).unit, fontsize=8.5, color=palette.INK)
    ax.set_ylabel(texts.say("ensemble_chart_draws"), fontsize=8.5, color=palette.INK)
    heading = tell_claim(claim, texts)
    if claim.against:
        heading = texts.label(titles[claim.scenario], heading)
    ax.set_title(heading, fontsize=9.5, color=palette.INK, loc="left")
    calm(ax)
