"""What turning a switch would do: solved again with all other choices as they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.diagnose.worth import MEASURES, measured_stages
from sim.errors import SimError
from sim.solve.arrays import Floats
from sim.solve.plan import Plan
from sim.solve.session import Session

MOST = 20
"""How many switches are turned, those with the largest fixed cost first."""


@dataclass(frozen=True)
class Turned:
    """A switch that was turned."""

    switch: tuple[str, str, str]
    """Kind, id, option."""
    change: Mapping[str, float] | None
    """Metric -> its change; None where there is no plan so."""


def turn_each(session: Session, plan: Plan, most: int = MOST) -> tuple[Turned, ...]:
    """Return what turning each switch alone would change; the session is left as it was found.

    The whole takes no longer than one solve may.
    """
    if not session.chooses or not len(plan.on):
        return ()
    switches = session.network.switches
    order = switches.sort_values("fixed_MCNY_yr", ascending=False, kind="stable").index[:most]
    before, chosen = _figures(session), session.chosen
    found = []
    try:
        for number in sorted(order):
            key = tuple(switches.loc[number, ["kind", "id", "option"]])
            after = _turned(session, chosen, key)
            change = after and {m: after[m] - before[m] for m in before}
            found.append(Turned(key, change))
    finally:
        session.make_choices(chosen)
    return tuple(found)


def _turned(session: Session, chosen: Floats, key: tuple[str, str, str]) -> dict[str, float] | None:
    """Return the measures with a switch turned; None where there is no plan."""
    other = chosen.copy()
    for column, (name, index) in enumerate(session.arrays.column_names):
        if name == "on" and index[:-1] == key:
            other[column] = 1.0 - np.round(chosen[column])
    session.make_choices(other)
    try:
        return _figures(session)
    except SimError:
        return None


def _figures(session: Session) -> dict[str, float]:
    """Return every measure of the best plan with the choices as they are made."""
    session.engine.reset()
    progress = session.in_order(measured_stages(session), {})
    assert progress.optimum is not None
    columns = progress.optimum.columns
    return {metric: session.form(metric).value(columns) for metric in MEASURES}
