"""What things are called in the language of the page."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from sim.rules.families import words_of_check
from sim.say import WORDS, Language, say

_NAMED = ("materials", "technologies", "modes", "areas", "zones", "plants", "sinks", "markets",
          "terminals")  # fmt: skip


def pick(row: Mapping[Hashable, Any], stem: str, language: Language) -> str:
    """Return `stem_en` or `stem_zh` of a row; the other language where one is blank."""
    other = "en" if language == "zh" else "zh"
    for key in (f"{stem}_{language}", f"{stem}_{other}"):
        value = row.get(key)
        if isinstance(value, str) and value.strip():
            return value
    return ""


@dataclass(frozen=True)
class Names:
    """Id -> name, for every kind of thing that has one."""

    language: Language
    by_kind: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def of(self, kind: str, key: Any) -> str:
        """Return the name of a thing; its id where it has none."""
        return self.by_kind.get(kind, {}).get(str(key), "") or str(key)

    def site(self, key: Any) -> str:
        """Return the name of a zone, plant, sink, market, port or area."""
        for kind in ("zones", "plants", "sinks", "markets", "terminals", "areas"):
            if name := self.by_kind.get(kind, {}).get(str(key)):
                return name
        return str(key)


def gather_names(
    frames: Mapping[str, pd.DataFrame], inputs: Mapping[str, pd.DataFrame], language: Language
) -> Names:
    """Return the names that the input tables give, and those that only result tables hold."""
    found: dict[str, dict[str, str]] = {}
    for kind in _NAMED:
        table = inputs.get(kind)
        found[kind] = {} if table is None else _read(table, "id", "name", language)
    _add(found, "zones", frames.get("zones"), "zone", "name", language)
    _add(found, "plants", frames.get("lines"), "plant", "plant_name", language)
    _add(found, "technologies", frames.get("lines"), "technology", "technology", language)
    areas = frames.get("areas")
    if areas is not None:
        _add(found, "materials", areas[areas["level"] == "material"], "area", "name", language)
        levels = areas["level"].isin(["province", "city"])
        _add(found, "areas", areas[levels], "area", "name", language)
    flows = frames.get("flows")
    if flows is not None:
        for end in ("origin", "destination"):
            _add(found, "sinks", flows, end, f"{end}_name", language)
    return Names(language, found)


def _add(
    found: dict[str, dict[str, str]], kind: str, table: pd.DataFrame | None, key: str, stem: str,
    language: Language,
) -> None:  # fmt: skip
    if table is not None:
        found[kind] = _read(table, key, stem, language) | found[kind]


def _read(table: pd.DataFrame, key: str, stem: str, language: Language) -> dict[str, str]:
    rows = table.drop_duplicates(key).to_dict("records")
    return {str(row[key]): name for row in rows if (name := pick(row, stem, language))}


def term(word: Any, language: Language) -> str:
    """Return a word of the input format in planner's words; as it stands when there is none."""
    return _lookup("term", word, language)


def table_name(table: Any, language: Language) -> str:
    """Return what an input table is called."""
    return _lookup("table", table, language)


def check_name(check: Any, language: Language) -> str:
    """Return what a check of the verification is called."""
    words = words_of_check(str(check))
    return words.title.say(language) if words else _lookup("check", check, language)


def _lookup(group: str, word: Any, language: Language) -> str:
    key = f"report_{group}_{word}"
    return say(key, language) if key in WORDS else str(word)
