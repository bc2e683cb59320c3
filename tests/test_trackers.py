"""Published trackers of plants, in the form of their releases, become lines and wastes."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from sim.cli.import_workbook import import_workbook
from sim.loader import load_case
from sim.say.texts import EN, ZH
from sim.workbooks.account import Account
from sim.workbooks.blocks import Entry
from sim.workbooks.library import Library, find_library
from sim.workbooks.points import open_sources
from sim.workbooks.take import (
    Taken,
    gather_workbook,
    import_changes,
    import_project,
    read_entries,
)
from sim.workbooks.tracker_rows import read_releases
from sim.workbooks.trackers import find_releases

Rows = Sequence[Sequence[Any]]
CEMENT = "Global-Cement-and-Concrete-Tracker_July-2025.xlsx"
STEEL = "Plant-level-data-Global-Iron-and-Steel-Tracker-December-2025-V1.xlsx"
COAL = "Global-Coal-Plant-Tracker-January-2026.xlsx"
CEMENT_HEAD = [
    "GEM Plant ID",
    "GEM Asset name (English)",
    "Asset name (other language)",
    "Coordinates",
    "Coordinate accuracy",
    "Municipality",
    "Subnational unit",
    "Country/Area",
    "Cement Capacity (millions metric tonnes per annum)",
    "Clinker Capacity (millions metric tonnes per annum)",
    "Cement Color",
    "Operating status",
    "Start date",
    "Owner name (English)",
    "Production type",
]
CEMENT_ROWS: Rows = [
    CEMENT_HEAD,
    [
        *("P1", "Green Bank Cement plant", "青岸水泥有限公司", "30.08, 115.2", "exact"),
        *("Huangshi", "Hubei", "China", 2.4, 1.8, "grey", "operating", 2006),
        *("Green Bank Cement Co Ltd [100%]", "integrated"),
    ],
    [
        *("P2", "Long Hill grinding plant", "n/a", "29.70, 116.00", "approximate"),
        *("unknown", "Jiangxi", "China", 1, "n/a", "unknown", "construction", "unknown"),
        *("unknown", "grinding"),
    ],
    [
        *("P3", "White Rock Cement plant", None, "30.2, 115.0", "exact"),
        *("Huangshi", "Hubei", "China", 0.3, 0.25, "white", "operating pre-retirement", None),
        *(None, "integrated"),
    ],
    ["P4", "Old Kiln", None, "30.1, 115.1", *[None] * 2, "Hubei", "China", 1, 1, None, "retired"],
    [
        *("P5", "No Number", None, "30.1, 115.1", None, None, "Hubei", "China"),
        *(">0", None, None, "operating"),
    ],
    ["P6", "No Place", None, "unknown", *[None] * 2, "Hubei", "China", 1, None, None, "operating"],
    [
        *("P7", "Far Cement", None, "-23.8, 151.2", None, "Gladstone", "Queensland", "Australia"),
        *(2.4, 1.8, None, "operating"),
    ],
]
STEEL_PLACES: Rows = [
    [
        *("GEM plant ID", "Plant name (English)", "Plant name (other language)", "Owner"),
        *("Subnational unit", "Country/area", "Coordinates", "Coordinate accuracy"),
    ],
    [
        "S1",
        "Bright River Steel",
        "明河钢铁",
        "River Group",
        "Hubei",
        "China",
        "30.4, 114.9",
        "exact",
    ],
]
STEEL_CAPACITIES: Rows = [
    [
        *("GEM plant ID", "Plant name (English)", "Country/area", "Status", "Start date"),
        *("Nominal crude steel capacity (ttpa)", "Nominal BOF steel capacity (ttpa)"),
        *("Nominal EAF steel capacity (ttpa)", "Nominal BF capacity (ttpa)"),
    ],
    ["S1", "Bright River Steel", "China", "operating", "1998", 5000, 4000, 1000, 3500],
    ["S1", "Bright River Steel", "China", "construction", "2027", 1000, 1000, "N/A", "N/A"],
    ["S9", "Nobody Knows", "China", "operating", "1998", 5000, 4000, 1000, 3500],
]
STEEL_UNITS: Rows = [
    ["GEM plant ID", "GEM unit ID", "Unit name", "Country/area", "Start date", "Current capacity"],
    ["S1", "U1", "BF 1", "China", 1998, 3500],
]
COAL_ROWS: Rows = [
    [
        *("GEM unit/phase ID", "GEM location ID", "Country/Area", "Plant name", "Unit name"),
        *("Plant name (local)", "Owner", "Capacity (MW)", "Status", "Start year"),
        *("Combustion technology", "Subnational unit (province, state)", "Latitude", "Longitude"),
    ],
    *(
        [
            *(f"G{n}", "L1", "China", "East Lake power station", f"Unit {n}", "东湖电厂", None),
            *(mw, status, 2009, "ultra-supercritical", "Jiangxi", 29.73, 116.06),
        ]
        for n, (mw, status) in enumerate(
            [(660, "operating"), (340, "operating"), (1000, "permitted"), (50, "shelved")]
        )
    ),
]


def book(path: Path, **sheets: Rows) -> Path:
    """Write a workbook: a sheet for each name."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    made.save(path)
    return path


