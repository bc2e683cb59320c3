"""Several years of a scenario planned together."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sim.checks.study import check_cases
from sim.errors import InfeasibleError, InputError, Problem
from sim.loader.case import Case
from sim.loader.change.over_years import CaseOverYears
from sim.network import Network, build_network
from sim.network.build import discount_rate
from sim.results.tables import ResultTables
from sim.results.tabulate import tabulate
from sim.rules.metrics import LEVEL_OF, METRICS
from sim.say.message import Message, message
from sim.studies.fairness import add_fairness, with_floors
from sim.studies.solve_case import Clock
from sim.years import YearsPlan, plan_years
from sim.years.rolling import plan_rolling
from sim.years.timeline import Timeline

_OF_ALL_YEARS = ("cost_CNY_t", "life_yr", "annuity_CNY_t")
"""What of a line that may be built has to be the same in every year."""


@dataclass(frozen=True)
class Sight:
    """What is reached where every year is decided knowing only the next ones."""

    foresight: int
    """Years known ahead."""
    plan: YearsPlan | None
    """None where what was decided leaves no plan for a later year."""
    why: Message | None = None
    """Which year that is."""


@dataclass(frozen=True)
class YearsFound:
    """A plan over several years with the tables of each."""

    over: CaseOverYears
    cases: tuple[Case, ...]
    """The case of each year, with the floors of `no_worse_off`."""
    plan: YearsPlan
    tables: tuple[ResultTables, ...]
    sight: Sight | None = None
    """What a planner reaches who sees only so far, if that was asked for."""

    @property
    def timeline(self) -> Timeline:
        """Return the years."""
        return self.plan.timeline


def study_years(over: CaseOverYears, clock: Clock) -> YearsFound:
    """Return the best plan over the years of a scenario.

    Raises
    ------
    InputError
        A year's input contradicts itself, or the scenario has what several years cannot have.
    InfeasibleError, UnboundedError, SolverLimitError
    """
    with clock.step("check"):
        check_years(over)
    with clock.step("network"):
        cases = tuple(with_floors(case, clock) for case in over.cases)
        networks = [build_network(case) for case in cases]
        check_costs(over, networks)
    timeline = timeline_of(over)
    with clock.step("solve"):
        plan = plan_years(networks, timeline, over.years.budget)
    with clock.step("tabulate"):
        both = zip(cases, plan.networks, plan.plans, strict=True)
        tables = tuple(tabulate(case, network, own) for case, network, own in both)
        for case, own in zip(cases, tables, strict=True):
            add_fairness(case, own, clock)
    return YearsFound(over, cases, plan, tables)


def look_ahead(found: YearsFound, foresight: int, clock: Clock) -> YearsFound:
    """Return a plan over years with what a planner reaches who sees so many years ahead."""
    networks, budget = found.plan.networks, found.over.years.budget
    with clock.step("solve"):
        try:
            plan = plan_rolling(networks, found.timeline, budget, foresight)
        except InfeasibleError as error:
            return replace(found, sight=Sight(foresight, None, error.message))
    return replace(found, sight=Sight(foresight, plan))


def timeline_of(over: CaseOverYears) -> Timeline:
    """Return the years of a scenario, with its rate of discount."""
    years = over.years
    given = years.discount_rate
    rate = discount_rate(over.case) if given is None else given
    return Timeline(tuple(years.at), years.spans, rate, years.lead)


def check_years(over: CaseOverYears) -> None:
    """Raise all that is wrong with the input of any year, and what several years cannot have.

    Raises
    ------
    InputError
    """
    check_cases(over.cases, _refuse_more(over.case))


def _refuse_more(case: Case) -> list[Problem]:
    """Return what of a scenario is not said of several years."""
    problems = []
    for stage, at in zip(case.scenario.objective, case.stages_at, strict=True):
        metric = METRICS[stage.metric]
        if stage.metric in LEVEL_OF or metric.needs_building or metric.needs_reference:
            what = message("years_no_stage", metric=stage.metric)
            problems.append(Problem(at, what, message("years_stage_hint"), "years"))
    for limit, at in zip(case.scenario.limits, case.limits_at, strict=True):
        named = METRICS.get(limit.metric)
        if named is not None and (named.needs_building or named.needs_reference):
            what = message("years_no_limit", metric=limit.metric)
            problems.append(Problem(at, what, message("years_limit_hint"), "years"))
    for entry, at in zip(case.scenario.expand, case.expand_at, strict=False):
        if entry.step or entry.scale or entry.opening or entry.at_least:
            what = message("years_no_steps")
            problems.append(Problem(at, what, message("years_steps_hint"), "years"))
    for _, at in zip(case.scenario.choose, case.choose_at, strict=False):
        problems.append(Problem(at, message("years_no_choose"), None, "years"))
    return problems


def check_costs(over: CaseOverYears, networks: list[Network]) -> None:
    """Refuse what is built that costs or lasts otherwise from year to year, or ends being built.

    Raises
    ------
    InputError
    """
    hint = message("years_cost_hint")
    before = networks[0].expansions.set_index("line")[list(_OF_ALL_YEARS)]
    for year, network in zip(over.years.at[1:], networks[1:], strict=True):
        own = network.expansions.set_index("line")[list(_OF_ALL_YEARS)]
        if len(gone := before.index.difference(own.index)):
            what = message("years_line_gone", line=str(gone[0]), year=year)
            raise InputError([Problem(over.case.file, what, hint, "years")])
        apart = ~np.isclose(before.to_numpy(), own.loc[before.index].to_numpy()).all(axis=1)
        if apart.any():
            what = message("years_cost_moves", line=str(before.index[apart][0]), year=year)
            raise InputError([Problem(over.case.file, what, hint, "years")])
        before = own
