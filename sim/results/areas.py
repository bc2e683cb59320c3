"""The figures rolled up: region, province, city, county, basin, owner, industry, waste, family."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from sim.network import Network
from sim.results.credit import RATES, SUMS, add_rates
from sim.results.known import sum_known
from sim.say.texts import BOTH, Texts
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


def tabulate_areas(
    network: Network, plan: Plan, wastes: pd.DataFrame, inputs: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """Return the figures of the generators, and what lines there received, by level and area.

    What has no county, basin, owner, industry or family is summed under a blank area, so that
    each of these levels adds up to the region; a level that no site states is left out. The
    region is there also where nothing arises.
    """
    generated = wastes.join(network.zones[[*_PLACE, "industry"]], on="zone")
    received = _received(network, plan)
    frames = []
    for level in LEVELS:
        parts = []
        taken = received[:0] if level == "industry" else received
        for table, figures in ((generated, SUMS), (taken, [RECEIVED])):
            named = table.assign(area=_areas_of(network, table, level))
            if level in ("province", "city"):
                named = named[named["area"] != ""]
            parts.append(sum_known(named, ["period", "area"], figures))
        index = parts[0].index.union(parts[1].index)
        both = pd.concat([part.reindex(index, fill_value=0.0) for part in parts], axis=1)
        if level == "region":
            whole = pd.MultiIndex.from_product([network.periods, [WHOLE]], names=both.index.names)
            both = both.reindex(whole, fill_value=0.0)
        both = both.reset_index()
        if (both["area"] == "").all():
            continue
        if level == "industry":
            both[RECEIVED] = float("nan")
        both.insert(1, "level", level)
        frames.append(both)
    rolled = add_rates(pd.concat(frames, ignore_index=True))
    for texts in BOTH:
        rolled[f"name_{texts.language}"] = _names(network, rolled, inputs, texts)
    columns = ["period", "level", "area", "name_en", "name_zh", *SUMS, RECEIVED, *RATES]
    return rolled[columns]


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
    network: Network, rolled: pd.DataFrame, inputs: Mapping[str, pd.DataFrame], texts: Texts
) -> list[str]:
    """Return the name of each area: from areas, materials and names; its own text where none."""
    column = f"name_{texts.language}"
    known: dict[tuple[str, str], str] = {}
    known["region", WHOLE] = texts.say("roll_region")
    known |= {(level, ""): texts.say("not_stated") for level in LEVELS}
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
