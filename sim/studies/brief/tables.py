"""Tables of a brief: figures, changed flows and lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sim.documents.document import Table
from sim.rules.metrics import HEADLINE
from sim.say.figures import MINUS, UNDEFINED
from sim.say.texts import Texts
from sim.studies.brief.subject import Subject
from sim.studies.compare.figures import SAME, FigureRow, list_figures
from sim.studies.compare.sentences import pick_flows, pick_lines, pick_name, write_row
from sim.studies.compare.study import Comparison

_BESIDE = 2
"""Runs that stand beside the reference in one table."""
_MOST = 8


def table_figures(subject: Subject) -> Iterator[Table]:
    """Yield the main figures: of a run alone, or of the others beside the reference."""
    texts, comparison = subject.texts, subject.comparison
    if comparison is None:
        yield _table_alone(subject)
        return
    rows = list(list_figures(comparison, texts))
    first, *others = comparison.names
    for start in range(0, len(others), _BESIDE):
        some = others[start : start + _BESIDE]
        heads = [texts.say("compare_figure"), texts.say("brief_unit"), subject.titles[first]]
        heads += [h for run in some for h in (subject.titles[run], texts.say("brief_change"))]
        cells = tuple(_write_row(row, first, some, texts) for row in rows)
        yield Table(texts.say("brief_figures_of"), tuple(heads), cells, words=2)


def _write_row(row: FigureRow, first: str, others: Sequence[str], texts: Texts) -> tuple[str, ...]:
    """Return a figure of the reference and of others, each of them with its difference."""
    cells = [row.name, row.unit, row.written[first]]
    for run in others:
        change = row.changes[run].text
        cells += [row.written[run], texts.say("brief_same") if change == SAME else change]
    return tuple(cells)


def _table_alone(subject: Subject) -> Table:
    texts = subject.texts
    figures = {figure["name"]: figure for figure in subject.runs[0].results.summary["kpis"]}
    rows = tuple(
        (texts.of(figures[name]), texts.told(figures[name])) for name in HEADLINE if name in figures
    )
    heads = (texts.say("compare_figure"), texts.say("brief_value"))
    return Table(texts.say("brief_figures_of"), heads, rows)


def table_changes(comparison: Comparison, run: str, texts: Texts) -> Iterator[Table]:
    """Yield the flows and the lines that differ most from the reference; none where none do."""
    scale = texts.scale("kt/yr")
    ends = ("brief_before", "brief_now", "brief_change")
    flows = tuple(
        (
            pick_name(row, "material", texts, "material"),
            pick_name(row, "origin_name", texts, "origin"),
            pick_name(row, "destination_name", texts, "destination"),
            *_write_ends(row, run, "amount_kt_yr", comparison, texts),
        )
        for row in pick_flows(comparison, run, _MOST)
    )
    lines = tuple(
        (
            pick_name(row, "plant_name", texts, "plant"),
            pick_name(row, "technology", texts, "technology"),
            *_write_ends(row, run, "uptake_kt_yr", comparison, texts),
        )
        for row in pick_lines(comparison, run, _MOST)
    )
    for name, heads, rows in (
        ("flows", ("brief_waste", "brief_from", "brief_to"), flows),
        ("lines", ("brief_plant", "brief_technology"), lines),
    ):
        if rows:
            caption = texts.say(f"brief_{name}_of", unit=scale.unit)
            titles = tuple(texts.say(key) for key in (*heads, *ends))
            yield Table(caption, titles, rows, words=len(heads))


def _write_ends(
    row: Any, run: str, measure: str, comparison: Comparison, texts: Texts
) -> tuple[str, str, str]:
    """Return an amount before, now, and the difference with its sign."""
    scale = texts.scale("kt/yr")
    before, now = (scale.of(row[f"{name}:{measure}"]) for name in (comparison.names[0], run))
    (then, here), (change,) = write_row([before, now], [now - before])
    return then, here, write_signed(change)


def write_signed(text: str) -> str:
    """Return a difference as it is written, with a plus where it is more.

    >>> write_signed("12.3"), write_signed("−0.2"), write_signed("-0.2"), write_signed("0.0")
    ('+12.3', '−0.2', '−0.2', '0.0')
    """
    if text.startswith(MINUS) or text == UNDEFINED or not text.strip("-0."):
        return text
    return f"{MINUS}{text[1:]}" if text.startswith("-") else f"+{text}"
