"""Why no plan exists: an irreducible set of limits that cannot hold together.

Balances are never limits. The rows of one limit are switched off together: a recipe's share is
one row of the input tables, however many lines run the recipe. Whole families are left out
first, the most technical ones before those of policy; then every proof of infeasibility
(the row duals of the least gap, by Farkas' lemma) drops the limits it does not need; then each
limit that is left is tried alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

import numpy as np

from sim.errors import SolverLimitError
from sim.model import Programme, build_arrays, limit_rows
from sim.network import Network
from sim.rules.families import FAMILIES, by_group
from sim.say.message import message
from sim.solve.choices import loosen
from sim.solve.gaps import Gaps
from sim.solve.session import RowName, Session

LimitKey = tuple[str, tuple[str, ...]]
"""(constraint, what it is about), e.g. ("line_capacity", ("l1",)) or
("recipe_max", (recipe, material))."""
_ORDER = {name: n for n, name in enumerate(c for group in by_group().values() for c in group)}
"""Constraint -> its place, the most technical first: what is left out first."""
_ZERO = 1e-9


def list_limits(network: Network, names: Iterable[RowName]) -> dict[LimitKey, list[int]]:
    """Return every limit of a programme with its rows.

    Balances are left out, and so is what defines a recipe: inputs that add up to the whole,
    and equations of quality.
    """
    whole = {name: FAMILIES[name].identities(network) for name in _ORDER}
    limits: defaultdict[LimitKey, list[int]] = defaultdict(list)
    for row, (constraint, index) in enumerate(names):
        if constraint in _ORDER:
            words = _without_period(index, network)
            if words not in whole[constraint]:
                limits[constraint, FAMILIES[constraint].subject_of(words)].append(row)
    return dict(limits)


def _without_period(index: tuple[object, ...], network: Network) -> tuple[str, ...]:
    return tuple(str(i) for i in index if i not in network.periods)


class Switches:
    """The programme in an engine of its own, with limits that can be switched off."""

    def __init__(self, session: Session) -> None:
        self.limits = list_limits(session.network, session.arrays.row_names)
        self._is_mixed = bool(session.arrays.integer.any())
        self._gaps = Gaps(loosen(session.arrays), session.network.scenario.solver)

    def free(self, keys: Iterable[LimitKey]) -> None:
        """Switch limits off."""
        for key in keys:
            for row in self.limits[key]:
                self._gaps.free(row)

    def restore(self, keys: Iterable[LimitKey]) -> None:
        """Switch limits on again."""
        for key in keys:
            for row in self.limits[key]:
                self._gaps.restore(row)

    def is_feasible(self) -> bool:
        """Return whether a plan satisfies all limits that are on."""
        return self._gaps.can_be_closed()

    def blamed(self, among: Collection[LimitKey]) -> set[LimitKey]:
        """Return the limits with a part in the proof of infeasibility just found.

        Where something is to be opened or not there is no such proof: all may have a part.
        """
        weight = np.abs(self._gaps.proof)
        if self._is_mixed:
            return set(among)
        cut = _ZERO * float(weight.max(initial=0.0))
        return {key for key in among if any(weight[row] > cut for row in self.limits[key])}


def find_conflict(session: Session) -> list[LimitKey]:
    """Return limits that cannot hold together, while all but any one of them could.

    Empty where a plan exists. Sorted from policy to technique.

    Raises
    ------
    SolverLimitError
    """
    switches = Switches(session)
    if switches.is_feasible():
        return []
    left = _leave_families_out(switches)
    needed: set[LimitKey] = set()
    for key in sorted(left, key=lambda k: (_ORDER[k[0]], k)):
        if key not in left:
            continue
        if _can_go(switches, {key}):
            left -= {key}
            left = _shrink(switches, left, needed)
        else:
            needed.add(key)
    return sorted(left, key=lambda k: (-_ORDER[k[0]], k))


def _can_go(switches: Switches, keys: Collection[LimitKey]) -> bool:
    """Leave limits out for good if what remains is still a conflict."""
    switches.free(keys)
    if not switches.is_feasible():
        return True
    switches.restore(keys)
    return False


def _leave_families_out(switches: Switches) -> set[LimitKey]:
    """Return the limits of the families, and of the proof, that a conflict needs."""
    left = set(switches.limits)
    for constraint in _ORDER:
        family = {key for key in left if key[0] == constraint}
        if family and _can_go(switches, family):
            left -= family
    if switches.is_feasible() or not left:
        raise SolverLimitError(message("out_of_scale"))
    return _shrink(switches, left, set())


def _shrink(switches: Switches, left: set[LimitKey], needed: set[LimitKey]) -> set[LimitKey]:
    """Return what the last proof of infeasibility needs of a conflict."""
    spare = left - needed - switches.blamed(left)
    return left - spare if spare and _can_go(switches, spare) else left


def find_hopeless(network: Network) -> list[tuple[LimitKey, float]]:
    """Return the limits on nothing at all that cannot hold, each with what it would have to be.

    Nothing in the programme can change what they limit: a contract for a product that no line
    makes, a floor under the use of a waste that no line takes. A programme with such a limit
    cannot be handed to the solver.
    """
    programme = build_arrays(network)
    found = []
    for row in programme.hopeless:
        constraint, index = row.name
        if constraint not in _ORDER:
            continue
        key = constraint, FAMILIES[constraint].subject_of(_without_period(index, network))
        found.append((key, _fixed_value(programme, key)))
    return sorted(found, key=lambda pair: _ORDER[pair[0][0]])


def _fixed_value(programme: Programme, key: LimitKey) -> float:
    """Return the value of what no plan can change."""
    limits = limit_rows(programme.network)
    if not FAMILIES[key[0]].is_entry or key[1][0] not in limits:
        return 0.0
    limit = limits[key[1][0]]
    metric = programme.vectors(limit.metric, limit.asked)
    return metric.constant if metric.below is None else 0.0
