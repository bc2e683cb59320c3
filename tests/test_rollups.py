"""Every figure of waste, credited to its generator and rolled up by unit."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sim.results.areas import LEVELS
from sim.results.credit import SUMS
from tests.chain_study import SCENARIO, TABLES
from tests.study import Solved, solve_study


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Solved:
    """The chain study, solved."""
    return solve_study(tmp_path_factory.mktemp("chain"), TABLES, SCENARIO)


@pytest.fixture(scope="module")
def areas(solved: Solved) -> pd.DataFrame:
    """Its roll-ups by level and area."""
    return solved.tables["areas"].set_index(["level", "area"])


def test_figures_follow_the_chain(solved: Solved) -> None:
    """Tier, fill, crossing and cost of residues go to the zone that the waste is from."""
    row = solved.tables["zones"].set_index("zone").loc["z1"]
    expected = {
        "generation_kt_yr": 100,
        "uptake_kt_yr": 100,
        "residues_disposed_kt_yr": 30,
        "net_utilized_kt_yr": 70,
        "high_value_kt_yr": 10,
        "medium_value_kt_yr": 0,
        "low_value_kt_yr": 60,
        "backfill_kt_yr": 60,
        "restoration_kt_yr": 0,
        "uptake_backfill_kt_yr": 0,
        "residues_sold_kt_yr": 0,
        "cross_border_kt_yr": 60,
        "logistics_cost_MCNY_yr": 0.1 + 60 * 8e-3 + 30 * 15e-3,
        "waste_work_Mt_km_yr": 2.2,
        "utilization_rate_pct": 70,
        "gross_utilization_rate_pct": 100,
        "utilization_rate_without_fill_pct": 10,
        "utilization_rate_without_restoration_pct": 70,
        "gross_rate_without_fill_pct": 100,
        "high_value_rate_pct": 10,
    }
    assert {name: row[name] for name in expected} == pytest.approx(expected)


def test_every_level_adds_up_to_the_region(solved: Solved) -> None:
    """Sums over provinces, cities, counties, basins, owners … are the figures of the region."""
    table = solved.tables["areas"]
    sums = table.groupby("level")[SUMS].sum()
    assert set(sums.index) == set(LEVELS)
    for level in LEVELS:
        assert sums.loc[level].to_dict() == pytest.approx(sums.loc["region"].to_dict()), level


def test_the_region_is_what_the_summary_says(solved: Solved, areas: pd.DataFrame) -> None:
    """Rates, amounts and logistics of the region are the key figures."""
    row = areas.loc[("region", "all")]
    for column, kpi, factor in (
        ("utilization_rate_pct", "utilization_rate", 100),
        ("gross_utilization_rate_pct", "gross_utilization_rate", 100),
        ("utilization_rate_without_fill_pct", "utilization_rate_without_fill", 100),
        ("high_value_rate_pct", "high_value_rate", 100),
        ("net_utilized_kt_yr", "net_utilized", 1),
        ("cross_border_kt_yr", "cross_border", 1),
        ("logistics_cost_MCNY_yr", "logistics_cost", 1),
        ("received_kt_yr", "uptake", 1),
    ):
        assert row[column] == pytest.approx(factor * solved.kpi(kpi)), column


def test_counties_of_one_name_stay_apart(areas: pd.DataFrame) -> None:
    """A county goes with its city; its name is its own."""
    assert areas.loc[("county", "a1/North"), "generation_kt_yr"] == 100
    assert areas.loc[("county", "b1/North"), "generation_kt_yr"] == 50
    assert areas.loc[("county", "a1/North"), "name_zh"] == "城北区"
    assert areas.loc[("county", "b1/North"), "name_zh"] == "North"


def test_units_that_only_take_are_listed(areas: pd.DataFrame) -> None:
    """A county or enterprise without waste of its own has a row for what its lines receive."""
    row = areas.loc[("county", "a1/South")]
    assert (row["generation_kt_yr"], row["received_kt_yr"]) == (0, pytest.approx(100))
    assert pd.isna(row["utilization_rate_pct"])
    assert areas.loc[("owner", "Others"), "received_kt_yr"] == pytest.approx(50)
    assert pd.isna(areas.loc[("industry", "smelter"), "received_kt_yr"])


def test_what_is_not_stated_is_summed_apart(areas: pd.DataFrame) -> None:
    """A zone without an owner, a plant without a basin: a blank area that says so."""
    assert areas.loc[("owner", ""), "generation_kt_yr"] == 50
    assert areas.loc[("basin", ""), "received_kt_yr"] == pytest.approx(50)
    assert areas.loc[("owner", ""), "name_en"] == "not stated"


def test_names_come_from_the_tables(areas: pd.DataFrame) -> None:
    """Areas, materials and names give both languages; without a row the text stands for itself."""
    assert areas.loc[("basin", "Long River"), "name_zh"] == "长河"
    assert areas.loc[("basin", "Long River"), "name_en"] == "Long River"
    assert areas.loc[("industry", "smelter"), "name_en"] == "Smelters"
    assert areas.loc[("industry", "power"), "name_zh"] == "power"
    assert areas.loc[("province", "A"), "name_zh"] == "甲省"
    assert areas.loc[("material", "slag"), "name_zh"] == "炉渣"


def test_a_level_that_no_site_states_is_absent(tmp_path: Path) -> None:
    """Without owners, counties and basins in the data there are no such roll-ups."""
    bare = {
        "zones": "id,name_en,city,province\nz1,Zone 1,a1,A\nz2,Zone 2,b1,B\n",
        "plants": "id,name_en,city,province\np1,Plant 1,a1,A\np2,Plant 2,b1,B\n",
    }
    tables = {name: text for name, text in TABLES.items() if name != "names"} | bare
    found = solve_study(tmp_path, tables, SCENARIO).tables["areas"]
    assert set(found["level"]) == {"region", "province", "city", "material", "family"}


def test_shipped_units_have_chinese_names(project_root: Path) -> None:
    """Every county, basin, owner, industry and family of a shipped region is named in Chinese."""
    library = read(project_root / "scenarios" / "library" / "names.csv")
    for region in sorted((project_root / "geodata").glob("*/zones.csv")):
        own = region.parent / "names.csv"
        names = pd.concat([library, read(own)]) if own.exists() else library
        named = set(zip(names["level"], names["id"], names["city"], strict=True))
        for table in ("zones", "plants"):
            rows = read(region.parent / f"{table}.csv")
            for level in ("county", "basin", "owner", "industry"):
                for row in rows.to_dict("records") if level in rows else ():
                    city = row["city"] if level == "county" else ""
                    missing = row[level] and (level, row[level], city) not in named
                    assert not missing, f"{own}: no name of {level} {row[level]} ({city})"


def read(path: Path) -> pd.DataFrame:
    """A table as text."""
    return pd.read_csv(path, dtype=str, keep_default_na=False)
