"""Plans nearly as good as the best: within the slack, feasible, far apart, the same every time."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from sim.cli.main import main
from sim.cli.project import create
from sim.loader import load_case
from sim.network import Network, build_network
from sim.results.credit import tabulate_wastes
from sim.results.flows import tabulate_flows
from sim.results.kpis import compute_kpis
from sim.solve import Plan, Session
from sim.solve.distance import flow_space, plan_columns
from sim.studies.alternatives.study import Alternatives, find_alternatives
from tests.study import MODES, csv, write_study

SLACK = 0.005


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """Return a session of the example project."""
    path = create(tmp_path_factory.mktemp("example"))
    return Session(build_network(load_case(path)))


@pytest.fixture(scope="module")
def found(session: Session) -> Alternatives:
    """Return four plans within half a point of the best rate and half a per cent of the cost."""
    return find_alternatives(session, 4, "0.5 %", all_stages=True)


def figures(network: Network, plan: Plan) -> dict[str, float]:
    """Return every metric of a plan."""
    return compute_kpis(network, plan, tabulate_wastes(network, plan))


def moved(network: Network, plan: Plan) -> pd.Series:
    """Return kt/yr by origin, destination and material, from the written table of flows."""
    flows = tabulate_flows(network, plan)
    flows = flows[flows["role"].isin(["utilization", "chain"])]
    amounts: pd.Series = flows.groupby(["origin", "destination", "material"])["amount_kt_yr"].sum()
    return amounts


def test_every_plan_satisfies_every_row(session: Session, found: Alternatives) -> None:
    """The plans, put back into the programme, break no balance, capacity, share or quota."""
    arrays = session.arrays
    assert len(found.plans) == 5
    for plan in found.plans:
        columns = plan_columns(session, plan)
        values = arrays.matrix @ columns
        size = np.maximum(1.0, np.abs(values))
        assert columns.min() >= 0.0
        assert ((values - arrays.lower) / size).min() >= -1e-6
        assert ((arrays.upper - values) / size).min() >= -1e-6


def test_every_plan_is_within_the_slack(session: Session, found: Alternatives) -> None:
    """The figures of every plan are within the slack of the best, and some use it up."""
    best = figures(session.network, found.plans[0])
    rates, costs = [], []
    for plan in found.plans:
        kpis = figures(session.network, plan)
        rates.append(best["utilization_rate"] - kpis["utilization_rate"])
        costs.append((kpis["net_cost"] - best["net_cost"]) / abs(best["net_cost"]))
    assert max(rates) <= SLACK + 1e-8
    assert max(costs) <= SLACK + 1e-8
    assert max(rates) == pytest.approx(SLACK, rel=1e-6)


def test_differences_are_those_of_the_tables(session: Session, found: Alternatives) -> None:
    """How far plans are apart is half the sum of the differences of their written flows."""
    flows = [moved(session.network, plan) for plan in found.plans]
    for number in range(1, len(flows)):
        apart = [
            flows[number].sub(other, fill_value=0.0).abs().sum() / 2 for other in flows[:number]
        ]
        assert min(apart) == pytest.approx(found.distances[number], rel=1e-6)
        assert apart[0] == pytest.approx(found.from_optimum[number], rel=1e-6)
        assert found.distances[number] > 10.0


def test_ranges_are_exact(session: Session, found: Alternatives) -> None:
    """Least and most of each flow are those that another solver finds under the same rows."""
    arrays, space = session.arrays, flow_space(session)
    upper, lower = np.isfinite(arrays.upper), np.isfinite(arrays.lower)
    dense = arrays.matrix.toarray()
    rows, bounds = [dense[upper], -dense[lower]], [arrays.upper[upper], -arrays.lower[lower]]
    for kept in found.keep:
        row, bound = session.form(kept.metric).as_row(kept.at)
        sign = -1.0 if kept.at_least else 1.0
        rows.append(sign * row[None, :])
        bounds.append(np.array([sign * bound]))
    a, b = np.vstack(rows), np.concatenate(bounds)
    keys = [tuple(key) for key in space.keys.itertuples(index=False)]
    for _, flow in found.flows.head(6).iterrows():
        number = keys.index((flow["origin"], flow["destination"], flow["material"]))
        for sign, end in ((1.0, "least"), (-1.0, "most")):
            solved = linprog(sign * space.one(number), A_ub=a, b_ub=b, method="highs-ds")
            assert sign * solved.fun == pytest.approx(flow[end], rel=1e-5, abs=1e-4)


def test_ranges_hold_all_plans(found: Alternatives) -> None:
    """No plan leaves the range, and certain flows are in every plan."""
    for table in (found.flows, found.lines):
        known = table[table["least"].notna()]
        assert (known["low"] >= known["least"] - 1e-4).all()
        assert (known["high"] <= known["most"] + 1e-4).all()
        assert (known.loc[known["least"] > 0, "plans"] == len(found.plans)).all()
        in_plans = table[[c for c in table if str(c).startswith("plan_")]]
        assert (table["optimum"] == table["plan_0"]).all()
        assert (table["plans"] == (in_plans > 0).sum(axis=1)).all()


def test_same_seed_same_plans(session: Session, found: Alternatives) -> None:
    """A new session with the same seed gives the same plans; another seed may not."""
    again = find_alternatives(Session(session.network), 4, "0.5 %", all_stages=True)
    assert again.from_optimum == pytest.approx(found.from_optimum, rel=1e-9)
    pd.testing.assert_frame_equal(again.flows, found.flows, rtol=1e-7)


TWO_TAKERS = {
    "materials": "id,name_en,kind,waste_class,storage_cost [CNY/t]\n"
    "w,Waste,waste,general_I,0\ni,Between,intermediate,,0\ng,Good,product,,0\n",
    "modes": MODES,
    "zones": "id,name_en\nz,Zone\n",
    "plants": "id,name_en\np0,First\np1,Second\n",
    "markets": "id,name_en,product,price [CNY/t]\nall,All,g,0\n",
    "generation": "zone,material,amount [kt/yr]\nz,w,100\n",
}


def takers(folder: Path, cost: tuple[int, int]) -> Session:
    """Return a session: 100 kt that either of two plants of 80 kt can take, at a cost each."""
    tables = {
        **TWO_TAKERS,
        "technologies": "id,name_en,tier\nuse,Use,medium\n",
        "recipes": "id,technology,name_en,activity\nuse,use,Use,product\n",
        "inputs": "recipe,material,min,max\nuse,w,1,1\n",
        "yields": "recipe,material,per,amount\nuse,g,activity,1\n",
        "lines": "id,plant,technology,capacity [kt/yr]\nl0,p0,use,80\nl1,p1,use,80\n",
        "links": csv(
            "origin,destination,mode,km [km],cost [CNY/t]",
            [("z", "p0", "truck", 1, cost[0]), ("z", "p1", "truck", 1, cost[1])],
        ),
    }
    return Session(build_network(load_case(write_study(folder, tables))))


def test_free_choice_is_found(tmp_path: Path) -> None:
    """Two equal takers: each gets 20 to 80 kt, and the plans found are the two extremes."""
    found = find_alternatives(takers(tmp_path, (5, 5)), 2, "0 %", all_stages=True)
    plans = found.flows.set_index("destination")
    assert found.flows["least"].tolist() == pytest.approx([20.0, 20.0], abs=1e-4)
    assert found.flows["most"].tolist() == pytest.approx([80.0, 80.0], abs=1e-4)
    amounts = {round(float(plans.loc["p0", f"plan_{n}"]), 3) for n in range(len(found.plans))}
    assert {20.0, 80.0} <= amounts
    assert max(found.from_optimum) <= 60.0 + 1e-4


def test_only_plan_has_no_alternative(tmp_path: Path) -> None:
    """With one taker dearer and no slack there is one plan; every flow of it is certain."""
    found = find_alternatives(takers(tmp_path, (5, 9)), 3, "0 %", all_stages=True)
    assert len(found.plans) == 1
    assert found.flows["least"].tolist() == pytest.approx([80.0, 20.0], abs=1e-3)
    assert found.flows["most"].tolist() == pytest.approx([80.0, 20.0], abs=1e-3)


def test_slack_of_the_first_stage_alone_frees_the_second(tmp_path: Path) -> None:
    """Kept to the rate alone, the dearer taker may be the larger one."""
    found = find_alternatives(takers(tmp_path, (5, 9)), 1, "0 %")
    assert [keep.metric for keep in found.keep] == ["utilization_rate"]
    assert found.from_optimum[1] == pytest.approx(60.0, abs=1e-4)


def test_nothing_goes_round_in_circles(tmp_path: Path) -> None:
    """Plants that could send each other the same thing without end do not."""
    tables = {
        **TWO_TAKERS,
        "technologies": "id,name_en,tier\nmake,Make,medium\nuse,Use,medium\n",
        "recipes": "id,technology,name_en,activity\nmake,make,Make,product\nuse,use,Use,product\n",
        "inputs": "recipe,material,min,max\nmake,w,1,1\nuse,i,1,1\n",
        "yields": "recipe,material,per,amount\nmake,i,activity,1\nuse,g,activity,1\n",
        "lines": "id,plant,technology,capacity [kt/yr]\n"
        "m0,p0,make,80\nm1,p1,make,80\nu0,p0,use,80\nu1,p1,use,80\n",
        "links": csv(
            "origin,destination,mode,km [km],cost [CNY/t]",
            [
                (a, b, "truck", 1, 5)
                for a, b in (("z", "p0"), ("z", "p1"), ("p0", "p1"), ("p1", "p0"))
            ],
        ),
    }
    session = Session(build_network(load_case(write_study(tmp_path, tables))))
    space = flow_space(session)
    everything = space.direction(np.ones(len(space.keys)))
    plan = session.reach(everything, maximize=True)
    assert float(everything @ plan_columns(session, plan)) == pytest.approx(200.0, abs=1e-4)


# -- the command -------------------------------------------------------------------------------


def run_sim(*arguments: str) -> int:
    """Run the command in this process; return its exit code."""
    try:
        main(list(arguments))
    except SystemExit as ending:
        return int(ending.code or 0)
    return 0


def test_command_writes_plans_and_ranges(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The folder holds flows and lines with ranges, a row a plan and its flows; the same twice."""
    path = create(tmp_path / "project")
    for out in ("a", "b"):
        arguments = ["-n", "2", "--slack", "1 %", "--out", str(tmp_path / out)]
        assert run_sim("alternatives", str(path), *arguments) == 0
    said = capsys.readouterr().out
    folder = tmp_path / "a" / "alternatives-baseline"
    assert "certain" in said
    plans = pd.read_csv(folder / "plans.csv")
    assert list(plans["plan"]) == [0, 1, 2]
    assert plans["utilization_rate_pct"].min() >= plans.loc[0, "utilization_rate_pct"] - 1.0 - 1e-6
    flows = pd.read_csv(folder / "flows.csv")
    table = pd.read_csv(folder / "alternatives.csv").set_index(
        ["origin", "destination", "material"]
    )
    for number in plans["plan"]:
        mine = flows[(flows["plan"] == number) & flows["role"].isin(["utilization", "chain"])]
        amounts = mine.groupby(["origin", "destination", "material"])["amount_kt_yr"].sum()
        shown = table[f"plan_{number}_kt_yr"]
        assert shown[shown > 0].to_dict() == pytest.approx(amounts.to_dict(), rel=1e-6)
    for name in ("alternatives.json", "lines.csv", "manifest.json", "scenario.resolved.yaml"):
        assert (folder / name).stat().st_size > 0
    for file in folder.iterdir():
        if file.is_file():
            other = tmp_path / "b" / "alternatives-baseline" / file.name
            assert file.read_bytes() == other.read_bytes()


