"""A study of nothing but one's own tables: no coordinates, a cost per link, textbook optima."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest
from rich.console import Console
from scipy.optimize import linprog

from sim.checks import check_case
from sim.cli.main import main
from sim.cli.show import show_outcome
from sim.errors import ExitCode, InputError
from sim.loader import load_case
from sim.results.tables import read_results
from sim.say import WORDS
from sim.say.texts import EN
from tests.study import solve_file, write_study
from tests.tiny_project import make_project
from tools.blocks import ROOT, read
from tools.steps import list_steps

EXAMPLES = ROOT / "docs" / "examples"
TUTORIAL = ROOT / "docs" / "tutorial-own-tables.md"
PRINTED_COST = 153.675
"""Thousand dollars: Dantzig 1963, chapter 3.3; the optimum that the GAMS library prints."""
PRINTED_PROFIT = 172666.6667
"""Dollars: Winston, section 3.9, Rylon."""
FREIGHT = {
    ("seattle", "new-york"): 225,
    ("seattle", "chicago"): 153,
    ("seattle", "topeka"): 162,
    ("san-diego", "new-york"): 225,
    ("san-diego", "chicago"): 162,
    ("san-diego", "topeka"): 126,
}
HOLDS = {"seattle": 350, "san-diego": 600}
WANTS = {"new-york": 325, "chicago": 300, "topeka": 275}

pytestmark = pytest.mark.xdist_group("own_tables")


def shown_files() -> dict[str, str]:
    """The files that the tutorial has its reader write: path -> text."""
    steps = list_steps(read(TUTORIAL))
    return {step.what: step.text or "" for step in steps if step.kind == "write"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a reader has after writing every file of the tutorial into an empty folder."""
    empty = tmp_path_factory.mktemp("own")
    for path, text in shown_files().items():
        (empty / path).parent.mkdir(parents=True, exist_ok=True)
        (empty / path).write_text(text, encoding="utf-8")
    return empty


@pytest.fixture(scope="module")
def results(folder: Path) -> Callable[[str], Path]:
    """Run the three solvable scenarios of the tutorial; return name -> results folder."""
    names = ("transport", "process", "process-demand")
    homes = {name: folder / name.partition("-")[0] for name in names}
    for language, chosen in (("en", names[:2]), ("zh", names[2:])):
        paths = [str(homes[name] / f"{name}.yaml") for name in chosen]
        main(["run", *paths, "--json", "--lang", language])
    return lambda name: homes[name] / "results" / name


def kpi(folder: Path, name: str) -> float:
    """A figure of a results folder."""
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    return float(next(row["value"] for row in summary["kpis"] if row["name"] == name))


def test_shipped_examples_are_what_the_tutorial_shows() -> None:
    """Every table and scenario of its examples stands in the tutorial, word by word."""
    shown = shown_files()
    shipped = [p for of in ("process", "transport") for p in (EXAMPLES / of).rglob("*.*")]
    assert len(shipped) == 25
    for path in shipped:
        assert shown[path.relative_to(EXAMPLES).as_posix()] == read(path)


def test_transport_costs_what_the_book_prints(results: Callable[[str], Path]) -> None:
    """The plan costs 153.675, as printed; network flow and a plain LP say the same."""
    graph = nx.DiGraph()
    for zone, amount in HOLDS.items():
        graph.add_edge("s", zone, capacity=amount, weight=0)
    for market, amount in WANTS.items():
        graph.add_edge(market, "t", capacity=amount, weight=0)
    for (zone, market), cost in FREIGHT.items():
        graph.add_edge(zone, market, weight=cost)
    by_flow = nx.cost_of_flow(graph, nx.max_flow_min_cost(graph, "s", "t"))
    by_lp = linprog(
        c=list(FREIGHT.values()),
        A_ub=[[z == pair[0] for pair in FREIGHT] for z in HOLDS]
        + [[-1 * (m == pair[1]) for pair in FREIGHT] for m in WANTS],
        b_ub=[*HOLDS.values(), *(-w for w in WANTS.values())],
    )
    found = kpi(results("transport"), "net_cost")
    assert found == pytest.approx(PRINTED_COST, rel=1e-9)
    assert found == pytest.approx(by_flow * 1e-3, rel=1e-9)
    assert found == pytest.approx(by_lp.fun * 1e-3, rel=1e-9)


