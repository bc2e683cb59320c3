"""The figures at the top of the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pandas as pd

from sim.draw.marginalia import read_kpis
from sim.report.listing import Cell, Column, Listing, text
from sim.results.summary_file import Summary
from sim.rules.metrics import CARDS
from sim.say.figures import (
    read_number,
    write_cell,
    write_percent,
)
from sim.say.texts import Texts


@dataclass(frozen=True)
class Card:
    """A figure: its words, its value as written, the raw value, and a remark."""

    name: str
    title: str
    shown: str
    value: float | None
    """None where the figure is not defined."""
    unit: str
    note: str = ""
    link: str = ""
    """Address in the page of the rows that it is made of; blank where they are not told."""


def deal_cards(
    summary: Summary, texts: Texts, links: Mapping[str, str] = MappingProxyType({})
) -> list[Card]:
    """Return the cards of a run; figures that the summary lacks have none.

    `links` are figure -> address in the page of the rows that it is made of.
    """
    rows = {row["name"]: row for row in summary["kpis"]}
    names = [name for name in CARDS if name in rows]
    return [_deal(rows[name], summary, texts, links.get(name, "")) for name in names]


def _deal(row: Mapping[str, Any], summary: Summary, texts: Texts, link: str) -> Card:
    name, value, unit = str(row["name"]), read_number(row["value"]), str(row["unit"])
    note = "" if value is None else _remark(name, value, read_kpis(summary), texts)
    shown = texts.told(row)
    return Card(name, str(texts.of(row)), shown, value, unit, note, link)


def _remark(name: str, value: float, kpis: Mapping[str, float], texts: Texts) -> str:
    base = kpis.get("generation", 0.0) + kpis.get("legacy_used", 0.0)
    if name == "utilization_rate" and "gross_utilization_rate" in kpis:
        rate = write_percent(100 * kpis["gross_utilization_rate"])
        return texts.say("report_gross", rate=rate)
    if name == "net_utilized":
        amount = texts.amount(kpis.get("generation", 0.0))
        return texts.say("report_of_generated", amount=amount)
    if name in ("unused", "cross_border") and base > 0:
        return texts.say("report_share_of_waste", share=write_percent(100 * value / base))
    if name == "net_cost" and value < 0:
        return texts.say("report_gain")
    if name == "net_co2" and "avoided_co2" in kpis:
        amount = texts.amount(kpis["avoided_co2"])
        return texts.say("report_avoided", amount=amount)
    return ""


def list_figures(summary: Summary, texts: Texts) -> Listing:
    """Return the table of every figure of the summary."""
    columns = [Column(texts.say("report_figure")), Column(texts.say("report_value"), True)]
    rows = [[text(texts.of(row)), Cell(texts.told(row), row["value"])] for row in summary["kpis"]]
    return Listing("figures", columns, rows)


def list_costs(costs: pd.DataFrame | None, texts: Texts) -> Listing | None:
    """Return the parts of the net cost with a bar each; None when there is no such table."""
    if costs is None or costs.empty:
        return None
    amounts = costs["amount_MCNY_yr"].astype(float)
    largest = float(amounts.abs().max()) or 1.0
    scale = texts.scale("MCNY/yr")
    columns = [Column(texts.say("report_costs")), Column(scale.unit, True)]
    rows = []
    for row in costs.to_dict("records"):
        value = float(row["amount_MCNY_yr"])
        color = "gain" if value < 0 else "cost"
        shown = write_cell(scale.of(value))
        rows.append(
            [
                text(texts.pick(row, "name")),
                Cell(shown, value, share=abs(value) / largest, color=color),
            ]
        )
    total = float(amounts.sum())
    net = Cell(write_cell(scale.of(total)), total)
    rows.append([text(texts.say("report_total")), net])
    return Listing("costs", columns, rows)
