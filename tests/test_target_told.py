"""What a target is told by: its words, what is refused, how it is solved again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import sim
from sim.cli.target import target as command
from sim.network import build_network
from sim.say.texts import EN
from sim.solve import Session
from sim.studies.target.asked import Asked
from sim.studies.target.sentences import tell_target
from sim.studies.target.solver import TargetSolver, TargetStudy, problem, with_capex
from tests.expansion_study import TABLES, write

CHEAPLY = [{"minimize": "net_cost"}]


def load(folder: Path, **more: Any) -> sim.Case:
    """Return the study of two ways of making capacity."""
    return sim.load(write(folder, objective=CHEAPLY, **more))


def test_one_build_is_said_in_the_singular(tmp_path: Path) -> None:
    """80 kt/yr of kiln: 32 million up front, 4.8 million a year for 80 kt more."""
    found = load(tmp_path).target(net_utilized="280 kt/yr")
    said = found.tell()
    assert said[0].startswith("280.0 kt/yr can be reached: 1 build, 32.0 million CNY up front")
    assert (
        "costs 4.8 million CNY/yr more, and 80 kt/yr more waste is utilized: 60.00 CNY" in said[1]
    )
    assert found.describe().endswith("reached, 1 build")
    assert found.tell(language="zh")[0].startswith("可以达到")


@pytest.mark.parametrize(
    ("cost", "tonnes", "said"),
    [
        (-12.0, -200.0, "saves 12 million CNY/yr, and 200 kt/yr less waste is utilized."),
        (0.0, 200.0, "costs as much, and 200 kt/yr more waste is utilized."),
        (3.0, -200.0, "costs 3 million CNY/yr more, and 200 kt/yr less waste is utilized."),
        (1e-12, 1e-12, "costs as much, and as much waste is utilized."),
    ],
)
def test_less_is_not_said_as_more(tmp_path: Path, cost: float, tonnes: float, said: str) -> None:
    """A change down, or none, is told as such."""
    about = load(tmp_path).target(net_utilized="280 kt/yr").summary
    about |= {"net_cost_change_MCNY_yr": cost, "extra_utilized_kt_yr": tonnes}
    about["cost_per_extra_tonne_CNY"] = None
    assert tell_target(about, EN)[1] == f"Against today's best plan it {said}"


@pytest.mark.parametrize("up_to", ["abc", "5", "-5 %", "5 km"])
def test_how_far_lines_may_grow_is_checked(tmp_path: Path, up_to: str) -> None:
    """What says no size is refused at its place, as is what does nothing."""
    free = load(tmp_path, statuses=["operating"], expand=[])
    with pytest.raises(sim.InputError) as caught:
        free.target(net_utilized="290 kt/yr", up_to=up_to)
    assert [p.where for p in caught.value.problems] == ["up_to"]


def test_what_does_nothing_is_refused(tmp_path: Path) -> None:
    """The scenario itself says how far its lines may grow."""
    with pytest.raises(sim.InputError, match="'up_to' does nothing here"):
        load(tmp_path).target(net_utilized="290 kt/yr", up_to="50 %")


def test_rates_of_areas_stand_in_the_help() -> None:
    """Metrics of the KPI block and of areas are listed; parts of the cost are not."""
    said = CliRunner().invoke(command, ["--help"]).output
    for name in ("--utilization_rate", "--least_rate", "--least_city_rate", "--net_co2"):
        assert name in said
    assert "--tax_cost" not in said


def test_progress_counts_what_is_known_of(tmp_path: Path) -> None:
    """Five plans frame the answer; then come those of the builds and of the curve."""
    told: list[tuple[int, int]] = []
    load(tmp_path).target(net_utilized="430 kt/yr", points=3, progress=lambda *n: told.append(n))
    assert told[0] == (0, 5)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert all(done <= known for done, known in told)
    done, known = told[-1]
    assert done == known > 5 + 2 + 2 + 3


BENT = {
    **TABLES,
    "technologies": "id,name_en,capex [CNY/(t/yr)],capex_low [CNY/(t/yr)],capex_high [CNY/(t/yr)],"
    "life [yr]\nk,Kiln,400,200,800,20\nn,New works,300,150,600,10\n",
}


@pytest.mark.parametrize("limits", [[], [{"cap": "investment", "at": "80 million CNY"}]])
def test_other_costs_in_the_same_solver(tmp_path: Path, limits: list[Any]) -> None:
    """Each cost of capital gives the plan of a programme built anew, whatever came before.

    With a budget the costs stand in a row too.
    """
    case = load(tmp_path, tables=BENT, limits=limits).data
    asked = Asked("net_utilized", 350.0)
    ends = [{"k": 2.0}, {}, {"k": 0.5, "n": 1.5}, {"n": 2.0}]
    solver = TargetSolver(TargetStudy(case, asked))
    found = solver.solve([problem(at=350.0, capex=one) for one in ends])
    network = build_network(case)
    for one, end in zip(found, ends, strict=True):
        keep = asked.axis.keep(asked.at)
        plan = Session(with_capex(case, network, end)).solve(asked.stages, {}, (keep,))
        built = plan.build.groupby("line")["amount_kt_yr"].sum()
        assert one["built"] == pytest.approx(built[built > 0].to_dict(), rel=1e-9)
    assert found[2]["built"] == pytest.approx({"l": 100.0, "n": 50.0}, rel=1e-6)


def test_a_block_gives_what_its_problems_give_alone(tmp_path: Path) -> None:
    """Where plans begin changes none of them."""
    study = TargetStudy(load(tmp_path).data, Asked("net_utilized", 430.0))
    near = {"aim": "best", "at": 430.0}
    problems = [problem(**near, allow=a) for a in ({"l": 100.0}, {"n": 130.0}, {})]
    together = TargetSolver(study).solve(problems)
    alone = [TargetSolver(study).solve([one])[0] for one in problems]
    for one, other in zip(together, alone, strict=True):
        assert one["built"] == pytest.approx(other["built"], rel=1e-9)
        assert one["figures"] == pytest.approx(other["figures"], rel=1e-9)
    assert [one["figures"]["net_utilized"] for one in together] == pytest.approx([300, 330, 200])
