"""What to call a row of an input table, a border rule, a limit or a stage, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.loader.case import Case
from sim.results.unchecked import mark_unchecked
from sim.rules.amounts import LIMITED, OVER
from sim.say import say
from sim.say.texts import BOTH
from sim.scenario.document import BorderRule, Limit
from sim.scenario.tables import TABLES

Names = tuple[str, str]
_NAMED = (
    "materials",
    "technologies",
    "recipes",
    "zones",
    "plants",
    "sinks",
    "terminals",
    "areas",
    "markets",
    "places",
    "modes",
)
_SCOPES = {
    "zone": "zones",
    "city": "areas",
    "province": "areas",
    "material": "materials",
    "plant": "plants",
    "market": "markets",
    "technology": "technologies",
}


def name_of(case: Case, tables: tuple[str, ...], identifier: object) -> Names:
    """Return the names of an id that one of the tables has; the id itself where none does."""
    for table in tables:
        frame = case.tables[table]
        if table not in _NAMED:
            continue
        found = frame[frame["id"] == identifier]
        if len(found):
            english, chinese = found.iloc[0]["name_en"], found.iloc[0]["name_zh"]
            return str(english), str(chinese) if chinese and chinese == chinese else str(english)
    return str(identifier), str(identifier)


def name_row(case: Case, table: str, record: Mapping[Any, Any]) -> Names:
    """Return what a row of an input table speaks of."""
    spec = TABLES[table]
    named = [c for c in spec.references if c in spec.key]
    own = _own_names(record)
    if own and not named:
        return own
    named += [c for c in ("plant", "technology") if c in spec.references and c not in named]
    parts = [
        name_of(case, spec.references[column], record[column])
        for column in named
        if isinstance(record[column], str) and record[column]
    ]
    rest = [str(record[c]) for c in spec.key if c not in spec.references and c != "id"]
    parts += [own] if own else [(text, text) for text in rest if text not in ("", "None", "nan")]
    parts = parts or [(str(record[spec.key[0]]),) * 2]
    english, chinese = (
        mark_unchecked(" · ".join(p[n] for p in parts), record.get("status"), texts)
        for n, texts in enumerate(BOTH)
    )
    return english, chinese


def _own_names(record: Mapping[Any, Any]) -> Names | None:
    """Return the names that a row has in columns of its own; None where it has none."""
    english, chinese = record.get("name_en"), record.get("name_zh")
    if not (isinstance(english, str) and english):
        return None
    return english, chinese if isinstance(chinese, str) and chinese else english


def name_border(rule: BorderRule, case: Case) -> Names:
    """Return whom and what a border rule speaks of."""
    ends = [_name_end(rule.from_, case), _name_end(rule.to, case)]
    texts = []
    for n, language in enumerate(("en", "zh")):
        what = (
            name_of(case, ("materials",), rule.material)[n]
            if rule.material
            else say(f"compare_class_{rule.waste_class}", language)
        )
        purpose = say(f"compare_purpose_{rule.purpose}", language)
        ways = {"origin": ends[0][n], "destination": ends[1][n]}
        texts.append(say("compare_border", language, **ways, what=what, purpose=purpose))
    return texts[0], texts[1]


def _name_end(area: str, case: Case) -> Names:
    if area == "any":
        return say("compare_any", "en"), say("compare_any", "zh")
    return name_of(case, ("areas",), area)


def _name_asked(case: Case, level: str, name: str) -> Names:
    """Return one thing that a limit is narrowed to, or the amount below it."""
    if level == OVER:
        spec = LIMITED[name]
        return say("per_amount", "en", amount=spec.en), say("per_amount", "zh", amount=spec.zh)
    table = _SCOPES.get(level.rpartition(" ")[2])
    return name_of(case, (table,), name) if table else (name, name)


def name_limit(limit: Limit, case: Case) -> Names:
    """Return what a limit caps or floors."""
    texts = []
    metric = limit.spec
    for n, language in enumerate(("en", "zh")):
        key = "compare_cap" if limit.cap else "compare_floor"
        text = say(key, language, metric=metric.zh if n else metric.en)
        scope = [_name_asked(case, level, name)[n] for level, name in limit.asked.items()]
        texts.append(f"{text} ({', '.join(scope)})" if scope else text)
    return texts[0], texts[1]


def name_stage(number: int) -> Names:
    """Return what to call a stage of the objective."""
    return say("compare_stage", "en", n=number), say("compare_stage", "zh", n=number)
