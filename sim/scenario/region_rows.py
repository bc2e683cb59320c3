"""Rows of the tables of a region: zones, plants, lines, markets, ways between them."""

from __future__ import annotations

from typing import Annotated, Literal

from sim.scenario.chinese import STATUSES
from sim.scenario.fields import (
    Distance,
    East,
    FixedCost,
    Fraction,
    HaulCost,
    Id,
    Ids,
    Latitude,
    LinkCost,
    Longitude,
    Mass,
    MassFlow,
    Name,
    North,
    OptionalId,
    OptionalYear,
    PerYear,
    Placed,
    Price,
    PurchasePrice,
    Row,
    SignedShare,
    SinkFee,
    Sourced,
    Text,
    Total,
)

Status = Annotated[
    Literal[
        "operating",
        "assumed",
        "placeholder",
        "trial",
        "construction",
        "planned",
        "added",
        "candidate",
    ],
    STATUSES,
]
Role = Literal["core", "neighbour"]
CANDIDATE = "candidate"
"""Status of a line that does not stand yet: its capacity is the most that can be built."""


class Area(Row):
    """A province or city: its names in both languages and where its label stands."""

    id: Name
    level: Literal["province", "city"]
    name_en: Name
    name_zh: Text = ""
    parent: Text = ""
    """Province of a city."""
    lon: Longitude = None
    lat: Latitude = None


class Label(Row):
    """Names in both languages of what other tables give as a plain text."""

    level: Literal["county", "basin", "owner", "industry", "family"]
    """Column of zones and plants (family: of materials) that holds the text."""
    id: Name
    """The text."""
    city: Text = ""
    """City of a county."""
    name_en: Text = ""
    """Blank: the text itself."""
    name_zh: Text = ""


class Zone(Placed):
    """A mine, smelter, power station or a cluster of them that generates waste."""

    industry: Text = ""
    """copper mine, iron mine, copper smelter, steelworks, power station …"""
    owner: Text = ""
    """Enterprise."""
    basin: Text = ""
    """River basin."""
    role: Role = "core"
    """core: inside the study area; neighbour: trades with it."""


class Generation(Sourced):
    """What a zone generates of a waste in a year (dry)."""

    zone: Id
    material: Id
    amount: MassFlow
    amount_low: MassFlow | None = None
    amount_high: MassFlow | None = None
    stored_max: Fraction | None = None
    """Most of it that may stay in the zone's own store or sink; 0: all must be placed, with lines
    or in a sink open to all; blank: no bound."""


class Legacy(Sourced):
    """Old stock of a waste at a zone."""

    zone: Id
    material: Id
    stock: Mass
    yearly_limit: PerYear = 0.0
    """Share of the stock that may be reclaimed in a year."""
    reclaim_cost: HaulCost = 0.0
    reclaim_cost_low: HaulCost | None = None
    reclaim_cost_high: HaulCost | None = None


class Plant(Placed):
    """A site with one or more lines."""

    owner: Text = ""
    basin: Text = ""
    role: Role = "core"


class Line(Sourced):
    """One technology at one plant."""

    id: Id
    plant: Id
    technology: Id
    capacity: MassFlow
    """Nameplate, tonnes of activity per year; of a candidate the most that can be built."""
    capacity_low: MassFlow | None = None
    capacity_high: MassFlow | None = None
    availability: Fraction = 1.0
    """Share of nameplate that is run."""
    availability_low: Fraction | None = None
    availability_high: Fraction | None = None
    min_load: Fraction = 0.0
    """Least load, as a share of what is available."""
    if_used: bool = False
    """Whether the least load holds only where the line runs at all: 0, or at least that much."""
    fixed_cost: FixedCost = 0.0
    """What running it at all costs in a year, beside what each tonne does."""
    status: Status = "operating"
    """A scenario names the statuses that are switched on. A candidate does not stand yet: the
    plan decides how much of it is built, at the `capex` of its technology."""
    only_zones: Ids = ()
    """Zones whose waste, and no residue, the line may take (own-mine backfill); empty: any."""
    recipes: Ids = ()
    """Recipes of the technology that the line can run; empty: all."""


