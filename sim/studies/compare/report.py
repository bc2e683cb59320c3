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
from sim.report.listing import Cell, Column, Listing, amount, text
from sim.report.names import Names, gather_names, pick
from sim.report.page import render
from sim.report.write_report import NAME, check_kind
from sim.say import Language, say
from sim.say.figures import read_number, scale_of, write_figure, write_rounded
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
    language: Language = "en",
    kind: BasemapKind = "schematic",
) -> Path:
    """Write `report.html` into the folder of a comparison and return its path.

    `root` is the folder that holds geodata/; `kind` is schematic or natural-earth, as the page
    may be passed on.

    Raises
    ------
    ValueError
        The base map is of another kind.
    """
    check_kind(kind)
    titles = short_titles(comparison, language)
    first, last = comparison.names[0], comparison.names[-1]
    names = _gather_all_names(comparison, language)
    maps = {
        "difference": _draw_difference(comparison, names, root, kind),
        **{f"run-{i}": _draw_run(run, language, root, kind)
           for i, run in enumerate(comparison.runs)},
    }  # fmt: skip
    content = {
        "title": _write_title(titles, language),
        "runs": [(run, titles[run.name], run.title(language)) for run in comparison.runs],
        "kpis": list_kpis(comparison, titles, language),
        "inputs": [
            (say("report_against", language, other=titles[name], first=titles[first]),
             tell_inputs(comparison, name, language, _MOST_INPUTS))
            for name in comparison.names[1:]
        ],
        "provinces": _list_provinces(comparison, titles, names),
        "changes": _list_changes(comparison, titles, names),
        "difference": maps["difference"],
        "difference_title": say("report_difference_map", language, other=titles[last],
                                first=titles[first]),
        "difference_note": say("report_difference_note", language, other=titles[last]),
        "maps": [(view, atlas, say("report_map_of", language, name=titles[run.name]))
                 for (view, atlas), run in zip(list(maps.items())[1:], comparison.runs,
                                               strict=True) if atlas],
        "no_map": say("no_map", language),
    }  # fmt: skip
    data = {"maps": {key: atlas.data for key, atlas in maps.items() if atlas}, "chart": None}
    path = folder / NAME
    page = render("comparison.html", language, data, content)
    path.write_text(page, encoding="utf-8", newline="\n")
    return path


def _write_title(titles: Mapping[str, str], language: Language) -> str:
    first, *others = titles.values()
    gap = "、" if language == "zh" else ", "
    return say("report_against", language, other=gap.join(others), first=first)


def _gather_all_names(comparison: Comparison, language: Language) -> Names:
    """Return the names of all runs; those of the reference win."""
    found: dict[str, dict[str, str]] = {}
    for run in reversed(comparison.runs):
        frames = {name: run.table(name) for name in _FRAMES}
        for kind, known in gather_names(frames, run.case.tables, language).by_kind.items():
            found[kind] = {**found.get(kind, {}), **known}
    return Names(language, found)


def _draw_run(
    run: ComparedRun, language: Language, root: Path, kind: BasemapKind
) -> Atlas | None:  # fmt: skip
    frames = {name: run.table(name) for name in _FRAMES}
    names = gather_names(frames, run.case.tables, language)
    return draw_atlas(frames, run.case.tables, names, root=root, kind=kind)


def _draw_difference(
    comparison: Comparison, names: Names, root: Path, kind: BasemapKind
) -> Atlas | None:  # fmt: skip
    """Return the map of what the last run moves more or less than the first."""
    first, last = comparison.runs[0], comparison.runs[-1]
    keys = {"zones": ["zone"], "wastes": ["zone", "material"], "lines": ["line"],
            "line_outputs": ["line", "recipe", "material"]}  # fmt: skip
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
        "less": (say("compare_less", names.language), palette.LESS),
        "more": (say("compare_more", names.language), palette.MORE),
    }
    return draw_atlas(
        frames, inputs, names, root=root, kind=kind, colors=colors, whole=last.table("flows")
    )  # fmt: skip


