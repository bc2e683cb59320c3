"""A plan as the page shows it: cards, map, lines that changed most."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import numpy as np

from sim.page.asked import Asked
from sim.page.full_links import list_full_links
from sim.page.given import has_keys, list_given
from sim.page.plans import Planned
from sim.page.why import tell_edits
from sim.rules.metrics import METRICS, TOLD
from sim.say.figures import read_number, write_percent
from sim.say.texts import Texts

GROUND = ("ground", "towns", "rate")
"""What of the map does not change with a plan, as long as its box does not."""
_CHANGED = 12
"""Lines whose load changed most that are told."""
_NOTICED = 1e-6
_NOTICED_RATE = 5e-5
"""Half of the last digit that a difference of rates is told with."""
_LEAST_PART, _SMALL_PART = 1e-4, 0.05
"""Per cent between which a part is written with its first digit alone."""


def tell_shown(asked: Asked, planned: Planned, reference: Planned) -> dict[str, Any]:
    """Return what the page paints at once of a plan: cards, against a reference, and the map."""
    began = time.perf_counter()
    texts = planned.view.texts(asked.language)
    cards = list_cards(planned, reference, texts)
    tabulated = time.perf_counter()
    atlas = tell_atlas(asked, planned)
    drawn = time.perf_counter()
    return {
        "number": asked.number,
        "key": planned.key,
        "status": planned.summary["status"],
        "cards": cards,
        "atlas": atlas,
        "given": list_given(planned.loaded, planned.overlay.base) if has_keys(asked.edits) else {},
        "seconds": {
            **planned.seconds,
            "tables": tabulated - began,
            "atlas": drawn - tabulated,
        },
    }


def tell_more(asked: Asked, planned: Planned, reference: Planned) -> dict[str, Any]:
    """Return what the page tells of a plan once it has painted it."""
    texts = planned.view.texts(asked.language)
    return {
        "number": asked.number,
        "changed": list_changed(planned, reference, texts),
        "objective": tell_objective(planned, texts),
        "edits": tell_edits(asked, planned, asked.texts),
    }


def tell_atlas(asked: Asked, planned: Planned) -> dict[str, Any] | None:
    """Return the map; None where nothing has coordinates."""
    atlas = planned.view.atlas(planned.view.texts(asked.language))
    if atlas is None:
        return None
    return {
        **atlas.data,
        "families": atlas.families,
        "wastes": atlas.wastes,
        "goods_named": atlas.goods,
        "kinds": atlas.outlets,
        "edges": atlas.edges,
        "full": list_full_links(planned, planned.view.texts(asked.language)),
        "unplaced": atlas.unplaced,
        "credit": atlas.credit,
        "footer": atlas.footer,
    }


def list_cards(planned: Planned, reference: Planned, texts: Texts) -> list[dict[str, Any]]:
    """Return the figures at the top with their difference to the reference."""
    before = {card.name: card.value for card in reference.view.cards(texts)}
    return [
        {
            "id": card.name,
            "title": card.title,
            "shown": card.shown,
            "note": card.note,
            "value": card.value,
            "unit": card.unit,
            **tell_change(card.name, card.value, before.get(card.name), card.unit, texts),
        }
        for card in planned.view.cards(texts)
    ]


def tell_change(
    name: str, value: float | None, old: float | None, unit: str, texts: Texts
) -> dict[str, Any]:
    """Return a difference in words and per cent, and whether it is an improvement.

    A share is said in points alone: per cent of per cent would mislead.
    """
    nothing = {"change": "", "change_value": None, "change_pct": "", "better": None}
    if value is None or old is None:
        return nothing
    difference = value - old
    size = _NOTICED * max(1.0, abs(value), abs(old)) if unit else _NOTICED_RATE
    if abs(difference) < size:
        return {**nothing, "change_value": 0.0}
    metric = TOLD.get(name)
    wanted_low = metric is not None and metric.better == "low"
    sign = "+" if difference > 0 else "−"
    if unit == "":
        shown = texts.say("page_points", change=f"{sign}{abs(100 * difference):.2f}")
    else:
        shown = sign + texts.figure(abs(difference), unit)
    part = f"{sign}{_write_share(difference / old)}" if old and unit else ""
    return {
        "change": shown,
        "change_value": difference,
        "change_pct": part,
        "better": (difference < 0) == wanted_low,
    }


def _write_share(share: float) -> str:
    """Return the size of a share in per cent; one too small for the usual digits by its first."""
    part = abs(100.0 * share)
    return f"{part:.1g} %" if _LEAST_PART <= part < _SMALL_PART else write_percent(part)


def list_changed(planned: Planned, reference: Planned, texts: Texts) -> list[dict[str, Any]]:
    """Return the lines whose intake changed most."""
    now, before = _by_line(planned), _by_line(reference)
    moved = []
    for line in sorted({*now, *before}):
        new, old = now.get(line, {}), before.get(line, {})
        change = _number(new, "uptake_kt_yr") - _number(old, "uptake_kt_yr")
        if abs(change) > 1e-3:
            moved.append((abs(change), line, new, old))
    moved.sort(key=lambda entry: (-entry[0], entry[1]))
    return [
        {
            "id": line,
            "name": texts.say(
                "page_line",
                plant=texts.name("plants", (new or old)["plant"]),
                technology=texts.name("technologies", (new or old)["technology"]),
            ),
            "uptake": texts.amount(_number(new, "uptake_kt_yr")),
            "uptake_before": texts.amount(_number(old, "uptake_kt_yr")),
            "change": ("+" if _number(new, "uptake_kt_yr") > _number(old, "uptake_kt_yr") else "−")
            + texts.amount(size),
            "load": read_number(new.get("load_pct")),
            "load_before": read_number(old.get("load_pct")),
        }
        for size, line, new, old in moved[:_CHANGED]
    ]


def _by_line(planned: Planned) -> dict[str, Mapping[Any, Any]]:
    lines = planned.frames["lines"][["line", "plant", "technology", "uptake_kt_yr", "load_pct"]]
    return {str(row["line"]): row for row in lines.to_dict("records")}


def _number(row: Mapping[Any, Any], column: str) -> float:
    value = float(row.get(column, 0.0) or 0.0)
    return value if np.isfinite(value) else 0.0


def tell_objective(planned: Planned, texts: Texts) -> list[str]:
    """Return the stages of the objective and what they reached, in words."""
    said = []
    for stage in planned.plan.stages:
        metric = METRICS[stage.metric]
        value = texts.figure(read_number(stage.value), metric.unit)
        said.append(texts.say(f"page_{stage.sense}", figure=texts.of(metric), value=value))
    return said
