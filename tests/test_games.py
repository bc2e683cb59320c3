"""Cooperative games of the literature come out as published."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.games.core import (
    Failure,
    excess,
    has_core,
    is_convex,
    is_in_core,
    is_superadditive,
    least_core,
    most_dissatisfied,
    superadditive_failures,
)
from sim.games.game import Game, coalition_sizes
from sim.games.nucleolus import has_imputation, nucleolus, prenucleolus
from sim.games.shapley import shapley
from sim.games.split import equal_surplus, marginal, side_payments, standalone, synergy
from tests.game_oracles import (
    airport,
    airport_nucleolus,
    airport_shapley,
    assignment,
    bankruptcy,
    by_mask,
    is_nucleolus,
    sorted_excesses,
    talmud,
    weighted_majority,
)

BIRMINGHAM = [
    65899,
    76725,
    95200,
    97200,
    97436,
    98142,
    102496,
    104849,
    113322,
    115440,
    117676,
]
"""Runway costs of the eleven types of aircraft, GBP: Littlechild & Owen, Management Science 20
(1973)."""

TWO = by_mask(3, 5, 12)
MAJORITY = weighted_majority(2, [1, 1, 1])
GLOVES = Game.from_function("ABC", lambda s: float(min(s.count("A"), len(s) - s.count("A"))))
LEMAIRE = by_mask(46125, 17437.5, 69187.5, 5812.5, 53812.5, 30750, 90000)
MANUFACTURERS = by_mask(-375144, -245280, -568232, -211239, -551055, -452411, -772500)
BROADCAST = by_mask(-8, -1, -8, -10, -10, -10, -10, -11, -19, -12, -19, -12, -20, -13, -20)
PLANNING = by_mask(
    0.060,
    0.168,
    0.378,
    0.030,
    0.144,
    0.337,
    0.536,
    0.249,
    0.408,
    0.538,
    0.747,
    0.383,
    0.546,
    0.706,
    0.906,
    0,
    0.182,
    0.279,
    0.485,
    0.083,
    0.255,
    0.379,
    0.573,
    0.386,
    0.561,
    0.668,
    0.874,
    0.473,
    0.634,
    0.801,
    1,
)
TENNESSEE = by_mask(-163520, -140826, -301607, -250096, -378821, -367370, -412584)
HOUSES = assignment([[5, 8, 2], [7, 9, 6], [2, 3, 0]])
SECURITY_COUNCIL = weighted_majority(27, [5] * 5 + [1] * 6)
"""Five vetoes and two more votes of six: eleven members until 1965."""

SHAPLEY = {
    "two share the surplus in halves (Shapley 1953)": (TWO, [5, 7]),
    "one left glove, two right (Shapley & Shubik 1969)": (GLOVES, [2 / 3, 1 / 6, 1 / 6]),
    "[3; 2, 1, 1] (Shapley & Shubik, American Political Science Review 48, 1954)": (
        weighted_majority(3, [2, 1, 1]),
        [2 / 3, 1 / 6, 1 / 6],
    ),
    "Security Council until 1965, 76/77 to the vetoes (Shapley & Shubik 1954)": (
        SECURITY_COUNCIL,
        [76 / 385] * 5 + [1 / 462] * 6,
    ),
    "Security Council today (Straffin, Game Theory and Strategy, 1993)": (
        weighted_majority(39, [7] * 5 + [1] * 10),
        [421 / 2145] * 5 + [4 / 2145] * 10,
    ),
    "EEC of six (Brams & Affuso, Theory and Decision 7, 1976)": (
        weighted_majority(12, [4, 4, 4, 2, 2, 1]),
        [14 / 60] * 3 + [9 / 60] * 2 + [0],
    ),
    "apex game of five (Maschler, Solan & Zamir, Game Theory, 2013, ch. 18)": (
        weighted_majority(4, [3, 1, 1, 1, 1]),
        [0.6, 0.1, 0.1, 0.1, 0.1],
    ),
    "Ferguson, Game Theory, part IV": (
        by_mask(1, 0, 4, 1, 3, 5, 8),
        [14 / 6, 17 / 6, 17 / 6],
    ),
    "O'Neill's estate of 36 (Ferguson, part IV, section 3)": (
        bankruptcy(36, [10, 20, 30]),
        [6, 11, 19],
    ),
    "runway for four (Littlechild & Owen 1973)": (airport([8, 11, 13, 18]), [-2, -3, -4, -9]),
    "runway at Birmingham, one landing each (Littlechild & Owen 1973)": (
        airport(BIRMINGHAM),
        [-charge for charge in airport_shapley(BIRMINGHAM)],
    ),
    "insurers (Lemaire, ASTIN Bulletin 21, 1991)": (LEMAIRE, [51750, 25875, 12375]),
    "Tennessee Valley (Straffin & Heaney, Int. Journal of Game Theory 10, 1981)": (
        TENNESSEE,
        [-117829, -100756.5, -193998.5],
    ),
}

NUCLEOLUS = {
    "two share the surplus in halves (Schmeidler 1969)": (TWO, [5, 7]),
    "one left glove, two right: the scarce one gets all (Shapley & Shubik 1969)": (
        GLOVES,
        [1, 0, 0],
    ),
    "three-player majority (Osborne & Rubinstein, A Course in Game Theory, 1994, ch. 14)": (
        MAJORITY,
        [1 / 3] * 3,
    ),
    "[3; 2, 1, 1]: all to the veto": (weighted_majority(3, [2, 1, 1]), [1, 0, 0]),
    "vetoes share equally (Security Council until 1965)": (SECURITY_COUNCIL, [0.2] * 5 + [0] * 6),
    "homogeneous weights (Peleg, SIAM Journal on Applied Mathematics 16, 1968): apex": (
        weighted_majority(4, [3, 1, 1, 1, 1]),
        np.array([3, 1, 1, 1, 1]) / 7,
    ),
    "homogeneous weights (Peleg 1968): [5; 3, 2, 2, 1, 1]": (
        weighted_majority(5, [3, 2, 2, 1, 1]),
        np.array([3, 2, 2, 1, 1]) / 9,
    ),
    "homogeneous weights (Peleg 1968; Maschler, Solan & Zamir 2013, ch. 20)": (
        weighted_majority(4, [2, 2, 1, 1, 1]),
        np.array([2, 2, 1, 1, 1]) / 7,
    ),
    "Talmud, estate 100 (Aumann & Maschler, J. of Economic Theory 36, 1985)": (
        bankruptcy(100, [100, 200, 300]),
        [100 / 3] * 3,
    ),
    "Talmud, estate 200 (Aumann & Maschler 1985)": (
        bankruptcy(200, [100, 200, 300]),
        [50, 75, 75],
    ),
    "Talmud, estate 300 (Aumann & Maschler 1985)": (
        bankruptcy(300, [100, 200, 300]),
        [50, 100, 150],
    ),
    "contested garment (Aumann & Maschler 1985)": (bankruptcy(1, [1, 0.5]), [0.75, 0.25]),
    "O'Neill's estate of 36 (Ferguson, part IV, section 4)": (
        bankruptcy(36, [10, 20, 30]),
        [5, 10.5, 20.5],
    ),
    "six claimants (Meinhardt, MatTuGames, Getting started)": (
        bankruptcy(176, [40, 32, 11, 73.3, 54.95, 81.1]),
        [20, 16, 5.5, 48.35, 30, 56.15],
    ),
    "twelve claimants, by the rule of Aumann & Maschler (1985)": (
        bankruptcy(700, [10 * i**1.5 for i in range(1, 13)]),
        talmud(700, [10 * i**1.5 for i in range(1, 13)]),
    ),
    "Ferguson, Game Theory, part IV: v(N) = 5": (
        by_mask(-1, 0, 3, 1, 4, 2, 5),
        [8 / 3, 2 / 3, 5 / 3],
    ),
    "quotas 5, 15, 25 (Shapley, Annals 28, 1953), each less a third of the missing 3": (
        by_mask(0, 0, 20, 0, 30, 40, 42),
        [4, 14, 24],
    ),
    "runway for four (Littlechild, Int. Journal of Game Theory 3, 1974)": (
        airport([8, 11, 13, 18]),
        [-3.25, -3.25, -3.25, -8.25],
    ),
    "runway at Birmingham, one landing each (Littlechild 1974)": (
        airport(BIRMINGHAM),
        [-charge for charge in airport_nucleolus(BIRMINGHAM)],
    ),
    "insurers, mistaken before (Guajardo & Jornsten 2015)": (
        LEMAIRE,
        [52687.5, 24468.75, 12843.75],
    ),
    "broadcasting, mistaken before (Guajardo & Jornsten 2015)": (
        BROADCAST,
        [-7.5, -0.5, -1.5, -10.5],
    ),
    "manufacturers, mistaken before (Guajardo & Jornsten 2015)": (
        MANUFACTURERS,
        [-331695.25, -233051.25, -207753.5],
    ),
    "planning, mistaken before (Guajardo & Jornsten 2015)": (
        PLANNING,
        [0.165, 0.3205, 0.0845, 0.3745, 0.0555],
    ),
    "Tennessee Valley (Straffin & Heaney 1981)": (
        TENNESSEE,
        [-116234, -93540, -202810],
    ),
    "houses of Shapley & Shubik (1971), the point by Kohlberg's criterion alone": (
        HOUSES,
        [4, 17 / 3, 1 / 3, 5 / 3, 4, 1 / 3],
    ),
}


@pytest.mark.parametrize("name", SHAPLEY)
def test_published_shapley_values(name: str) -> None:
    """Shapley values of textbook games are the published ones."""
    game, published = SHAPLEY[name]
    assert shapley(game) == pytest.approx(published, rel=1e-9, abs=1e-9 * game.scale)


@pytest.mark.parametrize("name", NUCLEOLUS)
def test_published_nucleoli(name: str) -> None:
    """Nucleoli of textbook games are the published ones, and obey Kohlberg's criterion."""
    game, published = NUCLEOLUS[name]
    payoff = nucleolus(game)
    assert payoff == pytest.approx(published, rel=1e-9, abs=1e-9 * game.scale)
    assert is_nucleolus(game, payoff)


