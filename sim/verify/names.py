"""Checks of names: rows name what the inputs hold, stand once, and say the same of it."""

from __future__ import annotations

from collections import Counter

from sim.scenario.via import terminals_of
from sim.verify.facts import STORE, Facts
from sim.verify.read import Cells
from sim.verify.tally import Tally

ROLES = {
    ("zone", "plant"): ("utilization",),
    ("plant", "plant"): ("chain",),
    ("plant", "market"): ("sale",),
    ("zone", "sink"): ("disposal", "storage"),
    ("plant", "sink"): ("disposal", "storage"),
}
"""Kinds of both ends -> roles a flow may have between them."""
KEYS = {
    "flows": (
        "role",
        "origin",
        "origin_kind",
        "destination",
        "destination_kind",
        "material",
        "mode",
        "via",
        "treated",
    ),
    "lines": ("line",),
    "line_inputs": ("line", "recipe", "material", "producer", "source"),
    "line_outputs": ("line", "recipe", "material"),
    "built": ("line",),
    "zones": ("zone",),
    "wastes": ("zone", "material"),
    "areas": ("level", "area"),
    "costs": ("part",),
    "actors": ("kind", "actor", "item", "scope", "partner"),
    "borders": (
        "kind",
        "quota",
        "from_area",
        "to_area",
        "waste_class",
        "material",
        "purpose",
        "rule",
    ),
    "transfers": ("level", "origin", "destination", "material", "role"),
    "unused": ("zone", "material", "reason", "cause"),
}
"""Result table -> columns that tell its rows apart."""
_NAMED = {"line": "lines", "recipe": "recipes", "material": "materials", "zone": "zones"}


def check_names(facts: Facts, tally: Tally) -> None:
    """Hold every name in the results against the inputs, and every key against its twins."""
    for table, key in KEYS.items():
        rows = facts.results(table)
        seen = Counter(tuple(row[column] for column in key) for row in rows)
        twins = [" ".join(k) for k, count in seen.items() if count > 1]
        tally.true(not twins, f"{table}.csv has more than one row for {'; '.join(twins[:3])}")
        for column, source in _NAMED.items():
            known = facts.by_id(source)
            for row in rows if column in key else ():
                text = f"{row['at']}: {column} '{row[column]}' is not in table {source}"
                is_blank = table == "borders" and not row[column]
                tally.true(row[column] in known or is_blank, text)
    _check_ends(facts, tally)
    _check_sources(facts, tally)
    summary = facts.written.summary
    same = summary["scenario"]["name"] == facts.scenario.name
    same = same and summary["period"] == facts.scenario.year
    tally.true(same, "summary.json is of another scenario or period")


def _check_ends(facts: Facts, tally: Tally) -> None:
    for row in facts.results("flows"):
        words = f"{row['at']}:"
        roles = ROLES.get((row["origin_kind"], row["destination_kind"]), ())
        ends = f"a {row['origin_kind']} and a {row['destination_kind']}"
        tally.true(row["role"] in roles, f"{words} {row['role']} does not run between {ends}")
        for end in ("origin", "destination"):
            node, kind = row[end], row[f"{end}_kind"]
            known = node in facts.by_id(f"{kind}s") or (
                kind == "sink" and node == STORE + row["origin"]
            )
            tally.true(known, f"{words} {end} '{node}' is no {kind} that takes part")
        loose = [t for t in terminals_of(row["via"]) if t not in facts.by_id("terminals")]
        tally.true(not loose, f"{words} '{row['via']}' names no terminal")


def _check_sources(facts: Facts, tally: Tally) -> None:
    for row in facts.results("line_inputs"):
        known = row["source"] in ("zone", "treated", "plant", "bought")
        text = f"{row['at']}: source '{row['source']}' is not zone, treated, plant or bought"
        tally.true(known, text)
        producer = row["producer"]
        known = facts.producer(row["material"], producer) == producer
        tally.true(known, f"{row['at']}: {row['material']} of '{producer}' is not kept apart")


def check_labels(facts: Facts, tally: Tally) -> None:
    """Hold provinces, cities and other words of a row against the table they come from."""
    for row in facts.results("flows"):
        for end in ("origin", "destination"):
            place = facts.place(row[f"{end}_kind"], row[end])
            stated = (row[f"{end}_province"], row[f"{end}_city"])
            _hold_place(tally, row, row[end], stated, place)
    for row in facts.results("zones"):
        zone = facts.by_id("zones").get(row["zone"], {})
        columns = ("province", "city", "county", "industry", "owner", "basin", "role")
        _hold_words(tally, row, zone, columns)
    for row in facts.results("lines"):
        line = facts.by_id("lines").get(row["line"])
        if line is None:
            continue
        _hold_words(tally, row, line, ("plant", "technology", "status"))
        _hold_words(tally, row, facts.technology(row["line"]), ("tier", "counting"))
        place = facts.place("plant", line["plant"])
        _hold_place(tally, row, line["plant"], (row["province"], row["city"]), place)


def _hold_place(
    tally: Tally, row: Cells, node: str, stated: tuple[str, str], due: tuple[str, str]
) -> None:
    text = f"{row['at']}: {node} lies in {' '.join(due).strip()}, not {' '.join(stated).strip()}"
    tally.true(stated == due, text)


def _hold_words(tally: Tally, row: Cells, due: Cells, columns: tuple[str, ...]) -> None:
    for column in columns:
        stated, known = row[column], due.get(column, "")
        tally.true(stated == known, f"{row['at']}: {column} is '{stated}', not '{known}'")
