"""Re-solves with a solver for each stage: the plan of a cold run, whatever was solved before."""

import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from sim.errors import InfeasibleError
from sim.loader import load_case
from sim.loader.change.extend import extend
from sim.loader.load import load_rows, make_case
from sim.network import Network, build_network
from sim.solve import Plan, Session
from sim.solve.replan import Replanner
from sim.solve.session import RowName, Start

pytestmark = pytest.mark.xdist_group("replan")
SHIPPED = (
    "beijing-tianjin-hebei/baseline.yaml",
    "handan-changzhi-anyang/legacy-drawdown.yaml",
    "handan-changzhi-anyang/balanced.yaml",
)
"""Amounts alone; a rate whose denominator the plan changes; stages with slack and balance."""


@pytest.fixture(scope="module", params=SHIPPED)
def network(request: pytest.FixtureRequest, project_root: Path) -> Network:
    """Return the network of a shipped scenario."""
    return build_network(load_case(project_root / "scenarios" / request.param))


def capacities(session: Session) -> list[RowName]:
    return sorted(name for name in session.row_of if name[0] == "line_capacity")


def solve_cold(session: Session, bounds: dict[RowName, tuple[float, float]]) -> Plan:
    """Solve with a new solver that knows no basis."""
    session.restart(Start())
    return session.solve(bounds=bounds)


def assert_same_stages(plan: Plan, cold: Plan) -> None:
    for ours, theirs in zip(plan.stages, cold.stages, strict=True):
        assert ours.metric == theirs.metric
        assert ours.value == pytest.approx(theirs.value, rel=1e-8, abs=1e-8)


def assert_same(plan: Plan, cold: Plan) -> None:
    assert_same_stages(plan, cold)
    for name in ("ship", "reclaim", "buy", "act", "use"):
        ours, theirs = getattr(plan, name), getattr(cold, name)
        np.testing.assert_allclose(ours["amount_kt_yr"], theirs["amount_kt_yr"], atol=1e-5)
    assert plan.rows["constraint"].equals(cold.rows["constraint"])
    np.testing.assert_array_equal(plan.rows["upper"], cold.rows["upper"])


def random_bounds(session: Session, seed: int) -> Iterator[dict[RowName, tuple[float, float]]]:
    """Yield bounds under which capacities of random lines go up and down, one after the other."""
    dice, names = random.Random(seed), capacities(session)
    bounds: dict[RowName, tuple[float, float]] = {}
    for _ in range(3):
        name = dice.choice(names)
        lower, upper = session.bounds(name)
        bounds[name] = lower, upper * dice.uniform(0.3, 1.7)
        yield bounds


def test_plans_are_those_of_cold_runs(network: Network) -> None:
    """Each plan after a changed capacity is checked."""
    session, other = Session(network), Session(network)
    replanner = Replanner(session)
    for bounds in random_bounds(session, 5):
        assert_same(replanner.solve(bounds), solve_cold(other, bounds))


def test_plans_with_open_ties_are_as_good(network: Network) -> None:
    """Without ties every stage has the value of the plan; settled, it is the plan."""
    session, other = Session(network), Session(network)
    replanner = Replanner(session)
    for bounds in random_bounds(session, 6):
        first, cold = replanner.solve(bounds, ties=False), solve_cold(other, bounds)
        assert_same_stages(first, cold)
        rows = first.rows
        assert (rows["value"] >= rows["lower"] - 1e-6).all()
        assert (rows["value"] <= rows["upper"] + 1e-6).all()
        assert_same(replanner.settle(), cold)


def test_duals_certify_the_first_stage(network: Network) -> None:
    """Where the first stage was passed over, its duals still price the changed limits."""
    session = Session(network)
    replanner = Replanner(session)
    replanner.solve({})
    name = capacities(session)[0]
    lower, upper = session.bounds(name)
    plan = replanner.solve({name: (lower, upper * 0.9)})
    cold = solve_cold(session, {name: (lower, upper * 0.9)})

    def dual_value(of: Plan) -> float:
        rows = of.rows
        bound = np.where(np.isfinite(rows["upper"]), rows["upper"], rows["lower"])
        return float(np.sum(np.where(rows["dual_1"] != 0, bound, 0.0) * rows["dual_1"]))

    assert dual_value(plan) == pytest.approx(dual_value(cold), rel=1e-6)


def test_a_change_without_a_plan_is_told_and_forgotten(network: Network) -> None:
    """A limit nobody can keep raises; the next plan is right again."""
    session = Session(network)
    replanner = Replanner(session)
    name = capacities(session)[0]
    with pytest.raises(InfeasibleError):
        replanner.solve({name: (1e6, 1e7)})
    assert_same(replanner.settle(), solve_cold(session, {}))
    assert_same(replanner.solve({}), solve_cold(session, {}))


def test_a_programme_without_a_plan_opens_under_bounds_that_have_one(project_root: Path) -> None:
    """Built with a floor out of reach, the plan under a lower floor is that of a cold run."""
    rows = load_rows(project_root / "sim" / "example" / "scenarios" / "baseline.yaml")
    floor = {"floor": "net_utilized", "at": "9 Mt/yr"}
    network = build_network(make_case(extend(rows, {"limits": [floor]}, "here")))
    session, other = Session(network), Session(network)
    replanner = Replanner(session)
    name = next(name for name in session.row_of if name[0] == "limit_floor")
    with pytest.raises(InfeasibleError):
        replanner.solve({})
    for amount in (1000.0, 1500.0):
        bounds = {name: (amount, np.inf)}
        assert_same(replanner.solve(bounds), solve_cold(other, bounds))
