"""The chart of a game: what each player pays or gets, alone and in every division."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from sim.draw import palette
from sim.draw.chart import calm, open_chart, save_chart
from sim.draw.fonts import MapFont
from sim.say.texts import Texts
from sim.studies.share.sentences import name_division, title_of, with_unit
from sim.studies.share.study import Shares

COLORS = ("#9aa4ab", "#2166c4", "#a3243b", "#c98a1b", "#3f8f5a")
_WIDTH, _ROW, _ROOM = 9.0, 0.62, 1.9
_BAR = 0.16


def save_shares(found: Shares, folder: Path, texts: Texts) -> str:
    """Write `share.png` and `share.svg`; return what to tell the user, or nothing."""
    return save_chart("share", lambda font: draw_shares(found, font), folder, texts)


def draw_shares(found: Shares, font: MapFont) -> Figure:
    """Return the chart: a group of bars a player, one for being alone and one a division."""
    texts, sign = font.texts, found.table.sign
    players = found.game.players
    height = _ROOM + _ROW * len(players)
    note = texts.say("share_chart_note")
    kind = texts.say("share_chart_cost" if found.table.is_cost else "share_chart_value")
    figure = open_chart(_WIDTH, height, title_of(found, texts), kind, note)
    ax = figure.add_axes((0.18, 0.85 / height, 0.78, 1.0 - _ROOM / height))
    series = {texts.say("share_alone"): found.alone}
    series |= {name_division(d.name, texts): d.payoff for d in found.divisions.values()}
    places = np.arange(len(players))
    for number, ((label, payoff), color) in enumerate(zip(series.items(), COLORS, strict=True)):
        at = places + (number - (len(series) - 1) / 2) * _BAR
        ax.barh(at, sign * payoff, _BAR, color=color, label=label)
    ax.set_yticks(places, list(players))
    ax.invert_yaxis()
    ax.set_xlabel(with_unit(kind, found, texts), fontsize=9, color=palette.INK)
    calm(ax, "x")
    ax.legend(
        fontsize=8, frameon=False, ncols=len(series), loc="lower left", bbox_to_anchor=(0.0, 1.0)
    )
    return figure
