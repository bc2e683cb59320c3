"""An explanation in words, for people in either language, and for machines."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from sim.say.texts import BOTH, Texts
from sim.studies.explain.edits import Edit
from sim.studies.explain.groups import LimitGroup, group_limits
from sim.studies.explain.limits import Limitation
from sim.studies.explain.study import Explanation, WayOut

_MOST_PLACES = 5
_MOST_NAMED = 2
_MOST_EDITS = 3
_MOST_BINDING = 5
_ALL = "sim explain --all"


def write_lines(found: Explanation, texts: Texts, *, whole: bool = False) -> Iterator[str]:
    """Yield an explanation as lines of text: short, or the `whole` of it."""
    title = texts.of(found.title)
    match found.status:
        case "infeasible":
            text = texts.say("explain_no_plan")
            yield texts.say("explain_head", title=title, text=text)
            yield ""
            yield from _write_ways(found, texts)
            yield ""
            yield from _write_conflict(found, texts, whole=whole)
        case _:
            yield title
            yield from _write_binding(found, texts, whole=whole)


def _write_conflict(found: Explanation, texts: Texts, *, whole: bool) -> Iterator[str]:
    count = len(found.conflict)
    key = "explain_conflict" if count > 1 else "explain_conflict_one"
    yield texts.say(key, count=count)
    if whole:
        for limit in found.conflict:
            yield "  " + texts.label(limit.at, name_limit(limit, texts))
        return
    for group in group_limits(found):
        yield from _write_group(group, texts)
    if any(not group.is_told_alone for group in group_limits(found)):
        yield "  " + texts.say("explain_list_all", option=_ALL)


def _write_group(group: LimitGroup, texts: Texts) -> Iterator[str]:
    """Yield the limits of a family one by one where they are few or policy, else by place."""
    if group.is_told_alone:
        for limit in group.limits:
            yield "  " + texts.label(limit.at, name_limit(limit, texts))
        return
    comma = texts.say("list_comma")
    assert group.group.counted is not None
    family = texts.fill(group.group.counted, count=len(group.limits))
    yield "  " + texts.label(comma.join(group.places_in_files), family)
    for place, limits in group.places[:_MOST_PLACES]:
        named = [name_limit(limit, texts) for limit in limits[:_MOST_NAMED]]
        if more := len(limits) - len(named):
            named.append(texts.say("explain_more_named", count=more))
        where = texts.of(place) or texts.say("not_stated")
        head = texts.say("explain_place", place=where, count=len(limits))
        yield "    " + texts.label(head, texts.say("list_semicolon").join(named))
    rest = group.places[_MOST_PLACES:]
    if rest:
        count = sum(len(limits) for _, limits in rest)
        yield "    " + texts.say("explain_more_places", count=count, places=len(rest))


def _write_ways(found: Explanation, texts: Texts) -> Iterator[str]:
    if not found.ways:
        yield texts.say("explain_no_ways")
        return
    yield texts.say("explain_ways")
    for number, way in enumerate(found.ways, start=1):
        yield f"  {number}. {say_way(way, texts)}"
        yield from (f"       {line}" for line in write_snippet(way, texts))


def write_snippet(way: WayOut, texts: Texts) -> Iterator[str]:
    """Yield the YAML of a way out, with what each entry replaces as a comment."""
    order = sorted(way.edits, key=lambda edit: edit.section)
    for section, edits in itertools.groupby(order, key=lambda edit: edit.section):
        yield f"{section}:"
        for edit in edits:
            key = "explain_instead" if edit.instead_of else "explain_added"
            yield f"  {edit.yaml}  # {texts.say(key, at=edit.instead_of)}"


def say_way(way: WayOut, texts: Texts) -> str:
    """Return what a way out does."""
    parts = [say_edit(edit, texts) for edit in way.edits[:_MOST_EDITS]]
    if len(way.edits) > _MOST_EDITS:
        more = len(way.edits) - _MOST_EDITS
        parts.append(texts.say("explain_more_edits", count=more))
    return texts.say("explain_and").join(parts)


def _write_binding(found: Explanation, texts: Texts, *, whole: bool) -> Iterator[str]:
    table = found.binding
    if table.empty:
        yield texts.say("explain_nothing_binds")
        return
    yield texts.say("explain_feasible")
    shown = table if whole else table.head(_MOST_BINDING)
    for row in shown.to_dict("records"):
        yield "  " + texts.label(row["at"], row[f"sentence_{texts.language}"])
    if more := len(table) - len(shown):
        yield "  " + texts.say("explain_more_binding", count=more, option=_ALL)


def name_limit(limit: Limitation, texts: Texts) -> str:
    """Return a limit with its value."""
    name = texts.of(limit.name)
    if limit.value is None:
        if texts.language == "zh":
            return name
        return texts.say("explain_value", name=name, value=limit.note)
    value = " ".join(filter(None, (texts.exact(limit.value, limit.unit), limit.note)))
    return texts.say("explain_value", name=name, value=value)


def say_edit(edit: Edit, texts: Texts) -> str:
    """Return what an edit does."""
    limit = edit.limit
    values = {"about": texts.of(limit.about)}
    if limit.value is None:
        values["by"] = texts.exact(float(f"{edit.relative:.3g}"), "")
    else:
        by = float(f"{abs(edit.new - limit.value):.10g}")
        values |= {
            "old": texts.exact(limit.value, limit.unit),
            "new": texts.exact(edit.new, limit.unit),
            "by": texts.exact(by, limit.unit),
        }
    return texts.fill(limit.edit, **values)


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
        **{texts.language: name_limit(limit, texts) for texts in BOTH},
        "value": limit.value,
        "unit": limit.unit,
        "formula": limit.note if limit.value is None else None,
        "family": limit.family,
        "place": limit.place.en,
    }


def _describe_way(way: WayOut) -> dict[str, Any]:
    return {
        "family": way.family,
        "change": way.change,
        **{texts.language: say_way(way, texts) for texts in BOTH},
        "edits": [
            {
                "section": edit.section,
                "instead_of": edit.instead_of,
                "entry": edit.entry,
                "yaml": edit.yaml,
                "new": edit.new,
                "unit": edit.limit.unit,
                **{texts.language: say_edit(edit, texts) for texts in BOTH},
                "limit": _describe_limit(edit.limit),
            }
            for edit in way.edits
        ],
    }
