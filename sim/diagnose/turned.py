"""What turning a switch would do: solved again with all other choices as they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.diagnose.worth import MEASURES, measured_stages
from sim.errors import SimError
from sim.network.switches import BUILDS
from sim.solve.arrays import Floats
from sim.solve.choices import STEPS, SWITCH, Bounds
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
    """Return the measures with a switch turned; None where there is no plan.

    Another size class takes the place of the one chosen. In how many steps it is built is open.
    """
    kind, what, _ = key
    wanted: dict[Any, tuple[float, float]] = {}
    is_stepped = kind == BUILDS and (session.network.steps["line"] == what).any()
    for column, (name, index) in enumerate(session.arrays.column_names):
        value = float(np.round(chosen[column]))
        if name == "on":
            is_it, is_beside = index[:-1] == key, index[:2] == key[:2]
            value = 1.0 - value if is_it else 0.0 if is_beside else value
            wanted[SWITCH, index] = value, value
        elif name == "steps" and index[0] != what:
            wanted[STEPS, index] = value, value
    try:
        if is_stepped:
            session.make_choices(_choose_anew(session, wanted))
        else:
            session.make_choices(_values(session, chosen, wanted))
        return _figures(session)
    except SimError:
        return None


def _choose_anew(session: Session, wanted: Bounds) -> Floats:
    """Return what is best to choose under these bounds."""
    assert session.chooser is not None
    stages, weights = measured_stages(session), session.weights()
    return session.chooser.choose(stages, session.form, wanted, (), weights).values


def _values(session: Session, chosen: Floats, wanted: Bounds) -> Floats:
    """Return what is chosen, with the switches as wanted."""
    values = chosen.copy()
    for column, (name, index) in enumerate(session.arrays.column_names):
        if name == "on":
            values[column] = wanted[SWITCH, index][0]
    return values


def _figures(session: Session) -> dict[str, float]:
    """Return every measure of the best plan with the choices as they are made."""
    session.engine.reset()
    progress = session.in_order(measured_stages(session), {})
    assert progress.optimum is not None
    columns = progress.optimum.columns
    return {metric: session.form(metric).value(columns) for metric in MEASURES}
