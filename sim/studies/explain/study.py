"""Why a scenario has no plan and what would give it one; or, where it has one, what binds.

Limits conflict irreducibly (`sim.diagnose.conflict`). A way out lets one limit give, or one family
of limits; only limits of the conflict's families can help, because the others leave the
conflict as it is. Every way out is applied to the scenario and tried before it is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from sim.checks import check_case
from sim.diagnose.conflict import LimitKey, find_conflict, find_hopeless
from sim.diagnose.elastic import Elastic, is_possible
from sim.errors import InfeasibleError, InputError
from sim.loader.case import Case
from sim.loader.load import Loaded, load_rows, make_case
from sim.network import Generation, Network, build_network, liken
from sim.results.prices import ARISING
from sim.rules.families import FAMILIES, by_group
from sim.solve import Session
from sim.solve.arrays import Floats
from sim.studies.explain.edits import Edit, apply_edits, plan_edit, plan_rule_edit
from sim.studies.explain.limits import GROUP, Limitation, Limits
from sim.studies.fairness import load_with_floors
from sim.studies.solve_case import Clock, solve_network
from sim.studies.sweep.bounds import RIGHT_HAND_SIDES, tables_of

_MOST_ALONE = 12
_RENEWED = {
    table: RIGHT_HAND_SIDES[table] for table in ("legacy", "lines", "markets", "sinks", "terminals")
}
"""Table -> columns of which a network is made of another one that has other values there."""
TOGETHER = "together"
"""Name of the way out in which limits of all families give."""


@dataclass(frozen=True)
class WayOut:
    """Edits of the scenario that together give it a plan."""

    family: str
    """Family of the limits that give, or `together`."""
    edits: tuple[Edit, ...]

    @property
    def change(self) -> float:
        """Return the sum of the changes relative to the old values."""
        return sum(edit.relative for edit in self.edits)


@dataclass(frozen=True)
class Explanation:
    """What is to be said about a scenario."""

    scenario: str
    title: dict[str, str]
    status: str
    """infeasible or feasible."""
    conflict: tuple[Limitation, ...] = ()
    """Limits that cannot hold together, while all but any one of them could."""
    ways: tuple[WayOut, ...] = ()
    """The smallest change first."""
    binding: pd.DataFrame = field(default_factory=pd.DataFrame)
    """The table of prices with `at`, the `file:line` of each limit."""


def explain(path: Path, clock: Clock) -> Explanation:
    """Return the explanation of a scenario file, whether it has a plan or not.

    Raises
    ------
    InputError, SolverLimitError, UnboundedError
    """
    return explain_rows(*_load(path, clock), clock)


def explain_loaded(loaded: Loaded, case: Case, clock: Clock) -> Explanation:
    """Return the explanation of a checked case, given with the rows that it was made of.

    Raises
    ------
    SolverLimitError, UnboundedError
    """
    return explain_rows(*load_with_floors(loaded, case, clock), clock)


def explain_rows(loaded: Loaded, case: Case, clock: Clock) -> Explanation:
    """Return the explanation of a case whose floors of `no_worse_off` stand among its limits."""
    with clock.step("network"):
        network = build_network(case, Generation())
    try:
        prices = solve_network(case, network, clock)["prices"]
        prices = prices[prices["class"] != ARISING]
    except InfeasibleError:
        return _explain_conflict(loaded, case, clock, network)
    with clock.step("explain"):
        limits = Limits(loaded, case, _with_every_route(case, network))
        places = [
            _place(limits, *pair)
            for pair in zip(prices["constraint"], prices["index"], strict=True)
        ]
    return Explanation(*_head(case), "feasible", binding=prices.assign(at=places))


def explain_conflict(path: Path, clock: Clock) -> Explanation:
    """Return why the scenario of a file, which has no plan, has none, and the ways out.

    Raises
    ------
    InputError, SolverLimitError
    """
    return _explain_conflict(*_load(path, clock), clock)


def _load(path: Path, clock: Clock) -> tuple[Loaded, Case]:
    with clock.step("load"):
        loaded = load_rows(path)
        case = make_case(loaded)
    with clock.step("check"):
        check_case(case)
    return load_with_floors(loaded, case, clock)


def _head(case: Case) -> tuple[str, dict[str, str]]:
    title = case.scenario.title
    return case.scenario.name, {"en": title.en, "zh": title.zh or title.en}


def _place(limits: Limits, constraint: str, index: str) -> str:
    """Return the `file:line` of a limit of the table of prices."""
    if constraint not in GROUP:
        return ""
    subject = FAMILIES[constraint].subject_of(tuple(index.split("|")))
    return limits.describe((constraint, subject)).at


def _with_every_route(case: Case, network: Network) -> Network:
    """Return the network of a case; in a large region with the routes that are yet to come."""
    return build_network(case) if network.grows else network


def _explain_conflict(
    loaded: Loaded, case: Case, clock: Clock, network: Network | None = None
) -> Explanation:
    """Return the conflict and the ways out; `network` may be given where it is built."""
    with clock.step("network"):
        network = build_network(case) if network is None else _with_every_route(case, network)
    limits = Limits(loaded, case, network)
    try:
        with clock.step("model"):
            session = Session(network)
    except InfeasibleError:
        return _explain_hopeless(limits, clock)
    with clock.step("conflict"):
        conflict = find_conflict(session)
    with clock.step("ways_out"):
        ways = _find_ways(session, limits, conflict)
    found = tuple(limits.describe(key) for key in conflict)
    return Explanation(*_head(case), "infeasible", found, tuple(ways))


def _explain_hopeless(limits: Limits, clock: Clock) -> Explanation:
    """Return the explanation of a scenario with limits that nothing can be done about."""
    loaded, head = limits.loaded, _head(limits.case)
    found = [(limits.describe(key), needs) for key, needs in find_hopeless(limits.network)]
    planned = [plan_edit(limits, limit, needs) for limit, needs in found]
    edits = tuple(edit for edit in planned if edit is not None)
    first = tuple(limit for limit, _ in found[:1])
    edited = apply_edits(loaded, edits)
    if edited is None or not edits:
        return Explanation(*head, "infeasible", first)
    if works(limits, edits):
        return Explanation(*head, "infeasible", first, (WayOut(first[0].family, edits),))
    rest = _explain_conflict(edited, make_case(edited), clock)
    ways = (WayOut(TOGETHER, (*edits, *way.edits)) for way in rest.ways)
    return Explanation(*head, "infeasible", first, tuple(ways))


def _find_ways(session: Session, limits: Limits, conflict: list[LimitKey]) -> list[WayOut]:
    """Return the ways out that were tried with success, the smallest change first."""
    elastic = Elastic(session)
    ways = _tried(limits, _propose(elastic, session, limits, conflict))
    if not ways:
        ways = _tried(limits, _propose_together(elastic, session, limits))
    return sorted(ways, key=lambda way: way.change)


def _tried(limits: Limits, proposals: Iterator[WayOut]) -> list[WayOut]:
    """Return the proposals that give the scenario a plan; of equal ones the first."""
    found: dict[frozenset[LimitKey], WayOut] = {}
    for way in proposals:
        touched = frozenset(edit.limit.key for edit in way.edits)
        if touched and touched not in found and works(limits, way.edits):
            found[touched] = way
    return list(found.values())


def works(limits: Limits, edits: Sequence[Edit]) -> bool:
    """Return whether the scenario has a plan with edits applied."""
    edited = apply_edits(limits.loaded, edits)
    if edited is None:
        return False
    case = make_case(edited)
    try:
        check_case(case)
        return is_possible(Session(_network_with_edits(limits, edited, case)))
    except (InputError, InfeasibleError):
        return False


def _network_with_edits(limits: Limits, edited: Loaded, case: Case) -> Network:
    """Return the network of an edited case: of the scenario's own where only limits are others."""
    if tables_of(limits.loaded, edited, _RENEWED):
        return build_network(case)
    return liken(limits.network, limits.case, case) or build_network(case)


