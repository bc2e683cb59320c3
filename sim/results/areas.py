"""The figures rolled up: region, province, city, county, basin, owner, industry, waste, family."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from sim.network import Network
from sim.results.credit import RATES, SUMS, add_rates
from sim.results.known import sum_known
from sim.say import say
from sim.solve.plan import Plan

WHOLE = "all"
"""Area that stands for the whole region."""
LEVELS = (
    "region",
    "province",
    "city",
    "county",
    "basin",
    "owner",
    "industry",
    "material",
    "family",
)
RECEIVED = "received_kt_yr"
_PLACE = ["province", "city", "county", "basin", "owner"]
_TAKING = [level for level in LEVELS if level != "industry"]
"""Levels that what lines receive is told by."""
_KEY = ["number", "period", "area"]


def tabulate_areas(
    network: Network, plan: Plan, wastes: pd.DataFrame, inputs: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """Return the figures of the generators, and what lines there received, by level and area.

    What has no county, basin, owner, industry or family is summed under a blank area, so that
    each of these levels adds up to the region; a level that no site states is left out. The
    region is there also where nothing arises.
    """
    generated = wastes.join(network.zones[[*_PLACE, "industry"]], on="zone")
    parts = (
        _sum_levels(network, generated, LEVELS, SUMS),
        _sum_levels(network, _received(network, plan), _TAKING, [RECEIVED]),
    )
    whole = pd.MultiIndex.from_product([[0], network.periods, [WHOLE]], names=_KEY)
    index = parts[0].index.union(parts[1].index).union(whole)
    both = pd.concat([part.reindex(index, fill_value=0.0) for part in parts], axis=1)
    both = both.reset_index()
    both.insert(1, "level", [LEVELS[number] for number in both.pop("number")])
    both.loc[both["level"] == "industry", RECEIVED] = float("nan")
    stated = both.loc[both["area"] != "", "level"].unique()
    both = both[both["level"].isin(stated)].reset_index(drop=True)
    rolled = add_rates(both)
    for language in ("en", "zh"):
        rolled[f"name_{language}"] = _names(network, rolled, inputs, language)
    columns = ["period", "level", "area", "name_en", "name_zh", *SUMS, RECEIVED, *RATES]
    return rolled[columns]


def _sum_levels(
    network: Network, table: pd.DataFrame, levels: Sequence[str], figures: list[str]
) -> pd.DataFrame:
    """Return number of the level in LEVELS, period and area x the sums of the figures there."""
    areas = [_areas_of(network, table, level).to_numpy(object) for level in levels]
    rows = [
        np.flatnonzero(area != "") if level in ("province", "city") else np.arange(len(table))
        for level, area in zip(levels, areas, strict=True)
    ]
    taken = np.concatenate(rows)
    number = np.repeat([LEVELS.index(level) for level in levels], [*map(len, rows)])
    area = np.concatenate([area[row] for area, row in zip(areas, rows, strict=True)])
    keys = pd.MultiIndex.from_arrays([number, table["period"].to_numpy()[taken], area], names=_KEY)
    group, _ = keys.factorize(sort=True)
    sums = sum_known(table[figures].take(taken).assign(group=group), ["group"], figures)
    return sums.set_axis(keys[np.unique(group, return_index=True)[1]])


def _received(network: Network, plan: Plan) -> pd.DataFrame:
    """Return the waste of zones that lines which count as utilization use, with their place."""
    use = plan.use[plan.use["amount_kt_yr"] > 0]
    use = use.join(network.lots[["material", "primary"]], on="lot")
    use = use.join(network.lines[["plant", "counting"]], on="line")
    use = use[use["primary"].astype(bool) & (use["counting"] != "none")]
    use = use.join(network.plants.reindex(columns=_PLACE), on="plant").assign(industry="")
    return use.rename(columns={"amount_kt_yr": RECEIVED})


def _areas_of(network: Network, table: pd.DataFrame, level: str) -> pd.Series[str]:
    """Return the area of each row; a county goes with its city, blank stands for none."""
    if level == "region":
        return pd.Series(WHOLE, index=table.index)
    if level == "family":
        family = network.materials["family"].reindex(table["material"])
        return family.set_axis(table.index).fillna("").astype(str)
    area = table[level].fillna("").astype(str)
    if level == "county":
        city = table["city"].fillna("").astype(str)
        area = area.where((area == "") | (city == ""), city + "/" + area)
    return area


def _names(
    network: Network, rolled: pd.DataFrame, inputs: Mapping[str, pd.DataFrame], language: str
) -> list[str]:
    """Return the name of each area: from areas, materials and names; its own text where none."""
    column = f"name_{language}"
    known: dict[tuple[str, str], str] = {}
    known["region", WHOLE] = say("roll_region", language)
    known |= {(level, ""): say("not_stated", language) for level in LEVELS}
    for level, table in (("material", network.materials.reset_index()), ("", inputs["areas"])):
        levels = table["level"] if level == "" else [level] * len(table)
        known |= dict(zip(zip(levels, table["id"], strict=True), table[column], strict=True))
    labels = inputs["names"]
    area = labels["id"].where(labels["city"] == "", labels["city"] + "/" + labels["id"])
    known |= dict(zip(zip(labels["level"], area, strict=True), labels[column], strict=True))
    return [
        _text(known.get((level, area))) or (bare(area) if level == "county" else area)
        for level, area in zip(rolled["level"], rolled["area"], strict=True)
    ]


def bare(area: str) -> str:
    """Return the name of a county without that of its city.

    >>> bare("a1/North"), bare("North")
    ('North', 'North')
    """
    return area.partition("/")[2] or area


def _text(name: object) -> str:
    return name if isinstance(name, str) else ""
