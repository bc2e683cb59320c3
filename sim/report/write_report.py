"""The report of one run: gather, describe, draw, write."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from sim.draw.draw_map import pick_period
from sim.draw.marginalia import write_title
from sim.geo.basemap import BasemapKind
from sim.report import borders, cards, made, places, prices, trust
from sim.report.actors import list_payments
from sim.report.atlas import draw_atlas
from sim.report.building import list_built
from sim.report.fairness import tell_areas, tell_price
from sim.report.names import gather_names
from sim.report.page import render
from sim.report.sankey import chart_materials
from sim.report.scenario import outline
from sim.results.summary_file import Summary
from sim.results.tables import ResultTables
from sim.say.figures import write_percent
from sim.say.texts import EN, Texts
from sim.scenario.document import Scenario

NAME = "report.html"


def write_report(
    folder: Path,
    tables: ResultTables,
    inputs: Mapping[str, pd.DataFrame],
    scenario: Scenario,
    *,
    root: Path,
    texts: Texts = EN,
    kind: BasemapKind = "schematic",
) -> Path:
    """Write `report.html` into the results folder of a run and return its path.

    `inputs` are the input tables of the case. What the folder holds of `verification.json` and
    `manifest.json` is read. `root` is the folder that holds geodata/. The page may be passed on,
    so it never carries boundaries from a source that forbids it: `kind` is schematic or
    natural-earth.

    Raises
    ------
    ValueError
        The base map is of another kind.
    """
    check_kind(kind)
    summary = tables.summary
    frames = pick_period(tables.frames, summary)
    texts = gather_names(frames, inputs, texts)
    atlas = draw_atlas(frames, inputs, texts, root=root, kind=kind)
    chart = chart_materials(frames, texts)
    rows_of = made.list_made(tables.made, frames["areas"], texts)
    verdict = trust.judge(_read_json(folder / "verification.json"), texts)
    content = {
        "title": write_title(summary, texts),
        "summary": summary,
        "region": scenario.region or summary.get("region") or "",
        "description": _describe(summary, texts),
        "optimal": verdict.passed and summary.get("status") == "optimal",
        "cards": cards.deal_cards(summary, texts, made.links_of(rows_of, "")),
        "made_figures": [one for (level, _), one in rows_of.items() if not level],
        "made_areas": [one for (level, _), one in rows_of.items() if level],
        "figures": cards.list_figures(summary, texts),
        "costs": cards.list_costs(frames.get("costs"), texts),
        "atlas": atlas,
        "no_map": texts.say("no_map"),
        "unplaced": texts.say("unplaced", count=atlas.unplaced if atlas else 0),
        "chart": chart,
        "chart_least": texts.amount(chart.least) if chart else "",
        "chart_rows": [(a, b, texts.amount(kt)) for a, b, kt in chart.rows] if chart else [],
        "scenario": outline(scenario, summary, texts),
        "verdict": verdict,
        "leanings": trust.list_leanings(summary, texts),
        "made_by": _read_makers(folder, texts),
        **_list_sentences(summary, texts),
        **_list_places(frames, texts, {of: made.links_of(rows_of, of) for of in made.LEVELS}),
        **_list_trust(frames, inputs, texts),
    }
    data = {"maps": {"run": atlas.data} if atlas else {}, "chart": chart.data if chart else None}
    path = folder / NAME
    path.write_text(render("run.html", texts, data, content), encoding="utf-8", newline="\n")
    return path


def _list_sentences(summary: Summary, texts: Texts) -> dict[str, Any]:
    return {
        "additions": _list_additions(summary, texts),
        "fairness": [tell_price(summary, texts), *tell_areas(summary, texts)],
        "notes": [texts.of(row) for row in summary.get("notes") or []],
    }


def _list_places(
    frames: Mapping[str, pd.DataFrame], texts: Texts, links: places.Links
) -> dict[str, Any]:
    areas, shown = frames["areas"], ("province", "material")
    rates = {level: places.list_areas(areas, level, texts, links) for level in shown}
    unused = float(frames["wastes"]["unused_kt_yr"].sum())
    return {
        "areas": rates,
        "roll_ups": places.list_roll_ups(areas, texts, links),
        "actors": list_payments(frames["actors"], _owners(areas, texts), texts),
        "matrix": places.list_matrix(frames["flows"], texts),
        "zones": places.list_zones(frames["zones"], texts),
        "lines": places.list_lines(frames["lines"], texts),
        "built": list_built(frames, texts),
        "quotas": borders.list_quotas(frames["borders"], texts),
        "crossings": borders.list_crossings(frames["borders"], texts),
        "unused": places.list_unused(frames, texts),
        "unused_amount": texts.amount(unused),
        "excluded": places.list_excluded(frames, texts),
        "prices": prices.list_prices(frames["prices"], texts),
        "prices_in_figures": f"sentence_{texts.language}" not in frames["prices"],
        "rules": prices.list_prices(frames["prices"], texts, rules=True),
    }


def _owners(areas: pd.DataFrame, texts: Texts) -> dict[str, str]:
    """Return enterprise -> name."""
    rows = areas[areas["level"] == "owner"].to_dict("records")
    return {str(row["area"]): texts.pick(row, "name") for row in rows}


def _list_trust(
    frames: Mapping[str, pd.DataFrame], inputs: Mapping[str, pd.DataFrame], texts: Texts
) -> dict[str, Any]:
    sources, more = trust.list_sources(inputs, texts)
    wastes = frames["wastes"]
    whole = float(wastes[["generation_kt_yr", "legacy_used_kt_yr"]].sum().sum())
    share = 100 * float(wastes["unused_kt_yr"].sum()) / whole if whole > 0 else 0.0
    return {
        "assumed_lines": trust.list_assumed_lines(frames["lines"], texts),
        "confidence": trust.tally_confidence(inputs, texts),
        "sources": sources,
        "sources_more": more,
        "unused_share": write_percent(share),
    }


def _list_additions(summary: Summary, texts: Texts) -> list[list[str]]:
    """Return the limits most worth relaxing: name, and what that does, in sentences."""
    keys = [f"{part}_{texts.language}" for part in ("name", "worth", "tenth")]
    return [[str(row.get(key) or "") for key in keys] for row in summary.get("additions") or []]


def _describe(summary: Summary, texts: Texts) -> str:
    words = summary["scenario"].get("description") or {}
    other = "zh" if texts.language == "en" else "en"
    return str(words.get(texts.language) or words.get(other) or "")


def check_kind(kind: BasemapKind) -> None:
    """Refuse a base map whose boundaries may not be passed on."""
    if kind not in ("schematic", "natural-earth"):
        raise ValueError(f"a report cannot carry the base map '{kind}'")


def _read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def _read_makers(folder: Path, texts: Texts) -> str:
    manifest = _read_json(folder / "manifest.json")
    if not manifest:
        return ""
    solver = manifest["solver"]
    named = f"{solver['name']} {solver['version']}"
    return texts.say("report_made_by", version=manifest["waste-synergy"], solver=named)