def test_command_prints_json_and_chinese(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """--json is one object with the plans; --lang zh has no English words."""
    path = create(tmp_path / "project")
    assert run_sim("alternatives", str(path), "-n", "1", "--json") == 0
    content = json.loads(capsys.readouterr().out)
    assert content["found"] == 1
    assert [plan["plan"] for plan in content["plans"]] == [0, 1]
    assert run_sim("alternatives", str(path), "-n", "1", "--lang", "zh") == 0
    said = capsys.readouterr().out.split("结果目录")[0]
    assert "万吨/年" in said
    assert not any(word.isascii() and word.isalpha() for word in said.split())


def test_run_finds_alternatives_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`sim run --alternatives N` writes what `sim alternatives -n N` writes, beside the results."""
    path = create(tmp_path / "project")
    arguments = ["--out", str(tmp_path / "b")]
    assert run_sim("alternatives", str(path), "-n", "1", *arguments) == 0
    arguments[1] = str(tmp_path / "a")
    capsys.readouterr()
    assert (
        run_sim("run", str(path), "--alternatives", "1", "--basemap", "none", "--json", *arguments)
        == 0
    )
    (told,) = json.loads(capsys.readouterr().out)
    assert [plan["plan"] for plan in told["alternatives"]["plans"]] == [0, 1]
    assert (tmp_path / "a" / "baseline" / "summary.json").exists()
    for name in ("plans.csv", "flows.csv", "alternatives.csv", "lines.csv"):
        one, other = (tmp_path / f / "alternatives-baseline" / name for f in ("a", "b"))
        assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize(
    ("slack", "words"), [("much", "not a number"), ("5 kt/yr", "--slack"), ("-1 %", "negative")]
)
def test_wrong_slack_exits_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], slack: str, words: str
) -> None:
    """A slack that does not suit the objectives is refused, and nothing is written."""
    path = create(tmp_path / "project")
    assert run_sim("alternatives", str(path), f"--slack={slack}") == 2
    assert words in capsys.readouterr().err
    assert not (tmp_path / "project" / "results" / "alternatives-baseline").exists()
