"""An explanation in words, for people in either language, and for machines."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from sim.say import label, say
from sim.say.figures import write_exact
from sim.studies.explain.edits import Edit
from sim.studies.explain.groups import LimitGroup, group_limits
from sim.studies.explain.limits import Limitation
from sim.studies.explain.study import Explanation, WayOut

_MOST_PLACES = 5
_MOST_NAMED = 2
_MOST_EDITS = 3
_MOST_BINDING = 20
_JSON = "--json"


def write_lines(found: Explanation, language: str) -> Iterator[str]:
    """Yield an explanation as lines of text."""
    title = found.title[language]
    match found.status:
        case "infeasible":
            text = say("explain_no_plan", language)
            yield say("explain_head", language, title=title, text=text)
            yield ""
            yield from _write_ways(found, language)
            yield ""
            yield from _write_conflict(found, language)
        case _:
            yield title
            yield from _write_binding(found, language)


def _write_conflict(found: Explanation, language: str) -> Iterator[str]:
    count = len(found.conflict)
    key = "explain_conflict" if count > 1 else "explain_conflict_one"
    yield say(key, language, count=count)
    for group in group_limits(found):
        yield from _write_group(group, language)
    if any(not group.is_told_alone for group in group_limits(found)):
        yield "  " + say("explain_list_all", language, option=_JSON)


def _write_group(group: LimitGroup, language: str) -> Iterator[str]:
    """Yield the limits of a family one by one where they are few or policy, else by place."""
    if group.is_told_alone:
        for limit in group.limits:
            yield "  " + label(limit.at, name_limit(limit, language), language)
        return
    comma = say("list_comma", language)
    assert group.group.counted is not None
    family = group.group.counted.say(language, count=len(group.limits))
    yield "  " + label(comma.join(group.places_in_files), family, language)
    for place, limits in group.places[:_MOST_PLACES]:
        named = [name_limit(limit, language) for limit in limits[:_MOST_NAMED]]
        if more := len(limits) - len(named):
            named.append(say("explain_more_named", language, count=more))
        where = place[_side(language)] or say("not_stated", language)
        head = say("explain_place", language, place=where, count=len(limits))
        yield "    " + label(head, say("list_semicolon", language).join(named), language)
    rest = group.places[_MOST_PLACES:]
    if rest:
        count = sum(len(limits) for _, limits in rest)
        yield "    " + say("explain_more_places", language, count=count, places=len(rest))


def _write_ways(found: Explanation, language: str) -> Iterator[str]:
    if not found.ways:
        yield say("explain_no_ways", language)
        return
    yield say("explain_ways", language)
    for number, way in enumerate(found.ways, start=1):
        yield f"  {number}. {say_way(way, language)}"
        yield from (f"       {line}" for line in write_snippet(way, language))


def write_snippet(way: WayOut, language: str) -> Iterator[str]:
    """Yield the YAML of a way out, with what each entry replaces as a comment."""
    order = sorted(way.edits, key=lambda edit: edit.section)
    for section, edits in itertools.groupby(order, key=lambda edit: edit.section):
        yield f"{section}:"
        for edit in edits:
            key = "explain_instead" if edit.instead_of else "explain_added"
            yield f"  {edit.yaml}  # {say(key, language, at=edit.instead_of)}"


def say_way(way: WayOut, language: str) -> str:
    """Return what a way out does."""
    parts = [say_edit(edit, language) for edit in way.edits[:_MOST_EDITS]]
    if len(way.edits) > _MOST_EDITS:
        more = len(way.edits) - _MOST_EDITS
        parts.append(say("explain_more_edits", language, count=more))
    return say("explain_and", language).join(parts)


def _write_binding(found: Explanation, language: str) -> Iterator[str]:
    table = found.binding
    if table.empty:
        yield say("explain_nothing_binds", language)
        return
    yield say("explain_feasible", language)
    for row in table.head(_MOST_BINDING).to_dict("records"):
        yield "  " + label(row["at"], row[f"sentence_{language}"], language)
    if len(table) > _MOST_BINDING:
        more = len(table) - _MOST_BINDING
        yield "  " + say("explain_more_binding", language, count=more, option=_JSON)


def _side(language: str) -> int:
    return 1 if language == "zh" else 0


def name_limit(limit: Limitation, language: str) -> str:
    """Return a limit with its value."""
    name = limit.name[_side(language)]
    if limit.value is None:
        return (
            name
            if language == "zh"
            else say("explain_value", language, name=name, value=limit.note)
        )
    value = " ".join(filter(None, (write_exact(limit.value, limit.unit, language), limit.note)))
    return say("explain_value", language, name=name, value=value)


def say_edit(edit: Edit, language: str) -> str:
    """Return what an edit does."""
    limit = edit.limit
    values = {"about": limit.about[_side(language)]}
    if limit.value is None:
        values["by"] = write_exact(float(f"{edit.relative:.3g}"), "", language)
    else:
        by = float(f"{abs(edit.new - limit.value):.10g}")
        values |= {
            "old": write_exact(limit.value, limit.unit, language),
            "new": write_exact(edit.new, limit.unit, language),
            "by": write_exact(by, limit.unit, language),
        }
    return limit.edit.say(language, **values)


def describe(found: Explanation) -> dict[str, Any]:
    """Return an explanation for machines."""
    return {
        "scenario": found.scenario,
        "status": found.status,
        "conflict": [_describe_limit(limit) for limit in found.conflict],
        "ways_out": [_describe_way(way) for way in found.ways],
        "binding": [
            {str(k): None if v != v else v for k, v in row.items()}
            for row in found.binding.to_dict("records")
        ],
    }


def _describe_limit(limit: Limitation) -> dict[str, Any]:
    return {
        "at": limit.at,
        "constraint": limit.key[0],
        "index": "|".join(limit.key[1]),
        "en": name_limit(limit, "en"),
        "zh": name_limit(limit, "zh"),
        "value": limit.value,
        "unit": limit.unit,
        "formula": limit.note if limit.value is None else None,
        "family": limit.family,
        "place": limit.place[0],
    }


def _describe_way(way: WayOut) -> dict[str, Any]:
    return {
        "family": way.family,
        "change": way.change,
        "en": say_way(way, "en"),
        "zh": say_way(way, "zh"),
        "edits": [
            {
                "section": edit.section,
                "instead_of": edit.instead_of,
                "entry": edit.entry,
                "yaml": edit.yaml,
                "new": edit.new,
                "unit": edit.limit.unit,
                "en": say_edit(edit, "en"),
                "zh": say_edit(edit, "zh"),
                "limit": _describe_limit(edit.limit),
            }
            for edit in way.edits
        ],
    }
