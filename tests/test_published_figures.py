"""Published figures in the shipped tables: where they stand, and what must follow from them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import yaml

from tools import validation_daye, validation_taihang
from tools.blocks import ROOT
from tools.build_data_tables import FOLDERS, tally_confidence
from tools.validation_ledger import BEFORE, STEPS
from tools.validation_tables import find_statistic

CITY_REGIONS = {"daye-anqing-jiujiang": ".", "handan-changzhi-anyang": "handan-changzhi-anyang"}
PAGES = {page.REGION: page for page in (validation_daye, validation_taihang)}
GRID = {
    "": 0.5306,
    "Hubei": 0.4044,
    "Anhui": 0.6553,
    "Jiangxi": 0.5836,
    "Hebei": 0.6516,
    "Shanxi": 0.6634,
    "Henan": 0.5897,
    "Beijing": 0.5554,
    "Tianjin": 0.6796,
    "Inner Mongolia": 0.6479,
    "Shandong": 0.6191,
}
"""kg CO2 per kWh in 2023, Announcement No. 47 of 2025."""


def table(folder: Path, name: str) -> pd.DataFrame:
    """A table of a folder, heads without units."""
    frame = pd.read_csv(folder / f"{name}.csv")
    return frame.rename(columns=lambda head: str(head).split(" [")[0])


def test_every_province_has_its_grid_factor() -> None:
    """The factors are those of the announcement; no province of a region is without one."""
    for folder in FOLDERS:
        rows = table(folder, "grid")
        names = rows["province"].astype(object).fillna("")
        found = dict(zip(names, rows["co2"], strict=True))
        assert found == {name: GRID[name] for name in found}
        assert set(rows["confidence"]) == {"published"}
        if (folder / "plants.csv").exists():
            assert set(table(folder, "plants")["province"]) <= set(found)


@pytest.mark.parametrize("region", CITY_REGIONS)
def test_cement_demand_is_what_the_mills_make(region: str) -> None:
    """The cement that a province buys in all is nameplate times load of its mills."""
    folder = ROOT / "geodata" / region
    lines, plants, markets = (table(folder, name) for name in ("lines", "plants", "markets"))
    province = lines["plant"].map(plants.set_index("id")["province"])
    made = (lines["capacity"] * lines["availability"])[lines["technology"] == "cement_mill"]
    cement = markets[markets["product"] == "cement_PO"].set_index("area")["group_max"]
    assert cement.to_dict() == pytest.approx(made.groupby(province).sum().to_dict(), abs=0.6)


@pytest.mark.parametrize("region", CITY_REGIONS)
def test_practice_has_the_published_rates(region: str) -> None:
    """The caps of the scenario are the rates that the validation page sets beside the baseline."""
    path = ROOT / "scenarios" / CITY_REGIONS[region] / "practice.yaml"
    limits = yaml.safe_load(path.read_text(encoding="utf-8"))["limits"]
    caps = {limit["material"]: float(limit["at"].removesuffix(" %")) for limit in limits}
    statistics = table(ROOT / "geodata" / region, "statistics")
    for mark in PAGES[region].BENCHMARKS:
        rate = find_statistic(statistics, mark.area, mark.scope, mark.year)["rate"]
        assert [caps[waste] for waste in mark.wastes] == [rate] * len(mark.wastes)


def test_no_source_is_a_doubtful_address() -> None:
    """Nothing cites the page whose address looked like that of a betting site."""
    for folder in FOLDERS:
        for path in folder.glob("*.csv"):
            assert "yujingqiu" not in path.read_text(encoding="utf-8"), path


def test_the_ledger_tells_of_every_table() -> None:
    """Its counts of rows before add up to those of all tables, and no table has lost its rows."""
    assert [sum(rows[i] for rows in BEFORE.values()) for i in range(3)] == [258, 249, 2048]
    now = {tally.table for tally in tally_confidence()}
    assert set(BEFORE) <= now
    assert set(STEPS) == {folder.name for folder in FOLDERS[1:]}
