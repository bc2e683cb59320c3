"""From a figure to the rows it is made of: sums by hand on tiny tables."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

import sim
from sim.cli.main import main
from sim.errors import InputError
from sim.loader import load_case
from sim.results.tables import read_table
from sim.results.trace.figures import TRACEABLE, Tracer
from sim.results.trace.rows import RowReader, lean_on_assumed, tabulate_trace
from sim.results.trace.tell import write_value
from sim.say.texts import EN, ZH
from sim.studies.run.run import RunOptions, run
from sim.studies.solve_case import Clock, be_silent
from sim.studies.trace.asked import read_asked
from sim.studies.trace.study import Found, open_given, trace
from tests.chain_study import TABLES as CHAIN
from tests.study import Solved, solve_study, write_study
from tests.test_shipped import TAIHANG
from tests.test_shipped import solved as shipped

TABLES = {
    "materials": """\
id,name_en,name_zh,kind,waste_class,moisture,storage_cost [CNY/t]
slag,Slag,炉渣,waste,general_I,20 %,20
ash,Ash,灰,waste,general_I,0,20
brick,Brick,砖,product,,,
fill,Fill,,product,,,
""",
    "technologies": """\
id,name_en,name_zh,tier,counting
bricks,Brickworks,砖厂,medium,product
paste,Paste fill,,low,backfill
""",
    "recipes": """\
id,technology,name_en,activity,cost [CNY/t]
bricks,bricks,Bricks,product,30
paste,paste,Paste,product,8
""",
    "inputs": "recipe,material,min,max\nbricks,slag,1,1\npaste,ash,1,1\n",
    "yields": "recipe,material,per,amount\nbricks,brick,activity,1\npaste,fill,activity,1\n",
    "modes": """\
id,name_en,medium,tariff [CNY/t/km],tariff_low,tariff_high,handling [CNY/t],source,year,confidence
truck,Truck,road,0.5,0.4 CNY/t/km,0.6 CNY/t/km,4,Tariff book,2023,published
""",
    "areas": """\
id,level,name_en,name_zh,parent
A,province,Province A,甲省,
a1,city,City A,甲市,A
b1,city,City B,乙市,A
""",
    "zones": "id,name_en,name_zh,city,province\nz1,Zone 1,一区,a1,A\nz2,Zone 2,,b1,A\n",
    "generation": """\
zone,material,amount [kt/yr],source,confidence
z1,slag,100,Yearbook,published
z2,ash,30,,assumed
""",
    "plants": "id,name_en,city,province\np1,Plant 1,a1,A\np2,Plant 2,b1,A\n",
    "lines": """\
id,plant,technology,capacity [kt/yr],status
l1,p1,bricks,60,placeholder
l2,p2,paste,40,operating
""",
    "markets": "id,name_en,product,price [CNY/t]\nm1,Bricks,brick,50\nm2,Fill,fill,0\n",
    "links": """\
