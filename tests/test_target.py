"""The cheapest way to a target: plans, steps, money and certainty, with the right values by hand.

The study is that of `tests/expansion_study.py`: the kiln takes 200 kt/yr today and may grow by 100
for 400 CNY per t/yr over 20 years, the works by 150 for 300 over 10; a tonne more costs 60 CNY in
the kiln and 65 in the works.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import sim
from sim.api.target import Target
from sim.cli.target import target as command
from sim.errors import InputError
from sim.network import build_network
from sim.solve import Session
from sim.studies.frontier.search import trace_frontier
from tests.expansion_study import TABLES, write

CHEAPLY = [{"minimize": "net_cost"}]


def ask(folder: Path, at: str = "430 kt/yr", **more: Any) -> Target:
    """Return the way to so much net utilized waste."""
    return sim.load(write(folder, objective=CHEAPLY, **more)).target(net_utilized=at)


def test_way_by_hand(tmp_path: Path) -> None:
    """The kiln by all it may, the works by the rest; money against today's plan as by hand."""
    found = ask(tmp_path)
    builds = found.builds.set_index("line")
    assert found.reached
    assert builds["built_kt_yr"].to_dict() == pytest.approx({"n": 130.0, "l": 100.0})
    assert builds["investment_MCNY"].to_dict() == pytest.approx({"n": 39.0, "l": 40.0})
    about = found.summary
    assert about["investment_MCNY"] == pytest.approx(79.0)
    assert about["annuity_MCNY_yr"] == pytest.approx(2.0 + 3.9)
    assert about["extra_utilized_kt_yr"] == pytest.approx(230.0)
    # 100 t in the kiln at 60, 130 in the works at 65; 30 t more would cost the same again.
    assert about["net_cost_change_MCNY_yr"] == pytest.approx(6.0 + 8.45)
    assert about["cost_per_extra_tonne_CNY"] == pytest.approx(14450 / 230)
    assert about["payback_years"] is None


def test_steps_alone_and_in_order(tmp_path: Path) -> None:
    """What brings more alone comes first; together they reach the target."""
    builds = ask(tmp_path).builds
    assert list(builds["line"]) == ["n", "l"]
    assert list(builds["alone_gain_kt_yr"]) == pytest.approx([130.0, 100.0], rel=1e-5)
    assert list(builds["in_order_gain_kt_yr"]) == pytest.approx([130.0, 230.0], rel=1e-5)
    assert list(builds["in_order_cost_MCNY_yr"]) == pytest.approx([8.45, 14.45], rel=1e-5)


def test_certain_where_every_cost_builds_it(tmp_path: Path) -> None:
    """With the works at their cheapest the kiln does not grow: it depends on what they cost."""
    technologies = (
        "id,name_en,capex [CNY/(t/yr)],capex_low [CNY/(t/yr)],capex_high [CNY/(t/yr)],life [yr]\n"
        "k,Kiln,400,400,400,20\nn,New works,300,100,320,10\n"
    )
    tables = {**TABLES, "technologies": technologies}
    found = ask(tmp_path, "280 kt/yr", tables=tables)
    builds = found.builds.set_index("line")
    assert builds["built_kt_yr"].to_dict() == pytest.approx({"l": 80.0, "n": 0.0})
    assert builds["most_kt_yr"].to_dict() == pytest.approx({"l": 80.0, "n": 80.0})
    assert not builds["certain"].any()
    assert found.summary["depends"] == 1


def test_missed_target_says_how_far_it_goes(tmp_path: Path) -> None:
    """450 kt/yr is all that can be had; what cannot be built stands in the way of the rest."""
    found = ask(tmp_path, "480 kt/yr")
    assert not found.reached
    assert found.summary["plans"]["best"]["net_utilized"] == pytest.approx(450.0)
    assert found.summary["obstacles"][0]["unused_kt_yr"] == pytest.approx(50.0)
    assert "cannot be reached" in found.tell()[0]


