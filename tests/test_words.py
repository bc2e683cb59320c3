"""Every sentence stands in both languages, and neither is mixed with the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from string import Formatter
from typing import get_args

import pytest

from sim.loader.columns import columns_of
from sim.rules.families import FAMILIES
from sim.rules.metrics import COST_PARTS, METRICS
from sim.rules.wording import Wording
from sim.say import PARTS, WORDS, say
from sim.scenario.document import BorderRule, Change, Limit, Scenario, Stage
from sim.scenario.expansion import Expansion, Replacement
from sim.scenario.sweep import Sweep
from sim.scenario.tables import TABLES
from sim.scenario.years import YearPath, Years

CHINESE = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z][A-Za-z0-9_.\-]{2,}")


def words_of_families() -> dict[str, tuple[str, str]]:
    """Every sentence that the registry of constraints says of a family."""
    found: dict[str, Wording | None] = {}
    for family in FAMILIES.values():
        found[f"constraint {family.name}"] = family.words
        found[f"way out of {family.name}"] = family.edit
        if family.reason:
            found[f"reason {family.reason.code}"] = family.reason.words
        if family.conflict:
            found[f"group {family.conflict.group.name}"] = family.conflict.group.counted
    return {key: (words.en, words.zh) for key, words in found.items() if words}


ENTRIES = {
    **WORDS,
    **{f"metric {m.name}": (m.en, m.zh) for m in METRICS.values()},
    **words_of_families(),
    **{f"cost {name}": words for name, words in COST_PARTS.items()},
}
FOREIGN = {
    "N",
    "Tianditu",
    "Natural",
    "Earth",
    "WGS84",
    "GS",
    "fonts-noto-cjk",
    "fonts",
    "lon",
    "lat",
    "sim",
    "run",
    "share",
    "CO2",
    "JSON",
    "YAML",
    "TAG",
    "UTF-8",
    "BOM",
    "NUL",
    "URI",
    "Unicode",
    "HiGHS",
    "Markdown",
    "PDF",
    "Word",
    "Schema",
    "Dask",
    "CSV",
    "Pyomo",
    "Python",
    "Excel",
    "WPS",
    "LibreOffice",
    "GeoNames",
    "GeoJSON",
    "SVG",
    "PNG",
    "Tab",
    "TLS",
    "Ctrl-C",
    "X-Sim",
    "scenarios",
}
"""Latin words that Chinese sentences may hold: names, commands, formats."""
OF_YEARS = (Years, YearPath)
TYPED = {
    *TABLES,
    *(column for table in TABLES for column in columns_of(table)),
    *(c for table in TABLES for col in columns_of(table).values() for c in col.choices),
    *(info.alias or name for name, info in Scenario.model_fields.items()),
    *(
        info.alias or key
        for part in (
            Change,
            Sweep,
            Limit,
            BorderRule,
            Stage,
            Expansion,
            Replacement,
            Years,
            YearPath,
        )
        for key, info in part.model_fields.items()
    ),
    *get_args(Sweep.model_fields["kind"].annotation),
    *get_args(BorderRule.model_fields["rule"].annotation),
    *METRICS,
    "geodata",
    "xlsx",
    "xls",
    "et",
    "import",
    "template",
    "base",
    "library",
    "lang",
    "zh",
    "of",
    "points.csv",
    "coalition",
    "areas.csv",
    "results",
    "sweep-",
    "part",
    "none",
    "transport",
    "alternatives",
    "activity",
    "mass",
    "true",
    "false",
    "slide",
    "size",
    "sampled",
    "tianditu",
    "docs",
    "cluster.md",
    "tcp",
    "host",
    "out",
    "replace",
    "mps",
    ".names.csv",
    "names.csv",
    "trace",
    "price",
    "flow",
    "line",
    "prices.csv",
}
"""What a planner types as it is, in either language; it stands in quotes."""


def fields(text: str) -> set[str]:
    """Return the placeholders of a sentence."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def is_translated(english: str, chinese: str) -> bool:
    """Return whether both languages say something, with the same placeholders."""
    said = english.strip() and chinese.strip()
    return bool(said) and fields(english) == fields(chinese)


def is_unmixed(english: str, chinese: str) -> bool:
    """Return whether English holds no Chinese; Chinese no English beyond names and commands."""
    bare = re.sub(r"\{[^}]*\}", "", chinese)
    typed = " ".join(re.findall(r"“([^”]*)”", bare))
    strange = set(LATIN.findall(typed)) - FOREIGN - TYPED
    strange |= set(LATIN.findall(re.sub(r"“[^”]*”", " ", bare))) - FOREIGN
    return not strange and not CHINESE.search(re.sub(r"语言。?", "", english))


def is_full_width(_english: str, chinese: str) -> bool:
    """Return whether beside Chinese characters, outside of quotes, no punctuation is Latin."""
    bare = re.sub(r"“[^”]*”", "“”", chinese)
    return not re.search(r"[\u4e00-\u9fff][,:;()!?]|[,:;(!?][\u4e00-\u9fff]", bare)


@pytest.mark.parametrize("holds", [is_translated, is_unmixed, is_full_width])
def test_every_sentence_keeps_the_rules(holds: Callable[[str, str], bool]) -> None:
    """Each rule holds of every sentence of the product; those that break it are listed."""
    assert {key: pair for key, pair in ENTRIES.items() if not holds(*pair)} == {}


@pytest.mark.parametrize(
    ("holds", "english", "chinese"),
    [
        (is_translated, "Free", ""),
        (is_translated, " ", "闲置"),
        (is_translated, "{name} is full", "{plant}已满"),
        (is_unmixed, "Free 闲置", "闲置"),
        (is_unmixed, "Free", "闲置 free"),
        (is_unmixed, "Free", "写作“nothing”"),
        (is_full_width, "Free, full", "闲置,已满"),
        (is_full_width, "Free (full)", "闲置 (已满)"),
    ],
)
def test_the_rules_can_be_broken(
    holds: Callable[[str, str], bool], english: str, chinese: str
) -> None:
    """No rule is idle: each finds a sentence that breaks it."""
    assert not holds(english, chinese)
    assert holds("See “sim run”, {name}", "参见“sim run”，{name}")


def test_every_part_is_looked_at() -> None:
    """The sentences looked at are those of every part, and of metrics, constraints and costs."""
    assert len(WORDS) == sum(len(part) for part in PARTS.values()) > 1_000
    assert len(ENTRIES) == len(WORDS) + len(METRICS) + len(words_of_families()) + len(COST_PARTS)


def test_keys_are_unique_over_all_parts() -> None:
    """No part of the product overwrites another's words."""
    counts = Counter(key for part in PARTS.values() for key in part)
    assert [key for key, n in counts.items() if n > 1] == []


def test_say_fills_in_values() -> None:
    """A sentence takes its values in both languages."""
    assert "x" in say("not_empty", "en", folder="x")
    assert "x" in say("not_empty", "zh", folder="x")