origin,destination,mode,km [km],cost [CNY/t]
z1,p1,truck,10,
z2,p2,truck,,7
""",
}
"""60 of 100 kt of wet slag go 10 km to a full line, 30 kt of ash over a link at 7 CNY/t."""
OBJECTIVE = {"objective": [{"maximize": "utilization_rate"}, {"minimize": "net_cost"}]}
STATUSES = {"statuses": ["operating", "placeholder"]}
WET = 1.25
COSTS = {
    ("modes", "tariff", "truck"): 60 * 10 * 0.5 * WET,
    ("modes", "handling", "truck"): 60 * 4 * WET,
    ("links", "cost", "z2|p2|truck"): 30 * 7,
    ("materials", "storage_cost", "slag"): 40 * 20,
    ("recipes", "cost", "bricks"): 60 * 30,
    ("recipes", "cost", "paste"): 30 * 8,
    ("markets", "price", "m1"): -60 * 50,
}
"""Table, column and row -> thousand CNY a year."""


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Solved:
    """The plan of TABLES."""
    return solve_study(tmp_path_factory.mktemp("traced"), TABLES, OBJECTIVE | STATUSES)


def rows_of(solved: Solved, name: str, scope: dict[str, str] | None = None) -> pd.DataFrame:
    tracer = Tracer(solved.case, solved.network, solved.plan)
    traced = tracer.trace(name, scope or {})
    assert all(part.is_exact for part in traced.parts), traced.parts
    return tabulate_trace(RowReader(solved.case, solved.network), traced)


def by_cell(rows: pd.DataFrame) -> dict[tuple[str, str, str], float]:
    keys = zip(rows["table"], rows["column"], rows["row"], strict=True)
    return dict(zip(keys, rows["amount"], strict=True))


def test_the_net_cost_of_three_flows_by_hand(solved: Solved) -> None:
    """Each cost is put to the cell that says it; shares add up to one."""
    rows = rows_of(solved, "net_cost")
    due = {cell: amount / 1000 for cell, amount in COSTS.items()}
    assert by_cell(rows) == pytest.approx(due, abs=1e-12)
    assert rows["amount"].sum() == pytest.approx(solved.kpi("net_cost"), rel=1e-12)
    assert rows["share"].sum() == pytest.approx(1.0)
    assert rows["row"].iloc[0] == "m1"


def test_a_row_says_where_it_stands_and_how_sure_it_is(solved: Solved) -> None:
    """File and line, value, range, source, year and confidence of the tariff; names of both."""
    rows = rows_of(solved, "transport_cost").set_index("table")
    tariff = rows.loc["modes"]
    assert tariff["at"] == "geodata/study/modes.csv:2"
    assert (tariff["value"], tariff["unit"]) == (0.5, "CNY/t/km")
    assert (tariff["low"], tariff["high"]) == (0.4, 0.6)
    assert (tariff["source"], tariff["year"]) == ("Tariff book", 2023)
    assert tariff["confidence"] == "published"
    assert rows.loc["links", "confidence"] == "assumed"
    assert lean_on_assumed(rows) == pytest.approx(0.21 / (0.21 + 0.375))


def test_factors_of_co2_are_tonnes_a_tonne(tmp_path: Path) -> None:
    """They are no per cent: burning clinker emits, 0.5 t of each tonne of bricks."""
    recipes = TABLES["recipes"].replace("cost [CNY/t]", "cost [CNY/t],process_co2")
    recipes = recipes.replace("product,30", "product,30,0.5 t/t").replace("product,8", "product,8,")
    solved = solve_study(tmp_path, {**TABLES, "recipes": recipes}, OBJECTIVE | STATUSES)
    row = rows_of(solved, "process_co2").iloc[0].to_dict()
    assert (row["amount"], row["value"], row["unit"]) == (pytest.approx(30.0), 0.5, "t/t")
    assert write_value(row, EN) == "process_co2 0.5 t/t"
    assert write_value(row, ZH) == "process_co2 0.5 吨/吨"


def test_a_rate_is_taken_apart_above_and_below(solved: Solved) -> None:
    """Numerator by line and by waste, denominator by waste; of one city its own."""
    rows = rows_of(solved, "utilization_rate")
    parts = {name: by_cell(own) for name, own in rows.groupby("part")}
    slag, ash = ("generation", "amount", "z1|slag"), ("generation", "amount", "z2|ash")
    assert parts["taken"] == {("lines", "capacity", "l1"): 60, ("lines", "capacity", "l2"): 30}
    assert parts["credited"] == {slag: 60, ash: 30}
    assert parts["base"] == {slag: 100, ash: 30}
    city = rows_of(solved, "utilization_rate", {"city": "a1"})
    parts = {name: by_cell(own) for name, own in city.groupby("part")}
    assert parts["taken"] == {("lines", "capacity", "l1"): 60}
    assert parts["base"] == {slag: 100}
    tracer = Tracer(solved.case, solved.network, solved.plan)
    assert tracer.trace("utilization_rate", {"city": "a1"}).value == pytest.approx(0.6)


@pytest.mark.parametrize("name", TRACEABLE)
def test_every_figure_of_a_chain_adds_up(tmp_path: Path, name: str) -> None:
    """Residues made, moved over a border and used again: rows add up to the figure."""
    solved = chain(tmp_path)
    if name in solved.tables.of_plan.figures:
        tracer = Tracer(solved.case, solved.network, solved.plan)
        traced = tracer.trace(name, {})
        assert all(part.is_exact for part in traced.parts)
        assert traced.value == pytest.approx(solved.kpi(name), rel=1e-12, abs=1e-12)


_CHAIN: list[Solved] = []


def chain(folder: Path) -> Solved:
    """The plan of a study with a chain; solved once."""
    if not _CHAIN:
        _CHAIN.append(solve_study(folder, CHAIN, OBJECTIVE))
    return _CHAIN[0]


@pytest.mark.xdist_group("test_shipped")
def test_figures_of_a_shipped_region_add_up(project_root: Path) -> None:
    """Rail legs, borders, chains and moisture of a whole region: rows add up to 1e-9."""
    network, plan = shipped(project_root, "baseline")
    case = load_case(project_root / "scenarios" / TAIHANG / "baseline.yaml")
    tracer = Tracer(case, network, plan)
    for name in ("net_cost", "net_co2", "transport_work", "utilization_rate", "cross_border"):
        assert all(part.is_exact for part in tracer.trace(name, {}).parts), name
    city = tracer.trace("utilization_rate", {"city": "Handan"})
    assert all(part.is_exact for part in city.parts)
    areas = tracer.tables["areas"].set_index(["level", "area"])
    due = areas.loc[("city", "Handan"), "utilization_rate_pct"]
    assert 100 * city.value == pytest.approx(due, rel=1e-9)


# -- prices, flows and lines -------------------------------------------------------------------


def find(path: Path, words: str, **scope: str) -> Found:
    given = open_given(path)
    return trace(given, read_asked(given.case, words.split(), scope), Clock(be_silent))


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scenario of TABLES at least cost."""
    scenario = {"objective": [{"minimize": "net_cost"}]} | STATUSES
    return write_study(tmp_path_factory.mktemp("asked"), TABLES, scenario)


