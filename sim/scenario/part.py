"""What every mapping of the scenario document shares: how strict it is, the names it may use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict

from sim.rules.amounts import PICKS
from sim.rules.metrics import IN_DOCUMENT
from sim.say.message import listed, message
from sim.scenario.refusal import refusal

if TYPE_CHECKING:
    MetricName = str
    AmountName = str
    LimitName = str
else:
    MetricName = Literal[IN_DOCUMENT]
    AmountName = Literal[tuple(PICKS)]
    LimitName = Literal[(*IN_DOCUMENT, *PICKS)]
"""The name of a metric, of an amount, of either: as the registries have them."""
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
    "grid",
    "modes",
    "parameters",
    "areas",
    "names",
    "zones",
    "generation",
    "legacy",
    "plants",
    "lines",
    "purchases",
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
