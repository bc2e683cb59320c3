"""The network: frozen, tidy tables with units in their column names."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from sim.network.haulage import Haulage
from sim.network.large.candidates import Candidates
from sim.scenario.document import Scenario
from sim.scenario.expansion import entry_name

GRAM = 1e-9
"""kt."""
ROUNDING = 1e-12
"""Share of a number of steps that rounding may leave short of a whole one."""


@dataclass(frozen=True)
class Network:
    """All that the programme is made of; every frame is sorted by its key."""

    scenario: Scenario
    periods: tuple[int, ...]
    materials: pd.DataFrame
    """Index material: kind, waste_class, family, moisture, prices (CNY/t), CO2 (t/t)."""
    lots: pd.DataFrame
    """Index lot: material, producer ('' typical), primary (not utilized yet), treated (primary,
    made by a line that does not count as utilization), kind, credit (area or '').

    A lot is a material kept apart because its composition, its only taker or its credit
    differs; plants do not mix lots before use.
    """
    contents: pd.DataFrame
    """Index lot, one column per property: dry mass fraction, or Bq/kg."""
    supply: pd.DataFrame
    """zone, lot, generation_kt_yr, stock_kt, legacy_limit_kt_yr (stock x yearly limit),
    reclaim_CNY_t, stored_max (largest share of generation in the own store; NaN: no bound)."""
    zones: pd.DataFrame
    """Index zone: names, city, province, …"""
    plants: pd.DataFrame
    """Index plant: names, city, province, …"""
    lines: pd.DataFrame
    """Index line: plant, technology, tier, counting, status, capacity_kt_yr, available_kt_yr,
    min_load_kt_yr, if_used, fixed_MCNY_yr, capex_MCNY_yr, …: as they stand today; of a candidate
    nothing does."""
    expansions: pd.DataFrame
    """line, plant, entry (place in `expand` from 1, '' none), nameplate_kt_yr (as its row
    states it), up_to_kt_yr, cost_CNY_t (up front, per t/yr), life_yr, annuity_CNY_t,
    availability, least (load, per t/yr), confidence (of the cost), at_least_kt_yr, opening_MCNY,
    payment_MCNY_yr, step_kt_yr (0: any amount), by_size (the cost is that of its size class, in
    `sizes`): what may be built."""
    closures: pd.DataFrame
    """entry, line, capacity_kt_yr, availability, least: what may close for what an entry of
    `expand` builds."""
    runs: pd.DataFrame
    """line, recipe, cost_CNY_t, co2_t_t, electricity_kWh_t, heat_MJ_t."""
    shares: pd.DataFrame
    """line, recipe, material, min, max: t per t of activity."""
    uses: pd.DataFrame
    """line, recipe, lot, material, plant, co2_t_t: what may be used."""
    groups: pd.DataFrame
    """line, recipe, group, materials (tuple), min, max, name_en, name_zh (both may be blank)."""
    makes: pd.DataFrame
    """line, recipe, lot, material, plant, per ('activity' or an input lot), amount t/t."""
    rules: pd.DataFrame
    """line, recipe, rule, sense, lot ('' for the activity), coefficient: sum <=|>=|== 0."""
    formulas: pd.DataFrame
    """Index rule: name_en, name_zh, … of every quality rule."""
    purchases: pd.DataFrame
    """plant, lot, price_CNY_t, co2_t_t, max_kt_yr (NaN: no bound)."""
    relays: pd.DataFrame
    """plant, lot: where a lot arrives or can be bought and can also leave."""
    routes: pd.DataFrame
    """Index route: role, origin, origin_kind, destination, destination_kind, lot, material, mode,
    way (the mode, or one of several ways by it), via, board, alight, km, haul_CNY_t,
    handling_CNY_t, border_CNY_t, surcharge_CNY_t (part of border), fee_CNY_t, tax_CNY_t,
    price_CNY_t, displaced_t_t, co2_kg_t, cross_border, quota, distance_method,
    over (numbers of the `links` on the way, spaced); per dry tonne."""
    excluded: pd.DataFrame
    """origin, destination, material, mode, reason, detail: candidates left out."""
    quotas: pd.DataFrame
    """Index quota: from, to, waste_class, purpose, amount_kt_yr, where, position (of the rule)."""
    sinks: pd.DataFrame
    """Index sink: names, capacity_kt_yr, fee, implicit (own store of a node)."""
    markets: pd.DataFrame
    """Index market: names, product, group, min_kt_yr, max_kt_yr, group_max_kt_yr, price_CNY_t."""
    terminals: pd.DataFrame
    """Index terminal: names, mode, capacity_kt_yr."""
    links: pd.DataFrame
    """Index link (position in its table): origin, destination, mode, name, capacity_kt_yr,
    fixed_MCNY_yr; those with a capacity or a fixed cost, or that `choose` counts."""
    areas: dict[str, dict[str, str]]
    """Level (zone | city | province | material) -> zone -> area: who is credited."""
    carbon_price_CNY_t: float
    haulage: Haulage
    """The ways between all places."""
    reference: pd.DataFrame | None = None
    """role, origin, destination, material, amount_kt_yr of the reference plan, if one is named."""
    candidates: Candidates | None = None
    """Of a large region: the routes by haul that are not, or not yet, among `routes`."""

    switches: pd.DataFrame = field(default_factory=pd.DataFrame)
    """kind, id, option, fixed_MCNY_yr, opening_MCNY (up front), payment_MCNY_yr (of it),
    most_kt_yr, least_kt_yr: what may be opened or not."""
    choices: pd.DataFrame = field(default_factory=pd.DataFrame)
    """entry, kind, id, option, least, most: the switches that an entry of `choose` counts; blanks
    for an entry that counts none."""
    sizes: pd.DataFrame = field(default_factory=pd.DataFrame)
    """line, option (place of the class), from_kt_yr, to_kt_yr, cost_CNY_t (up front, per t/yr),
    annuity_CNY_t: size classes of what is built."""

    @property
    def steps(self) -> pd.DataFrame:
        """Return the lines that are built in whole steps: line, step_kt_yr, most (steps)."""
        own = self.expansions[self.expansions["step_kt_yr"] > 0]
        most = np.floor(own["up_to_kt_yr"] / own["step_kt_yr"] * (1.0 + ROUNDING))
        return own[["line", "step_kt_yr"]].assign(most=most).reset_index(drop=True)

    @property
    def chooses(self) -> bool:
        """Return whether there is something to choose that is no amount: openings or steps."""
        return bool(len(self.switches) or len(self.steps))

    @property
    def size_kt_yr(self) -> float:
        """Return what amounts are measured by, kt/yr: what arises, at most 1 and at least a gram.

        In a study of a few grams a tolerance in kilograms would leave nothing to compare.
        """
        made = float(self.supply["generation_kt_yr"].sum())
        return min(1.0, max(made, GRAM)) if made > 0 else 1.0

    @property
    def replacements(self) -> pd.DataFrame:
        """Return the entries of `expand` whose lines replace others: entry, ratio."""
        built = set(self.expansions["entry"])
        ratios = [
            (name, entry.closes.ratio)
            for position, entry in enumerate(self.scenario.expand)
            if entry.closes is not None and (name := entry_name(position)) in built
        ]
        frame = pd.DataFrame(ratios, columns=["entry", "ratio"])
        return frame.astype({"entry": object, "ratio": float})

    @property
    def grows(self) -> bool:
        """Return whether routes may be added to those in the table."""
        return self.candidates is not None
