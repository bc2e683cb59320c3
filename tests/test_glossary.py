"""The glossary and what the simulator says: one Chinese term for one English term, everywhere."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from sim.cli.main import COMMANDS
from sim.loader.columns import columns_of
from sim.results.tables import TABLE_NAMES
from sim.rules.families import FAMILIES
from sim.rules.metrics import METRICS
from sim.scenario.tables import TABLES
from tests.test_words import ENTRIES
from tools.blocks import ROOT, read

PAGE = ROOT / "docs" / "glossary.md"
SPOKEN = {
    "approval": {"synergy_rules"},
    "cap": {"synergy_rules", "reason scenario_limit"},
    "capacity": {
        "report_check_sinks",
        "constraint sink_capacity",
        "way out of sink_capacity",
        "constraint link_capacity",
        "way out of link_capacity",
        "link_of_town",
        "all_routes_links",
        "all_routes_links_hint",
        "page_full_key",
    },
    "coalition": set(),
    "core": set(),
    "filing": set(),
    "floor": set(),
    "gate price": set(),
    "gross cost": set(),
    "hazardous waste": set(),
    "least load": set(),
    "metric": set(),
    "moisture": set(),
    "net cost": set(),
    "nucleolus": set(),
    "objective": set(),
    "old stock": set(),
    "quota": {"hazardous_rule_hint"},
    "recipe": {"add_recipe", "share_unusual"},
    "reference plan": set(),
    "residue": {"report_check_yields"},
    "route": set(),
    "scenario": set(),
    "shadow price": set(),
    "Shapley value": set(),
    "surcharge": set(),
    "throughput": set(),
    "uptake": {"report_leans_lines"},
    "utilization rate": {"metric high_value_rate"},
    "worker": set(),
    "zone": {"report_check_roll_up", "constraint zone_balance"},
}
"""Term -> sentences that use the English word without the Chinese one: other meanings of the
word, keys that are typed as they are, titles of a few characters."""


@dataclass(frozen=True)
class Term:
    """A row of the glossary."""

    english: str
    chinese: str
    symbol: str
    meaning: str
    places: str

    @property
    def names(self) -> list[str]:
        """What the last column names in code."""
        return re.findall(r"`([^`]+)`", self.places)


def read_terms() -> list[Term]:
    rows = re.findall(r"^\| (.*) \|$", read(PAGE), re.MULTILINE)
    cells = [[cell.strip() for cell in row.split("|")] for row in rows]
    return [Term(*row) for row in cells if row[0] not in {"term", "---"}]


TERMS = read_terms()


def known_names() -> set[str]:
    """Metrics, constraints, keys and columns, tables, files of results, commands."""
    pages = "".join(read(ROOT / "docs" / f"{p}.md") for p in ("reference", "results", "synergy"))
    return {
        *METRICS,
        *FAMILIES,
        *re.findall(r"`([^`\n]+)`", pages),
        *(f"{name}.csv" for name in (*TABLES, *TABLE_NAMES)),
        *(column for table in TABLES for column in columns_of(table)),
        *(f"sim {command}" for command in COMMANDS),
        *(path.name for path in (ROOT / "scenarios").glob("*.yaml")),
        "--workers",
        "--players",
    }


def test_rows_are_whole() -> None:
    """Every term has Chinese, a meaning and a place, and stands once."""
    assert len(TERMS) > 80
    assert [t.english for t in TERMS if not (t.chinese and t.meaning and t.places)] == []
    english = [t.english for t in TERMS]
    assert sorted(set(english)) == sorted(english)
    assert [t.chinese for t in TERMS if not re.fullmatch(r"[\u4e00-\u9fff（）]+", t.chinese)] == []


def test_places_exist() -> None:
    """Every name in the last column is one of the code, of the input or of the results."""
    known = known_names()
    assert [(t.english, name) for t in TERMS for name in t.names if name not in known] == []


def test_symbols_are_those_of_the_formulation() -> None:
    """Every symbol stands in the formulation, or in the page on cooperation."""
    pages = read(ROOT / "docs/formulation.md") + read(ROOT / "docs/synergy.md")
    symbols = {s for t in TERMS for s in re.findall(r"`([^`]+)`", t.symbol)}
    assert sorted(s for s in symbols if not re.search(rf"(?<!\w){re.escape(s)}(?!\w)", pages)) == []


def test_metrics_and_constraints_are_called_so() -> None:
    """The first name of a row, where it is a metric or constraint, has the Chinese of the row."""
    said = {name: metric.zh for name, metric in METRICS.items()}
    said |= {name: family.words.zh for name, family in FAMILIES.items()}
    wrong = [
        (t.english, t.chinese, said[t.names[0]])
        for t in TERMS
        if t.names and t.names[0] in said and t.chinese not in said[t.names[0]]
    ]
    assert wrong == []


@pytest.mark.parametrize("english", SPOKEN)
def test_sentences_use_the_term(english: str) -> None:
    """Every sentence with the English term has the Chinese one."""
    (term,) = [t for t in TERMS if t.english == english]
    word = re.compile(rf"(?<![\w{{'`]){english}s?(?![\w}}'`])", re.IGNORECASE)
    uses = {key: words for key, words in ENTRIES.items() if word.search(words[0])}
    assert uses
    without = {key for key, (_, chinese) in uses.items() if term.chinese not in chinese}
    assert without - SPOKEN[english] == set()
    assert SPOKEN[english] - without == set(), "no exception any more"


def test_the_chinese_readme_uses_the_terms() -> None:
    """What the Chinese README speaks of, it calls by the term of the glossary."""
    chinese = {t.english: t.chinese for t in TERMS}
    text = read(ROOT / "README.zh.md")
    spoken = [
        *("scenario", "zone", "plant", "line", "recipe", "trade-off curve (frontier)"),
        *("alternatives", "sweep", "published", "derived", "assumed", "placeholder"),
    ]
    assert [english for english in spoken if chinese[english] not in text] == []