def test_everyone_is_served_and_the_rest_stays(results: Callable[[str], Path]) -> None:
    """Each market gets what it wants; what is left lies in the canneries' own stores."""
    flows = pd.read_csv(results("transport") / "flows.csv")
    by_role = flows.groupby("role")["amount_kt_yr"].sum()
    served = flows[flows["role"] == "utilization"].groupby("destination")["amount_kt_yr"].sum()
    assert served.to_dict() == pytest.approx(WANTS)
    assert by_role["storage"] == pytest.approx(sum(HOLDS.values()) - sum(WANTS.values()))
    summary = json.loads((results("transport") / "summary.json").read_text(encoding="utf-8"))
    work = next(row for row in summary["kpis"] if row["name"] == "transport_work")
    assert work["value"] is None, "no length is known"


def profit(demand: float | None, dregs_cost: float) -> float:
    """Return the best profit of the process in dollars, by a plain LP.

    Variables: shifts that split, that refine Brute, that refine Chanelle.
    """
    per_split = 18 * 7 + 24 * 6 - 96 * 0.1875 - 54 * dregs_cost
    gains = [per_split, 2 * (18 - 7) - 8, 3 * (14 - 6) - 12]
    rows, bounds = [[1, 1, 1], [96, 0, 0], [-18, 2, 0], [-24, 0, 3]], [1000, 64000, 0, 0]
    if demand is not None:
        rows, bounds = [*rows, [18, -2, 0]], [*bounds, demand]
    return float(-linprog(c=[-g for g in gains], A_ub=rows, b_ub=bounds).fun)


def test_process_earns_what_the_book_prints(results: Callable[[str], Path]) -> None:
    """The profit is the printed one, and that of a plain LP; dregs are taken off the rate."""
    found = -1000 * kpi(results("process"), "net_cost")
    assert found == pytest.approx(PRINTED_PROFIT, rel=1e-9)
    assert found == pytest.approx(profit(None, 0.0), rel=1e-9)
    assert kpi(results("process"), "utilization_rate") == pytest.approx(7 / 16)


def test_demand_and_dregs_change_the_process(results: Callable[[str], Path]) -> None:
    """With demand bounded and dregs to be paid for the optimum is again that of a plain LP."""
    found = -1000 * kpi(results("process-demand"), "net_cost")
    assert found == pytest.approx(profit(6000, 0.5), rel=1e-9)
    assert found < PRINTED_PROFIT


@pytest.mark.parametrize("name", ["transport", "process", "process-demand"])
def test_results_are_whole_without_a_place(results: Callable[[str], Path], name: str) -> None:
    """Tables, verification and report are there in either language; only the map is not."""
    folder = results(name)
    assert json.loads((folder / "verification.json").read_text(encoding="utf-8"))["passed"]
    assert not (folder / "map.png").exists()
    sites = json.loads((folder / "sites.geojson").read_text(encoding="utf-8"))["features"]
    assert sites
    assert all(site["geometry"] is None for site in sites)
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert ("未绘制地图" if name == "process-demand" else "No map was drawn") in page
    assert not any(words in page for words in WORDS["report_matrix"])