class Purchase(Sourced):
    """What a plant can buy of a material outside the region, and at what price.

    Without a row any amount can be bought at the `purchase_price` of the material.
    """

    plant: Id
    material: Id
    price: PurchasePrice | None = None
    """What the plant pays per tonne; negative: what it is paid; blank: the `purchase_price` of the
    material."""
    price_low: PurchasePrice | None = None
    price_high: PurchasePrice | None = None
    max: MassFlow | None = None
    """Most that is to be had in a year; blank: any amount."""
    max_low: MassFlow | None = None
    max_high: MassFlow | None = None


class Sink(Placed):
    """A tailings pond, landfill or store."""

    kind: Literal["pond", "landfill", "storage"]
    owner_zone: OptionalId = None
    """Zone that alone uses it, free of transport, as its only store; blank: open to all."""
    owner_plant: OptionalId = None
    """Plant that alone may use it, free of transport."""
    accepts: Ids = ()
    """Materials it takes; empty: every waste and residue."""
    capacity: MassFlow | None = None
    """Yearly; blank: no bound."""
    fee: SinkFee = 0.0
    """What a dry tonne costs there; negative: what is paid for it."""
    fee_low: SinkFee | None = None
    fee_high: SinkFee | None = None
    fixed_cost: FixedCost = 0.0
    """What taking in anything at all costs in a year, beside the fee of each tonne."""


class Market(Sourced):
    """Demand for a product in an area; plants in the area sell there ex works."""

    id: Id
    name_en: Name
    name_zh: Text = ""
    product: Id
    area: Text = ""
    """Province or city whose plants sell here; blank: every plant of the region."""
    group: OptionalId = None
    """Markets of one group share `group_max`, e.g. all cements of a province."""
    min: MassFlow = 0.0
    max: MassFlow | None = None
    """Blank: the market takes any amount at the price."""
    max_low: MassFlow | None = None
    max_high: MassFlow | None = None
    group_max: Total | None = None
    """Most that all markets of the group take together; the same in each row of it."""
    price: Price
    price_low: Price | None = None
    price_high: Price | None = None
    lon: Longitude = None
    lat: Latitude = None
    hauled: bool = False
    """Whether goods are hauled there though it has no coordinates: over links alone. Otherwise a
    market without coordinates buys at the gate, which costs nothing; a link is one more way."""


class Terminal(Placed):
    """A port or rail station where a mode is boarded."""

    mode: Id
    chainage: Distance | None = None
    """km along the river from a fixed point; the distance of two ports is the difference."""
    capacity: MassFlow | None = None
    """Throughput, loading and unloading together; blank: no bound."""


class Place(Row):
    """A town that published road distances refer to."""

    id: Id
    name_en: Name
    name_zh: Text = ""
    province: Text = ""
    lon: East
    lat: North


class Crossing(Sourced):
    """A bridge or ferry over the great river that trucks can use."""

    id: Id
    name_en: Name
    name_zh: Text = ""
    lon: East
    lat: North
    opened: OptionalYear = None


class Link(Sourced):
    """A known distance (or cost) between two ends; it wins over every estimate."""

    origin: Id
    """Zone, plant, sink, market, terminal or place; a link to a terminal counts however far."""
    destination: Id
    mode: Id
    km: Distance | None = None
    """Blank where the link states its cost: then it adds nothing to CO2 and transport work."""
    cost: LinkCost | None = None
    """CNY per dry tonne, all included; blank: from the mode's tariff. Negative: a haul that pays,
    not from or to a terminal."""
    both_ways: bool = True
    material: OptionalId = None
    """The one material that the row is about; blank: all that have no row of their own between
    these ends by this mode. A material without any row does not go there by this mode."""
    capacity: MassFlow | None = None
    """Most that goes over it in a year, all materials and both ways together; the same in each row
    between its ends by its mode; blank: no bound."""
    fixed_cost: FixedCost = 0.0
    """What it costs in a year if anything goes over it, beside what each tonne does; the same in
    each row between its ends by its mode."""


class Statistic(Sourced):
    """A published total, to hold results against; the programme does not read it."""

    area: Name
    level: Text = ""
    scope: Text = ""
    generation: Total | None = None
    utilization: Total | None = None
    disposal: Total | None = None
    storage: Total | None = None
    rate: SignedShare | None = None
