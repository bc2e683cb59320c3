"""Joint costs of water projects are divided as published."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from sim.games.core import is_in_core
from sim.games.game import Game
from sim.games.nucleolus import nucleolus, per_capita_nucleolus
from sim.games.shapley import shapley
from sim.games.split import separable_costs_remaining_benefits
from tests.game_oracles import by_mask

TENNESSEE = {
    "navigation": 163520,
    "flood": 140826,
    "power": 250096,
    "navigation flood": 301607,
    "navigation power": 378821,
    "flood power": 367370,
    "navigation flood power": 412584,
}
"""Costs of the dams of the Tennessee Valley Authority by purpose, thousand dollars: Ransmeier
(1942), as Straffin & Heaney, International Journal of Game Theory 10 (1981), have them."""
SKANE = """
A 21.95 H 17.08 K 10.91 L 15.88 M 20.81 T 21.98
AH 34.69 AK 32.86 AL 37.83 AM 42.76 AT 43.93 HK 22.96 HL 25.00 HM 37.89 HT 39.06
KL 26.79 KM 31.45 KT 32.89 LM 31.10 LT 37.86 MT 39.41
AHK 40.74 AHL 43.22 AHM 55.50 AHT 56.67 AKL 48.74 AKM 53.40 AKT 54.84 ALM 53.05 ALT 59.81
AMT 61.36 HKL 27.26 HKM 42.55 HKT 44.94 HLM 45.81 HLT 46.98 HMT 56.49 KLM 42.01 KLT 48.77
KMT 50.32 LMT 51.46
AHKL 48.95 AHKM 60.25 AHKT 62.72 AHLM 64.03 AHLT 65.20 AHMT 74.10 AKLM 63.96 AKLT 70.72
AKMT 72.27 ALMT 73.41 HKLM 48.07 HKLT 49.24 HKMT 59.35 HLMT 64.41 KLMT 56.61
AHKLM 69.76 AHKMT 77.42 AHLMT 83.00 AHKLT 70.93 AKLMT 73.97 HKLMT 66.46
AHKLMT 83.82
"""
"""Costs of water supply of six groups of municipalities in Skane, million Swedish crowns: Young,
Okada & Hashimoto, Water Resources Research 18 (1982)."""
PUBLISHED = {
    separable_costs_remaining_benefits: [19.54, 13.28, 5.62, 10.90, 16.66, 17.82],
    shapley: [20.01, 10.71, 6.61, 10.37, 16.94, 19.18],
    nucleolus: [20.35, 12.06, 5.00, 8.61, 18.32, 19.49],
    per_capita_nucleolus: [20.03, 12.52, 3.94, 9.07, 18.54, 19.71],
}
"""Division -> what A, H, K, L, M, T pay in it."""


def tennessee() -> Game:
    """Return the game of the Tennessee Valley Authority: values are costs, negative."""
    return Game.from_mapping({tuple(k.split()): -float(v) for k, v in TENNESSEE.items()})


def skane() -> Game:
    """Return the game of water supply in Skane: values are costs, negative."""
    words = SKANE.split()
    costs = {tuple(who): -float(cost) for who, cost in zip(words[::2], words[1::2], strict=True)}
    return Game.from_mapping(costs, "AHKLMT")


def test_tennessee_by_separable_costs() -> None:
    """Separable 45,214, 33,763 and 110,977; 222,630 are left, shared 118,306:107,063:139,119."""
    paid = -separable_costs_remaining_benefits(tennessee())
    assert paid == pytest.approx([117476, 99157, 195951], abs=0.5)
    assert is_in_core(tennessee(), -paid)


def test_tennessee_by_contribution_and_by_least_complaint() -> None:
    """Shapley value and nucleolus of the three purposes."""
    assert -shapley(tennessee()) == pytest.approx([117829, 100756.5, 193998.5], abs=0.5)
    assert -nucleolus(tennessee()) == pytest.approx([116234, 93540, 202810], abs=1.0)


@pytest.mark.parametrize("divide", PUBLISHED)
def test_skane(divide: object) -> None:
    """All four divisions come out as the paper prints them, to the second digit."""
    paid = -divide(skane())  # type: ignore[operator]
    assert paid == pytest.approx(PUBLISHED[divide], abs=0.0101)  # type: ignore[index]
    assert paid.sum() == pytest.approx(83.82)


@pytest.mark.parametrize("seed", range(20))
def test_per_capita_nucleolus_is_the_lexicographic_minimum(seed: int) -> None:
    """No small step from it makes the sorted excesses per member smaller."""
    random = np.random.default_rng(seed)
    game = by_mask(*[0, 0, int(random.integers(1, 9))], *map(int, random.integers(1, 9, 3)), 20)
    found = per_capita_nucleolus(game)
    sizes = np.array([m.bit_count() for m in range(1, game.grand)])

    def complaints(payoff: np.ndarray) -> list[float]:
        excess = (game.values - game.sums(payoff))[1:-1] / sizes
        return sorted((round(float(e), 7) for e in excess), reverse=True)

    best = complaints(found)
    for i, j in combinations(range(3), 2):
        for step in (-1e-3, 1e-3, 0.3, -0.3):
            other = found.copy()
            other[[i, j]] += step, -step
            assert complaints(other) >= best


def test_it_grows_with_what_all_are_worth() -> None:
    """What all save together beyond the table goes to all in equal parts; nobody loses by it."""
    game = skane()
    cheaper = Game(game.players, np.append(game.values[:-1], game.total + 4.0))
    more = per_capita_nucleolus(cheaper) - per_capita_nucleolus(game)
    assert more.min() >= -1e-9
    assert more == pytest.approx(np.full(6, 4.0 / 6))


def test_separable_costs_where_nobody_adds_anything() -> None:
    """Two players worth nothing together or apart, and a game of equal parts."""
    assert separable_costs_remaining_benefits(by_mask(0, 0, 0)) == pytest.approx([0, 0])
    assert separable_costs_remaining_benefits(by_mask(1, 3, 10)) == pytest.approx([4, 6])