def subtract_flows(after: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Return the flows between places that differ, by what they differ.

    The mode says `more` or `less`; flows of one material that only changed their mode on the way
    between the same two places, and no ports, cancel out.
    """
    signed = [
        pick_hauled(frame).assign(sign=sign) for frame, sign in ((after, 1.0), (before, -1.0))
    ]
    both = pd.concat(signed, ignore_index=True)
    both = both.assign(via=both["via"].fillna("").astype(str),
                       amount_kt_yr=both["amount_kt_yr"].astype(float) * both["sign"])  # fmt: skip
    change = both.groupby(_FLOW_KEY)["amount_kt_yr"].sum()
    rows = both.drop_duplicates(_FLOW_KEY).set_index(_FLOW_KEY)
    rows = rows.assign(amount_kt_yr=change.reindex(rows.index)).reset_index()
    mode = pd.Series("more", rows.index).where(rows["amount_kt_yr"] > 0, "less")
    rows = rows.assign(mode=mode, amount_kt_yr=rows["amount_kt_yr"].abs())
    return rows[rows["amount_kt_yr"] > 1e-6]


def list_kpis(
    comparison: Comparison, titles: Mapping[str, str], language: Language
) -> Listing:  # fmt: skip
    """Return the figures of all runs with their differences, good ones told from bad ones."""
    first, *others = comparison.names
    difference = say("report_difference", language)
    columns = [Column(say("report_figure", language)), Column(titles[first], True)]
    for name in others:
        columns += [Column(titles[name], True), Column(difference, True)]
    rows = []
    for row in comparison.kpis.to_dict("records"):
        cells = [text(row[language]), _figure(row[f"{first}:value"], row["unit"], language)]
        for name in others:
            cells += [_figure(row[f"{name}:value"], row["unit"], language),
                      _change(row[f"{name}:difference"], row["unit"], language,
                              str(row["better"]))]  # fmt: skip
        rows.append(cells)
    return Listing("kpis", columns, rows)


def _figure(value: Any, unit: Any, language: Language) -> Cell:
    known = read_number(value)
    return Cell("–" if known is None else write_figure(known, str(unit), language), known)


def _change(value: Any, unit: str, language: Language, better: str) -> Cell:
    known = read_number(value)
    if known is None or known == 0:
        return Cell("–", known)
    good = (known > 0) == (better == "high") if better else None
    color = "" if good is None else "up" if good else "down"
    return Cell(write_change(known, unit, language), known, color=color)


def _list_provinces(
    comparison: Comparison, titles: Mapping[str, str], names: Names
) -> Listing:  # fmt: skip
    areas = comparison.areas[comparison.areas["level"] == "province"]
    return _list_frame("provinces", areas, "utilization_rate_pct", comparison, titles, names,
                       {"report_area": lambda row: pick(row, "name", names.language)})  # fmt: skip


def _list_changes(
    comparison: Comparison, titles: Mapping[str, str], names: Names
) -> list[tuple[str, str, Listing | None]]:
    """Return title, note and table of what differs in flows, lines and zones."""
    language = names.language

    def end(side: str) -> Any:
        return lambda row: pick(row, f"{side}_name", language) or str(row[side])

    parts: list[tuple[str, str, pd.DataFrame, str, dict[str, Any]]] = [
        ("flows", "report_flows", comparison.flows, "amount_kt_yr",
         {"report_flow_from": end("origin"), "report_flow_to": end("destination"),
          "report_waste": lambda row: pick(row, "material", language) or str(row["material"]),
          "report_modes": lambda row: names.of("modes", row["mode"])}),
        ("lines", "report_line_taken", comparison.lines, "uptake_kt_yr",
         {"report_plant": lambda row: pick(row, "plant_name", language) or str(row["plant"]),
          "report_technology": lambda row: pick(row, "technology", language)}),
        ("zones", "report_zone_net", comparison.zones, "net_utilized_kt_yr",
         {"report_zone": lambda row: pick(row, "name", language) or str(row["zone"])}),
    ]  # fmt: skip
    found = []
    for key, title, frame, measure, heads in parts:
        changed = frame[frame["change"] != "same"]
        if key == "flows":
            changed = changed[(changed["role"] != "sale") & (changed["mode"] != "onsite")]
        shown = changed.head(MOST)
        note = say("report_largest_changes", language, count=len(shown), all=len(changed))
        listing = None
        if len(shown):
            listing = _list_frame(key, shown, measure, comparison, titles, names, heads)
        found.append((say(title, language), note, listing))
    return found


def _list_frame(
    key: str, frame: pd.DataFrame, measure: str, comparison: Comparison,
    titles: Mapping[str, str], names: Names, heads: Mapping[str, Any],
) -> Listing:  # fmt: skip
    """Return a frame of a comparison: its words, the measure in every run, the differences."""
    language = names.language
    first, *others = comparison.names
    unit = "%" if measure.endswith("_pct") else scale_of("kt/yr", language).unit

    def head(name: str) -> Column:
        return Column(say("report_with_unit", language, title=titles[name], unit=unit), True)

    columns = [*(Column(say(h, language)) for h in heads), head(first)]
    for name in others:
        columns += [head(name), Column(say("report_difference", language), True)]
    rows = []
    for row in frame.to_dict("records"):
        cells = [text(tell(row), "data") for tell in heads.values()]
        cells.append(_measure(row[f"{first}:{measure}"], measure, language))
        for name in others:
            change = row[f"{name}:difference:{measure}"]
            cells += [_measure(row[f"{name}:{measure}"], measure, language),
                      _change(change / 100 if unit == "%" else change,
                              "" if unit == "%" else "kt/yr", language, "")]  # fmt: skip
        rows.append(cells)
    return Listing(key, columns, rows, find=len(rows) > 15)


def _measure(value: Any, measure: str, language: Language) -> Cell:
    if not measure.endswith("_pct"):
        return amount(value, language)
    known = read_number(value)
    return Cell("–" if known is None else write_rounded(known, 1), known)
