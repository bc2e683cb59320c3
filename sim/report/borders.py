"""Borders on the page: quotas with their use and worth, and what crosses under which rule."""

from __future__ import annotations

import pandas as pd

from sim.draw import palette
from sim.report.listing import Column, Listing, amount, head, head_amounts, number, percent, text
from sim.report.names import Names, pick, term
from sim.results.borders import CROSSING, QUOTA, say_worth
from sim.say import say

_MANY = 20


def list_quotas(borders: pd.DataFrame, names: Names) -> Listing | None:
    """Return the quotas: how much of each is used, and what one more unit is worth."""
    language = names.language
    quotas = borders[borders["kind"] == QUOTA]
    if quotas.empty:
        return None
    columns = [
        *head("quota", "rule", language=language),
        *head_amounts("quota", "used", language=language),
        *head("used_share", language=language, numbers=("used_share",)),
        Column(say("report_one_more", language)),
    ]
    rows = [
        [text(pick(row, "name", language), "data"), text(term(row["rule"], language)),
         amount(row["quota_kt_yr"], language), amount(row["used_kt_yr"], language),
         percent(row["used_pct"], palette.DISPOSAL), text(say_worth(row, language))]
        for row in quotas.to_dict("records")
    ]  # fmt: skip
    return Listing("quotas", columns, rows, find=len(rows) > _MANY)


def list_crossings(borders: pd.DataFrame, names: Names) -> Listing | None:
    """Return what crosses between provinces, by waste, with the rule that lets it; most first."""
    language = names.language
    crossing = borders[(borders["kind"] == CROSSING) & (borders["used_kt_yr"] > 0)]
    if crossing.empty:
        return None
    columns = [
        *head("from", "to", "waste", "class", "purpose", "rule", language=language),
        *head_amounts("crossing", language=language),
        *head("crossing_cost", language=language, numbers=("crossing_cost",)),
    ]
    ordered = crossing.sort_values(
        ["used_kt_yr", "from_area", "to_area", "material"], ascending=[False, True, True, True]
    )
    rows = [
        [text(names.of("areas", row["from_area"])), text(names.of("areas", row["to_area"])),
         text(names.of("materials", row["material"]), "data"),
         text(term(row["waste_class"], language)), text(term(row["purpose"], language)),
         text(term(row["rule"], language)), amount(row["used_kt_yr"], language),
         number(row["cost_CNY_t"])]
        for row in ordered.to_dict("records")
    ]  # fmt: skip
    return Listing("crossings", columns, rows, find=len(rows) > _MANY)
