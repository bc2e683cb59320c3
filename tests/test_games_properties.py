"""What must hold of every game: axioms, optimality, covariance; and what sampling promises."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from sim.games.core import has_core, is_convex, is_in_core, is_superadditive, least_core
from sim.games.game import Floats, Game
from sim.games.nucleolus import has_imputation, nucleolus, prenucleolus
from sim.games.shapley import Estimate, sampled_coalitions, sampled_shapley, shapley
from tests.game_oracles import (
    brute_nucleolus,
    is_nucleolus,
    random_game,
    sorted_excesses,
    weighted_majority,
)

KINDS = ("any", "superadditive", "convex", "market")


def close(game: Game, wanted: Floats, rel: float = 1e-9) -> object:
    return pytest.approx(wanted, abs=rel * game.scale)


def with_values(game: Game, values: Floats) -> Game:
    return Game(game.players, values)


def reordered(game: Game, order: Floats) -> Game:
    """The same game with its players in another order."""
    players = tuple(game.players[i] for i in order)
    return Game.from_function(players, game.value)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("size", [2, 3, 5, 7])
def test_axioms_of_the_shapley_value(seed: int, size: int) -> None:
    """It is efficient and additive, treats equals equally and gives a dummy its own worth."""
    game, other = random_game(seed, size), random_game(seed + 100, size)
    value = shapley(game)
    assert value.sum() == pytest.approx(game.total, abs=1e-9 * game.scale)
    both = with_values(game, game.values + 3 * other.values)
    assert shapley(both) == close(both, value + 3 * shapley(other))
    masks = np.arange(1 << size)
    swapped = masks & ~3 | (masks & 1) << 1 | (masks & 2) >> 1
    equals = with_values(game, game.values + game.values[swapped])
    assert shapley(equals)[0] == pytest.approx(shapley(equals)[1])
    dummy = with_values(game, game.values[masks & ~1] + 7.0 * (masks & 1))
    assert shapley(dummy)[0] == pytest.approx(7)


def test_shapley_value_by_all_orders() -> None:
    """The formula gives the mean over all orders of joining, and from any order of players."""
    game = random_game(5, 6)
    total = np.zeros(6)
    for order in permutations(range(6)):
        mask = 0
        for i in order:
            total[i] += game.values[mask | 1 << i] - game.values[mask]
            mask |= 1 << i
    assert shapley(game) == close(game, total / 720)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [2, 3, 4])
def test_nucleolus_against_brute_force(size: int, kind: str) -> None:
    """It is what another programme finds, without duals or ranks: sums of the k largest."""
    for seed in range(3):
        game = random_game(seed, size, kind)
        wanted = brute_nucleolus(game, rational=has_imputation(game))
        assert nucleolus(game) == close(game, wanted, rel=1e-6)
        assert prenucleolus(game) == close(game, brute_nucleolus(game, False), rel=1e-6)


def test_nucleolus_of_games_full_of_ties() -> None:
    """Games with few different values have degenerate programmes; theirs come out right too."""
    checked = 0
    for seed in range(32):
        size = 3 + seed % 4
        rng = np.random.default_rng(seed)
        values = rng.integers(0, 3, 1 << size).astype(float)
        values[0], values[-1] = 0.0, 2.0 * size
        game = Game(tuple("ABCDEF"[:size]), values)
        payoff = nucleolus(game)
        assert is_nucleolus(game, payoff, has_imputation(game))
        assert is_nucleolus(game, prenucleolus(game), rational=False)
        checked += is_nucleolus(game, payoff, rational=False)
    assert checked > 0


@pytest.mark.parametrize("kind", KINDS)
def test_nucleolus_against_random_imputations(kind: str) -> None:
    """No imputation, far or near, has lexicographically smaller excesses."""
    rng = np.random.default_rng(3)
    for seed in range(4):
        game = random_game(seed, 5, "superadditive" if kind == "any" else kind)
        best = nucleolus(game)
        alone = game.values[1 << np.arange(5)]
        surplus = game.total - alone.sum()
        least = np.array(sorted_excesses(game, best))
        for _ in range(40):
            other = alone + surplus * rng.dirichlet(np.ones(5))
            step = rng.choice([1.0, 0.1, 1e-3])
            mixed = best + step * (other - best)
            gap = np.array(sorted_excesses(game, mixed)) - least
            first = np.flatnonzero(np.abs(gap) > 1e-9 * game.scale)
            assert len(first) == 0 or gap[first[0]] > 0


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [5, 8])
def test_nucleolus_by_kohlbergs_criterion(size: int, kind: str) -> None:
    """Games too large for brute force obey the criterion of balanced coalitions."""
    for seed in range(3):
        game = random_game(seed, size, kind)
        assert is_nucleolus(game, nucleolus(game), has_imputation(game))
        assert is_nucleolus(game, prenucleolus(game), rational=False)


@pytest.mark.parametrize("kind", KINDS)
def test_nucleolus_of_twelve(kind: str) -> None:
    """Twelve players, 4,096 coalitions: the most that is worked out exactly."""
    game = random_game(1, 12, kind)
    payoff = nucleolus(game)
    assert is_nucleolus(game, payoff)
    assert payoff.sum() == pytest.approx(game.total)


def test_nucleolus_is_in_the_core() -> None:
    """Wherever there is a core the nucleolus is in it, and it is the pre-nucleolus then."""
    found = {True: 0, False: 0}
    for seed in range(24):
        game = random_game(seed, 4, ("superadditive", "any")[seed % 2])
        lifted = game.values.copy()
        lifted[-1] += 10 * seed
        game = with_values(game, lifted)
        payoff = nucleolus(game)
        exists = has_core(game)
        found[exists] += 1
        assert is_in_core(game, payoff) == exists
        if exists:
            assert prenucleolus(game) == close(game, payoff)
    assert min(found.values()) >= 5


@pytest.mark.parametrize("seed", range(5))
def test_convex_games(seed: int) -> None:
    """A convex game is superadditive and has the Shapley value in its core (Shapley 1971)."""
    game = random_game(seed, 6, "convex")
    assert is_convex(game)
    assert is_superadditive(game)
    assert has_core(game)
    assert is_in_core(game, shapley(game))
    assert not is_convex(random_game(seed, 6))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("factor", [1e-9, 0.3, 1e7])
def test_units_and_own_incomes(kind: str, factor: float) -> None:
    """Another unit scales the shares; an income that a player has anyway is added to its share."""
    game = random_game(7, 5, kind)
    own = np.array([40.0, -10, 0, 25, 1])
    changed = with_values(game, factor * (game.values + game.sums(own)))
    for share in (shapley, nucleolus, prenucleolus):
        assert share(changed) == close(changed, factor * (share(game) + own))
    assert least_core(changed)[0] == pytest.approx(
        factor * least_core(game)[0], abs=1e-9 * changed.scale
    )


@pytest.mark.parametrize("kind", KINDS)
def test_order_of_players(kind: str) -> None:
    """Players in another order get the same shares; so do their estimates."""
    rng = np.random.default_rng(0)
    for seed in range(4):
        game = random_game(seed, 6, kind)
        order = rng.permutation(6)
        other = reordered(game, order)
        for share in (shapley, nucleolus, prenucleolus):
            assert share(other) == close(game, share(game)[order])
        assert least_core(other)[1] == close(game, least_core(game)[1][order])
        one, two = estimate(game, 20, 1), estimate(other, 20, 1)
        assert two.mean == close(game, one.mean[order])
        assert two.error == close(game, one.error[order])


def test_equal_players_have_equal_nucleoli() -> None:
    """Players that can be exchanged get the same."""
    for weights in ([3, 3, 2, 2, 1], [5, 1, 1, 1, 1, 1], [2, 2, 2, 1]):
        game = weighted_majority(sum(weights) // 2 + 1, weights)
        payoff = nucleolus(game)
        for weight in set(weights):
            same = payoff[[i for i, w in enumerate(weights) if w == weight]]
            assert same == pytest.approx(same[0])


def test_small_synergy_beside_large_worth() -> None:
    """A synergy of a millionth of what is at stake is shared to nine digits of itself."""
    game = random_game(2, 5, "superadditive")
    own = np.array([1e6, 2e6, 3e6, 4e6, 5e6]) * game.scale
    large = with_values(game, game.values + game.sums(own))
    assert nucleolus(large) - own == pytest.approx(nucleolus(game), abs=1e-7 * game.scale)


def estimate(game: Game, samples: int, seed: int) -> Estimate:
    return sampled_shapley(game.players, lambda mask: float(game.values[mask]), samples, seed)


def test_error_bars_cover_the_exact_value() -> None:
    """The exact value lies within 1.96 standard errors about 19 times in 20.

    By Student's t of 50 pairs it is 94.4 %; a share of 200 trials varies by 1.6 points.
    """
    game = random_game(4, 7, "superadditive")
    exact = shapley(game)
    hits = [
        abs(e.mean - exact) <= 1.96 * e.error
        for e in (estimate(game, 100, seed) for seed in range(200))
    ]
    assert np.mean(hits) == pytest.approx(0.944, abs=0.025)
    assert np.mean(hits, axis=0) == pytest.approx([0.944] * 7, abs=0.06)


def test_error_shrinks_with_the_root_of_samples() -> None:
    """Sixteen times the orders, a quarter of the error."""
    game = random_game(4, 7, "superadditive")
    few, many = estimate(game, 250, 0), estimate(game, 4000, 0)
    assert (few.error / many.error).mean() == pytest.approx(4, rel=0.1)
    assert (many.error < few.error).all()


def test_backward_orders_help() -> None:
    """A pair of an order and its reverse errs less than two orders of their own."""
    game = random_game(4, 7, "convex")
    paired = np.array([estimate(game, 20, seed).mean for seed in range(200)])
    rng = np.random.default_rng(0)
    single = []
    for _ in range(200):
        total = np.zeros(7)
        for _ in range(20):
            mask = 0
            for i in rng.permutation(7):
                total[i] += game.values[mask | 1 << i] - game.values[mask]
                mask |= 1 << i
        single.append(total / 20)
    assert (paired.var(axis=0) < 0.7 * np.var(single, axis=0)).all()


def test_sampling_is_repeatable() -> None:
    """The same seed gives the same estimate, another seed another; the sum is v(N) always."""
    game = random_game(9, 8, "superadditive")
    one, two, other = estimate(game, 50, 3), estimate(game, 50, 3), estimate(game, 50, 4)
    assert one.mean.tolist() == two.mean.tolist()
    assert one.error.tolist() == two.error.tolist()
    assert one.mean.tolist() != other.mean.tolist()
    assert one.mean.sum() == pytest.approx(game.total)
    assert one.samples == 50


def test_each_coalition_is_asked_once() -> None:
    """Every coalition met is asked for once, the empty one never; all are known beforehand."""
    game = random_game(9, 8)
    asked: list[int] = []

    def value(mask: int) -> float:
        asked.append(mask)
        return float(game.values[mask])

    found = sampled_shapley(game.players, value, 41, 5)
    assert found.samples == 42
    assert sorted(asked) == sampled_coalitions(game.players, 41, 5)
    assert found.coalitions == len(asked)
    assert min(asked) > 0
    assert max(asked) == game.grand


def test_sampling_of_many_players() -> None:
    """Twenty players cannot be worked out exactly; the estimate covers the known value.

    A runway: each landing pays its part of every stretch it needs (Littlechild & Owen 1973).
    """
    costs = np.arange(1.0, 21)
    names = [f"P{i:02}" for i in range(20)]
    found = sampled_shapley(names, lambda mask: -costs[mask.bit_length() - 1], 400, 0)
    exact = -np.cumsum(1 / np.arange(20, 0, -1))
    assert (np.abs(found.mean - exact) <= 4 * found.error + 1e-12).all()
    assert found.error.max() < 0.5


def test_sampling_a_sum_is_exact() -> None:
    """Where nobody gains by joining every order says the same: no error is left."""
    own = np.array([1.0, 2.0, 4.0])
    game = Game(("A", "B", "C"), Game(("A", "B", "C"), np.zeros(8)).sums(own))
    found = estimate(game, 1, 0)
    assert found.mean == pytest.approx(own)
    assert found.error == pytest.approx([0, 0, 0], abs=1e-15)
    assert found.samples == 4
