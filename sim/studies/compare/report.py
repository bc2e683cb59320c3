"""The report of a comparison: figures, inputs and results side by side, and a map of changes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from sim.draw import palette
from sim.draw.flows import pick_hauled
from sim.geo.basemap import BasemapKind
from sim.report.atlas import Atlas, draw_atlas
from sim.report.listing import Cell, Column, Listing, amounts, text
from sim.report.names import gather_names
from sim.report.page import render
from sim.report.write_report import NAME, check_kind
from sim.results.unchecked import name_technology
from sim.say.apart import write_apart
from sim.say.figures import UNDEFINED, mark_least, read_number, write_rounded
from sim.say.texts import EN, Texts
from sim.studies.compare.held import Held, not_drawn
from sim.studies.compare.sentences import short_titles, tell_inputs, write_change
from sim.studies.compare.study import ComparedRun, Comparison

MOST = 60
"""Rows of a table of changes."""
_MOST_INPUTS = 40
_FRAMES = ("flows", "lines", "line_outputs", "zones", "wastes", "areas")
_FLOW_KEY = ["role", "origin", "destination", "material", "via"]


def write_comparison_report(
    folder: Path,
    comparison: Comparison,
    *,
    root: Path,
    texts: Texts = EN,
    kind: BasemapKind = "schematic",
    held: Held | None = None,
) -> Path:
    """Write `report.html` into the folder of a comparison and return its path.

    `held` is what draws of the inputs say of it; without it, that there were none. `root` is the
    folder that holds geodata/; `kind` is schematic or natural-earth, as the page may be passed on.

    Raises
    ------
    ValueError
        The base map is of another kind.
    """
    check_kind(kind)
    held = held or not_drawn(comparison, texts)
    titles = short_titles(comparison, texts)
    first, last = comparison.names[0], comparison.names[-1]
    texts = gather_all_names(comparison, texts)
    maps = {
        "difference": draw_difference(comparison, texts, root, kind),
        **{f"run-{i}": _draw_run(run, texts, root, kind) for i, run in enumerate(comparison.runs)},
    }
    content = {
        "title": _write_title(titles, texts),
        "runs": [(run, titles[run.name], run.title(texts)) for run in comparison.runs],
        "kpis": list_kpis(comparison, titles, texts, held.grades),
        "held": held,
        "inputs": [
            (
                texts.say("report_against", other=titles[name], first=titles[first]),
                tell_inputs(comparison, name, texts, _MOST_INPUTS),
            )
            for name in comparison.names[1:]
        ],
        "provinces": _list_provinces(comparison, titles, texts),
        "changes": _list_changes(comparison, titles, texts),
        "difference": maps["difference"],
        "difference_title": texts.say(
            "report_difference_map", other=titles[last], first=titles[first]
        ),
        "difference_note": texts.say("report_difference_note", other=titles[last]),
        "maps": [
            (view, atlas, texts.say("report_map_of", name=titles[run.name]))
            for (view, atlas), run in zip(list(maps.items())[1:], comparison.runs, strict=True)
            if atlas
        ],
        "no_map": texts.say("no_map"),
    }
    data = {"maps": {key: atlas.data for key, atlas in maps.items() if atlas}, "chart": None}
    path = folder / NAME
    page = render("comparison.html", texts, data, content)
    path.write_text(page, encoding="utf-8", newline="\n")
    return path


def _write_title(titles: Mapping[str, str], texts: Texts) -> str:
    first, *others = titles.values()
    return texts.say("report_against", other=texts.join(others), first=first)


def gather_all_names(comparison: Comparison, texts: Texts) -> Texts:
    """Return the names of all runs; those of the reference win."""
    found: dict[str, dict[str, str]] = {}
    for run in reversed(comparison.runs):
        frames = {name: run.table(name) for name in _FRAMES}
        for kind, known in gather_names(frames, run.case.tables, texts).names.items():
            found[kind] = {**found.get(kind, {}), **known}
    return Texts(texts.language, found)


def _draw_run(run: ComparedRun, texts: Texts, root: Path, kind: BasemapKind) -> Atlas | None:
    frames = {name: run.table(name) for name in _FRAMES}
    texts = gather_names(frames, run.case.tables, texts)
    return draw_atlas(frames, run.case.tables, texts, root=root, kind=kind)


def draw_difference(
    comparison: Comparison, texts: Texts, root: Path, kind: BasemapKind
) -> Atlas | None:
    """Return the map of what the last run moves more or less than the first."""
    first, last = comparison.runs[0], comparison.runs[-1]
    keys = {
        "zones": ["zone"],
        "wastes": ["zone", "material"],
        "lines": ["line"],
        "line_outputs": ["line", "recipe", "material"],
    }
    frames = {
        name: pd.concat([last.table(name), first.table(name)]).drop_duplicates(key)
        for name, key in keys.items()
    }
    frames["flows"] = subtract_flows(last.table("flows"), first.table("flows"))
    inputs = {
        name: pd.concat([r.case.tables[name] for r in (last, first)]).drop_duplicates("id")
        for name in ("terminals", "sinks", "markets")
    }
    colors = {
        "less": (texts.say("compare_less"), palette.LESS),
        "more": (texts.say("compare_more"), palette.MORE),
    }
    return draw_atlas(
        frames, inputs, texts, root=root, kind=kind, colors=colors, whole=last.table("flows")
    )


def subtract_flows(after: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Return the flows between places that differ, by what they differ.

    The mode says `more` or `less`; flows of one material that only changed their mode on the way
    between the same two places, and no ports, cancel out.
    """
    signed = [
        pick_hauled(frame).assign(sign=sign) for frame, sign in ((after, 1.0), (before, -1.0))
    ]
    both = pd.concat(signed, ignore_index=True)
    both = both.assign(
        via=both["via"].fillna("").astype(str),
        amount_kt_yr=both["amount_kt_yr"].astype(float) * both["sign"],
    )
    change = both.groupby(_FLOW_KEY)["amount_kt_yr"].sum()
    rows = both.drop_duplicates(_FLOW_KEY).set_index(_FLOW_KEY)
    rows = rows.assign(amount_kt_yr=change.reindex(rows.index)).reset_index()
    mode = pd.Series("more", rows.index).where(rows["amount_kt_yr"] > 0, "less")
    rows = rows.assign(mode=mode, amount_kt_yr=rows["amount_kt_yr"].abs())
    return rows[rows["amount_kt_yr"] > 1e-6]