def test_shapley_value_of_six_claimants() -> None:
    """Another program gives the same four decimals (Meinhardt, MatTuGames, Getting started)."""
    value = shapley(bankruptcy(176, [40, 32, 11, 73.3, 54.95, 81.1]))
    published = [23.5175, 18.7483, 6.4950, 44.3008, 33.3317, 49.6067]
    assert value == pytest.approx(published, abs=5.1e-5)


def test_kohlberg_refuses_wrong_nucleoli() -> None:
    """The criterion that confirms nucleoli refuses points beside them.

    One of them is in the least core: a programme that stops after its first stage may return it.
    """
    for game, _ in NUCLEOLUS.values():
        moved = nucleolus(game)
        moved[0] -= 1e-4 * game.scale
        moved[1] += 1e-4 * game.scale
        assert not is_nucleolus(game, moved)
    early = nucleolus(LEMAIRE) + np.array([0, 100, -100])
    assert most_dissatisfied(LEMAIRE, early)[1] == pytest.approx(least_core(LEMAIRE)[0])
    assert not is_nucleolus(LEMAIRE, early)


def test_fees_at_birmingham() -> None:
    """The formula that checks the runway gives the published fees of the real year of landings.

    13,572 landings of 1968-69 are too many for 2**n; Littlechild & Owen (1973), GBP.
    """
    landings = [42, 9555, 288, 303, 151, 1315, 505, 1128, 151, 112, 22]
    costs = [c for c, k in zip(BIRMINGHAM, landings, strict=True) for _ in range(k)]
    fees = airport_shapley(costs)
    last = np.cumsum(landings) - 1
    published = [4.86, 5.66, 10.30, 10.85, 10.92, 11.13, 13.40, 15.07, 44.80, 60.61, 162.24]
    assert [fees[i] for i in last] == pytest.approx(published, abs=0.011)


