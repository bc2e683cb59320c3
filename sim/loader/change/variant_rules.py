"""Variants of what stands in the scenario itself: limits, border rules, single keys."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ValidationError

from sim.errors import Problem
from sim.loader.describe.resolve import write_number
from sim.loader.load import Loaded
from sim.loader.read.messages import at_column, explain
from sim.loader.read.words import list_some, show
from sim.loader.rules.names import Names
from sim.say import WORDS
from sim.say.message import Message, MessageError, listed, message, plain
from sim.scenario.document import BorderRule, Limit, Scenario
from sim.scenario.expansion import RATIO, Expansion, Replacement
from sim.scenario.sweep import BorderPick, ExpandPick, LimitPick, SweepParameter
from sim.units import is_beyond, show_most

_EMPTY = {"format": 1, "name": "any", "title": {"en": "any"}, "region": "any"}
_NAMED_IN = {
    "zone": "zones",
    "material": "materials",
    "city": "areas",
    "province": "areas",
    "plant": "plants",
    "technology": "technologies",
    "market": "markets",
    "from_": "areas",
    "to": "areas",
}
BORDER_UNITS = {"quota": "kt/yr", "surcharge": "CNY/t", "lead": "d", "lead_cost": "CNY/t/d"}
"""Column of a border rule -> the unit it is kept in."""


EXPAND_UNITS = {"up_to": "kt/yr", "cost": "CNY*yr/t", "life": "yr", RATIO: ""}
"""Key of an entry of `expand` -> the unit it is kept in."""


def change_rules(
    varied: Loaded,
    parameter: SweepParameter,
    path: tuple[str | int, ...],
    value: Any,
    problems: list[Problem],
) -> Scenario:
    """Return the scenario with a limit, a border rule or a key at one value of a parameter.

    What is wrong is added to `problems`, at the line of the parameter: `path` in the document.
    """
    scenario = varied.scenario
    try:
        if parameter.limit is not None:
            picked = _pick(varied, parameter.limit, scenario.limits, (*path, "limit"), problems)
            limits = list(scenario.limits)
            for i in picked:
                limits[i] = _change_limit(limits[i], parameter, value)
            return scenario.model_copy(update={"limits": limits})
        if parameter.border is not None:
            picked = _pick(varied, parameter.border, scenario.borders, (*path, "border"), problems)
            borders = list(scenario.borders)
            for i in picked:
                borders[i] = _change_border(borders[i], parameter, value)
            return scenario.model_copy(update={"borders": borders})
        if parameter.expand is not None:
            chosen = _pick_entries(varied, parameter.expand, (*path, "expand"), problems)
            entries = list(scenario.expand)
            for i in chosen:
                entries[i] = _change_entry(entries[i], parameter, value)
            return scenario.model_copy(update={"expand": entries})
        return _change_key(varied, parameter.column, value)
    except (ValidationError, MessageError) as error:
        what, hint, code = (
            explain(error.errors()[0])
            if isinstance(error, ValidationError)
            else (error.message, None, "no_match")
        )
        where = varied.document.where((*path, parameter.verb, parameter.column))
        problems.append(Problem(where, at_column(parameter.column, what), hint, code))
        return scenario


def picked_positions(varied: Loaded, parameter: SweepParameter) -> list[int]:
    """Return the positions of the limits or border rules that a parameter changes; 0 for a key."""
    if parameter.limit is not None:
        return _pick(varied, parameter.limit, varied.scenario.limits, ("sweep",), [])
    if parameter.border is not None:
        return _pick(varied, parameter.border, varied.scenario.borders, ("sweep",), [])
    if parameter.expand is not None:
        return _pick_entries(varied, parameter.expand, ("sweep",), [])
    return [0]


def picked_limits(varied: Loaded, parameter: SweepParameter) -> list[Limit]:
    """Return the limits that a parameter changes."""
    if parameter.limit is None:
        return []
    return [varied.scenario.limits[i] for i in picked_positions(varied, parameter)]


def _pick(
    varied: Loaded,
    pick: LimitPick | BorderPick,
    entries: list[Any],
    path: tuple[str | int, ...],
    problems: list[Problem],
) -> list[int]:
    """Return the positions of the entries that have all that is asked for; none is a problem."""
    wanted = {
        name: _ids(varied, name, getattr(pick, name))
        for name in type(pick).model_fields
        if getattr(pick, name) is not None
    }
    found = [
        i
        for i, entry in enumerate(entries)
        if all(getattr(entry, name) in ids for name, ids in wanted.items())
    ]
    if not found:
        kind = "limit" if isinstance(pick, LimitPick) else "border"
        asked = [
            message("condition", column=_key(pick, n), value=show(getattr(pick, n))) for n in wanted
        ]
        there = list_some(_describe(entry) for entry in entries)
        hint = message("there_are", options=there) if entries else message(f"no_{kind}s")
        what = (
            message(f"no_{kind}_with", conditions=listed(asked, "join_and"))
            if asked
            else message(f"no_{kind}")
        )
        problems.append(Problem(varied.document.where(path), what, hint, "no_match"))
    return found


def _pick_entries(
    varied: Loaded, pick: ExpandPick, path: tuple[str | int, ...], problems: list[Problem]
) -> list[int]:
    """Return the positions of entries of `expand`; none is a problem."""
    count = len(varied.scenario.expand)
    if count and pick.entry is None:
        return list(range(count))
    if pick.entry is not None and pick.entry <= count:
        return [pick.entry - 1]
    what = message("no_expand_entry", count=count)
    problems.append(Problem(varied.document.where(path), what, None, "no_match"))
    return []


def _change_entry(entry: Expansion, parameter: SweepParameter, value: Any) -> Expansion:
    """Return an entry of `expand` with another size, cost, life or ratio."""
    column = parameter.column
    part: Expansion | Replacement | None = entry.closes if column == RATIO else entry
    old = None if part is None else getattr(part, column)
    if old is None and (parameter.verb == "scale" or part is None):
        raise MessageError(message("expand_unscalable", column=show(column)))
    if parameter.verb == "scale":
        value = entry.scaled(value) if column == "up_to" else f"{write_number(old * value)}"
        value += f" {EXPAND_UNITS[column]}" if column in ("cost", "life") else ""
    if column != RATIO:
        return Expansion.model_validate({**_written(entry), column: str(value)})
    closes = {"where": entry.closes.where if entry.closes else {}, RATIO: str(value)}
    return Expansion.model_validate({**_written(entry), "closes": closes})


def _written(entry: Expansion) -> dict[str, Any]:
    """Return an entry as it is read: quantities with their unit."""
    found = {n: getattr(entry, n) for n in entry.model_fields_set}
    units = {**EXPAND_UNITS, "at_least": "kt/yr", "step": "kt/yr", "opening": "million CNY"}
    for name in ("cost", "life", "at_least", "step", "opening"):
        if found.get(name) is not None:
            found[name] = f"{write_number(found[name])} {units[name]}"
    return found


def _ids(varied: Loaded, name: str, value: str) -> frozenset[str]:
    """Return what a name of either language may stand for."""
    if name not in _NAMED_IN:
        return frozenset([value])
    rows = varied.tables[_NAMED_IN[name]]
    return Names.of(rows.records, rows.broken).find(value) | {value}


def _key(pick: BaseModel, name: str) -> str:
    return type(pick).model_fields[name].alias or name


def _describe(entry: Limit | BorderRule) -> Message:
    if isinstance(entry, Limit):
        return _describe_limit(entry)
    return message(
        "border_entry",
        origin=entry.from_,
        destination=entry.to,
        what=entry.material or entry.waste_class,
        rule=entry.rule,
    )


def _say_level(level: str) -> Message:
    """Return what a limit is narrowed by, in words where there are any."""
    return message(f"level_{level}") if f"level_{level}" in WORDS else plain(level)


def _describe_limit(limit: Limit) -> Message:
    kind = "cap" if limit.cap else "floor"
    if not limit.asked:
        return message("limit_entry", kind=kind, metric=limit.metric)
    scope = [
        message("scope_entry", level=_say_level(level), name=name)
        for level, name in limit.asked.items()
    ]
    return message("limit_entry_of", kind=kind, metric=limit.metric, scope=listed(scope, "join_of"))


def _change_limit(limit: Limit, parameter: SweepParameter, value: Any) -> Limit:
    """Return the limit at another amount."""
    if parameter.verb == "scale":
        unit = limit.spec.unit
        value = f"{write_number(limit.amount * value)} {unit}".strip()
    return Limit.model_validate({**limit.model_dump(exclude_none=True), "at": str(value)})


def _change_border(rule: BorderRule, parameter: SweepParameter, value: Any) -> BorderRule:
    """Return the border rule with another quota, cost, lead or kind; closed, it has no others."""
    column = parameter.column
    if parameter.verb == "scale":
        old = getattr(rule, column)
        if old is None:
            raise MessageError(message("border_unscalable", rule=_describe(rule)))
        found = old * value
    else:
        read = BorderRule.model_validate({"rule": "open", column: value})
        if read.rule == "closed":
            return _closed(rule, read)
        found = getattr(read, column)
    changed = rule.model_copy(update={column: found})
    if column in BORDER_UNITS and found is not None and is_beyond(found):
        most = show_most(BORDER_UNITS[column])
        scaled = {"factor": f"{value:g}", "column": show(column), "most": most}
        raise MessageError(message("scaled_beyond", **scaled))
    if is_beyond(changed.crossing_cost):
        raise MessageError(message("crossing_beyond", most=show_most("CNY/t")))
    return changed


def _closed(rule: BorderRule, closed: BorderRule) -> BorderRule:
    """Return a rule closed: between the same places, without quota and price."""
    ends = {"from_": rule.from_, "to": rule.to, "waste_class": rule.waste_class}
    return closed.model_copy(update={**ends, "material": rule.material, "purpose": rule.purpose})


def _change_key(varied: Loaded, key: str, value: Any) -> Scenario:
    """Return the scenario with another value of a key."""
    read = getattr(Scenario.model_validate({**_EMPTY, key: value}), key)
    if key == "modes":
        modes = Names.of(varied.tables["modes"].records)
        unknown = [mode for mode in read or () if len(modes.find(mode)) != 1]
        if unknown:
            first, hint = show(unknown[0]), modes.suggest(unknown[0])
            raise MessageError(message("no_such_mode", mode=first, hint=hint))
        read = read and [next(iter(modes.find(mode))) for mode in read]
    return varied.scenario.model_copy(update={key: read})
