"""What things are called: the names that input and result tables give."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from sim.rules.families import words_of_check
from sim.say.texts import Texts

_NAMED = (
    "materials",
    "technologies",
    "modes",
    "areas",
    "zones",
    "plants",
    "sinks",
    "markets",
    "terminals",
)


def gather_names(
    frames: Mapping[str, pd.DataFrame], inputs: Mapping[str, pd.DataFrame], texts: Texts
) -> Texts:
    """Return the texts of a reader with the names of input tables and of result tables."""
    found: dict[str, dict[str, str]] = {}

    def add(kind: str, table: pd.DataFrame | None, key: str, stem: str) -> None:
        if table is not None:
            found[kind] = _read(table, key, stem, texts) | found.get(kind, {})

    for kind in _NAMED:
        found[kind] = {}
        add(kind, inputs.get(kind), "id", "name")
    add("zones", frames.get("zones"), "zone", "name")
    add("plants", frames.get("lines"), "plant", "plant_name")
    add("technologies", frames.get("lines"), "technology", "technology")
    areas = frames.get("areas")
    if areas is not None:
        add("materials", areas[areas["level"] == "material"], "area", "name")
        add("areas", areas[areas["level"].isin(["province", "city"])], "area", "name")
    flows = frames.get("flows")
    if flows is not None:
        for end in ("origin", "destination"):
            add("sinks", flows, end, f"{end}_name")
    return Texts(texts.language, found)


def _read(table: pd.DataFrame, key: str, stem: str, texts: Texts) -> dict[str, str]:
    columns = [name for name in table if name == key or str(name).startswith(f"{stem}_")]
    rows = table[columns].drop_duplicates(key).to_dict("records")
    return {str(row[key]): name for row in rows if (name := texts.pick(row, stem))}


def name_check(check: object, texts: Texts) -> str:
    """Return what a check of the verification is called."""
    words = words_of_check(str(check))
    return texts.fill(words.title) if words else texts.word("report_check", check)