def test_core_of_the_house_market() -> None:
    """The core of the market for houses has its published ends.

    Shapley & Shubik, The assignment game I, International Journal of Game Theory 1 (1971).
    """
    best_for_sellers = np.array([5, 6, 1, 1, 3, 0])
    best_for_buyers = np.array([3, 5, 0, 2, 5, 1])
    assert HOUSES.total == 16
    for payoff in (best_for_sellers, best_for_buyers, (best_for_sellers + best_for_buyers) / 2):
        assert is_in_core(HOUSES, payoff)
    beyond = best_for_sellers + 0.001 * (best_for_sellers - best_for_buyers)
    assert not is_in_core(HOUSES, beyond)
    assert least_core(HOUSES)[0] == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(
    ("game", "epsilon"),
    [
        (MAJORITY, 1 / 3),
        (weighted_majority(3, [1, 1, 1, 1]), 1 / 4),
        (weighted_majority(3, [1, 1, 1, 1, 1]), 2 / 5),
        (weighted_majority(4, [3, 1, 1, 1, 1]), 3 / 7),
        (by_mask(0, 0, 20, 0, 30, 40, 42), 2),
    ],
)
def test_empty_core(game: Game, epsilon: float) -> None:
    """A game without a core says by how much the worst-treated coalition falls short at best.

    Of n equal players of whom k win, k get k/n (Osborne & Rubinstein 1994, section 13.2).
    """
    least, payoff = least_core(game)
    assert least == pytest.approx(epsilon, rel=1e-9)
    assert not has_core(game)
    assert most_dissatisfied(game, payoff)[1] == pytest.approx(epsilon, rel=1e-9)
    assert not is_in_core(game, payoff)


