"""Damage to a scenario: to its text, to what it says, and by saying more."""

from __future__ import annotations

import random
from typing import Any

import yaml

from sim.rules.metrics import METRICS
from sim.scenario.tables import TABLES
from tests.fuzz.odd import NESTED, NUMBERS, UNITS, bend, odd_text

_METRICS = [*METRICS, "least_rate", "rate_spread"]


def mutate_document(chance: random.Random, text: str) -> tuple[bytes, str]:
    """Return a damaged scenario and what was done."""
    kind = chance.random()
    if kind < 0.12:
        return _mutate_text(chance, text)
    data = yaml.safe_load(text)
    told = (_add if kind < 0.7 else _replace)(chance, data)
    return _write(data), told


def _write(data: Any) -> bytes:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False).encode("utf-8", "replace")


def _mutate_text(chance: random.Random, text: str) -> tuple[bytes, str]:
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    ways: dict[str, list[str]] = {
        "a line dropped": lines[:at] + lines[at + 1 :],
        "a line twice": [*lines[: at + 1], *lines[at:]],
        "a line indented": [*lines[:at], f"  {lines[at]}", *lines[at + 1 :]],
        "a tab": [*lines[:at], f"\t{lines[at]}", *lines[at + 1 :]],
        "cut short": lines[:at],
        "an anchor": [*lines, "x: &a [*a]"],
        "an alias bomb": [*lines, "a: &a [x,x]", "b: &b [*a,*a]", "c: [*b,*b]"],
        "a tag": [*lines, "x: !!python/object:os.system {}"],
        "two documents": [*lines, "---", *lines],
        "a list": ["- x"],
        "nothing": [],
        "a merge key": [*lines, "<<: {format: 1}"],
    }
    told = chance.choice(list(ways))
    return "\n".join(ways[told]).encode(), told


def _nodes(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path of every node below the root."""
    found = []
    items = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in items:
        found.append((*path, key))
        if isinstance(value, dict | list):
            found += _nodes(value, (*path, key))
    return found


def _replace(chance: random.Random, data: Any) -> str:
    """Drop, rename, repeat or replace one node."""
    path = chance.choice(_nodes(data))
    holder = data
    for key in path[:-1]:
        holder = holder[key]
    key, old = path[-1], holder[path[-1]]
    way = chance.choice(("drop", "rename", "nest", "value", "value", "text", "text"))
    if way == "drop":
        del holder[key]
    elif way == "rename" and isinstance(holder, dict):
        holder[chance.choice((bend(chance, str(key)), 1, None, True))] = holder.pop(key)
    elif way == "nest":
        holder[key] = chance.choice(([old], {"x": old}, [old, old]))
    elif way == "text" and not isinstance(old, dict | list):
        holder[key] = odd_text(chance, str(old))
    else:
        holder[key] = chance.choice(NESTED)
    return f"{'.'.join(map(str, path))}: {way}"


def _add(chance: random.Random, data: dict[str, Any]) -> str:
    """Say one thing more: mostly valid, so that it goes deep."""
    key, value = chance.choice((_limit, _stage, _stages, _border, _setting, _change, _change))(
        chance
    )
    if isinstance(value, list) and isinstance(data.get(key), list) and chance.random() < 0.7:
        data[key] = [*data[key], *value]
    else:
        data[key] = value
    return f"{key}: {value!r}"


def _amount(chance: random.Random, metric: str) -> str:
    unit = METRICS[metric].unit if metric in METRICS else ""
    size = chance.choice(("0", "1", "1e-6", "1e-9", "50", "100", "1e6", "-1", "1e302", "1e-16"))
    return f"{size} {unit or '%'}"


def _limit(chance: random.Random) -> tuple[str, Any]:
    metric = chance.choice(_METRICS)
    limit = {chance.choice(("cap", "floor")): metric, "at": _amount(chance, metric)}
    if chance.random() < 0.15:
        limit[chance.choice(("zone", "city", "province", "material", "by"))] = "city"
    return "limits", [limit]


def _one_stage(chance: random.Random) -> dict[str, Any]:
    metric = chance.choice(_METRICS)
    stage = {chance.choice(("maximize", "minimize")): metric}
    if chance.random() < 0.5:
        stage["slack"] = _amount(chance, metric) if chance.random() < 0.5 else "5 %"
    if chance.random() < 0.1:
        stage["by"] = "city"
    return stage


def _stage(chance: random.Random) -> tuple[str, Any]:
    return "objective", [_one_stage(chance)]


def _stages(chance: random.Random) -> tuple[str, Any]:
    return "objective", [_one_stage(chance) for _ in range(chance.randint(2, 4))]


def _border(chance: random.Random) -> tuple[str, Any]:
    rule = {
        "from": "any",
        "to": "any",
        "class": chance.choice(("any", "general", "general_I", "hazardous")),
        "purpose": chance.choice(("any", "utilization", "disposal")),
        "rule": chance.choice(("open", "filing", "approval", "closed")),
    }
    if chance.random() < 0.5:
        rule["quota"] = f"{chance.choice(('0', '1', '1e-6', '1e9'))} kt/yr"
    if chance.random() < 0.5:
        rule["surcharge"] = f"{chance.choice(('0', '1', '1e6', '1e302'))} CNY/t"
    if chance.random() < 0.3:
        rule |= {"lead": f"{chance.choice(('0', '1', '1e200'))} d", "lead_cost": "1 CNY/t/d"}
    return "borders", [rule]


def _setting(chance: random.Random) -> tuple[str, Any]:
    return chance.choice(
        (
            ("roles", ["core"]),
            ("roles", ["neighbour"]),
            ("statuses", ["operating"]),
            ("statuses", ["added"]),
            ("statuses", [chance.choice(("planned", "closed", "assumed"))]),
            ("modes", ["road"]),
            ("modes", [chance.choice(("rail", "water", "x"))]),
            ("tax_storage", True),
            ("no_worse_off", chance.choice(("province", "city"))),
            ("year", chance.choice((1900, 2200, 0, 2030))),
            ("solver", {"time_limit": chance.choice(("1 s", "0 s", "1e302 s"))}),
            ("solver", {"threads": chance.choice((0, 1, 2))}),
        )
    )


def _change(chance: random.Random) -> tuple[str, Any]:
    """Change a column of a table: to an odd number, by a factor, to an end of its range."""
    table = chance.choice(list(TABLES))
    columns = list(TABLES[table].row.model_fields)
    column = chance.choice(columns)
    change: dict[str, Any] = {"table": table}
    if chance.random() < 0.3:
        change["where"] = {chance.choice(columns): chance.choice(("x", "any", "", 1, None))}
    way = chance.random()
    if way < 0.4:
        change["scale"] = {column: chance.choice((0, 1e-9, 1e-6, 0.5, 1, 2, 1e6, 1e302))}
    elif way < 0.75:
        value: Any = chance.choice(NUMBERS)
        if chance.random() < 0.5:
            value = f"{chance.choice(('0', '1', '1e-6', '1e6'))} {chance.choice(UNITS)}".strip()
        change["set"] = {column: chance.choice((value, value, None, 0))}
    elif way < 0.9:
        change["use"] = {column: chance.choice(("low", "high", "typical"))}
    else:
        change["drop"] = True
    return "change", [change]
