"""Rows of the tables that scenarios share: materials, technologies, recipes, modes."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BeforeValidator

from sim.scenario.chinese import KINDS, TIERS, WASTE_CLASSES
from sim.scenario.fields import (
    Capex,
    CarbonOfInput,
    CarbonPerEnergy,
    CarbonPerTonne,
    CarbonPerTonneKm,
    Content,
    Density,
    DisposalCost,
    Distance,
    Electricity,
    HaulCost,
    Heat,
    Id,
    Ids,
    Moisture,
    Name,
    OptionalId,
    Price,
    ProcessingCost,
    PurchasePrice,
    Share,
    Sourced,
    Tariff,
    Tax,
    Text,
    Years,
    blank_is_none,
)

MaterialKind = Annotated[Literal["waste", "residue", "intermediate", "product", "virgin"], KINDS]
WasteClass = Annotated[Literal["general_I", "general_II", "hazardous"], WASTE_CLASSES]
Tier = Annotated[Literal["high", "medium", "low"], TIERS]
Counting = Literal["product", "backfill", "restoration", "none"]


class Material(Sourced):
    """A waste, residue, intermediate, product or virgin raw material."""

    id: Id
    name_en: Name
    name_zh: Text = ""
    kind: MaterialKind
    """waste (of zones), residue (of lines, from waste), intermediate, product or virgin."""
    waste_class: Annotated[WasteClass | None, BeforeValidator(blank_is_none)] = None
    """general_I, general_II or hazardous; blank for what is not waste. Border rules go by it."""
    family: Text = ""
    """Group for colours and roll-ups: tailings, slag, ash, gypsum, rock, cement …"""
    moisture: Moisture = 0.0
    """Water, as a share of the wet mass; tariffs are paid on wet tonnes."""
    density: Density | None = None
    """Dry tonnes per cubic metre; amounts and prices of the material in other tables may then be by
    volume: `5 m3/yr`, `80 CNY/m3`."""
    purchase_price: PurchasePrice | None = None
    """What a plant pays to buy it outside the region; negative: what it is paid; blank: cannot be
    bought, but by plants with a row in table purchases."""
    purchase_price_low: PurchasePrice | None = None
    purchase_price_high: PurchasePrice | None = None
    purchase_co2: CarbonPerTonne = 0.0
    """t CO2 per t that making a bought tonne caused elsewhere."""
    displaced_co2: CarbonPerTonne = 0.0
    """t CO2 per t that a sold tonne saves elsewhere by replacing the usual product."""
    storage_cost: DisposalCost = 0.0
    """Cost of storing or disposing of a dry tonne where it arises, when nobody takes it."""
    storage_cost_low: DisposalCost | None = None
    storage_cost_high: DisposalCost | None = None
    tax: Tax = 0.0
    """Environmental protection tax per tonne of non-compliant discharge (a what-if switch)."""


class GatePrice(Sourced):
    """What changes hands at the gate for a material that goes from one site to another.

    The row that says most holds: technology and province, technology, province, neither.
    Without a row nothing is paid, and the taker pays the haul.
    """

    material: Id
    technology: OptionalId = None
    """Technology of the taker; blank: any."""
    province: Text = ""
    """Province of the site it comes from; blank: any."""
    price: Price
    """What the taker pays per dry tonne; negative: what the generator pays the taker."""
    price_low: Price | None = None
    price_high: Price | None = None
    haul_paid_by: Literal["taker", "generator"] = "taker"
    """Who pays transport, loading and the crossing of borders."""


MOST_OXIDES = 1.15
"""Sum of the oxides of an analysis, each element once: iron(II) told as Fe2O3 adds a ninth."""
USUAL_OXIDES = 1.02
OXIDE = re.compile(r"([A-Z][a-z]?)\d*O\d*")
"""One element and oxygen: SiO2, Al2O3, FeO; no LOI, no Na2Oeq, no isotope."""


class Composition(Sourced):
    """What a material consists of: one property of one material, optionally of one producer.

    The oxides of an analysis add up to at most 115 % (impossible beyond; unusual beyond 102 %).
    """

    material: Id
    producer: OptionalId = None
    """Zone or plant whose material differs from the typical; blank for the typical."""
    property: Id
    """SiO2, CaO, Al2O3, Fe2O3, MgO, SO3, Na2Oeq, LOI, Cu, Zn, Pb, As, Ra226 …"""
    value: Content
    """Dry mass fraction, or Bq/kg for radionuclides."""
    value_low: Content | None = None
    value_high: Content | None = None


class Technology(Sourced):
    """A way of using waste; a line runs one technology."""

    id: Id
    name_en: Name
    name_zh: Text = ""
    family: Text = ""
    """Group for map symbols and roll-ups: cement, powder, binder, backfill, board …"""
    tier: Tier = "low"
    """Value tier of the product: high, medium or low."""
    counting: Counting = "product"
    """product, backfill (of mines), restoration (pit filling, land), none (a treatment that is no
    utilization, such as drying: what it leaves counts where it is used, or not at all)."""
    capex: Capex | None = None
    """Investment per t/yr of new capacity; existing lines are sunk."""
    capex_low: Capex | None = None
    capex_high: Capex | None = None
    life: Years = 20.0
    """Years over which new capacity is written off; more than 0."""


class Recipe(Sourced):
    """One way to run a technology; all figures per tonne of activity (product, or feed)."""

    id: Id
    technology: Id
    name_en: Name
    name_zh: Text = ""
    activity: Literal["product", "feed"] = "product"
    """What a tonne of activity is; line capacity is in the same."""
    cost: ProcessingCost = 0.0
    """Processing cost, inputs and transport excluded; negative: what outside pays for it."""
    cost_low: ProcessingCost | None = None
    cost_high: ProcessingCost | None = None
    electricity: Electricity = 0.0
    heat: Heat = 0.0
    process_co2: CarbonPerTonne = 0.0
    """t CO2 per t of activity from process and fuel, what the inputs carry excluded. Electricity
    comes on top where table grid says what a kWh emits; else it belongs in here."""


class Input(Sourced):
    """What a recipe may take, per tonne of activity (dry): at most 10,000 t."""

    recipe: Id
    material: Id
    min: Share = 0.0
    max: Share
    max_low: Share | None = None
    max_high: Share | None = None
    typical: Share | None = None
    """The usual share; not a limit."""
    role: Text = ""
    co2: CarbonOfInput = 0.0
    """t CO2 that a tonne of this input sets free in the process (limestone: calcination)."""


class Group(Sourced):
    """Bounds on the sum of some inputs of a recipe, per tonne of activity: at most 10,000 t.

    A blank `max` is no limit.
    """

    recipe: Id
    group: Id
    name_en: Text = ""
    """What the inputs are together, as sentences say it; blank: their own names are told."""
    name_zh: Text = ""
    materials: Ids
    min: Share = 0.0
    max: Share | None = None
    max_low: Share | None = None
    max_high: Share | None = None


MOST_GAIN = 3.2
"""Tonnes that all a recipe makes may weigh per tonne of what it takes in: water, oxygen and CO2
come in beside. Of what is handled by the tonne phosphorus gains most: 3.16 t of acid per t."""
USUAL_GAIN = 1.6
"""The same as far as it is met in practice: slaked lime weighs 1.32 t per t of lime."""
USUAL_SHARE = 3.0
"""Tonnes of inputs per tonne of activity, or of what is made where that is more."""
MOST_SHARE = 10_000.0
"""Tonnes of inputs per tonne of activity beyond which shares are refused: activities would be of
the size of rounding beside what they take in."""


class Yield(Sourced):
    """What a recipe makes, per tonne of activity or per tonne of one input.

    All that a recipe makes weighs at most 3.2 t per t of its inputs (impossible beyond; unusual
    beyond 1.6), also what is made per tonne of one input.
    """

    recipe: Id
    material: Id
    per: Id = "activity"
    """`activity`, or the input material whose tonnes make it. Residues go by input."""
    amount: Share
    amount_low: Share | None = None
    amount_high: Share | None = None


class Quality(Sourced):
    """A linear quality rule over composition, written as a formula.

    `CaO >= 2.8*SiO2 + 0.35*Fe2O3`, `Cu <= 65e-6*mass`, `SO3 <= 0.035*activity`:
    a property stands for the tonnes (or Bq) it brings, `mass` for the dry tonnes of the
    inputs the rule looks at, `activity` for the tonnes of activity.
    """

    id: Id
    recipes: Ids
    """Recipes that obey the rule."""
    materials: Ids = ()
    """Inputs the rule looks at; empty: all of them."""
    scope: Literal["blend", "lot"] = "blend"
    """blend: the mix must satisfy it; lot: every delivery must, and others are refused."""
    formula: Name
    name_en: Name
    name_zh: Text = ""


class Grid(Sourced):
    """What electricity from the grid emits, by province of the plant that uses it.

    Without a row for a plant electricity adds no CO2 to that of its recipes.
    """

    province: Text = ""
    """Province of the plant; blank: every province without a row of its own."""
    co2: CarbonPerEnergy
    co2_low: CarbonPerEnergy | None = None
    co2_high: CarbonPerEnergy | None = None


class Mode(Sourced):
    """A way of transport. Tariffs are on wet tonnes."""

    id: Id
    name_en: Name
    name_zh: Text = ""
    medium: Literal["road", "rail", "water"]
    """road goes door to door; rail and water run between terminals with legs by road or links."""
    tariff: Tariff | None = None
    """Blank: the mode goes only over links that state their cost."""
    tariff_low: Tariff | None = None
    tariff_high: Tariff | None = None
    handling: HaulCost = 0.0
    """Loading and unloading, both ends together; by rail and water the road legs add none."""
    handling_low: HaulCost | None = None
    handling_high: HaulCost | None = None
    fixed: HaulCost = 0.0
    """Terminal charge per tonne."""
    minimum_charge: HaulCost = 0.0
    """The least a haul costs per tonne, handling excluded."""
    co2: CarbonPerTonneKm = 0.0
    reach_min: Distance = 0.0
    """Shorter hauls do not use the mode."""
    reach: Distance | None = None
    """Longer hauls do not use the mode; blank: no bound."""
    access_reach: Distance | None = None
    """How far the road leg to a terminal may be where no link says how far (rail, water)."""


class Parameter(Sourced):
    """A number that belongs to no other table.

    A discount rate is 0 to 100 %, seldom above 30 %; a circuity, the length of a road per straight
    line, at least 1, seldom above 3.
    """

    id: Literal[
        "discount_rate",
        "carbon_price",
        "circuity",
        "circuity_short",
        "short_distance",
        "place_radius",
    ]
    """discount_rate and circuity are shares, carbon_price CNY/t, distances km."""
    value: Name
    """Number with its unit."""
    value_low: Text = ""
    value_high: Text = ""
