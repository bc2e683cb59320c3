"""What is told of a plan on demand: its tables, why waste is unused, what limits are worth."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from sim.draw.draw_map import pick_period
from sim.errors import InputError, Problem
from sim.page.asked import Asked
from sim.page.edits import apply
from sim.page.findings import Found
from sim.page.project import UNKNOWN, not_there
from sim.page.relaxing import Relaxer
from sim.report import borders, cards, places, prices
from sim.report.building import list_built
from sim.report.listing import Listing
from sim.report.names import gather_names
from sim.say.figures import read_number
from sim.say.message import message
from sim.say.texts import Texts

Row = Mapping[Any, Any]
_TABLES = (
    "figures",
    "costs",
    "zones",
    "lines",
    "built",
    "unused",
    "province",
    "material",
    "quotas",
    "crossings",
    "prices",
    "rules",
)
_PLACEHOLDER = "placeholder"


def pick_detail(asked: Asked, what: str) -> Callable[[Found], dict[str, Any]]:
    """Return what tells a detail of a plan: `tables`, `limits`, or `zone:` and the id of a zone.

    Raises
    ------
    InputError
        There is nothing of the kind, or the scenario has no such zone.
    """
    kind, _, key = what.partition(":")
    if kind == "zone":
        _, edited = apply(asked.base.loaded, asked.edits)
        if key not in {record.values["id"] for record in edited.tables["zones"].records}:
            raise not_there("zones", key)
        return lambda found: tell_zone(asked, found, key)
    tells = {"tables": tell_tables, "limits": tell_limits}
    if what not in tells:
        problem = message("page_no_detail", what=what[:80])
        raise InputError([Problem("what", problem, code=UNKNOWN)])
    return partial(tells[what], asked)


def tell_tables(asked: Asked, found: Found) -> dict[str, Any]:
    """Return every table of a plan, ready to be shown."""
    frames, texts = _frames(asked, found)
    listings: dict[str, Listing | None] = {
        "figures": cards.list_figures(found.tables.summary, texts),
        "costs": cards.list_costs(frames.get("costs"), texts),
        "zones": places.list_zones(frames["zones"], texts),
        "lines": places.list_lines(frames["lines"], texts),
        "built": list_built(frames, texts),
        "unused": places.list_unused(frames, texts),
        "province": places.list_areas(frames["areas"], "province", texts),
        "material": places.list_areas(frames["areas"], "material", texts),
        "quotas": borders.list_quotas(frames["borders"], texts),
        "crossings": borders.list_crossings(frames["borders"], texts),
        "prices": prices.list_prices(frames["prices"], texts),
        "rules": prices.list_prices(frames["prices"], texts, rules=True),
    }
    told = [
        {"key": key, "title": texts.say(f"page_table_{key}"), **tell_listing(listing)}
        for key in _TABLES
        if (listing := listings[key]) is not None
    ]
    notes = [str(texts.of(note)) for note in found.tables.summary.get("notes") or []]
    return {"tables": told, "sentences": notes}


def tell_listing(listing: Listing) -> dict[str, Any]:
    """Return a table as the page takes it."""
    return {
        "columns": [{"title": c.title, "number": c.number} for c in listing.columns],
        "rows": [[{"text": c.text, "value": c.value} for c in row] for row in listing.rows],
    }


def _frames(asked: Asked, found: Found) -> tuple[dict[str, Any], Texts]:
    frames = pick_period(found.tables.frames, found.tables.summary)
    return frames, gather_names(frames, found.case.tables, asked.texts)


def tell_zone(asked: Asked, found: Found, zone: str) -> dict[str, Any]:
    """Return why waste of a zone is unused: each amount, its reason, and what would let it in."""
    frames, texts = _frames(asked, found)
    table = frames["unused"]
    rows = table[table["zone"] == zone].sort_values("unused_kt_yr", ascending=False)
    if rows.empty:
        return {"sentences": [texts.say("page_all_used")], "items": []}
    items, relaxer = [], Relaxer(asked, found)
    for row in rows.to_dict("records"):
        text = texts.say(
            "page_unused",
            amount=texts.amount(row["unused_kt_yr"]),
            material=texts.name("materials", row["material"]),
            reason=texts.pick(row, "reason"),
        )
        edits = _edits_of_cause(str(row.get("cause") or ""), relaxer)
        items.append({"text": text, **_offer(edits)})
    total = texts.amount(float(rows["unused_kt_yr"].sum()))
    return {"sentences": [texts.say("page_unused_total", amount=total)], "items": items}


def _offer(edits: list[dict[str, Any]]) -> dict[str, Any]:
    return {"edits": edits} if edits else {}


def tell_limits(asked: Asked, found: Found) -> dict[str, Any]:
    """Return what limits are worth, best first, each with an edit that relaxes it by a tenth."""
    frames, texts = _frames(asked, found)
    items, relaxer = [], Relaxer(asked, found)
    for row in frames["prices"].to_dict("records"):
        if row["class"] != "limit":
            continue
        edits = relaxer.edits(str(row["constraint"]), str(row["index"]))
        items.append(
            {
                "text": texts.pick(row, "sentence"),
                "note": _say_tenth(row, texts),
                "placeholder": _leans_on_placeholder(row, found),
                **_offer(edits),
            }
        )
    return {"items": items, "sentences": []}


def _say_tenth(row: Row, texts: Texts) -> str:
    """Return what a tenth more gave when solved again."""
    more, cost = (
        read_number(row.get(f"tenth_{column}"))
        for column in ("net_utilized_change_kt_yr", "net_cost_change_MCNY_yr")
    )
    if more is None or cost is None:
        return ""
    money = texts.money(abs(cost))
    key = "page_tenth" if cost <= 0 else "page_tenth_costs"
    key = "page_tenth_alone" if money == texts.money(0.0) else key
    sign = "+" if more >= 0 else "−"
    return texts.say(key, amount=sign + texts.amount(abs(more)), cost=money)


def _leans_on_placeholder(row: Row, found: Found) -> bool:
    """Return whether a limit is that of a line whose size is not known but made up."""
    parts = str(row["index"]).split("|")
    lines = found.case.tables["lines"]
    held = lines[lines["id"].isin(parts)]
    return bool((held["status"] == _PLACEHOLDER).any())


def _edits_of_cause(cause: str, relaxer: Relaxer) -> list[dict[str, Any]]:
    """Return the edits that relax all limits of a cause; none where one of them has no edit."""
    edits: list[dict[str, Any]] = []
    for part in filter(None, cause.split("; ")):
        constraint, _, index = part.partition("|")
        one = relaxer.edits(constraint, index)
        if not one:
            return []
        edits += one
    return edits
