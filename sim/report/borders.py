"""Borders on the page: quotas with their use and worth, and what crosses under which rule."""

from __future__ import annotations

import pandas as pd

from sim.draw import palette
from sim.report.listing import Column, Listing, amount, head, head_amounts, number, percent, text
from sim.results.borders import CROSSING, QUOTA, say_worth
from sim.say.texts import Texts

_MANY = 20


def list_quotas(borders: pd.DataFrame, texts: Texts) -> Listing | None:
    """Return the quotas: how much of each is used, and what one more unit is worth."""
    quotas = borders[borders["kind"] == QUOTA]
    if quotas.empty:
        return None
    columns = [
        *head("quota", "rule", texts=texts),
        *head_amounts("quota", "used", texts=texts),
        *head("used_share", texts=texts, numbers=("used_share",)),
        Column(texts.say("report_one_more")),
    ]
    rows = [
        [
            text(texts.pick(row, "name"), "data"),
            text(texts.word("report_term", row["rule"])),
            amount(row["quota_kt_yr"], texts),
            amount(row["used_kt_yr"], texts),
            percent(row["used_pct"], palette.DISPOSAL),
            text(say_worth(row, texts)),
        ]
        for row in quotas.to_dict("records")
    ]
    return Listing("quotas", columns, rows, find=len(rows) > _MANY)


def list_crossings(borders: pd.DataFrame, texts: Texts) -> Listing | None:
    """Return what crosses between provinces, by waste, with the rule that lets it; most first."""
    crossing = borders[(borders["kind"] == CROSSING) & (borders["used_kt_yr"] > 0)]
    if crossing.empty:
        return None
    columns = [
        *head("from", "to", "waste", "class", "purpose", "rule", texts=texts),
        *head_amounts("crossing", texts=texts),
        *head("crossing_cost", texts=texts, numbers=("crossing_cost",)),
    ]
    ordered = crossing.sort_values(
        ["used_kt_yr", "from_area", "to_area", "material"], ascending=[False, True, True, True]
    )
    rows = [
        [
            text(texts.name("areas", row["from_area"])),
            text(texts.name("areas", row["to_area"])),
            text(texts.name("materials", row["material"]), "data"),
            text(texts.word("report_term", row["waste_class"])),
            text(texts.word("report_term", row["purpose"])),
            text(texts.word("report_term", row["rule"])),
            amount(row["used_kt_yr"], texts),
            number(row["cost_CNY_t"]),
        ]
        for row in ordered.to_dict("records")
    ]
    return Listing("crossings", columns, rows, find=len(rows) > _MANY)