def test_a_price_is_made_of_its_way(path: Path) -> None:
    """One more kt of capacity takes slag out of the store.

    Truck 6.25 + handling 5 + bricks 30 - 50 CNY/t, and 20 CNY/t of storing saved.
    """
    found = find(path, "price line_capacity l1")
    assert found.traced.value == pytest.approx(6.25 + 5 + 30 - 50 - 20)
    assert found.traced.unit == "CNY/t"
    assert all(part.is_exact for part in found.traced.parts)
    assert by_cell(found.of_part(found.traced.parts[0])) == pytest.approx(
        {
            ("modes", "tariff", "truck"): 6.25,
            ("modes", "handling", "truck"): 5,
            ("recipes", "cost", "bricks"): 30,
            ("markets", "price", "m1"): -50,
            ("materials", "storage_cost", "slag"): -20,
        }
    )
    assert found.of_part(found.traced.parts[1]).empty


def test_a_price_holds_the_rent_of_a_full_line(tmp_path: Path) -> None:
    """Where nothing may be stored, slag that arises takes the place of ash in a full line.

    Both wastes go to one line of 60 kt; slag arises 40, ash 30. A tonne of slag more saves what
    it brings, 50 - 30 - 6.25 - 5 CNY, less the rent of the line: what ash brings there.
    """
    shared = {
        **TABLES,
        "materials": TABLES["materials"].replace("general_I,0,20", "general_I,0,10"),
        "inputs": "recipe,material,min,max\nbricks,slag,0,1\nbricks,ash,0,1\n",
        "groups": "recipe,group,materials,min,max\nbricks,all,slag; ash,1,1\n",
        "technologies": "id,name_en,tier,counting\nbricks,Brickworks,medium,product\n",
        "recipes": "id,technology,name_en,activity,cost [CNY/t]\nbricks,bricks,Bricks,product,30\n",
        "yields": "recipe,material,per,amount\nbricks,brick,activity,1\n",
        "lines": "id,plant,technology,capacity [kt/yr]\nl1,p1,bricks,60\n",
        "links": "origin,destination,mode,km [km],cost [CNY/t]\nz1,p1,truck,10,\nz2,p1,truck,,7\n",
        "generation": "zone,material,amount [kt/yr]\nz1,slag,40\nz2,ash,30\n",
    }
    path = write_study(tmp_path, shared, {"objective": [{"minimize": "net_cost"}]})
    found = find(path, "price zone_balance z1 slag")
    rent = 50 - 30 - 7 + 10
    assert found.traced.value == pytest.approx(6.25 + 5 + 30 - 50 + rent)
    way, rents = found.traced.parts
    assert by_cell(found.of_part(rents)) == pytest.approx({("lines", "capacity", "l1"): rent})
    assert way.total == pytest.approx(6.25 + 5 + 30 - 50)
    assert way.is_exact
    assert rents.is_exact


def test_a_flow_says_what_bounds_it_and_what_it_costs(path: Path) -> None:
    """The slag flow is bounded by the line; its cost is truck and handling."""
    found = find(path, "flow z1 p1")
    bounds, cost = found.traced.parts
    assert found.traced.value == pytest.approx(60.0)
    assert ("lines", "capacity", "l1") in by_cell(found.of_part(bounds))
    assert cost.total == pytest.approx(0.675)
    assert cost.is_exact


