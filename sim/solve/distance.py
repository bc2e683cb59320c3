"""Plans as vectors of flows and loads, and how far one is from another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from sim.model.columns import AUXILIARY, KEYS
from sim.network import Network
from sim.solve.arrays import Floats
from sim.solve.plan import Plan
from sim.solve.session import Session

COUNTED_ROLES = ("utilization", "chain")
"""Flows that make up a plan: waste to lines, and what lines pass on; not what is left over."""
FLOW_KEY = ["origin", "destination", "material"]


@dataclass(frozen=True)
class Space:
    """Sums of columns that stand for something: all flows, or all lines."""

    keys: pd.DataFrame
    """What each sum stands for, sorted."""
    sums: csr_array
    """Sums x columns of the programme."""

    def direction(self, weights: Floats) -> Floats:
        """Return the direction over the columns that weighs the sums."""
        return np.asarray(self.sums.T @ weights, dtype=float)

    def one(self, number: int) -> Floats:
        """Return the direction of a single sum."""
        weights = np.zeros(len(self.keys))
        weights[number] = 1.0
        return self.direction(weights)


def counted_routes(network: Network) -> pd.DataFrame:
    """Return origin, destination and material of the routes that make up a plan, by route."""
    routes = network.routes[network.routes["role"].isin(COUNTED_ROLES)]
    material = network.lots["material"].reindex(routes["lot"]).to_numpy()
    return routes[["origin", "destination"]].assign(material=material)


def flow_space(session: Session) -> Space:
    """Return the flows of a plan: kt/yr by origin, destination and material, of all modes."""
    return _space(session, counted_routes(session.network), "ship", FLOW_KEY)


def line_space(session: Session) -> Space:
    """Return the activity of every line, kt/yr."""
    lines = session.network.lines.index.rename(None).to_frame(name="line")
    return _space(session, lines, "act", ["line"])


def _space(session: Session, members: pd.DataFrame, variable: str, key: list[str]) -> Space:
    """Add up the columns of a variable whose first index is a member, by the member's key."""
    keys = members.drop_duplicates().sort_values(key, ignore_index=True)[key]
    number = {tuple(row): n for n, row in enumerate(keys.itertuples(index=False))}
    at = {m: number[tuple(row)] for m, *row in members[key].itertuples()}
    names = session.arrays.column_names
    where = [(at[i[0]], c) for c, (v, i) in enumerate(names) if v == variable and i[0] in at]
    rows, columns = np.array(where, dtype=int).reshape(-1, 2).T
    ones = np.ones(len(where))
    return Space(keys, csr_array((ones, (rows, columns)), shape=(len(keys), len(names))))


def transit_rows(session: Session, columns: Floats) -> list[Floats]:
    """Return the rows that, kept at zero or below, let a plant pass on no more than it makes.

    Without them a plan may send a material round in a circle, for nothing and without end. The
    given plan keeps to all rows; what it passes on itself stays free.
    """
    matrix, names = session.arrays.matrix.tocsr(), session.arrays.column_names
    is_ship = np.array([variable == "ship" for variable, _ in names])
    rows = []
    for (constraint, _), number in session.row_of.items():
        if constraint != "plant_balance":
            continue
        line = matrix[[number]].toarray().ravel()
        sent, arrived = is_ship & (line < 0), is_ship & (line > 0)
        row = -line * (sent | (~is_ship & (line > 0)))
        if sent.any() and arrived.any() and row @ columns <= 0.0:
            rows.append(row)
    return rows


def plan_columns(session: Session, plan: Plan) -> Floats:
    """Return the columns of the programme in a plan, the inverse of taking it apart."""
    return session.programme.columns.gather(
        {name: getattr(plan, name) for name in KEYS if name not in AUXILIARY}
    )


def distance(a: Floats, b: Floats) -> float:
    """Return how much is moved otherwise: half the sum of the differences, kt/yr."""
    return float(np.abs(a - b).sum()) / 2
