"""What limits are worth: the sentences of the table of prices, or its figures in words."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from sim.report.listing import Cell, Column, Listing, head, text
from sim.rules.metrics import METRICS
from sim.say.figures import (
    NOTHING,
    WAN_PER_MILLION,
    read_number,
    write_marginal,
)
from sim.say.texts import Texts

MOST = 60
"""How many limits the page lists; the rest is in the file."""
_MANY = 15
_SOLVED = ("tenth_net_utilized_change_kt_yr", "tenth_net_cost_change_MCNY_yr")
"""Columns of what a limit a tenth looser has changed when solved again."""
_PER_UNIT = "_per_unit"


def list_prices(prices: pd.DataFrame, texts: Texts, *, rules: bool = False) -> Listing | None:
    """Return the binding limits, or rules of recipes and quality; None when none binds.

    A column of sentences is shown where the table has one; otherwise every `*_per_unit`. What a
    re-solve with a tenth more has changed stands beside it where the table says so.
    """
    kind = prices["class"] if "class" in prices else pd.Series("limit", prices.index)
    chosen = prices[kind == ("rule" if rules else "limit")]
    if chosen.empty:
        return None
    sentence = f"sentence_{texts.language}" in prices
    solved = [c for c in _SOLVED if c in prices and chosen[c].notna().any()]
    worth = [] if sentence else [str(c) for c in prices.columns if str(c).endswith(_PER_UNIT)]
    columns = [
        *head("limit", "stands_at", texts=texts, numbers=("stands_at",)),
        *(head("in_words", texts=texts) if sentence else []),
        *(Column(_title(c, texts), True) for c in worth),
        *(Column(_title_solved(c, texts), True) for c in solved),
    ]
    rows = [
        [
            _limit(row, texts),
            _stands(row, texts),
            *([_sentence(row, texts)] if sentence else []),
            *(_worth(row, c, texts) for c in worth),
            *(_solved(row, c, texts) for c in solved),
        ]
        for row in chosen.head(MOST).to_dict("records")
    ]
    return Listing("rules" if rules else "prices", columns, rows, find=len(rows) > _MANY)


def _sentence(row: Mapping[Hashable, Any], texts: Texts) -> Cell:
    """Return the sentence without the name that it begins with, which has its own column."""
    name, words = texts.pick(row, "name"), texts.pick(row, "sentence")
    return text(words.removeprefix(name).lstrip(":： "), "data")


def _title_solved(column: str, texts: Texts) -> str:
    unit = _unit("kt/yr" if column.endswith("kt_yr") else "MCNY/yr", texts)
    metric = METRICS["net_utilized" if column.endswith("kt_yr") else "net_cost"]
    title = texts.say("report_solved_again", metric=texts.of(metric))
    return texts.say("report_with_unit", title=title, unit=unit)


def _solved(row: Mapping[Hashable, Any], column: str, texts: Texts) -> Cell:
    value = read_number(row[column])
    if value is None:
        return text("")
    if column.endswith("kt_yr"):
        shown = texts.scale("kt/yr").of(value)
    else:
        shown = value * (WAN_PER_MILLION if texts.language == "zh" else 1.0)
    return Cell(_sign(shown), value)


def _sign(value: float) -> str:
    shown = write_marginal(value, zeros=True) if abs(value) >= NOTHING else "0"
    return shown if value <= 0 or shown == "0" else f"+{shown}"


def _limit(row: Mapping[Hashable, Any], texts: Texts) -> Cell:
    return text(texts.pick(row, "name") or row.get("index"), "data")


def _stands(row: Mapping[Hashable, Any], texts: Texts) -> Cell:
    value = read_number(row.get("limit"))
    if value is None:
        return text("")
    unit = row.get("unit")
    return Cell(texts.figure(value, unit if isinstance(unit, str) else ""), value)


def _split(column: str) -> tuple[str, str]:
    """Return the metric of a `<metric>_<unit>_per_unit` column, and its unit."""
    stem = column.removesuffix(_PER_UNIT)
    known = [m for m in METRICS if stem.startswith(f"{m}_")]
    metric = max(known, key=len, default="")
    return metric, stem.removeprefix(f"{metric}_") if metric else stem


def _title(column: str, texts: Texts) -> str:
    metric, unit = _split(column)
    words = METRICS[metric].en if metric else column.removesuffix(_PER_UNIT)
    if metric and texts.language == "zh":
        words = METRICS[metric].zh
    return texts.say("report_worth_of", metric=words, unit=_unit(unit, texts))


def _unit(unit: str, texts: Texts) -> str:
    if unit == "kt/yr":
        return texts.scale(unit).unit
    words = {"pp": "report_unit_points", "MCNY/yr": "report_unit_yuan"}
    return texts.say(words[unit]) if unit in words else unit


def _worth(row: Mapping[Hashable, Any], column: str, texts: Texts) -> Cell:
    """Return the worth of a step of the limit: 1 kt/yr, in Chinese 1 万吨/年."""
    value = read_number(row[column])
    if value is None:
        return text("")
    kt = texts.scale("kt/yr")
    step = kt.size if row.get("unit") == "kt/yr" else 1.0
    _, unit = _split(column)
    if unit == "kt/yr":
        step = kt.of(step)
    if unit == "MCNY/yr" and texts.language == "zh":
        step *= WAN_PER_MILLION
    return Cell(_sign(value * step), value)