@pytest.mark.parametrize(
    ("game", "epsilon"),
    [(TWO, -2), (GLOVES, 0), (bankruptcy(200, [100, 200, 300]), -50), (HOUSES, 0)],
)
def test_core_that_is_not_empty(game: Game, epsilon: float) -> None:
    """A game with a core says how much even the worst-treated coalition gains by staying."""
    least, payoff = least_core(game)
    assert least == pytest.approx(epsilon, abs=1e-9 * game.scale)
    assert has_core(game)
    assert is_in_core(game, payoff)


def test_shapley_value_outside_of_the_core() -> None:
    """With one left glove, the Shapley value leaves the pairs dissatisfied; the core is a point."""
    value = shapley(GLOVES)
    assert not is_in_core(GLOVES, value)
    assert is_in_core(GLOVES, np.array([1.0, 0, 0]))
    mask, worst = most_dissatisfied(GLOVES, value)
    assert GLOVES.coalition(mask) == ("A", "B")
    assert worst == pytest.approx(1 / 6)
    assert excess(GLOVES, value)[[0, GLOVES.grand]] == pytest.approx([0, 0])
    assert sorted_excesses(GLOVES, value)[:2] == pytest.approx([1 / 6, 1 / 6])


def test_most_dissatisfied_of_equals() -> None:
    """Among equally dissatisfied coalitions the smallest and first by name is told."""
    assert most_dissatisfied(by_mask(1, 1, 2, 1, 2, 2, 3), np.ones(3)) == (1, 0.0)
    renamed = Game(("Z", "B", "A"), by_mask(1, 1, 2, 1, 2, 2, 3).values)
    assert renamed.coalition(most_dissatisfied(renamed, np.ones(3))[0]) == ("A",)


def test_payoff_that_wastes_or_overspends() -> None:
    """A payoff is in the core only if it shares v(N), no less and no more."""
    assert is_in_core(TWO, np.array([5.0, 7.0]))
    assert not is_in_core(TWO, np.array([5.0, 6.9]))
    assert not is_in_core(TWO, np.array([5.0, 7.1]))
    assert is_in_core(TWO, np.array([5.0, 6.9]), tol=0.01)


def test_superadditive_failures() -> None:
    """Pairs that lose by joining are told with their loss, the greatest first."""
    game = by_mask(3, 4, 5, 1, 4, 5, 5)
    assert superadditive_failures(game) == [
        Failure(first=1, second=6, loss=3),
        Failure(first=2, second=5, loss=3),
        Failure(first=1, second=2, loss=2),
        Failure(first=3, second=4, loss=1),
    ]
    assert not is_superadditive(game)
    assert superadditive_failures(game, tol=0.5) == [Failure(1, 6, 3), Failure(2, 5, 3)]
    for fine in (TWO, GLOVES, MAJORITY, HOUSES, LEMAIRE, MANUFACTURERS, TENNESSEE):
        assert is_superadditive(fine)


def test_convexity() -> None:
    """Bankruptcy and runways are convex (Curiel, Maschler & Tijs 1987), gloves are not."""
    assert is_convex(bankruptcy(176, [40, 32, 11, 73.3, 54.95, 81.1]))
    assert is_convex(airport(BIRMINGHAM))
    assert not is_convex(GLOVES)
    assert not is_convex(HOUSES)


def test_nucleolus_needs_the_players_own_worth() -> None:
    """Where the pre-nucleolus takes from a player what it has alone, the nucleolus does not.

    v(AB) = 1, all else 0: C would pay 1/2 to A and B.
    """
    game = by_mask(0, 0, 1, 0, 0, 0, 0)
    assert prenucleolus(game) == pytest.approx([0.25, 0.25, -0.5])
    assert nucleolus(game) == pytest.approx([0, 0, 0])
    assert is_nucleolus(game, prenucleolus(game), rational=False)
    assert is_nucleolus(game, nucleolus(game))


def test_game_without_imputation() -> None:
    """Where all are worth less than each alone, the pre-nucleolus is returned and it is told."""
    game = by_mask(2, 4, 3)
    assert not has_imputation(game)
    assert nucleolus(game) == pytest.approx([0.5, 2.5])
    assert least_core(game)[0] == pytest.approx(1.5)


def test_game_with_one_imputation() -> None:
    """Where nobody gains by joining, everyone keeps the own worth, also up to rounding."""
    game = by_mask(0.1, 0.2, 0.1 + 0.2, 0.3, 0.4, 0.5, 0.1 + (0.2 + 0.3))
    assert has_imputation(game)
    assert nucleolus(game) == pytest.approx([0.1, 0.2, 0.3], abs=1e-15)
    lossy = by_mask(0, 0, -4, 0, 2, 0, 0)
    assert nucleolus(lossy) == pytest.approx([0, 0, 0])


