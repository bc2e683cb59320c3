"""A flow or a line in parts: what keeps it from being larger, and what it costs or takes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from sim.results.trace.figures import BOUNDS, FIGURE, Part, Traced, Tracer
from sim.results.trace.made import Cells, Made
from sim.rules.families import FAMILIES
from sim.rules.metric import FLOW, MONEY, THOUSANDTH
from sim.solve.session import RowName, Session
from sim.studies.trace.limits import LimitCells

_PAID = ("haul_CNY_t", "handling_CNY_t", "border_CNY_t", "fee_CNY_t", "tax_CNY_t")
_NEAR = 1e-6
"""Share of a limit within which a row is at it."""


def trace_flow(tracer: Tracer, session: Session, routes: pd.Index) -> Traced:
    """Return what bounds a flow that goes over some routes, and what it costs."""
    terms = tracer.weigher.terms
    own = np.isin(terms.routes.index, routes)
    kt = np.where(own, terms.kt, 0.0)
    cells = [
        Cells(term.table, term.column, term.rows, kt[term.routes] * term.values * THOUSANDTH)
        for figure in _PAID
        for term in terms.of(figure)
    ]
    told = terms.routes[own]
    cost = float(np.sum(terms.kt[own] * told[list(_PAID)].sum(axis=1).to_numpy(float)))
    about = {*told["origin"], *told["destination"], *told["lot"], *told["quota"]}
    lines = tracer.network.lines
    about |= set(lines.index[lines["plant"].isin(set(told["destination"]))])
    bounds = _bounds(tracer, session, about, set(told["lot"]))
    return Traced(
        "flow",
        {},
        float(kt.sum()),
        FLOW,
        (
            Part(BOUNDS, FLOW, float(kt.sum()), bounds, is_sum=False),
            Part(FIGURE, MONEY, cost * THOUSANDTH, Made(tuple(cells))),
        ),
    )


def trace_line(tracer: Tracer, session: Session, line: str) -> Traced:
    """Return what bounds a line, and the rows of the waste that it takes up."""
    lines = tracer.tables["lines"]
    kt = float(lines.loc[lines["line"] == line, "uptake_kt_yr"].sum())
    takes = _taken_by(tracer, line)
    bounds = _bounds(tracer, session, {line}, None)
    return Traced(
        "line",
        {},
        kt,
        FLOW,
        (
            Part(BOUNDS, FLOW, kt, bounds, is_sum=False),
            Part(FIGURE, FLOW, kt, takes),
        ),
    )


def _taken_by(tracer: Tracer, line: str) -> Made:
    """Return what a line takes up, by what arises; a plant mixes what comes to it of a lot."""
    network, plan, terms = tracer.network, tracer.plan, tracer.weigher.terms
    fresh = network.lots["primary"] & network.lots["waste_like"]
    used = plan.use[(plan.use["line"] == line) & plan.use["lot"].map(fresh).eq(True)]
    counts = 0.0 if str(network.lines.loc[line, "counting"]) == "none" else 1.0
    taken = used.groupby("lot")["amount_kt_yr"].sum() * counts
    into = terms.routes["destination"].eq(str(network.lines.loc[line, "plant"])).to_numpy(bool)
    lots = terms.routes["lot"].to_numpy(object)
    cells: list[Cells] = []
    for lot, kt in taken.items():
        at = np.flatnonzero(into & (lots == lot))
        share = terms.kt[at] / terms.kt[at].sum()
        of = dict(zip(at.tolist(), (float(kt) * share).tolist(), strict=True))
        cells += [
            Cells(table, column, rows, np.array([of[i] for i in some.tolist()]))
            for table, column, some, rows in terms.arising(at)
        ]
    return Made(tuple(cells))


def _bounds(tracer: Tracer, session: Session, about: Iterable[Any], lots: set[str] | None) -> Made:
    """Return the limits at their bound that name one of some things.

    What planners set counts most, so that it comes first; then what arises; recipes last.
    """
    named = set(map(str, about)) - {""}
    kept: dict[RowName, float] = {}
    values = _row_values(session, tracer)
    for number, row in enumerate(session.arrays.row_names):
        name, index = row
        family = FAMILIES[name]
        parts = [str(part) for part in index if part not in tracer.network.periods]
        if not (family.is_priced or family.informs) or not parts or parts[0] not in named:
            continue
        if lots is not None and "lot" in family.index and not set(parts) & lots:
            continue
        if _is_at_bound(session, number, values[number]):
            kept[row] = 3.0 if family.is_limit else 1.0 if family.is_rule else 2.0
    return Made(LimitCells(tracer.case, tracer.network).cells(kept))


def _row_values(session: Session, tracer: Tracer) -> np.ndarray:
    columns = session.programme.columns.gather(
        {name: getattr(tracer.plan, name) for name in ("ship", "reclaim", "act", "buy", "use")}
        | {name: getattr(tracer.plan, name) for name in ("build", "close", "sized", "steps", "on")}
    )
    found: np.ndarray = session.arrays.matrix @ columns
    return found


def _is_at_bound(session: Session, row: int, value: float) -> bool:
    """Return whether a row is at one of its bounds."""
    bounds = float(session.arrays.lower[row]), float(session.arrays.upper[row])
    return any(abs(value - b) <= _NEAR * max(1.0, abs(b)) for b in bounds if np.isfinite(b))
