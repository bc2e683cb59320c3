"""Legs between sites and terminals: over links where there are any, and by road to the nearest."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.geo.distance import RoadNetwork
from sim.network.ways import mark_worse
from sim.scenario.link_name import link_name
from sim.scenario.records import tuples

LEG_COLUMNS = [
    "node",
    "terminal",
    "km",
    "haul_CNY_wet_t",
    "cost_CNY_dry_t",
    "co2_kg_wet_t",
    "own_km",
    "has_km",
    "row",
    "over",
    "slot",
    "further",
]
_ENDS = ["node", "terminal"]
_LINK = ["origin", "destination", "mode"]
ONSITE_KM = 0.5
ESTIMATED = -1
"""The row of a leg that no link describes."""


@dataclass(frozen=True)
class Legs:
    """The legs of a mode, numbered by `slot` at each site: those that no other leg beats.

    `own_km` are km by the mode itself at its tariff, hauled in one go with the trunk; `row` is
    that of table links; `further` is the mode of a leg that another one to the same terminal comes
    before, blank for the first.
    """

    boarding: pd.DataFrame
    """From sites to terminals: LEG_COLUMNS."""
    alighting: pd.DataFrame
    """From terminals to sites: LEG_COLUMNS."""


def charge(rates: pd.DataFrame, km: np.ndarray) -> np.ndarray:
    """Return CNY per wet tonne; no charge for a leg within a site."""
    cost = np.maximum(rates["tariff"].to_numpy(float) * km, rates["minimum_charge"].to_numpy(float))
    return np.where(km < ONSITE_KM, 0.0, cost)


def direct_links(
    links: pd.DataFrame, modes: pd.DataFrame, chosen: Collection[str] = ()
) -> pd.DataFrame:
    """Return the links that the modes can go over, those that hold both ways doubled.

    Columns origin, destination, mode, material ('' for all), km, cost (CNY per dry tonne), row (of
    table links), over (number of the link, where what goes over it is counted: see
    `counted_links`). A row in its own direction wins over one the other way.
    """
    columns = ["origin", "destination", "mode", "material", "km", "cost", "row", "over"]
    links = links.assign(
        row=np.arange(len(links)),
        material=links["material"].fillna(""),
        over=_numbers(links).astype(str).where(_are_counted(links, chosen), ""),
    )
    tariff = modes["tariff"].astype(float).reindex(links["mode"]).to_numpy()
    usable = links["cost"].notna().to_numpy() | (links["km"].notna().to_numpy() & ~np.isnan(tariff))
    links = links[usable & links["mode"].isin(modes.index).to_numpy()]
    back = links[links["both_ways"].astype(bool)].rename(
        columns={"origin": "destination", "destination": "origin"}
    )
    both = pd.concat([links[columns], back[columns]], ignore_index=True)
    both[["km", "cost"]] = both[["km", "cost"]].astype(float)
    return both.drop_duplicates(columns[:4], ignore_index=True)


def _numbers(links: pd.DataFrame) -> pd.Series[int]:
    """Return the number of the link that each row is about: the place of its first row."""
    rows = pd.Series(np.arange(len(links)), index=links.index)
    return rows.groupby([links[column] for column in _LINK]).transform("first")


def _are_counted(links: pd.DataFrame, chosen: Collection[str]) -> pd.Series[bool]:
    """Return which rows are of links with a capacity or a fixed cost, or that are `chosen`."""
    costs = links["fixed_cost"].astype(float) > 0
    return links["capacity"].notna() | costs | link_names(links).isin(list(chosen))


def link_names(links: pd.DataFrame) -> pd.Series[str]:
    """Return what each link is called: see `sim.scenario.link_name`."""
    names = [link_name(*ends) for ends in tuples(links[_LINK])]
    return pd.Series(names, index=links.index, dtype=object)


def counted_links(links: pd.DataFrame, chosen: Collection[str] = ()) -> pd.DataFrame:
    """Return the links that it is counted of what goes over them, by number.

    origin, destination, mode, name, capacity_kt_yr (NaN: no bound), fixed_MCNY_yr. Those with a
    capacity or a fixed cost, and those that are `chosen`, by name.
    """
    numbered = links.set_index(_numbers(links).rename("link"))
    first = numbered[~numbered.index.duplicated() & _are_counted(numbered, chosen)]
    named = {"capacity": "capacity_kt_yr", "fixed_cost": "fixed_MCNY_yr"}
    found = first[[*_LINK, *named]].rename(columns=named).assign(name=link_names(first))
    return found.astype(dict.fromkeys(named.values(), float))


def find_legs(
    roads: RoadNetwork,
    terminals: pd.DataFrame,
    links: pd.DataFrame,
    modes: pd.DataFrame,
    mode: str,
    road_mode: str | None,
    *,
    drops: bool = True,
) -> Legs:
    """Return the legs of a mode: every link between a site and one of its terminals, and more.

    By `road_mode` a site reaches the nearest terminal that it has no link by that mode to, if
    that stands within `access_reach`. `drops` leaves out the legs that another one between the
    same ends beats in all figures.
    """
    own = terminals.loc[terminals["mode"] == mode, "id"].sort_values().to_numpy()
    sites = roads.nodes.index[~roads.nodes.index.isin(terminals["id"])]
    found = []
    for site, terminal in (("origin", "destination"), ("destination", "origin")):
        ends = links.rename(columns={site: "node", terminal: "terminal"})
        ends = ends[ends["node"].isin(sites) & ends["terminal"].isin(own)]
        found.append(_over_links(ends, modes, mode))
    near: list[pd.DataFrame] = [frame.iloc[:0] for frame in found]
    if road_mode is not None and len(own):
        near = _nearest(roads, own, sites, modes, mode, road_mode, found)
    both = (
        [f for f in frames if len(f)] or [frames[0]] for frames in zip(found, near, strict=True)
    )
    return Legs(*(_number(pd.concat(frames, ignore_index=True), drops=drops) for frames in both))


def _over_links(links: pd.DataFrame, modes: pd.DataFrame, mode: str) -> pd.DataFrame:
    """Return the legs over links; of several between the same ends the cheapest first."""
    rates = modes.loc[links["mode"]]
    km = links["km"].fillna(0.0).to_numpy(float)
    stated, own = links["cost"].notna().to_numpy(), (links["mode"] == mode).to_numpy()
    haul = np.where(stated | own, 0.0, charge(rates, km))
    emitted = rates["co2"].to_numpy(float) * km
    legs = links[["node", "terminal", "row", "over"]].assign(
        km=km,
        haul_CNY_wet_t=haul,
        cost_CNY_dry_t=links["cost"].fillna(0.0).to_numpy(float),
        co2_kg_wet_t=emitted,
        own_km=np.where(own & ~stated, km, 0.0),
        mode=links["mode"].to_numpy(),
        has_km=links["km"].notna().to_numpy(),
    )
    legs["_cost"] = np.where(stated, legs["cost_CNY_dry_t"], charge(rates, km))
    order = [*_ENDS, "_cost", "co2_kg_wet_t", "km", "mode"]
    return legs.sort_values(order, ignore_index=True).drop(columns="_cost")


def _nearest(
    roads: RoadNetwork,
    own: np.ndarray,
    sites: pd.Index[str],
    modes: pd.DataFrame,
    mode: str,
    road_mode: str,
    linked: list[pd.DataFrame],
) -> list[pd.DataFrame]:
    """Return for each site the leg to its nearest terminal, from it and to it.

    Links by `road_mode` win over estimates.
    """
    located = sites[roads.nodes.loc[sites, "lon"].notna().to_numpy()]
    origin = pd.Series(np.repeat(located.to_numpy(), len(own)))
    destination = pd.Series(np.tile(own, len(located)))
    km = roads.distances(origin, destination)["km"].to_numpy(float).reshape(len(located), len(own))
    reach = float(modes["access_reach"].astype(float).fillna(np.inf)[mode])
    frames = []
    for legs in (frame[frame["mode"] == road_mode] for frame in linked):
        free = np.where(np.isnan(km), np.inf, km)
        rows, columns = (
            located.get_indexer(pd.Index(legs["node"])),
            pd.Index(own).get_indexer(pd.Index(legs["terminal"])),
        )
        free[rows[rows >= 0], columns[rows >= 0]] = np.inf
        nearest = free.argmin(axis=1) if len(located) else np.zeros(0, dtype=int)
        least = free[np.arange(len(located)), nearest]
        within = np.isfinite(least) & (least <= reach)
        frames.append(
            _by_road(located[within], own[nearest[within]], least[within], modes, road_mode)
        )
    return frames


def _by_road(
    nodes: pd.Index[str], terminals: np.ndarray, km: np.ndarray, modes: pd.DataFrame, road_mode: str
) -> pd.DataFrame:
    rates = modes.loc[[road_mode] * len(nodes)]
    return pd.DataFrame(
        {
            "node": nodes.to_numpy(),
            "terminal": terminals,
            "km": km,
            "haul_CNY_wet_t": charge(rates, km),
            "cost_CNY_dry_t": 0.0,
            "co2_kg_wet_t": rates["co2"].to_numpy(float) * km,
            "own_km": 0.0,
            "row": ESTIMATED,
            "over": "",
            "mode": road_mode,
            "has_km": True,
        }
    )


def _number(legs: pd.DataFrame, *, drops: bool) -> pd.DataFrame:
    """Return the legs numbered at each site: one to every terminal, then the further ones."""
    if drops:
        alike = legs.assign(handling_CNY_wet_t=0.0)
        legs = legs[~mark_worse(alike, _ENDS, alike["over"] == "", "own_km")]
    number = legs.groupby(_ENDS, sort=False).cumcount()
    legs = legs.assign(further=legs["mode"].where(number > 0, ""))
    legs = legs.iloc[number.argsort(kind="stable").to_numpy()].reset_index(drop=True)
    legs["slot"] = legs.groupby("node", sort=False).cumcount()
    return legs[LEG_COLUMNS]