def test_target_that_takes_no_building(tmp_path: Path) -> None:
    """What today's plants reach takes nothing; the tables are empty, and the chart is drawn."""
    found = ask(tmp_path, "150 kt/yr")
    assert found.tell()[0] == "150.0 kt/yr is reached without building anything."
    assert len(found.builds) == 0
    assert found.summary["investment_MCNY"] == 0.0
    assert found.summary["payback_years"] is None
    assert len(found.chart().axes) == 2


def test_every_line_may_grow_where_the_scenario_says_nothing(tmp_path: Path) -> None:
    """Without `expand` and candidates the lines that stand grow by as much as is asked for."""
    case = sim.load(write(tmp_path, statuses=["operating"], expand=[], objective=CHEAPLY))
    found = case.target(net_utilized="290 kt/yr", up_to="50 %")
    assert found.builds["built_kt_yr"].to_list() == pytest.approx([90.0])
    assert found.summary["ranges"]["by"] == "default"
    assert "does not say what may be built" in found.tell()[-1]


def test_own_floor_is_the_target(tmp_path: Path) -> None:
    """Without a metric the floor of the scenario is the target, and its plan is the way."""
    floor = [{"floor": "net_utilized", "at": "250 kt/yr"}]
    found = sim.load(write(tmp_path, objective=CHEAPLY, limits=floor)).target()
    assert found.summary["target"]["at"] == pytest.approx(250.0)
    assert found.summary["plans"]["today"]["net_utilized"] == pytest.approx(200.0)
    way: Any = found.plan()
    plan = way.run()
    assert plan.table("built").set_index("line")["built_kt_yr"]["l"] == pytest.approx(50.0)


@pytest.mark.parametrize("money", ["net_cost", "investment"])
def test_curve_is_the_frontier(tmp_path: Path, money: str) -> None:
    """Each target of the curve costs what the exact trade-off of the two metrics says."""
    case = sim.load(write(tmp_path, objective=CHEAPLY))
    curve = case.target(net_utilized="430 kt/yr", minimize=money, points=5).found.curve
    session = Session(build_network(case.data))
    points = trace_frontier(session, money, "net_utilized").points
    assert len(curve) >= 7
    for target, least in zip(curve["target"], curve["money"], strict=True):
        at = [(p.y, p.x) for p in points]
        below = max((one for one in at if one[0] <= target + 1e-9), default=at[0])
        above = min(one for one in at if one[0] >= target - 1e-9)
        share = 0.0 if above[0] == below[0] else (target - below[0]) / (above[0] - below[0])
        assert least == pytest.approx(below[1] + share * (above[1] - below[1]), abs=1e-6)


def test_dearer_capital_never_builds_more(tmp_path: Path) -> None:
    """The investment that a target takes costs at least as much where capital costs more."""
    costs = [
        ask(
            tmp_path / str(factor),
            tables={"technologies": TABLES["technologies"].replace("400", str(400 * factor))},
        ).summary["net_cost_change_MCNY_yr"]
        for factor in (1, 2, 3)
    ]
    assert costs == sorted(costs)


def test_command_writes_a_folder_whose_scenario_is_the_way(tmp_path: Path) -> None:
    """`sim target --json`: the same figures, in a folder with the scenario that gives the plan."""
    file = write(tmp_path, objective=CHEAPLY)
    asked = [str(file), "--net_utilized", "430 kt/yr", "--no-plan", "--json", "--workers", "1"]
    ran = CliRunner().invoke(command, asked, standalone_mode=False, catch_exceptions=False)
    told = json.loads(ran.stdout)
    folder = Path(told["folder"])
    names = {"builds.csv", "curve.csv", "target.json", "target.png", "target.svg", "target.yaml"}
    assert names <= {path.name for path in folder.iterdir()}
    assert told["investment_MCNY"] == pytest.approx(79.0)
    again = sim.load(folder / "target.yaml").run()
    assert again.kpis["value"]["investment"] == pytest.approx(79.0)


def test_what_cannot_be_asked_is_refused(tmp_path: Path) -> None:
    """A target in the wrong unit, none at all, and the money itself as the target."""
    case: Any = sim.load(write(tmp_path))
    for asked in ({"net_utilized": "90 %"}, {}, {"net_cost": "1 million CNY/yr"}):
        with pytest.raises(InputError):
            case.target(**asked)
