"""What a person sees of a comparison: figures, largest changes, differing inputs, paths."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from rich.table import Table
from rich.text import Text

from sim.cli.screen import Screen
from sim.draw.labels import cut, measure_width
from sim.rules.metrics import HEADLINE
from sim.say.figures import MINUS, UNDEFINED, mark_least
from sim.say.scales import Scale
from sim.say.texts import Texts
from sim.studies.compare.building import tell_built
from sim.studies.compare.sentences import (
    short_titles,
    tell_areas,
    tell_flows,
    tell_inputs,
    tell_lines,
    write_number,
    write_numbers,
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


def show_comparison(console: Screen, comparison: Comparison, folder: Path, texts: Texts) -> None:
    """Print the figures of all runs, what differs most from the first, and where it all is."""
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
    rows = {row["name"]: row for row in comparison.kpis.to_dict("records")}
    for name in (name for name in HEADLINE if name in rows):
        row = rows[name]
        values = (abs(row[f"{run}:value"]) for run in comparison.names)
        largest = max((value for value in values if pd.notna(value)), default=0.0)
        scale = texts.scale_of_row(largest, row["unit"])
        sizes = [scale.of(row[f"{run}:value"]) for run in comparison.names]
        written = {
            run: mark_least(text, row.get(f"{run}:at_least"))
            for run, text in zip(comparison.names, write_numbers(sizes), strict=True)
        }
        cells: list[str | Text] = [written[first]]
        for other in others:
            cells.append(written[other])
            cells.append(_write_difference(row, other, scale, texts))
        named = texts.of(row)
        table.add_row(texts.say("compare_with_unit", name=named, unit=scale.unit), *cells)
    return table


def _write_difference(row: dict[Any, Any], run: str, scale: Scale, texts: Texts) -> Text:
    difference = row[f"{run}:difference"]
    if pd.isna(difference):
        return Text(UNDEFINED, style="dim")
    if not difference:
        return Text("=", style="dim")
    better = (difference > 0) == (row["better"] == "high")
    style = "" if not row["better"] else _GOOD if better else _BAD
    text = f"{'+' if difference > 0 else MINUS}{write_number(scale.of(abs(difference)))}"
    return Text(text if row["unit"] else texts.say("compare_pp", value=text), style=style)
