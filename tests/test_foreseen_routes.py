"""What all stages want as one blend is taken in before the first is solved: a hint, no more."""

from __future__ import annotations

from dataclasses import replace

import highspy
import numpy as np
import pytest

from sim.network import Generation, build_network
from sim.scenario.document import Stage
from sim.solve.blend import NEXT, blend, blended_stages, settle_rates
from sim.solve.engine import Engine
from sim.solve.forms import Form
from sim.solve.session import Session
from sim.synthetic import Size, make_case

FEW = Generation(above=-1, each=1, block=700)
RATE, COST = ("rate", True), ("cost", False)
FORMS = {
    "rate": Form(np.array([2.0, 0.0]), 1.0, np.array([0.0, 4.0]), 10.0),
    "cost": Form(np.array([50.0, 100.0]), 7.0, routes=np.array([[0.0, 10.0]])),
}


def test_a_blend_is_the_stages_in_order_of_their_weight() -> None:
    """Each is scaled to its largest coefficient; a rate is linear at the rate that is given."""
    rates = {"rate": 0.5}
    made = blend([RATE, COST], FORMS.__getitem__, rates)
    assert made.vector.tolist() == pytest.approx([-1.0 + 0.5 * NEXT, 1.0 + NEXT])
    assert made.routes is not None
    assert made.routes.tolist() == [pytest.approx([0.0, 0.1 * NEXT])]


def test_rates_settle_at_what_the_plan_has() -> None:
    """A rate is noted; it has settled once it no longer moves. Amounts have none."""
    rates: dict[str, float] = {}
    plan = np.array([3.0, 1.0])
    assert not settle_rates([RATE, COST], FORMS.__getitem__, plan, rates)
    assert rates == {"rate": 0.5}
    assert settle_rates([RATE, COST], FORMS.__getitem__, plan, rates)


@pytest.mark.parametrize("interior", [False, True])
def test_stages_want_little_that_was_not_foreseen(
    interior: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the blend each stage takes one solve, and hardly any further route."""
    if interior:
        monkeypatch.setattr("sim.solve.hardness.LARGE", 0)
    session = Session(build_network(make_case(Size(80, 80, 6, 3)), FEW))
    assert session.engine.interior == interior
    told: list[tuple[int, int]] = []
    assert session.growth is not None
    session.growth.tell = lambda looks, routes: told.append((looks, routes))
    keep_optimal, foreseen = session.engine.keep_optimal, []

    def kept(optimum: object) -> float:
        foreseen.append(len(session.network.routes))
        return keep_optimal(optimum)  # type: ignore[arg-type]

    monkeypatch.setattr(session.engine, "keep_optimal", kept)
    plan = session.solve([Stage(maximize="utilization_rate"), Stage(minimize="net_cost")])
    assert [stage.solves for stage in plan.stages] == [1, 1]
    assert len(session.network.routes) <= 1.01 * foreseen[0]
    assert told[-1][1] == len(session.network.routes)


def test_a_least_rate_is_not_blended_but_what_follows_is() -> None:
    """A least rate is no sum over the columns; the stages behind it foresee what they want."""
    stages = [Stage(maximize="least_rate"), Stage(minimize="net_cost")]
    made = make_case(Size(30, 30, 4, 2))
    case = replace(made, scenario=made.scenario.model_copy(update={"objective": stages}))
    session, whole = Session(build_network(case, FEW)), Session(build_network(case))
    senses = [("least_rate", True), ("net_cost", False)]
    assert blended_stages(senses, session.form) == senses[1:]
    few, all_routes = session.solve(stages), whole.solve(stages)
    values = [stage.value for stage in all_routes.stages]
    assert [stage.value for stage in few.stages] == pytest.approx(values, rel=1e-9)


def test_sifting_keeps_the_plan_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left out of a sifted solve leaves it a plan, however many columns cost nothing."""
    monkeypatch.setattr("sim.solve.hardness.LARGE", 0)
    monkeypatch.setattr("sim.solve.engine.GROWN", 0.0)
    monkeypatch.setattr("sim.solve.engine.NEAR", 0)
    ended = []
    run_interior = Engine._run_interior

    def run(engine: Engine) -> None:
        run_interior(engine)
        ended.append(engine.highs.getModelStatus())

    monkeypatch.setattr(Engine, "_run_interior", run)
    monkeypatch.setattr(Engine, "run_roughly", lambda engine: engine.run())
    session = Session(build_network(make_case(Size(60, 60, 6, 3)), FEW))
    session.solve([Stage(maximize="utilization_rate"), Stage(minimize="net_cost")])
    assert len(ended) > 2
    assert set(ended) == {highspy.HighsModelStatus.kOptimal}
