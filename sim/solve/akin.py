"""Where to begin with a programme: at the bases that one like it ended with."""

from __future__ import annotations

from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from sim.model.columns import KEYS
from sim.network import Network
from sim.rules.rows import locate
from sim.solve.arrays import Ints
from sim.solve.engine import Bases
from sim.solve.replan import NEAR
from sim.solve.session import Session

_ROUTE = ["origin", "destination", "lot", "way"]
_Status = highspy.HighsBasisStatus


def begin_like(session: Session, other: Session) -> None:
    """Have the first solve of a session go on from what one of most of its rows and columns found.

    What is only here stands at nothing, rows that are only here are slack: the solver makes a basis
    of it. Where the stages are others nothing is taken over.
    """
    here, there = session.network, other.network
    if here.scenario.objective != there.scenario.objective or here.periods != there.periods:
        return
    columns = _find_columns(session, other)
    rows = np.array([other.row_of.get(name, -1) for name in session.arrays.row_names], dtype=int)
    many, count = len(other.arrays.row_names), len(rows)
    bases: Bases = {
        (stage, count): (len(columns), _translate(basis, columns, rows))
        for (stage, known), (_, basis) in other.engine.bases.items()
        if known == many
    }
    session.engine.bases |= bases
    session.rates |= other.rates
    # Further columns may pay, but no row is violated by them.
    session.engine.primal = bool((columns < 0).any())


def go_on_from(session: Session, other: Session) -> None:
    """Have the only solve of a session start near the end: from the stages of one much like it.

    Ties are broken from where the last stage ends.
    """
    begin_like(session, other)
    stages = range(len(session.network.scenario.objective))
    bases = {at: known for at, known in session.engine.bases.items() if at[0] in stages}
    session.engine.bases = bases
    for name, value in NEAR.items() if bases else ():
        session.engine.highs.setOptionValue(name, value)
    session.engine.primal = False


def _find_columns(session: Session, other: Session) -> Ints:
    """Return the column of the other session that each column stands for; -1 without one."""
    own, theirs = session.programme.columns, other.programme.columns
    many = len(session.network.periods)
    found = np.full(own.count, -1, dtype=np.int64)
    for variable in KEYS:
        if variable == "ship":
            at = locate(_routes(other.network), _routes(session.network))
        else:
            at = locate(theirs.keys[variable], own.keys[variable])
        block = np.append(theirs.block(variable), -1)
        found[own.block(variable)] = np.where(at >= 0, block[at], -1)
    spread = found[:, None] * many + np.arange(many)
    return np.where(found[:, None] >= 0, spread, -1).ravel()


def _routes(network: Network) -> Any:
    return network.routes[_ROUTE]


def _translate(basis: Any, columns: Ints, rows: Ints) -> Any:
    """Return a basis for other columns and rows; more or fewer may be basic than has to be."""
    new = highspy.HighsBasis()
    new.col_status = _take(basis.col_status, columns, _Status.kLower)
    new.row_status = _take(basis.row_status, rows, _Status.kBasic)
    new.valid, new.alien = True, True
    return new


def _take(status: Any, at: NDArray[Any], otherwise: Any) -> list[Any]:
    known = [*status, otherwise]
    return [known[i] for i in at.tolist()]