@pytest.fixture(scope="module")
def library(project_root: Path) -> Library:
    return find_library(project_root / "scenarios" / "library", project_root)


@pytest.fixture
def cement(tmp_path: Path) -> Path:
    about = [["Global Cement and Concrete Tracker"], ["Copyright © Global Energy Monitor."]]
    return book(tmp_path / CEMENT, About=about, **{"Plant Data": CEMENT_ROWS})


@pytest.fixture
def steel(tmp_path: Path) -> Path:
    sheets = {"Plant data": STEEL_PLACES, "Plant capacities and status": STEEL_CAPACITIES}
    return book(tmp_path / STEEL, **sheets, **{"Blast furnaces": STEEL_UNITS})


@pytest.fixture
def coal(tmp_path: Path) -> Path:
    return book(tmp_path / COAL, Units=COAL_ROWS)


def gathered(library: Library, *paths: Path, areas: Sequence[str] = ()) -> Taken:
    """Return what is taken of all of them together."""
    sheets = open_sources(paths)
    return gather_workbook(paths[0], sheets, library, EN, beside=paths[1:], areas=areas)


def rows_of(taken: Taken, table: str, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(made.values.get(c) for c in columns) for made in taken.gathered.tables[table]]


def told(taken: Taken, kind: str) -> list[str]:
    """Return what was told of a kind, each with its place."""
    lines = (line for line in taken.account.lines if line.kind == kind)
    return [f"{line.where} {EN.tell(line.what)}" for line in lines]


def test_three_trackers_make_a_project(
    cement: Path, steel: Path, coal: Path, tmp_path: Path, library: Library
) -> None:
    """Kilns and mills are lines in kt/yr; furnaces and boilers give wastes, units added up."""
    taken = gathered(library, cement, steel, coal)
    assert rows_of(taken, "lines", "plant", "technology", "capacity", "status") == [
        ("green_bank_cement_plant", "kiln", 1800.0, "operating"),
        ("green_bank_cement_plant", "cement_mill", 2400.0, "operating"),
        ("long_hill_grinding_plant", "cement_mill", 1000.0, "construction"),
        ("white_rock_cement_plant", "white_cement_mill", 300.0, "operating"),
    ]
    amounts = rows_of(taken, "generation", "zone", "material", "amount", "amount_low")
    assert amounts == [
        ("bright_river_steel", "bf_slag", 952.0, 735.0),
        ("bright_river_steel", "bof_slag", 408.0, 280.0),
        ("bright_river_steel", "eaf_slag", 102.0, 70.0),
        ("east_lake_power_station", "fly_ash", 410.0, 300.0),
        ("east_lake_power_station", "fgd_gypsum", 80.0, 50.0),
    ]
    plants = rows_of(taken, "plants", "name_en", "name_zh", "province", "city", "lon", "lat")
    assert plants[0] == (
        *("Green Bank Cement plant", "青岸水泥有限公司"),
        *("Hubei", "Huangshi", 115.2, 30.08),
    )
    assert plants[1][2:] == ("Jiangxi", "Jiujiang", 116.0, 29.7)
    assert rows_of(taken, "plants", "owner")[0] == ("Green Bank Cement Co Ltd",)
    to = tmp_path / "made"
    _, scenario = import_project(
        cement, to, library, ZH, lambda _: None, beside=(steel, coal), areas=()
    )
    case = load_case(scenario)
    assert len(case.tables["lines"]) == 4
    assert case.scenario.year == 2026
    import_project(cement, to, library, ZH, lambda _: None, beside=(steel, coal))


