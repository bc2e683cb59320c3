"""The value of cooperation: what every coalition is worth, and how the whole may be divided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from sim.errors import InputError, Problem
from sim.games.core import least_core, superadditive_failures
from sim.games.game import Game
from sim.games.shapley import sampled_coalitions, sampled_shapley
from sim.loader.case import Case
from sim.network import Network, build_network
from sim.network.open_trade import build_open_network, without_limits
from sim.network.players import Level, Players, find_players
from sim.results.names import Names
from sim.say.message import listed, message
from sim.solve import Session
from sim.solve.arrays import Floats
from sim.solve.coalition import CoalitionSolver, Worth
from sim.solve.production import Production, divide
from sim.studies.divisions import TOLERANCE, Division, divide_game
from sim.studies.joint_plan import JointPlans, plan_together, values_of
from sim.studies.memory import Memory
from sim.studies.synergy.coalitions import Values, all_coalitions, solve_coalitions
from sim.workers import Crew

MOST_EXACT = 12
"""Players up to which all coalitions are solved."""
SEED = 0


@dataclass(frozen=True)
class Valuation:
    """The game in one measure."""

    measure: str
    values: dict[int, float]
    """Mask -> value, of all coalitions or of those that were solved."""
    total: float
    alone: Floats
    marginal: Floats
    error: Floats | None
    """Standard error of the Shapley value; None where it is exact."""
    divisions: dict[str, Division]
    today: float
    """What the whole is worth under the scenario's own border rules."""
    losses: int | None
    """Pairs of coalitions that lose by joining, which should be none among those that keep all
    their least loads and contracts; None: not all solved."""
    missed: dict[int, frozenset[int]]
    """Mask -> rows of least loads and contracts that a coalition cannot keep, if there are any."""
    owen_excess: float
    """What a coalition that keeps all of them would gain over what shadow prices pay, at most."""
    least_core: float | None
    """The least that some group would gain by leaving, whatever the division: above nothing where
    the core is empty. None: not all solved."""

    @property
    def synergy(self) -> float:
        """Return what all gain by working together."""
        return self.total - float(self.alone.sum())

    @property
    def realized(self) -> float | None:
        """Return the part of the synergy that today's border rules already let happen."""
        if self.synergy <= TOLERANCE * self.scale:
            return None
        return (self.today - float(self.alone.sum())) / self.synergy

    @property
    def has_core(self) -> bool | None:
        """Return whether some division satisfies every group; None where it is not known."""
        return None if self.least_core is None else self.least_core <= TOLERANCE * self.scale

    @property
    def scale(self) -> float:
        """Return the largest value, which tolerances refer to."""
        return max(abs(v) for v in self.values.values()) or 1.0

    @property
    def shared(self) -> Division:
        """Return the division that payments are made by: Shapley, else the nearest in the core."""
        order = [self.divisions[n] for n in ("shapley", "nucleolus", "owen") if n in self.divisions]
        return next((division for division in order if division.in_core), order[0])


@dataclass(frozen=True)
class Synergy:
    """Everything a study of cooperation found."""

    case: Case
    network: Network
    players: Players
    production: Production
    valuations: dict[str, Valuation]
    """net_utilized (kt/yr), net_benefit (million CNY/yr)."""
    plans: JointPlans
    is_exact: bool
    samples: int
    """Orders of joining that the Shapley value is the mean of; 0 where it is exact."""

    @cached_property
    def limit_names(self) -> Names:
        """Return the names of limits in words."""
        return Names(self.network, self.case.tables["areas"])

    @property
    def payments(self) -> Floats:
        """Return what each player receives (+) or pays (-), million CNY/yr."""
        return self.valuations["net_benefit"].shared.payoff - self.plans.earned


@dataclass(frozen=True)
class Asked:
    """How a study is to be made."""

    level: Level = "province"
    crew: Crew = field(default_factory=Crew)
    samples: int = 50


def study_synergy(
    case: Case,
    asked: Asked,
    tell: Callable[[int, int], object] = lambda _done, _count: None,
    memory: Memory | None = None,
) -> Synergy:
    """Return what cooperation is worth among the players of a checked case.

    `tell` is called with how many values were found, and of how many; `memory` holds those that
    were found before.

    Raises
    ------
    InputError
        There are fewer than two players.
    SimError
        A coalition has no plan.
    """
    free = without_limits(case)
    network = build_open_network(free)
    players = find_players(network, asked.level)
    _need_two(players)
    session = Session(network)
    production = divide(session, players)
    count = len(players.names)
    is_exact = count <= MOST_EXACT
    masks = list(all_coalitions(count)) if is_exact else _sample(players, asked.samples)
    values = _solve(production, masks, asked.crew, tell, memory)
    today = values_of(build_network(free))
    valuations = {}
    for measure, found in values.items():
        solver = CoalitionSolver(production, measure)
        owen = solver.owen_point() if production.is_linear else None
        value = _value_exactly if is_exact else _value_by_sample
        valuations[measure] = value(measure, players, found, owen, today[measure], asked)
    plans = plan_together(session, players, production)
    samples = 0 if is_exact else asked.samples
    return Synergy(case, network, players, production, valuations, plans, is_exact, samples)


