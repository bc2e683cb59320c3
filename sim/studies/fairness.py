"""Fairness: what each player could do alone, as a floor, and what fair plans cost.

Alone, a player has its own wastes, lines, sinks and markets, and trades with nobody
(`sim.solve.coalition`). What it then utilizes of its waste, net, is its floor. All players can
have theirs at once: together they can do what each does alone. Caps and floors of the scenario
itself may stand against it; then the scenario has no plan, and `sim explain` says why.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, Literal

from sim.loader.case import Case
from sim.loader.load import Loaded
from sim.network import build_network
from sim.network.players import find_players
from sim.results import credit, kpis
from sim.results.tables import ResultTables
from sim.rules.metrics import LEVEL_OF
from sim.scenario.document import Scenario, Stage, StandAlone
from sim.scenario.records import records
from sim.solve import Session
from sim.solve.coalition import CoalitionSolver, members_of
from sim.solve.production import divide
from sim.studies.solve_case import Clock

UTILIZED: Literal["net_utilized"] = "net_utilized"
_ROOM = 1e-9
"""Part of a stand-alone value that its floor stays below it, for rounding."""
_COMPARED = ("utilization_rate", "net_utilized", "net_cost", "least_rate", "rate_spread")


def with_floors(case: Case, clock: Clock) -> Case:
    """Return the case with the floors of `no_worse_off`; as it is where that is not asked for.

    Raises
    ------
    InfeasibleError
        A player has no plan alone, even where lines whose least load needs others stand still.
    """
    level = case.scenario.no_worse_off
    if level is None or any(isinstance(limit, StandAlone) for limit in case.scenario.limits):
        return case
    with clock.step("stand_alone"):
        alone = stand_alone(case, level)
    floors = [_floor(level, player, value) for player, value in alone.items() if value > 0]
    scenario = case.scenario.model_copy(update={"limits": [*case.scenario.limits, *floors]})
    places = [*case.limits_at, *[case.no_worse_off_at] * len(floors)]
    return replace(case, scenario=scenario, limits_at=places)


def load_with_floors(loaded: Loaded, case: Case, clock: Clock) -> tuple[Loaded, Case]:
    """Return rows and case with the floors of `no_worse_off`."""
    fair = with_floors(case, clock)
    return replace(loaded, scenario=fair.scenario), fair


def stand_alone(case: Case, level: Any) -> dict[str, float]:
    """Return player -> kt/yr of its own waste that it utilizes net when it is alone.

    Players without a name, or that generate nothing, are left out.

    Raises
    ------
    InfeasibleError, SolverLimitError
    """
    free = {
        "limits": [],
        "choose": [],
        "solver": case.scenario.solver.exact,
        "objective": [Stage(maximize=UTILIZED)],
        "no_worse_off": None,
        "sweep": None,
    }
    scenario = case.scenario.model_copy(update=free)
    network = build_network(replace(case, scenario=scenario, choose_at=[], picked=()))
    players = find_players(network, level)
    solver = CoalitionSolver(divide(Session(network), players), UTILIZED)
    named = set(network.zones[level].reindex(network.supply["zone"]).dropna()) - {""}
    count = len(players.names)
    return {
        name: solver.value(members_of(1 << number, count))
        for number, name in enumerate(players.names)
        if name in named
    }


def _floor(level: str, player: str, value: float) -> StandAlone:
    content = {"floor": UTILIZED, level: player, "at": f"{value * (1.0 - _ROOM):.12g} kt/yr"}
    return StandAlone.model_validate(content)


@dataclass(frozen=True)
class Unfair:
    """The plan of a scenario without its wishes for fairness."""

    figures: dict[str, float]
    """Metric -> value."""
    rates: dict[tuple[str, str], float]
    """(level, area) -> net rate; provinces and cities."""
    amounts: dict[tuple[str, str], float]
    """(level, area) -> net utilized, kt/yr."""


def without_fairness(scenario: Scenario) -> Scenario:
    """Return a scenario without stages and limits of balance, and without stand-alone floors.

    Where nothing else is wanted, the rate and then the cost are.
    """
    stages = [stage for stage in scenario.objective if stage.metric not in LEVEL_OF]
    limits = [
        limit
        for limit in scenario.limits
        if limit.metric not in LEVEL_OF and not isinstance(limit, StandAlone)
    ]
    default = [Stage(maximize="utilization_rate"), Stage(minimize="net_cost")]
    return scenario.model_copy(
        update={"objective": stages or default, "limits": limits, "no_worse_off": None}
    )


def solve_without(case: Case) -> Unfair:
    """Return the figures of a case's plan without its wishes for fairness.

    Raises
    ------
    InfeasibleError, UnboundedError, SolverLimitError
    """
    free = replace(case, scenario=without_fairness(case.scenario))
    network = build_network(free)
    plan = Session(network).solve()
    wastes = credit.tabulate_wastes(network, plan)
    figures = kpis.compute_kpis(network, plan, wastes)
    rates: dict[tuple[str, str], float] = {}
    amounts: dict[tuple[str, str], float] = {}
    for level in ("province", "city"):
        area = network.zones[level].reindex(wastes["zone"]).to_numpy()
        columns = ["generation_kt_yr", "legacy_used_kt_yr", "net_utilized_kt_yr"]
        for row in records(wastes.groupby(area)[columns].sum()):
            base = row.generation_kt_yr + row.legacy_used_kt_yr
            rates[level, row.Index] = row.net_utilized_kt_yr / base if base > 0 else math.nan
            amounts[level, row.Index] = float(row.net_utilized_kt_yr)
    return Unfair(figures, rates, amounts)


def add_fairness(case: Case, tables: ResultTables, clock: Clock) -> None:
    """Add to a summary what fairness costs, and how each player fares against being alone."""
    if not case.scenario.is_fair:
        return
    with clock.step("fairness"):
        unfair = solve_without(case)
    fair = kpis.read_figures(tables.summary["kpis"])
    points = 100.0 * (unfair.figures["utilization_rate"] - fair["utilization_rate"])
    tables.summary["price_of_fairness"] = {
        "rate_points": _known(points),
        "net_cost_MCNY_yr": fair["net_cost"] - unfair.figures["net_cost"],
        "with": {name: _known(fair[name]) for name in _COMPARED if name in fair},
        "without": {
            name: _known(unfair.figures[name]) for name in _COMPARED if name in unfair.figures
        },
        "areas": _compare_areas(case, tables, unfair),
    }


def _compare_areas(case: Case, tables: ResultTables, unfair: Unfair) -> list[dict[str, Any]]:
    """Return each area of the levels in question: with fairness, without, and alone."""
    scenario = case.scenario
    levels = {*scenario.balanced, *([scenario.no_worse_off] if scenario.no_worse_off else [])}
    alone = {
        (level, name): limit.amount
        for limit in scenario.limits
        if isinstance(limit, StandAlone)
        for level, name in limit.scope.items()
    }
    rows = []
    areas = tables["areas"]
    for row in records(areas[areas["level"].isin(levels)]):
        key = (row.level, row.area)
        rate = unfair.rates.get(key, math.nan)
        rows.append(
            {
                "level": row.level,
                "area": row.area,
                "name_en": row.name_en,
                "name_zh": row.name_zh,
                "rate": _known(row.utilization_rate_pct / 100.0),
                "rate_without": _known(rate),
                "net_utilized_kt_yr": float(row.net_utilized_kt_yr),
                "without_kt_yr": unfair.amounts.get(key),
                "alone_kt_yr": alone.get(key),
            }
        )
    return rows


def _known(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