def test_the_source_is_credited(cement: Path, steel: Path, library: Library) -> None:
    """Publisher, tracker, release and licence stand in every row, beside the cell."""
    taken = gathered(library, cement, steel)
    credit = "Global Energy Monitor, Global Cement and Concrete Tracker, July 2025, CC BY 4.0"
    (source, sure, year, note), *_ = rows_of(taken, "lines", "source", "confidence", "year", "note")
    assert source == f"{credit} ([{CEMENT}]Plant Data!J2)"
    assert (sure, year) == ("published", 2025)
    assert note == (
        "Clinker Capacity (millions metric tonnes per annum): 1.8; GEM Plant ID: P1; "
        "Coordinate accuracy: exact; Start date: 2006"
    )
    assert all(s.startswith(credit) for (s,) in rows_of(taken, "plants", "source"))
    (sure, note), *_ = rows_of(taken, "generation", "confidence", "note")
    assert sure == "assumed"
    assert note.startswith("Nominal BF capacity (ttpa): 3500 × 0.272 kt/yr (0.21–0.3325); ")
    assert f"[{CEMENT}]Plant Data!A1:O1 {credit}: 3 of 7 rows taken" in told(taken, "table")


def test_what_is_left_out_is_told(cement: Path, steel: Path, coal: Path, library: Library) -> None:
    """Every reason with its count and rows; sheets and columns that are not read as well."""
    left = told(gathered(library, cement, steel, coal), "left")
    page, capacities = f"[{CEMENT}]Plant Data", f"[{STEEL}]Plant capacities and status"
    units = f"[{COAL}]Units"
    assert left == [
        f"{page} rows left out: 1, 'Clinker Capacity (millions metric tonnes per annum)' of a kind "
        "that no process stands for (rows 4)",
        f"{page} rows left out: 1, status 'retired' (rows 5)",
        f"{page} rows left out: 1, no capacity in the columns that are read (rows 6)",
        f"{page} rows left out: 1, no coordinates (rows 7)",
        f"{page} rows left out: 1, in other countries or areas; --area takes those of one (rows 8)",
        f"{page} further columns, not read: 2",
        f"{capacities} rows left out: 1, capacity that makes no waste yet, status 'construction' "
        "(rows 3)",
        f"{capacities} rows left out: 1, no sheet tells name and place of the plant (rows 4)",
        f"[{STEEL}]Blast furnaces sheet of the tracker, not read",
        f"{capacities} further columns, not read: 1",
        f"{units} rows left out: 1, capacity that makes no waste yet, status 'planned' (rows 4)",
        f"{units} rows left out: 1, status 'shelved' (rows 5)",
        f"{units} further columns, not read: 3",
    ]


def test_areas_that_are_asked_for(cement: Path, steel: Path, coal: Path, library: Library) -> None:
    """A province or city in either language, or another country; what has no row is refused."""
    taken = gathered(library, cement, steel, coal, areas=["黄石市", "Jiangxi", "湖北"])
    assert len(rows_of(taken, "lines", "id")) == 4
    taken = gathered(library, cement, coal, areas=["黄石", "jiujiang"])
    assert [row for (row,) in rows_of(taken, "plants", "name_en")] == [
        "Green Bank Cement plant",
        "Long Hill grinding plant",
        "White Rock Cement plant",
    ]
    abroad = entries_of(library, cement, "Australia", Account(CEMENT))
    assert [e.texts["technology"] for e in abroad] == ["Cement kiln", "Cement mill"]
    assert [abroad[0].texts[n] for n in ("province", "city", "lon")] == [
        *("Queensland", "Gladstone", "151.2")
    ]
    unsaid = [[*row[:6], None, *row[7:]] for row in CEMENT_ROWS[1:]]
    blank = book(cement.with_name("blank.xlsx"), Plants=[CEMENT_HEAD, *unsaid])
    assert len(entries_of(library, blank, "湖北省", Account("blank.xlsx"))) == 3
    account = Account(CEMENT)
    assert not entries_of(library, cement, "Qeensland", account)
    (problem,) = account.problems.told(CEMENT)
    assert "no row of a tracker lies in 'Qeensland'" in str(problem)
    assert "Queensland" in str(problem)