def _need_two(players: Players) -> None:
    if len(players.names) < 2:
        level = message(f"synergy_players_{players.level}")
        only = listed(players.names) if players.names else message("synergy_nobody")
        what = message("synergy_one_player", level=level, only=only)
        raise InputError(
            [Problem("--players", what, message("synergy_players_hint"), "one_player")]
        )


def _sample(players: Players, samples: int) -> list[int]:
    """Return the coalitions to solve: those of the sample, all singles, all but one."""
    count = len(players.names)
    everyone = (1 << count) - 1
    ends = {m for i in range(count) for m in (1 << i, everyone & ~(1 << i))}
    return sorted(ends | {*sampled_coalitions(players.names, samples, SEED), everyone})


def _solve(
    production: Production,
    masks: list[int],
    crew: Crew,
    tell: Callable[[int, int], object],
    memory: Memory | None,
) -> Values:
    count = len(masks) * len(production.measures)
    done = 0

    def more(solved: int) -> None:
        nonlocal done
        done += solved
        tell(done, count)

    tell(0, count)
    return solve_coalitions(production, masks, crew, more, memory)


def _value_exactly(
    measure: str,
    players: Players,
    worths: dict[int, Worth],
    owen: Floats | None,
    today: float,
    _asked: Asked,
) -> Valuation:
    """Return the game with every coalition solved."""
    found, missed = _apart(worths)
    game = Game(players.names, np.array([0.0, *(found[m] for m in sorted(found))]))
    divisions = divide_game(game, {} if owen is None else {"owen": owen})
    losses = [
        loss
        for loss in superadditive_failures(game, TOLERANCE)
        if not missed.keys() & {loss.first, loss.second, loss.first | loss.second}
    ]
    alone, marginal = _ends(found, len(players.names))
    return Valuation(
        measure,
        found,
        game.total,
        alone,
        marginal,
        None,
        divisions,
        today,
        len(losses),
        missed,
        _excess_of_able(found, missed, owen),
        _least_core(game, divisions["nucleolus"]),
    )


def _least_core(game: Game, nucleolus: Division) -> float:
    """Return the worst excess of the least core: that of the nucleolus, where there is a core."""
    return nucleolus.excess if nucleolus.in_core else least_core(game)[0]


def _apart(worths: dict[int, Worth]) -> tuple[dict[int, float], dict[int, frozenset[int]]]:
    """Return the values of coalitions, and what those cannot keep that cannot keep everything."""
    found = {mask: worth.value for mask, worth in worths.items()}
    return found, {mask: worth.missed for mask, worth in worths.items() if worth.missed}


def _excess_of_able(
    found: dict[int, float], missed: dict[int, frozenset[int]], payoff: Floats | None
) -> float:
    """Return the largest excess of coalitions that keep everything, or of all players.

    0 without a payoff.
    """
    if payoff is None:
        return 0.0
    everyone = (1 << len(payoff)) - 1
    able = found.keys() - missed.keys() - {everyone}
    return max((found[mask] - paid_to(payoff, mask) for mask in able), default=0.0)


def paid_to(payoff: Floats, mask: int) -> float:
    """Return what the members of a coalition get together."""
    return sum(float(x) for i, x in enumerate(payoff) if mask >> i & 1)


def _value_by_sample(
    measure: str,
    players: Players,
    worths: dict[int, Worth],
    owen: Floats | None,
    today: float,
    asked: Asked,
) -> Valuation:
    """Return the game with the coalitions of a sample solved."""
    found, missed = _apart(worths)
    estimate = sampled_shapley(players.names, found.__getitem__, asked.samples, SEED)
    scale = max(abs(v) for v in found.values()) or 1.0
    divisions = {}
    payoffs = {"shapley": estimate.mean, **({} if owen is None else {"owen": owen})}
    for name, payoff in payoffs.items():
        worst, excess = _worst_of(found, payoff)
        divisions[name] = Division(name, payoff, excess <= TOLERANCE * scale, worst, excess)
    total = found[(1 << len(players.names)) - 1]
    alone, marginal = _ends(found, len(players.names))
    return Valuation(
        measure,
        found,
        total,
        alone,
        marginal,
        estimate.error,
        divisions,
        today,
        None,
        missed,
        _excess_of_able(found, missed, owen),
        None,
    )


def _ends(found: dict[int, float], count: int) -> tuple[Floats, Floats]:
    """Return what each player is worth alone, and what each adds to all others."""
    everyone = (1 << count) - 1
    alone = np.array([found[1 << i] for i in range(count)])
    without = np.array([found[everyone & ~(1 << i)] for i in range(count)])
    return alone, found[everyone] - without


def _worst_of(found: dict[int, float], payoff: Floats) -> tuple[int, float]:
    """Return the solved coalition that gains least by staying, and what it would gain."""
    everyone = (1 << len(payoff)) - 1
    excess = {
        mask: value - paid_to(payoff, mask) for mask, value in found.items() if mask != everyone
    }
    worst = max(excess, key=lambda mask: (excess[mask], -mask.bit_count(), -mask))
    return worst, excess[worst]
