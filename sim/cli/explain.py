"""`sim explain`: why a scenario has no plan, and the ways out; or what binds where it has one."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.status import Status

from sim.cli.explain_groups import LimitGroup, group_limits
from sim.cli.options import for_each, json_option, lang_option, scenarios_argument
from sim.cli.screen import Screen
from sim.cli.speech import command
from sim.errors import InfeasibleError, Problem, SimError
from sim.say import WORDS, label, say
from sim.say.figures import write_exact
from sim.say.message import message, plain
from sim.studies.explain.edits import Edit
from sim.studies.explain.limits import Limitation
from sim.studies.explain.study import Explanation, WayOut, explain, explain_conflict
from sim.studies.solve_case import Clock

_MOST_PLACES = 5
_MOST_NAMED = 2
_MOST_EDITS = 3
_MOST_BINDING = 20
_JSON = "--json"


@command("explain")
@scenarios_argument
@lang_option
@json_option
def explain_command(scenarios: tuple[Path, ...], lang: str, as_json: bool) -> None:
    """Say why a scenario has no plan and what would give it one; else, what binds.

    Writes nothing. Exit code 0 also where no plan exists: it is explained.
    """
    screen, errors = Screen(), Screen(stderr=True)

    def one(path: Path) -> dict[str, Any]:
        with errors.status(f"{path}") as status:
            found = explain(path, tell_steps(path, status, lang))
        if not as_json:
            for line in write_lines(found, lang):
                screen.print(line, soft_wrap=True, highlight=False)
        return describe(found)

    for_each(scenarios, one, lang, as_json=as_json)


def tell_steps(path: Path, status: Status, language: str) -> Clock:
    """Return a clock that shows the steps of an explanation."""

    def tell(step: str) -> None:
        key = f"explain_step_{step}"
        words = say(key if key in WORDS else f"step_{step}", language)
        status.update(f"{path.name}: {words}")

    return Clock(tell)


def explain_failure(
    path: Path, error: InfeasibleError, status: Status, language: str, *, as_json: bool
) -> InfeasibleError:
    """Return the error of an infeasible run with the explanation in it.

    For machines the limits of the conflict are its problems; for people its message says all.
    """
    try:
        found = explain_conflict(path, tell_steps(path, status, language))
    except SimError:
        return error
    if not as_json:
        return InfeasibleError(plain("\n".join(write_lines(found, language))))
    problems = [
        Problem(limit.at, plain(_named(limit, language)), code="conflict")
        for limit in found.conflict
    ]
    problems += [
        Problem(edit.limit.at, plain(_do(edit, language)), plain(edit.yaml), f"way_out_{number}")
        for number, way in enumerate(found.ways, start=1)
        for edit in way.edits
    ]
    return InfeasibleError(message("explain_no_plan"), problems)


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
            yield "  " + label(limit.at, _named(limit, language), language)
        return
    comma = say("list_comma", language)
    assert group.group.counted is not None
    family = group.group.counted.say(language, count=len(group.limits))
    yield "  " + label(comma.join(group.places_in_files), family, language)
    for place, limits in group.places[:_MOST_PLACES]:
        named = [_named(limit, language) for limit in limits[:_MOST_NAMED]]
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
        yield f"  {number}. {_say_way(way, language)}"
        yield from (f"       {line}" for line in write_snippet(way, language))


def write_snippet(way: WayOut, language: str) -> Iterator[str]:
    """Yield the YAML of a way out, with what each entry replaces as a comment."""
    order = sorted(way.edits, key=lambda edit: edit.section)
    for section, edits in itertools.groupby(order, key=lambda edit: edit.section):
        yield f"{section}:"
        for edit in edits:
            key = "explain_instead" if edit.instead_of else "explain_added"
            yield f"  {edit.yaml}  # {say(key, language, at=edit.instead_of)}"


def _say_way(way: WayOut, language: str) -> str:
    parts = [_do(edit, language) for edit in way.edits[:_MOST_EDITS]]
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


def _named(limit: Limitation, language: str) -> str:
    """Return a limit with its value."""
    name = limit.name[_side(language)]
    if limit.value is None:
        return name if language == "zh" else say(
            "explain_value", language, name=name, value=limit.note
        )  # fmt: skip
    value = " ".join(filter(None, (write_exact(limit.value, limit.unit, language), limit.note)))
    return say("explain_value", language, name=name, value=value)


def _do(edit: Edit, language: str) -> str:
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
        "at": limit.at, "constraint": limit.key[0], "index": "|".join(limit.key[1]),
        "en": _named(limit, "en"), "zh": _named(limit, "zh"), "value": limit.value,
        "unit": limit.unit, "formula": limit.note if limit.value is None else None,
        "family": limit.family, "place": limit.place[0],
    }  # fmt: skip


def _describe_way(way: WayOut) -> dict[str, Any]:
    return {
        "family": way.family,
        "change": way.change,
        "en": _say_way(way, "en"),
        "zh": _say_way(way, "zh"),
        "edits": [
            {
                "section": edit.section, "instead_of": edit.instead_of, "entry": edit.entry,
                "yaml": edit.yaml, "new": edit.new, "unit": edit.limit.unit,
                "en": _do(edit, "en"), "zh": _do(edit, "zh"), "limit": _describe_limit(edit.limit),
            }
            for edit in way.edits
        ],
    }  # fmt: skip
