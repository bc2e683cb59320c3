"""What a person sees of a comparison: figures, largest changes, differing inputs, paths."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from rich.table import Table
from rich.text import Text

from sim.cli.screen import Screen
from sim.draw.labels import cut, measure_width
from sim.say.figures import UNDEFINED
from sim.say.texts import Texts
from sim.studies.compare.building import tell_built
from sim.studies.compare.figures import SAME, Change, list_figures
from sim.studies.compare.sentences import (
    short_titles,
    tell_areas,
    tell_flows,
    tell_inputs,
    tell_lines,
)
from sim.studies.compare.study import Comparison

_BLOCKS: tuple[tuple[str, Callable[..., list[str]]], ...] = (
    ("compare_built_title", tell_built),
    ("compare_flows_title", tell_flows),
    ("compare_lines_title", tell_lines),
    ("compare_areas_title", tell_areas),
    ("compare_inputs_title", tell_inputs),
)
_GOOD, _BAD = "green", "red"
_BESIDE = 2
"""Runs that stand beside the reference in one table."""
_WIDEST = 16
"""Half-width characters of the head of a column."""


def show_comparison(console: Screen, comparison: Comparison, texts: Texts) -> None:
    """Print the figures of all runs, and what differs most from the first."""
    titles = short_titles(comparison, texts)
    first, *others = comparison.names
    console.print()
    heads = _head_columns(titles)
    for start in range(0, len(others), _BESIDE):
        console.print(_tabulate_kpis(comparison, others[start : start + _BESIDE], heads, texts))
    for other in others:
        console.print()
        title = texts.say("compare_title", other=titles[other], first=titles[first])
        console.print(title, style="bold", highlight=False, soft_wrap=True)
        for key, tell in _BLOCKS:
            sentences = tell(comparison, other, texts)
            if not sentences and tell is tell_built:
                continue
            sentences = sentences or [texts.say("compare_unchanged")]
            console.print(f" {texts.say(key)}", style="bold")
            for sentence in sentences:
                console.print(f"   {sentence}", highlight=False, soft_wrap=True)
    console.print()


def show_folder(console: Screen, folder: Path, texts: Texts) -> None:
    """Print where a comparison is: maps, page and folder, which comes last."""
    pictures = [folder / f"{name}.png" for name in ("compare", "difference")]
    found = [str(path) for path in pictures if path.exists()]
    where = texts.join(found) if found else texts.say("map_none")
    page = str(folder / "report.html")
    for key, text in (
        ("compare_maps", where),
        ("report_at", page),
        ("compare_results", str(folder)),
    ):
        console.print(texts.label(texts.say(key), text), highlight=False, soft_wrap=True)


def _head_columns(titles: dict[str, str]) -> dict[str, str]:
    """Return run -> head of its column: its title, or its name where a title is long."""
    fits = all(measure_width(title) <= _WIDEST for title in titles.values())
    return {name: title if fits else cut(name, _WIDEST) for name, title in titles.items()}


def _tabulate_kpis(
    comparison: Comparison, others: Sequence[str], heads: dict[str, str], texts: Texts
) -> Table:
    """Return the figures as a table: a column per run, and one of differences to the first."""
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    table.add_column(texts.say("compare_figure"))
    first = comparison.names[0]
    table.add_column(heads[first], justify="right")
    for other in others:
        table.add_column(heads[other], justify="right")
        table.add_column(texts.say("compare_change"), justify="right")
    for row in list_figures(comparison, texts):
        cells: list[str | Text] = [row.written[first]]
        for other in others:
            cells += [row.written[other], _color(row.changes[other])]
        table.add_row(texts.say("compare_with_unit", name=row.name, unit=row.unit), *cells)
    return table


def _color(change: Change) -> Text:
    """Return a difference in the colour of what is better or worse."""
    if change.text in (SAME, UNDEFINED):
        return Text(change.text, style="dim")
    style = "" if change.is_better is None else _GOOD if change.is_better else _BAD
    return Text(change.text, style=style)
