"""What limits are worth: the sentences of the table of prices, or its figures in words."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from sim.report.listing import Cell, Column, Listing, head, text
from sim.report.names import pick
from sim.say import Language, say
from sim.say.figures import (
    NOTHING,
    WAN_PER_MILLION,
    read_number,
    scale_of,
    write_figure,
    write_marginal,
)
from sim.scenario.catalogue import METRICS

MOST = 60
"""How many limits the page lists; the rest is in the file."""
_MANY = 15
_SOLVED = ("tenth_net_utilized_change_kt_yr", "tenth_net_cost_change_MCNY_yr")
"""Columns of what a limit a tenth looser has changed when solved again."""
_PER_UNIT = "_per_unit"


def list_prices(
    prices: pd.DataFrame, language: Language, *, rules: bool = False
) -> Listing | None:  # fmt: skip
    """Return the binding limits, or rules of recipes and quality; None when none binds.

    A column of sentences is shown where the table has one; otherwise every `*_per_unit`. What a
    re-solve with a tenth more has changed stands beside it where the table says so.
    """
    is_rule = prices["class"] == "rule" if "class" in prices else pd.Series(False, prices.index)
    chosen = prices[is_rule == rules]
    if chosen.empty:
        return None
    sentence = f"sentence_{language}" in prices
    solved = [c for c in _SOLVED if c in prices and chosen[c].notna().any()]
    worth = [] if sentence else [str(c) for c in prices.columns if str(c).endswith(_PER_UNIT)]
    columns = [
        *head("limit", "stands_at", language=language, numbers=("stands_at",)),
        *(head("in_words", language=language) if sentence else []),
        *(Column(_title(c, language), True) for c in worth),
        *(Column(_title_solved(c, language), True) for c in solved),
    ]
    rows = [
        [_limit(row, language), _stands(row, language),
         *([_sentence(row, language)] if sentence else []),
         *(_worth(row, c, language) for c in worth), *(_solved(row, c, language) for c in solved)]
        for row in chosen.head(MOST).to_dict("records")
    ]  # fmt: skip
    return Listing("rules" if rules else "prices", columns, rows, find=len(rows) > _MANY)


def _sentence(row: Mapping[Hashable, Any], language: Language) -> Cell:
    """Return the sentence without the name that it begins with, which has its own column."""
    name, words = pick(row, "name", language), pick(row, "sentence", language)
    return text(words.removeprefix(name).lstrip(":： "), "data")


def _title_solved(column: str, language: Language) -> str:
    unit = _unit("kt/yr" if column.endswith("kt_yr") else "MCNY/yr", language)
    metric = METRICS["net_utilized" if column.endswith("kt_yr") else "net_cost"]
    title = say("report_solved_again", language, metric=getattr(metric, language))
    return say("report_with_unit", language, title=title, unit=unit)


def _solved(row: Mapping[Hashable, Any], column: str, language: Language) -> Cell:
    value = read_number(row[column])
    if value is None:
        return text("")
    if column.endswith("kt_yr"):
        shown = scale_of("kt/yr", language).of(value)
    else:
        shown = value * (WAN_PER_MILLION if language == "zh" else 1.0)
    return Cell(_sign(shown), value)


def _sign(value: float) -> str:
    shown = write_marginal(value, zeros=True) if abs(value) >= NOTHING else "0"
    return shown if value <= 0 or shown == "0" else f"+{shown}"


def _limit(row: Mapping[Hashable, Any], language: Language) -> Cell:
    return text(pick(row, "name", language) or row.get("index"), "data")


def _stands(row: Mapping[Hashable, Any], language: Language) -> Cell:
    value = read_number(row.get("limit"))
    if value is None:
        return text("")
    unit = row.get("unit")
    return Cell(write_figure(value, unit if isinstance(unit, str) else "", language), value)


def _split(column: str) -> tuple[str, str]:
    """Return the metric of a `<metric>_<unit>_per_unit` column, and its unit."""
    stem = column.removesuffix(_PER_UNIT)
    known = [m for m in METRICS if stem.startswith(f"{m}_")]
    metric = max(known, key=len, default="")
    return metric, stem.removeprefix(f"{metric}_") if metric else stem


def _title(column: str, language: Language) -> str:
    metric, unit = _split(column)
    words = METRICS[metric].en if metric else column.removesuffix(_PER_UNIT)
    if metric and language == "zh":
        words = METRICS[metric].zh
    return say("report_worth_of", language, metric=words, unit=_unit(unit, language))


def _unit(unit: str, language: Language) -> str:
    if unit == "kt/yr":
        return scale_of(unit, language).unit
    words = {"pp": "report_unit_points", "MCNY/yr": "report_unit_yuan"}
    return say(words[unit], language) if unit in words else unit


def _worth(row: Mapping[Hashable, Any], column: str, language: Language) -> Cell:
    """Return the worth of a step of the limit: 1 kt/yr, in Chinese 1 万吨/年."""
    value = read_number(row[column])
    if value is None:
        return text("")
    kt = scale_of("kt/yr", language)
    step = kt.size if row.get("unit") == "kt/yr" else 1.0
    _, unit = _split(column)
    if unit == "kt/yr":
        step = kt.of(step)
    if unit == "MCNY/yr" and language == "zh":
        step *= WAN_PER_MILLION
    return Cell(_sign(value * step), value)
