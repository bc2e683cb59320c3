"""What every mapping of the scenario document shares: how strict it is, the names it may use."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from sim.say.message import listed, message
from sim.scenario.refusal import refusal

MetricName = Literal[
    "utilization_rate",
    "gross_utilization_rate",
    "utilization_rate_without_restoration",
    "utilization_rate_without_fill",
    "high_value_rate",
    "net_utilized",
    "uptake",
    "unused",
    "legacy_used",
    "residues_disposed",
    "cross_border",
    "net_cost",
    "gross_cost",
    "logistics_cost",
    "transport_cost",
    "handling_cost",
    "processing_cost",
    "purchase_cost",
    "reclaim_cost",
    "disposal_cost",
    "tax_cost",
    "border_cost",
    "capex_cost",
    "carbon_cost",
    "revenue",
    "net_co2",
    "transport_co2",
    "process_co2",
    "avoided_co2",
    "transport_work",
    "least_rate",
    "rate_spread",
    "change_from_reference",
]
TableName = Literal[
    "materials",
    "gate_prices",
    "composition",
    "technologies",
    "recipes",
    "inputs",
    "groups",
    "yields",
    "quality",
    "modes",
    "parameters",
    "areas",
    "names",
    "zones",
    "generation",
    "legacy",
    "plants",
    "lines",
    "sinks",
    "markets",
    "terminals",
    "places",
    "crossings",
    "links",
    "statistics",
]
STRICT = ConfigDict(
    extra="forbid",
    frozen=True,
    populate_by_name=True,
    allow_inf_nan=False,
)
"""Settings of every mapping of the document. Unknown keys are refused."""


def one_of(part: BaseModel, names: tuple[str, ...]) -> None:
    """Refuse a part that gives none, or more than one, of some keys."""
    given = [n for n in names if getattr(part, n) is not None]
    if len(given) != 1:
        found = listed(given, "join_and") if given else message("none_found")
        raise refusal("one_of", message("one_of", names=listed(names), found=found))