def entries_of(library: Library, path: Path, area: str, account: Account) -> list[Entry]:
    return read_releases(find_releases(open_sources([path])), library, [area], account)


def test_areas_are_asked_of_trackers_alone(tmp_path: Path, library: Library) -> None:
    """A workbook without one is refused, rather than read whole."""
    path = book(tmp_path / "plan.xlsx", Wastes=[["Name", "Material", "Amount (kt/yr)"]])
    account = Account(path.name)
    read_entries(open_sources([path]), library, ["Hubei"], account)
    (problem, *_) = account.problems.told(path.name)
    assert "no workbook holds one here" in str(problem)


def test_a_release_saved_as_csv(tmp_path: Path, library: Library) -> None:
    """With a mark, as Excel writes it; what release it is, nothing tells."""
    path = tmp_path / "cement.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(CEMENT_ROWS)
    sheets = open_sources([path])
    (release,) = find_releases(sheets)
    assert release.credit == "Global Energy Monitor, Global Cement and Concrete Tracker, CC BY 4.0"
    wastes = book(
        tmp_path / "wastes.xlsx",
        Wastes=[
            ["Name", "City", "Material", "Amount (kt/yr)"],
            ["Green Bank works", "Huangshi", "fly ash", 50],
        ],
    )
    taken = gathered(library, wastes, path)
    assert rows_of(taken, "lines", "capacity") == [(1800.0,), (2400.0,), (1000.0,), (300.0,)]
    assert rows_of(taken, "generation", "amount") == [(50.0,)]
    assert any("neither the name of the file" in line for line in told(taken, "inferred"))


def test_other_trackers_of_the_same_form_are_not_taken(tmp_path: Path) -> None:
    """A tracker of gas plants has capacities in MW too, but not the marks of coal."""
    head = [h if h != "Combustion technology" else "Fuel" for h in COAL_ROWS[0]]
    path = book(tmp_path / "gas.xlsx", Units=[head, *COAL_ROWS[1:]])
    assert not find_releases(open_sources([path]))


def test_beside_a_scenario(coal: Path, project_root: Path, tmp_path: Path) -> None:
    """With --base what a tracker holds becomes a scenario beside it."""
    for folder in ("scenarios/library", "geodata/daye-anqing-jiujiang"):
        shutil.copytree(project_root / folder, tmp_path / folder)
    base = tmp_path / "scenarios" / "baseline.yaml"
    base.write_bytes((project_root / "scenarios" / "baseline.yaml").read_bytes())
    taken, _ = import_changes(coal, base, EN, areas=["Jiujiang"])
    (document,) = taken.scenarios.values()
    assert [change["table"] for change in document["change"]] == ["zones", "generation"]


def test_the_command_tells_what_it_left_out(cement: Path, steel: Path, tmp_path: Path) -> None:
    """Counts on the terminal, in Chinese as well."""
    arguments = [str(cement), str(steel), "--to", str(tmp_path / "made")]
    done = CliRunner().invoke(import_workbook, [*arguments, "--area", "湖北", "--lang", "zh"])
    assert done.exit_code == 0, done.output
    assert "Global Cement and Concrete Tracker, July 2025, CC BY 4.0：共 7 行" in done.output
    assert "不计入 2 行：不在所指定的区域内（第 3, 8 行）" in done.output
    assert "按在运产能每单位 0.272 千吨/年推算" in done.output
