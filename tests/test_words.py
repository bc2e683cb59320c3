"""Every sentence stands in both languages, and neither is mixed with the other."""

from __future__ import annotations

import re
from collections import Counter
from string import Formatter

import pytest

from sim.scenario.catalogue import CONSTRAINTS, COST_PARTS, METRICS
from sim.words import PARTS, WORDS, say

CHINESE = re.compile(r"[\u4e00-\u9fff]")
ENTRIES = {
    **WORDS,
    **{f"metric {m.name}": (m.en, m.zh) for m in METRICS.values()},
    **{f"constraint {c.name}": (c.en, c.zh) for c in CONSTRAINTS.values()},
    **{f"cost {name}": words for name, words in COST_PARTS.items()},
}
FOREIGN = {"N", "Tianditu", "Natural Earth", "WGS84", "GS", "fonts-noto-cjk", "fonts", "lon",
           "lat", "sim", "run", "CO2", "JSON"}  # fmt: skip
"""Latin words that Chinese sentences may hold: names, commands, columns."""


def fields(text: str) -> set[str]:
    """Return the placeholders of a sentence."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("key", ENTRIES)
def test_every_sentence_is_translated(key: str) -> None:
    """Both languages say something, with the same placeholders."""
    english, chinese = ENTRIES[key]
    assert english.strip()
    assert chinese.strip()
    assert fields(english) == fields(chinese)


@pytest.mark.parametrize("key", ENTRIES)
def test_languages_are_not_mixed(key: str) -> None:
    """English holds no Chinese; Chinese holds no English beyond names and commands."""
    english, chinese = ENTRIES[key]
    assert not CHINESE.search(re.sub(r"语言。?", "", english))
    bare = re.sub(r"\{[^}]*\}", "", chinese)
    for word in sorted(FOREIGN, key=len, reverse=True):
        bare = bare.replace(word, "")
    assert not re.findall(r"[A-Za-z]{3,}", bare)


def test_keys_are_unique_over_all_parts() -> None:
    """No part of the product overwrites another's words."""
    counts = Counter(key for part in PARTS.values() for key in part)
    assert [key for key, n in counts.items() if n > 1] == []


def test_say_fills_in_values() -> None:
    """A sentence takes its values in both languages."""
    assert "x" in say("not_empty", "en", folder="x")
    assert "x" in say("not_empty", "zh", folder="x")
