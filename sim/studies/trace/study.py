"""Tracing a figure of a scenario, or of the results of one, to the rows of its input."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from sim.checks import check_case
from sim.diagnose.worth import measure
from sim.errors import InputError, Problem
from sim.folders.marker import read_marker
from sim.loader import load_case
from sim.loader.case import Case
from sim.loader.read.words import list_some, show, suggest
from sim.network import Generation, build_network
from sim.results.kpis import read_figures
from sim.results.names import Names
from sim.results.trace.figures import Part, Traced, Tracer
from sim.results.trace.rows import RowReader, lean_on_assumed, tabulate_trace
from sim.say.message import Message, message
from sim.solve import Session
from sim.solve.session import RowName
from sim.studies.compare.study import read_run
from sim.studies.fairness import with_floors
from sim.studies.solve_case import Clock
from sim.studies.trace.asked import COMMAND, FIGURE, FLOW, LINE, PRICE, Asked
from sim.studies.trace.flow import trace_flow, trace_line
from sim.studies.trace.price import trace_price

CLOSE = 1e-6
"""Share of a figure by which a plan found again may differ from the one that was written."""


@dataclass(frozen=True)
class Given:
    """What is to be traced: a case, and what is known of its results."""

    case: Case
    note: Message | None = None
    """Which rows are told, where they are not those of the project as it is now."""
    figures: dict[str, float] | None = None
    """The figures of the results folder that was given."""


@dataclass(frozen=True)
class Found:
    """A figure with the rows that it is made of."""

    case: Case
    asked: Asked
    traced: Traced
    rows: pd.DataFrame
    """See `sim.results.trace.rows.COLUMNS`."""
    called: Mapping[str, str]
    """What a limit whose price was asked for, or a line, is called: en and zh."""
    notes: tuple[Message, ...] = ()

    def of_part(self, part: Part) -> pd.DataFrame:
        """Return the rows of a part, the largest first."""
        return self.rows[self.rows["part"] == part.name]

    @cached_property
    def assumed(self) -> dict[str, float]:
        """Part -> share of it that is of assumed rows."""
        return {part.name: lean_on_assumed(self.of_part(part)) for part in self.traced.parts}


def open_given(path: Path) -> Given:
    """Return the case of a scenario file, or of the scenario that a results folder is of.

    Of a folder whose input has changed since, the rows are those that it recorded.

    Raises
    ------
    InputError
        The scenario is wrong, or the folder is no results folder.
    """
    if not path.is_dir():
        case = load_case(path)
        check_case(case)
        return Given(case)
    run = read_run(path)
    figures = read_figures(run.results.summary["kpis"])
    marker = read_marker(path)
    source = _source_of(path, marker.sources) if marker else None
    if source is not None and source.is_file():
        case = load_case(source)
        if marker is not None and case.inputs == marker.inputs:
            return Given(case, None, figures)
    return Given(run.case, message("trace_changed", folder=str(path)), figures)


def _source_of(folder: Path, sources: tuple[tuple[str, str], ...]) -> Path | None:
    """Return the scenario that a folder was made from; None where that cannot be told."""
    if len(sources) != 1:
        return None
    file, root = sources[0]
    if root:
        return Path(root) / file
    above = (parent / file for parent in folder.resolve().parents)
    return next((path for path in above if path.is_file()), None)


def trace(given: Given, asked: Asked, clock: Clock) -> Found:
    """Return the rows that a figure is made of, of the best plan of a case.

    Raises
    ------
    InputError
        The limit binds nowhere, or the flow carries nothing.
    InfeasibleError, UnboundedError, SolverLimitError
    """
    case = with_floors(given.case, clock)
    with clock.step("network"):
        network = build_network(case, Generation())
    with clock.step("model"):
        session = Session(network)
    row = find_row(session, case, asked) if asked.kind == PRICE else None
    with clock.step("solve"):
        plan = session.solve()
    with clock.step("tabulate"):
        tracer = Tracer(case, session.network, plan)
        traced = _trace(tracer, session, asked, row)
        rows = tabulate_trace(RowReader(case, session.network), traced)
        called = _name(Names(session.network, case.tables["areas"]), asked, row)
    return Found(case, asked, traced, rows, called, tuple(_notes(given, asked, traced)))


def _name(names: Names, asked: Asked, row: RowName | None) -> dict[str, str]:
    """Return what is asked for is called in both languages, where it is a limit or a line."""
    if row is not None:
        return {one.texts.language: one.priced(*row) for one in names.both}
    line = asked.words[0] if asked.kind == LINE else ""
    return {one.texts.language: one.label(line) for one in names.both}


def _trace(tracer: Tracer, session: Session, asked: Asked, row: RowName | None) -> Traced:
    if row is not None:
        traced = trace_price(tracer, measure(session, tracer.plan), row, asked.name)
        if traced is None:
            raise InputError([Problem(COMMAND, message("trace_no_way"), code="no_way")])
        return traced
    if asked.kind == FLOW:
        return trace_flow(tracer, session, find_routes(tracer, asked))
    if asked.kind == LINE:
        return trace_line(tracer, session, asked.words[0])
    if not tracer.knows(asked.name, asked.scope):
        what = message("trace_not_told", figure=show(asked.name))
        raise InputError([Problem(COMMAND, what, code="not_told")])
    return tracer.trace(asked.name, asked.scope)


def find_row(session: Session, case: Case, asked: Asked) -> RowName:
    """Return the row of the programme that a price is asked of.

    Raises
    ------
    InputError
        There is none of that index.
    """
    constraint, *index = asked.words
    names = Names(session.network, case.tables["areas"])
    known = {"|".join(names.words(row[1])): row for row in session.row_of if row[0] == constraint}
    row = known.get("|".join(index))
    if row is None:
        what = message("trace_no_index", constraint=constraint, index=show("|".join(index)))
        hint = suggest("|".join(index), list(known))
        raise InputError([Problem(COMMAND, what, hint, "unknown")])
    return row


def find_routes(tracer: Tracer, asked: Asked) -> pd.Index:
    """Return the routes in use between two sites.

    Raises
    ------
    InputError
        Nothing goes from one to the other.
    """
    routes = tracer.weigher.terms.routes
    origin, destination, *material = asked.words
    fits = routes["origin"].eq(origin) & routes["destination"].eq(destination)
    if material:
        fits &= routes["material"].eq(material[0])
    if not fits.any():
        there = routes.loc[routes["origin"].eq(origin), "destination"]
        what = message("trace_no_flow", origin=show(origin), destination=show(destination))
        goes = list_some(dict.fromkeys(there))
        hint = message("trace_goes_to", options=goes) if len(there) else None
        raise InputError([Problem(COMMAND, what, hint, "no_flow")])
    return routes.index[fits.to_numpy(bool)]


def _notes(given: Given, asked: Asked, traced: Traced) -> list[Message]:
    notes = [given.note] if given.note else []
    written = (given.figures or {}).get(asked.name)
    if written is not None and asked.kind == FIGURE and not asked.scope:
        size = max(abs(written), abs(traced.value), 1e-12)
        if abs(written - traced.value) > CLOSE * size:
            notes.append(message("trace_differs", written=f"{written:.6g}"))
    return notes