def test_one_player() -> None:
    """Alone there is nothing to share."""
    game = Game(("A",), np.array([0.0, 7.0]))
    assert shapley(game) == pytest.approx([7])
    assert nucleolus(game) == pytest.approx([7])
    assert least_core(game)[0] == 0.0
    assert most_dissatisfied(game, np.array([7.0])) == (0, 0.0)
    assert has_core(game)
    assert is_in_core(game, np.array([7.0]))


def test_worthless_game() -> None:
    """Where nothing is worth anything, everyone gets nothing."""
    game = Game(("A", "B", "C"), np.zeros(8))
    assert nucleolus(game) == pytest.approx([0, 0, 0])
    assert shapley(game) == pytest.approx([0, 0, 0])
    assert has_core(game)


def test_simple_splits() -> None:
    """Own worth, marginal worth, synergy and its equal split; payments lead from one to other.

    Figures of the insurers: Lemaire, ASTIN Bulletin 21 (1991).
    """
    assert standalone(LEMAIRE) == pytest.approx([46125, 17437.5, 5812.5])
    assert marginal(LEMAIRE) == pytest.approx([59250, 36187.5, 20812.5])
    assert synergy(LEMAIRE) == pytest.approx(20625)
    assert equal_surplus(LEMAIRE) == pytest.approx([53000, 24312.5, 12687.5])
    realized = np.array([90000.0, 0, 0])
    payments = side_payments(nucleolus(LEMAIRE), realized)
    assert payments == pytest.approx([-37312.5, 24468.75, 12843.75])
    assert payments.sum() == pytest.approx(0, abs=1e-9)


def test_coalitions_and_masks() -> None:
    """Names, masks and sums of coalitions lead to each other."""
    assert LEMAIRE.players == ("A", "B", "C")
    assert (LEMAIRE.size, LEMAIRE.grand, LEMAIRE.total) == (3, 7, 90000)
    assert LEMAIRE.mask(["C", "A", "A"]) == 5
    assert LEMAIRE.coalition(5) == ("A", "C")
    assert LEMAIRE.value(("C", "A")) == 53812.5
    assert LEMAIRE.sums(np.array([1.0, 10, 100])).tolist() == [0, 1, 10, 11, 100, 101, 110, 111]
    assert [int((coalition_sizes(5) == k).sum()) for k in range(6)] == [
        math.comb(5, k) for k in range(6)
    ]


def test_game_from_mapping() -> None:
    """A mapping may give coalitions in any order; players come as mentioned or as asked."""
    values = {("B",): 5.0, ("B", "A"): 12.0, ("A",): 3.0}
    game = Game.from_mapping(values)
    assert game.players == ("B", "A")
    assert game.values.tolist() == [0, 5, 3, 12]
    assert Game.from_mapping(values, players="AB").values.tolist() == TWO.values.tolist()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({("A",): 1.0, ("B",): 1.0}, r"without a value: \[\('A', 'B'\)\]"),
        ({("A",): 1.0, ("B",): 1.0, ("A", "B"): 2.0, ("C",): 1.0}, r"unknown players: \[\['C'\]\]"),
        ({("A",): 1.0, ("B",): 1.0, ("A", "B"): 2.0, ("B", "A"): 3.0}, "given twice: 1"),
    ],
)
def test_incomplete_mapping(values: dict[tuple[str, ...], float], words: str) -> None:
    """A mapping that leaves out, invents or repeats coalitions is refused with their names."""
    with pytest.raises(ValueError, match=words):
        Game.from_mapping(values, players="AB")


@pytest.mark.parametrize(
    ("players", "values", "words"),
    [
        (("A", "A"), [0, 1, 1, 2], "different names"),
        ((), [0], "different names"),
        (("A", "B"), [0, 1, 2], r"4 values for 2 players, not an array of shape \(3,\)"),
        (("A",), [1, 1], "0 for the empty coalition"),
        (("A",), [0, math.nan], "must be finite"),
    ],
)
def test_what_is_no_game(players: tuple[str, ...], values: list[float], words: str) -> None:
    """Wrong names, shapes and numbers are refused."""
    with pytest.raises(ValueError, match=words):
        Game(players, np.array(values))


def test_values_cannot_change() -> None:
    """A game keeps its own copy of the values."""
    values = np.array([0.0, 1, 1, 3])
    game = Game(("A", "B"), values)
    values[3] = 9
    assert game.total == 3
    with pytest.raises(ValueError, match="read-only"):
        game.values[3] = 9