def test_a_line_says_whose_waste_it_takes(path: Path) -> None:
    """Line l2 takes the ash of zone z2, and is at no limit of its own but the ash."""
    found = find(path, "line l2")
    takes = by_cell(found.of_part(found.traced.parts[1]))
    assert takes == {("generation", "amount", "z2|ash"): pytest.approx(30.0)}


# -- results folders ---------------------------------------------------------------------------


@pytest.mark.usefixtures("undrawn")
def test_a_results_folder_is_traced_to_the_rows_it_was_made_of(tmp_path: Path) -> None:
    """Rows of the project while the input is the same; else those recorded, which is said."""
    path = write_study(tmp_path, TABLES, OBJECTIVE | STATUSES)
    folder = run(path, RunOptions(basemap="none")).folder
    found = find(folder, "net_cost")
    assert found.notes == ()
    assert "geodata/study/markets.csv:2" in set(found.rows["at"])
    modes = tmp_path / "geodata" / "study" / "modes.csv"
    modes.write_text(TABLES["modes"].replace("road,0.5,", "road,0.6,"), encoding="utf-8")
    found = find(folder, "net_cost")
    assert "has changed since" in str(found.notes[0])
    assert found.traced.value == pytest.approx(0.725)
    assert any("inputs/markets.csv:2" in at for at in found.rows["at"])


def test_python_gives_the_rows_as_a_table(path: Path) -> None:
    """`case.trace` returns what the command writes, with value and unit."""
    rows = sim.load(path).trace("net_cost")
    assert rows["amount"].sum() == pytest.approx(rows.attrs["value"]) == pytest.approx(0.725)
    assert rows.attrs["unit"] == "MCNY/yr"
    own = sim.load(path).trace("utilization_rate", city="City B")
    assert own.attrs["value"] == pytest.approx(1.0)


# -- asking ------------------------------------------------------------------------------------


def test_figures_and_places_go_by_either_name(path: Path) -> None:
    """A figure by its Chinese name, a city by its Chinese name."""
    asked = read_asked(open_given(path).case, ["综合利用率（净）"], {"city": "甲市"})
    assert (asked.name, asked.scope) == ("utilization_rate", {"city": "a1"})


@pytest.mark.parametrize(
    ("words", "scope", "said"),
    [
        (["net_csot"], {}, "did you mean 'net_cost'"),
        (["least_rate"], {}, "it is no sum over rows"),
        (["net_cost"], {"city": "a1"}, "of the whole region"),
        (["utilization_rate"], {"city": "a2"}, "there is no city 'a2'"),
        (["price", "line_capacty", "l1"], {}, "did you mean 'line_capacity'"),
        (["flow", "z1"], {}, "flow ORIGIN DESTINATION"),
        (["line", "l9"], {}, "there is no line 'l9'"),
        (["net_cost", "l9"], {}, "more than a figure"),
    ],
)
def test_what_is_not_there_is_refused(
    path: Path, words: list[str], scope: dict[str, str], said: str
) -> None:
    """With what was probably meant."""
    with pytest.raises(InputError) as error:
        read_asked(open_given(path).case, words, scope)
    told = " ".join(f"{p.what} {p.hint}" for p in error.value.problems)
    assert said in told


def test_a_flow_that_carries_nothing_is_refused(path: Path) -> None:
    """It is told where things go instead."""
    with pytest.raises(InputError) as error:
        find(path, "flow z1 p2")
    assert "p1" in str(error.value.problems[0].hint)


def test_the_command_prints_and_writes(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rows with file and line, the tail in one line, the check of the sum, what is assumed."""
    main(["trace", str(path), "net_cost", "--top", "3", "--out", str(tmp_path)])
    said = capsys.readouterr().out
    assert "geodata/study/markets.csv:2" in said
    assert "and 4 more" in said
    assert "The 7 rows add up to" in said
    folder = tmp_path / "trace-study"
    assert read_table(folder / "trace.csv")["amount"].astype(float).sum() == pytest.approx(0.725)
    content = json.loads((folder / "trace.json").read_text(encoding="utf-8"))
    assert content["parts"][0]["adds_up"] is True


def test_json_is_for_machines(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One object with parts and rows; nothing is missing as a word."""
    main(["trace", str(path), "utilization_rate", "--city", "City A", "--json"])
    content = json.loads(capsys.readouterr().out)
    assert content["value"] == pytest.approx(0.6)
    assert [part["part"] for part in content["parts"]] == ["taken", "credited", "base"]
    assert content["parts"][0]["rows"][0]["status"] == "placeholder"