def list_kpis(
    comparison: Comparison,
    titles: Mapping[str, str],
    texts: Texts,
    grades: Mapping[tuple[str, str], str],
) -> Listing:
    """Return the figures of all runs with their differences, good ones told from bad ones.

    `grades` say whether a difference holds, where that is known: (run, metric) -> words.
    """
    first, *others = comparison.names
    difference = texts.say("report_difference")
    columns = [Column(texts.say("report_figure")), Column(titles[first], True)]
    for name in others:
        columns += [Column(titles[name], True), Column(difference, True)]
        columns += [Column(texts.say("ensemble_held"))] if grades else []
    rows = []
    for row in comparison.kpis.to_dict("records"):
        values = [row[f"{name}:value"] for name in comparison.names]
        written = [
            mark_least(words, row.get(f"{name}:at_least"))
            for name, words in zip(
                comparison.names,
                texts.figures(values, str(row["unit"])),
                strict=True,
            )
        ]
        figures = [Cell(words, read_number(v)) for words, v in zip(written, values, strict=True)]
        cells = [text(texts.of(row)), figures[0]]
        for name, figure in zip(others, figures[1:], strict=True):
            cells += [
                figure,
                _change(row[f"{name}:difference"], row["unit"], texts, str(row["better"])),
            ]
            cells += [text(grades.get((name, str(row["name"])), ""))] if grades else []
        rows.append(cells)
    return Listing("kpis", columns, rows)


def _change(value: Any, unit: str, texts: Texts, better: str) -> Cell:
    known = read_number(value)
    if known is None or known == 0:
        return Cell(UNDEFINED, known)
    good = (known > 0) == (better == "high") if better else None
    color = "" if good is None else "up" if good else "down"
    return Cell(write_change(known, unit, texts), known, color=color)


