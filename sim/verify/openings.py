"""Checks of what is open: what runs is, least loads hold, and so many are as `choose` says."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from sim import units
from sim.scenario.document import Choose
from sim.verify.facts import Facts
from sim.verify.figures import fixed_charge
from sim.verify.links import carried_over
from sim.verify.read import Cells
from sim.verify.tally import Tally

Key = tuple[str, str, str]
"""Kind (lines, sinks or builds), id, and the way of opening it."""
OPEN = "open"
"""The way of opening what is opened in one way only."""
_LEAST = 1e-6
"""What runs less than this, kt/yr, counts as standing still."""


def check_openings(facts: Facts, tally: Tally) -> None:
    """Hold what is open against what runs, what it costs, and how many may be open."""
    used, wanted = _used(facts), _wanted(facts)
    stated: dict[Key, Cells] = {}
    for row in facts.results("openings"):
        stated[row["kind"], row["id"], row["option"]] = row
    for key in sorted({*stated, *wanted}):
        words = f"openings.csv, {' '.join(part for part in key if part != OPEN)}"
        tally.true(key in wanted, f"{words}: there is nothing to open")
        tally.true(key in stated, f"{words}: it is not listed")
        if key in stated and key in wanted:
            _check_row(facts, tally, stated[key], used.get(key, 0.0), words)
    classes = Counter(key[:2] for key, row in stated.items() if row["open"] == "yes")
    for (kind, name), count in sorted(classes.items()):
        tally.true(count == 1, f"openings.csv, {kind} {name}: open in {count} ways at once")
    for number, entry in enumerate(facts.scenario.choose, start=1):
        names = {_name(row) for row in picked(facts, entry)}
        count = sum(
            row["open"] == "yes"
            for (kind, name, _), row in stated.items()
            if kind == entry.of and name in names
        )
        words = f"choose {number}: {count} {entry.of} are open"
        tally.true(entry.most is None or count <= entry.most, words)
        tally.true(entry.least is None or count >= entry.least, words)


def _check_row(facts: Facts, tally: Tally, row: Cells, used: float, words: str) -> None:
    is_open = row["open"] == "yes"
    tally.true(row["open"] in ("yes", "no"), f"{words}: it is neither open nor closed")
    tally.equal(row["used_kt_yr"], used, f"{words}: used (kt/yr)")
    due = fixed_charge(facts, row) if row["kind"] != "builds" else _opening(facts, row)
    tally.equal(row["fixed_cost_MCNY_yr"], due, f"{words}: fixed cost (MCNY/yr)")
    least = _least(facts, row)
    tally.equal(row["least_kt_yr"], least, f"{words}: least load (kt/yr)")
    if is_open:
        tally.at_least(used, least, f"{words}: used (kt/yr), by its least load,")
        if row["kind"] == "builds":
            most = facts.growth[row["id"]].range_of(row["option"])[1]
            tally.at_most(used, most, f"{words}: built (kt/yr), by its size class,")
    else:
        tally.at_most(used, _LEAST, f"{words}: used (kt/yr), though closed,")


def _opening(facts: Facts, row: Cells) -> float:
    """Return what beginning to build at a line costs a year, million CNY."""
    rate = facts.parameter("discount_rate", "", 0.06)
    return facts.growth[row["id"]].yearly(0.0, rate, begun=row["option"])


def _used(facts: Facts) -> dict[Key, float]:
    """Return what each line runs and each sink takes in, kt/yr."""
    found: dict[Key, float] = defaultdict(float)
    for (line, _), kt in facts.activity.items():
        found["lines", line, OPEN] += kt
    for line, growth in facts.growth.items():
        option = facts.begun(line) if growth.classes else OPEN
        found["builds", line, option] += facts.built(line)
    for row in facts.results("flows"):
        if row["destination_kind"] == "sink":
            found["sinks", row["destination"], OPEN] += row["amount_kt_yr"]
    if any(row["kind"] == "links" for row in facts.results("openings")):
        for ends, kt in carried_over(facts).items():
            found["links", " > ".join(ends), OPEN] += kt
    return found


def _wanted(facts: Facts) -> set[Key]:
    """Return what is to be opened or not, by the input tables and `choose`."""
    found = {
        ("lines", line, OPEN)
        for line, row in facts.lines.items()
        if row["fixed_cost"] > 0 or (row["if_used"] and row["min_load"] > 0)
    }
    sinks = facts.by_id("sinks").items()
    found |= {("sinks", s, OPEN) for s, row in sinks if row["fixed_cost"] > 0}
    links = {
        " > ".join((r["origin"], r["destination"], r["mode"])): r for r in facts.inputs("links")
    }
    found |= {("links", name, OPEN) for name, row in links.items() if row["fixed_cost"] > 0}
    found |= {("builds", n, o) for n, of in facts.growth.items() for o in of.options}
    there_of: dict[str, Mapping[str, Any]] = {
        "lines": facts.lines,
        "sinks": facts.by_id("sinks"),
        "links": links,
        "builds": facts.growth,
    }
    for entry in facts.scenario.choose:
        there = there_of[entry.of]
        names = [name for row in picked(facts, entry) if (name := _name(row)) in there]
        listed = {name for kind, name, _ in found if kind == entry.of}
        found |= {(entry.of, name, OPEN) for name in names if name not in listed}
    return found


def _least(facts: Facts, opening: Cells) -> float:
    if opening["kind"] == "builds":
        return facts.growth[opening["id"]].range_of(opening["option"])[0]
    line = facts.lines.get(opening["id"]) if opening["kind"] == "lines" else None
    return line["available"] * line["min_load"] if line and line["if_used"] else 0.0


def picked(facts: Facts, entry: Choose) -> list[Cells]:
    """Return the rows of the input that an entry of `choose` speaks of."""
    return [row for row in facts.inputs(entry.table) if _matches(facts, entry, row)]


def _name(row: Cells) -> str:
    """Return what a row is called: of a link its ends and mode."""
    return (
        row["id"] if "id" in row else " > ".join(row[c] for c in ("origin", "destination", "mode"))
    )


def _matches(facts: Facts, entry: Choose, row: Cells) -> bool:
    site = facts.by_id("plants").get(row.get("plant", ""), {})
    for column, wanted in entry.where.items():
        cell = row[column] if column in row else site.get(column, "")
        many = wanted if isinstance(wanted, list) else [wanted]
        if not any(_is(facts, column, cell, one) for one in many):
            return False
    return True


def _is(facts: Facts, column: str, cell: Any, wanted: Any) -> bool:
    """Return whether a cell is what is wanted: an area by any of its names, a quantity, a text."""
    if isinstance(cell, bool):
        return str(cell).lower() == str(wanted).lower()
    if isinstance(cell, float):
        unit = {"capacity": "kt/yr", "fixed_cost": "MCNY/yr", "fee": "CNY/t"}.get(column, "")
        return abs(units.parse(wanted, unit) - cell) <= 1e-12 * max(1.0, abs(cell))
    if column in ("city", "province"):
        area = facts.by_id("areas").get(cell, {})
        return wanted in (cell, area.get("name_en"), area.get("name_zh"))
    return wanted in cell if isinstance(cell, tuple) else str(cell) == str(wanted)
