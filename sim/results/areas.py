"""The figures rolled up: region, province, city, county, basin, owner, industry, waste, family."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from sim.model.arrays import Floats
from sim.network import Network
from sim.results.credit import RATES, SUMS, add_rates
from sim.results.known import sum_known_rows
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
_Cell = tuple[int, str]
"""Period and area."""


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
    keys: list[tuple[int, str, str]] = []
    sums = []
    for level in LEVELS:
        taken = received[:0] if level == "industry" else received
        cells = [_cells(network, table, level) for table in (generated, taken)]
        found = _list_areas(network, level, cells)
        if all(area == "" for _, area in found):
            continue
        keys += [(period, level, area) for period, area in found]
        figures = (generated, SUMS), (taken, [RECEIVED])
        parts = [
            _sum_by(found, of, table[names].to_numpy(float))
            for of, (table, names) in zip(cells, figures, strict=True)
        ]
        if level == "industry":
            parts[1][:] = np.nan
        sums.append(np.concatenate(parts, axis=1))
    rolled = pd.DataFrame(np.concatenate(sums), columns=[*SUMS, RECEIVED])
    for place, name in enumerate(("period", "level", "area")):
        rolled[name] = [key[place] for key in keys]
    rolled = add_rates(rolled)
    for texts in BOTH:
        rolled[f"name_{texts.language}"] = _names(network, rolled, inputs, texts)
    columns = ["period", "level", "area", "name_en", "name_zh", *SUMS, RECEIVED, *RATES]
    return rolled[columns]


def _list_areas(network: Network, level: str, cells: list[list[_Cell]]) -> list[_Cell]:
    """Return the areas that have a row at a level, in order; a province or city has a name."""
    if level == "region":
        return [(period, WHOLE) for period in network.periods]
    named = level in ("province", "city")
    return sorted({cell for of in cells for cell in of if cell[1] or not named})


def _sum_by(areas: list[_Cell], cells: list[_Cell], values: Floats) -> Floats:
    """Return areas x figures: the sums over the cells of each; others are left out."""
    number = {area: place for place, area in enumerate(areas)}
    rows = np.fromiter((number.get(cell, -1) for cell in cells), np.int64, len(cells))
    return sum_known_rows(values[rows >= 0], rows[rows >= 0], len(areas))


def _received(network: Network, plan: Plan) -> pd.DataFrame:
    """Return the waste of zones that lines which count as utilization use, with their place."""
    use = plan.use[plan.use["amount_kt_yr"] > 0]
    use = use.join(network.lots[["material", "primary"]], on="lot")
    use = use.join(network.lines[["plant", "counting"]], on="line")
    use = use[use["primary"].astype(bool) & (use["counting"] != "none")]
    use = use.join(network.plants.reindex(columns=_PLACE), on="plant").assign(industry="")
    return use.rename(columns={"amount_kt_yr": RECEIVED})


def _cells(network: Network, table: pd.DataFrame, level: str) -> list[_Cell]:
    """Return period and area of each row."""
    return list(zip(table["period"].tolist(), _areas_of(network, table, level), strict=True))


def _areas_of(network: Network, table: pd.DataFrame, level: str) -> list[str]:
    """Return the area of each row; a county goes with its city, blank stands for none."""
    if level == "region":
        return [WHOLE] * len(table)
    if level == "family":
        family = dict(zip(network.materials.index, network.materials["family"], strict=True))
        return [_text(family.get(material)) for material in table["material"]]
    areas = [_text(area) for area in table[level]]
    if level == "county":
        cities = [_text(city) for city in table["city"]]
        pairs = zip(cities, areas, strict=True)
        areas = [f"{city}/{area}" if city and area else area for city, area in pairs]
    return areas


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