def _propose(
    elastic: Elastic, session: Session, limits: Limits, conflict: list[LimitKey]
) -> Iterator[WayOut]:
    """Yield a way for each limit of policy in the conflict, then for each family in it."""
    alone = list(dict.fromkeys(elastic.alike(key)[0] for key in conflict if _gives_alone(key)))
    for key in alone[:_MOST_ALONE]:
        edit = _give_alone(elastic, limits, key)
        if edit is not None:
            yield WayOut(GROUP[key[0]], (edit,))
    families = {GROUP[key[0]] for key in conflict}
    for family in [name for name in reversed(by_group()) if name in families]:
        keys = [key for key in elastic.limits if GROUP[key[0]] == family]
        yield WayOut(family, _give(elastic, session, limits, keys))


def _gives_alone(key: LimitKey) -> bool:
    """Return whether a limit is policy: then it is also tried by itself."""
    conflict = FAMILIES[key[0]].conflict
    return conflict is not None and conflict.group.gives_alone


def _propose_together(elastic: Elastic, session: Session, limits: Limits) -> Iterator[WayOut]:
    """Yield a way in which limits of several families give; quality and recipes only if needed."""
    keys = list(elastic.limits)
    firm = [key for key in keys if not FAMILIES[key[0]].is_rule]
    for some in (firm, keys):
        edits = _give(elastic, session, limits, some)
        if edits:
            yield WayOut(TOGETHER, edits)
            return


def _give_alone(elastic: Elastic, limits: Limits, key: LimitKey) -> Edit | None:
    """Return the edit by which one limit alone would give a plan."""
    if FAMILIES[key[0]].is_entry:
        best = elastic.best(key)
    else:
        columns = elastic.loosen([key])
        best = None if columns is None else elastic.needs(key, columns)
    return None if best is None else plan_edit(limits, limits.stated(key), best)


def _give(
    elastic: Elastic, session: Session, limits: Limits, keys: Sequence[LimitKey]
) -> tuple[Edit, ...]:
    """Return the edits by which some limits together would give a plan; none where they cannot."""
    giving = [key for key in keys if elastic.may_give(key)]
    columns = elastic.loosen(giving)
    if columns is None:
        return ()
    first = dict.fromkeys(elastic.alike(key)[0] for key in giving if elastic.gives(key, columns))
    edits = [_edit(elastic, session, limits, key, columns) for key in first]
    found = [edit for edit in edits if edit is not None]
    return tuple(sorted(found, key=lambda edit: (-edit.relative, edit.limit.key)))


def _edit(
    elastic: Elastic, session: Session, limits: Limits, key: LimitKey, columns: Floats
) -> Edit | None:
    limit = limits.stated(key)
    if FAMILIES[key[0]].is_formula:
        return plan_rule_edit(limits, limit, session, columns)
    return plan_edit(limits, limit, elastic.needs(key, columns))
