"""What figures lean on, and what is worth finding out: linear models with known answers."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm, qmc

from sim.studies.ensemble.leaning import explain_spread
from sim.studies.ensemble.learning import Choice, value_of_groups, value_of_variables, worth

GROUPS = ("one", "two", "three")


def normals(draws: int, count: int) -> np.ndarray:
    """Return independent standard normal variables, spread as draws are."""
    rng = np.random.default_rng(7)
    return norm.ppf(
        np.column_stack([qmc.LatinHypercube(1, rng=rng).random(draws) for _ in range(count)])
    )


def test_shares_of_a_linear_model_are_its_sobol_indices() -> None:
    """3 x1 + 2 x2 + 1 x3 + x4: of 15, group one has 9, two 4 and three 1 + 1."""
    x = normals(200, 4)
    y = 10.0 + x @ np.array([3.0, 2.0, 1.0, 1.0])
    found = explain_spread(y, x, [0, 1, 2, 2], GROUPS)
    assert found.shares == pytest.approx([9 / 15, 4 / 15, 2 / 15], abs=0.05)
    assert found.explained > 0.99
    assert found.mean == pytest.approx(10.0, abs=0.05)
    assert found.effects == pytest.approx([3.0, 2.0, 1.0, 1.0], abs=0.05)


def test_more_variables_than_draws() -> None:
    """400 small effects and one large one seen in 200 draws: half of the spread each."""
    x = normals(200, 401)
    effects = np.r_[1.0, np.full(400, 0.05)]
    found = explain_spread(x @ effects, x, [0] + [1] * 400, GROUPS[:2])
    assert found.shares == pytest.approx([0.5, 0.5], abs=0.15)
    assert (np.abs(found.shares - 0.5) < 3 * found.errors).all()
    assert np.argmax(np.abs(found.effects)) == 0


def test_what_is_not_linear_is_not_explained() -> None:
    """Ishigami's function: x1 has 31 % of the spread, 19 points of it linear; x3 alone none."""
    x = normals(200, 3)
    angle = np.pi * (2.0 * norm.cdf(x) - 1.0)
    y = np.sin(angle[:, 0]) + 7.0 * np.sin(angle[:, 1]) ** 2
    y += 0.1 * angle[:, 2] ** 4 * np.sin(angle[:, 0])
    found = explain_spread(y, x, [0, 1, 2], GROUPS)
    assert 0.1 < found.shares[0] < 0.31
    assert found.shares[1:] == pytest.approx([0.0, 0.0], abs=0.03)
    assert found.explained < 0.31


def test_figure_that_does_not_move_leans_on_nothing() -> None:
    """No spread, no shares."""
    found = explain_spread(np.full(20, 3.0), normals(20, 2), [0, 1], GROUPS[:2])
    assert (found.spread, found.mean) == (0.0, 3.0)
    assert not found.shares.any()
    assert found.parts.shape == (20, 2)


def loss(mean: float, spread: float) -> float:
    """Return what knowing a normal difference is worth: the unit normal loss."""
    at = abs(mean) / spread
    return float(spread * (norm.pdf(at) - at * norm.sf(at)))


def test_value_of_knowing_a_normal_difference() -> None:
    """B is better by 1 on average, 2 of which x1 moves and 1 x2: the unit normal loss of each."""
    x = normals(200, 2)
    difference = 1.0 + x @ np.array([2.0, 1.0])
    choice = Choice(np.array([0.0, 1.0]), np.column_stack([np.zeros(200), difference]))
    leaning = explain_spread(difference, x, [0, 1], GROUPS[:2])
    wanted = [loss(1.0, 2.0), loss(1.0, 1.0)]
    assert value_of_variables(choice, [np.array([2.0, 1.0])]) == pytest.approx(wanted, rel=0.01)
    assert value_of_groups(choice, [leaning]) == pytest.approx(wanted, rel=0.15)
    assert choice.value_of_all == pytest.approx(loss(1.0, np.sqrt(5.0)), rel=0.15)


def test_nothing_is_worth_knowing_where_the_choice_is_sure() -> None:
    """B is better by 1 give or take 0.2 in every draw: the choice is B whatever is found out."""
    known = np.array([[0.0, 0.2], [0.0, -0.2]])
    assert worth(known, np.array([0.0, 1.0])) == 0.0