def test_nothing_is_said_of_provinces_where_there_are_none(
    results: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """The block of figures has no empty heading for provinces; asked for, the level says so."""
    tables = read_results(results("transport"))
    console = Console(width=100)
    show_outcome(console, results("transport"), tables, EN)
    assert "province" not in capsys.readouterr().out.replace("province borders", "")
    show_outcome(console, results("transport"), tables, EN, "city")
    assert "no site states it" in capsys.readouterr().out


def test_too_little_for_all_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With too few cases there is no plan, and the run names the file and line of what clashes."""
    with pytest.raises(SystemExit) as ending:
        main(["run", str(folder / "transport" / "snow.yaml")])
    told = capsys.readouterr()
    assert ending.value.code == ExitCode.INFEASIBLE
    assert "tables/lines.csv:3" in told.out + told.err
    assert not (folder / "transport" / "results" / "snow").exists()


def test_region_and_library_give_the_same(tmp_path: Path) -> None:
    """The same tables, split into a region and a library of one's own, give the same plan."""
    tables = {path.stem: read(path) for path in (EXAMPLES / "transport" / "tables").glob("*.csv")}
    shared = ("materials", "technologies", "recipes", "inputs", "modes")
    own = {name: text for name, text in tables.items() if name not in shared}
    wanted = {"library": "my-library", "objective": [{"minimize": "net_cost"}]}
    path = write_study(tmp_path, own, wanted)
    for kind, names in (("my-library", shared), ("library", ("materials",))):
        (tmp_path / "scenarios" / kind).mkdir()
        for name in names:
            table = tmp_path / "scenarios" / kind / f"{name}.csv"
            table.write_text(tables[name], encoding="utf-8")
    assert solve_file(path).kpi("net_cost") == pytest.approx(PRINTED_COST, rel=1e-9)


ROAD = "id,name_en,medium\nroad,Truck,road\nwater,Barge,water\n"
LINKS = "origin,destination,mode,km,cost\n"
TOWN = "id,name_en,lon,lat\ntown,Town,115.1,30.1\n"


@pytest.mark.parametrize(
    ("tables", "at", "what"),
    [
        ({"links": LINKS + "z1,p1,road,,\n"}, "links.csv:2", "neither km nor cost is given"),
        (
            {"links": LINKS + "z1,town,road,,5 CNY/t\n", "places": TOWN},
            "links.csv:2",
            "a link from or to a town of table places needs its length",
        ),
        (
            {"links": LINKS + "z1,p1,road,12 km,\n", "modes": ROAD},
            "links.csv:2",
            "mode 'road' has no tariff and the link no cost",
        ),
        ({"modes": ROAD}, "terminals.csv:2", "mode 'water' has no tariff, so nothing can board it"),
    ],
)
def test_a_way_without_a_price_is_refused(
    tmp_path: Path, tables: dict[str, str], at: str, what: str
) -> None:
    """A link gives a length or a cost, and where neither link nor mode has a price it is told."""
    with pytest.raises(InputError) as caught:
        load_case(make_project(tmp_path, **tables))
    told = [(str(p.where).rpartition("/")[2], str(p.what)) for p in caught.value.problems]
    assert any(where == at and what in words for where, words in told), told


def test_a_mode_without_tariff_keeps_to_its_links(tmp_path: Path) -> None:
    """Places are known, yet a mode without a tariff takes no road but the links with a cost."""
    tables = {
        "modes": "id,name_en,medium\nroad,Truck,road\n",
        "terminals": None,
        "links": LINKS + "z1,p1,road,,7 CNY/t\nz2,p2,road,15 km,9 CNY/t\n",
        "scenario": "format: 1\nname: tiny\ntitle: {en: Tiny}\nregion: tiny\n",
    }
    path = make_project(tmp_path, **tables)
    check_case(load_case(path))
    flows = solve_file(path).tables["flows"]
    moved = flows[flows["mode"] == "road"].set_index(["origin", "destination"])
    assert set(moved.index) <= {("z1", "p1"), ("z2", "p2")}
    assert moved.loc[("z2", "p2"), "cost_CNY_t"] == 9.0
    assert moved.loc[("z2", "p2"), "km"] == 15.0