def _list_provinces(comparison: Comparison, titles: Mapping[str, str], texts: Texts) -> Listing:
    areas = comparison.areas[comparison.areas["level"] == "province"]
    return _list_frame(
        "provinces",
        areas,
        "utilization_rate_pct",
        comparison,
        titles,
        texts,
        {"report_area": lambda row: texts.pick(row, "name")},
    )


def _list_changes(
    comparison: Comparison, titles: Mapping[str, str], texts: Texts
) -> list[tuple[str, str, Listing | None]]:
    """Return title, note and table of what differs in flows, lines and zones."""

    def end(side: str) -> Any:
        return lambda row: texts.pick(row, f"{side}_name") or str(row[side])

    parts: list[tuple[str, str, pd.DataFrame, str, dict[str, Any]]] = [
        (
            "flows",
            "report_flows",
            comparison.flows,
            "amount_kt_yr",
            {
                "report_flow_from": end("origin"),
                "report_flow_to": end("destination"),
                "report_waste": lambda row: texts.pick(row, "material") or str(row["material"]),
                "report_modes": lambda row: texts.name("modes", row["mode"]),
            },
        ),
        (
            "lines",
            "report_line_taken",
            comparison.lines,
            "uptake_kt_yr",
            {
                "report_plant": lambda row: texts.pick(row, "plant_name") or str(row["plant"]),
                "report_technology": lambda row: name_technology(row, texts),
            },
        ),
        (
            "zones",
            "report_zone_net",
            comparison.zones,
            "net_utilized_kt_yr",
            {"report_zone": lambda row: texts.pick(row, "name") or str(row["zone"])},
        ),
    ]
    found = []
    for key, title, frame, measure, heads in parts:
        changed = frame[frame["change"] != "same"]
        if key == "flows":
            changed = changed[(changed["role"] != "sale") & (changed["mode"] != "onsite")]
        shown = changed.head(MOST)
        note = texts.say("report_largest_changes", count=len(shown), all=len(changed))
        listing = None
        if len(shown):
            listing = _list_frame(key, shown, measure, comparison, titles, texts, heads)
        found.append((texts.say(title), note, listing))
    return found


def _list_frame(
    key: str,
    frame: pd.DataFrame,
    measure: str,
    comparison: Comparison,
    titles: Mapping[str, str],
    texts: Texts,
    heads: Mapping[str, Any],
) -> Listing:
    """Return a frame of a comparison: its words, the measure in every run, the differences."""
    first, *others = comparison.names
    unit = "%" if measure.endswith("_pct") else texts.scale("kt/yr").unit

    def head(name: str) -> Column:
        return Column(texts.say("report_with_unit", title=titles[name], unit=unit), True)

    columns = [*(Column(texts.say(h)) for h in heads), head(first)]
    for name in others:
        columns += [head(name), Column(texts.say("report_difference"), True)]
    rows = []
    for row in frame.to_dict("records"):
        cells = [text(tell(row), "data") for tell in heads.values()]
        values = [row[f"{name}:{measure}"] for name in comparison.names]
        measured = _measure(values, measure, texts)
        cells.append(measured[0])
        for name, shown in zip(others, measured[1:], strict=True):
            change = row[f"{name}:difference:{measure}"]
            cells += [
                shown,
                _change(
                    change / 100 if unit == "%" else change,
                    "" if unit == "%" else "kt/yr",
                    texts,
                    "",
                ),
            ]
        rows.append(cells)
    return Listing(key, columns, rows, find=len(rows) > 15)


def _measure(values: list[Any], measure: str, texts: Texts) -> list[Cell]:
    """Return the cells of a measure in all runs, with the digits that tell them apart."""
    if not measure.endswith("_pct"):
        return amounts(values, texts)
    written = write_apart(values, lambda value: write_rounded(value, 1))
    return [Cell(words, read_number(v)) for words, v in zip(written, values, strict=True)]
