"""What went into several runs differently: scenario keys and table cells, after inheritance."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from sim.loader.case import Case
from sim.loader.columns import Column, columns_of
from sim.loader.describe.resolve import ordered_columns
from sim.rules.metric import Metric
from sim.scenario.fields import Sourced
from sim.scenario.tables import TABLES
from sim.studies.compare.growing import list_growing
from sim.studies.compare.names import name_border, name_limit, name_row, name_stage

SCENARIO = "scenario"
ROW = "(row)"
"""Column of a line that tells of a whole row which only some runs have."""
_PLAIN_KEYS = (
    "year",
    "statuses",
    "roles",
    "modes",
    "tax_storage",
    "reference",
    "no_worse_off",
    "currency",
)
_SOLVER = ("time_limit", "threads", "gap", "at_time_limit")
COMPARED = frozenset(
    {"region", "objective", "borders", "limits", "expand", "choose", "solver", *_PLAIN_KEYS}
)
"""Keys of a scenario that are told; those of the tables stand in the tables themselves."""
COLUMNS = ("table", "key", "column", "name_en", "name_zh")


def compare_inputs(cases: Mapping[str, Case], regions: Mapping[str, str]) -> pd.DataFrame:
    """Return one row per scenario key or cell that differs, with its value in every run as text.

    Columns: table (or `scenario`), key, column, name_en, name_zh, and `<run>:value`. Shares are
    written in per cent, other quantities in canonical units; blank: the run does not have it.
    A row that only some runs have is a line of its own, `(row)`, before the cells in which those
    that have it differ. Names and descriptions of the scenarios are left out.
    """
    rows = _compare_scenarios(cases, regions)
    for table in TABLES:
        rows += _compare_table(table, cases)
    return pd.DataFrame(rows, columns=[*COLUMNS, *(f"{run}:value" for run in cases)]).astype("str")


def _line(
    table: str, key: str, column: str, names: tuple[str, str], values: Mapping[str, str]
) -> dict[str, str]:
    ends = {f"{run}:value": text for run, text in values.items()}
    return {
        "table": table,
        "key": key,
        "column": column,
        "name_en": names[0],
        "name_zh": names[1],
        **ends,
    }


def differ(values: Mapping[str, str]) -> bool:
    """Return whether not all runs have the same."""
    return len(set(values.values())) > 1


def _compare_scenarios(
    cases: Mapping[str, Case], regions: Mapping[str, str]
) -> list[dict[str, str]]:
    rows = []
    keys: list[tuple[str, dict[str, str]]] = [("region", dict(regions))]
    for name in _PLAIN_KEYS:
        keys.append((name, {run: _plain(getattr(c.scenario, name)) for run, c in cases.items()}))
    for key, values in keys:
        if differ(values):
            rows.append(_line(SCENARIO, key, "", ("", ""), values))
    for key, entries in (
        ("objective", _list_stages),
        ("borders", _list_borders),
        ("limits", _list_limits),
        ("expand", list_growing),
        ("choose", _list_choices),
    ):
        rows += _compare_entries(key, cases, entries)
    for name in _SOLVER:
        values = {run: _plain(getattr(c.scenario.solver, name)) for run, c in cases.items()}
        if differ(values):
            rows.append(_line(SCENARIO, "solver", name, ("", ""), values))
    return rows


def _plain(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return "; ".join(map(str, value))
    if isinstance(value, Mapping):
        return "; ".join(f"{key} {_plain(value[key])}" for key in sorted(value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else f"{value:.10g}" if isinstance(value, float) else str(value)


Entries = dict[str, tuple[str, tuple[str, str]]]
"""What an entry of a list speaks of -> what it says, and its names in both languages."""


def _compare_entries(
    key: str, cases: Mapping[str, Case], entries: Callable[[Case], Entries]
) -> list[dict[str, str]]:
    """Return the entries of a list that differ, and its order where only that does."""
    found = {run: entries(case) for run, case in cases.items()}
    rows = []
    for label in dict.fromkeys(label for listed in found.values() for label in listed):
        values = {run: listed.get(label, ("", ("", "")))[0] for run, listed in found.items()}
        if differ(values):
            names = next(listed[label][1] for listed in found.values() if label in listed)
            rows.append(_line(SCENARIO, key, label, names, values))
    orders = {run: " | ".join(_in_all(listed, found)) for run, listed in found.items()}
    if differ(orders):
        rows.append(_line(SCENARIO, key, "order", ("", ""), orders))
    return rows


def _in_all(listed: Entries, found: Mapping[str, Entries]) -> list[str]:
    return [label for label in listed if all(label in other for other in found.values())]


def _numbered(labels: Counter[str], label: str) -> str:
    labels[label] += 1
    return label if labels[label] == 1 else f"{label} ({labels[label]})"


def _list_stages(case: Case) -> Entries:
    entries: Entries = {}
    for n, stage in enumerate(case.scenario.objective, start=1):
        sense = "maximize" if stage.maximize else "minimize"
        entries[f"stage {n}"] = (
            f"{sense} {stage.metric}; slack {stage.slack}",
            name_stage(n),
        )
    return entries


def _list_borders(case: Case) -> Entries:
    seen: Counter[str] = Counter()
    entries: Entries = {}
    for rule in case.scenario.borders:
        what = f"material {rule.material}" if rule.material else f"class {rule.waste_class}"
        label = f"from {rule.from_} to {rule.to}; {what}; purpose {rule.purpose}"
        says: list[str] = [rule.rule]
        if rule.quota is not None:
            says.append(f"quota {rule.quota:.10g} kt/yr")
        if rule.surcharge:
            says.append(f"surcharge {rule.surcharge:.10g} CNY/t")
        if rule.lead:
            says.append(f"lead {rule.lead:.10g} d")
        if rule.lead_cost:
            says.append(f"lead_cost {rule.lead_cost:.10g} CNY/t/d")
        entries[_numbered(seen, label)] = ("; ".join(says), name_border(rule, case))
    return entries


def _write_amount(metric: Metric, amount: float) -> str:
    unit = metric.unit
    return f"{amount:.10g} {unit}" if unit else f"{100.0 * amount:.10g} %"


def _list_limits(case: Case) -> Entries:
    seen: Counter[str] = Counter()
    entries: Entries = {}
    for limit in case.scenario.limits:
        sense = "cap" if limit.cap else "floor"
        scope = "".join(f"; {level} {name}" for level, name in limit.asked.items())
        label = _numbered(seen, f"{sense} {limit.metric}{scope}")
        entries[label] = (_write_amount(limit.spec, limit.amount), name_limit(limit, case))
    return entries


def _list_choices(case: Case) -> Entries:
    seen: Counter[str] = Counter()
    entries: Entries = {}
    for entry in case.scenario.choose:
        where = "".join(f"; {key} {_plain(value)}" for key, value in sorted(entry.where.items()))
        ends = {"at_least": entry.least, "at_most": entry.most}
        says = "; ".join(f"{end} {count}" for end, count in ends.items() if count is not None)
        entries[_numbered(seen, f"of {entry.of}{where}")] = says, ("", "")
    return entries


def _compare_table(table: str, cases: Mapping[str, Case]) -> list[dict[str, str]]:
    frames = {run: case.tables[table] for run, case in cases.items()}
    if _all_equal(list(frames.values())):
        return []
    columns = ordered_columns(table)
    key = TABLES[table].key
    by_key = {run: _index(frame, key) for run, frame in frames.items()}
    rows = []
    for at in sorted({k for rows_ in by_key.values() for k in rows_}):
        records = {run: rows_.get(at) for run, rows_ in by_key.items()}
        owner, record = next((run, r) for run, r in records.items() if r is not None)
        label, names = _label(at), name_row(cases[owner], table, record)
        if any(r is None for r in records.values()):
            values = {run: _write_row(r, table) if r else "" for run, r in records.items()}
            rows.append(_line(table, label, ROW, names, values))
        for column in columns:
            cells = {run: write_cell(r[column.name], column) for run, r in records.items() if r}
            if column.name not in key and differ(cells):
                values = {run: cells.get(run, "") for run in records}
                rows.append(_line(table, label, column.name, names, values))
    return rows


def _all_equal(frames: list[pd.DataFrame]) -> bool:
    return all(frame.equals(frames[0]) for frame in frames[1:])


def _index(frame: pd.DataFrame, key: tuple[str, ...]) -> dict[tuple[str, ...], dict[Any, Any]]:
    records = frame.to_dict("records")
    return {tuple(_plain_key(record[c]) for c in key): record for record in records}


def _label(key: tuple[str, ...]) -> str:
    """Return a key as a text: what is blank at its end is left out.

    >>> _label(("z1", "p2", "road", "")), _label(("slag", "", "B"))
    ('z1; p2; road', 'slag; ; B')
    """
    said = next((n for n in range(len(key), 0, -1) if key[n - 1]), 0)
    return "; ".join(key[:said])


def _plain_key(value: Any) -> str:
    return "" if value is None or (isinstance(value, float) and math.isnan(value)) else str(value)


def _write_row(record: Mapping[Any, Any], table: str) -> str:
    """Return the cells of a row that say anything, `column value` each; sources are left out."""
    key, parts = TABLES[table].key, []
    for name, column in columns_of(table).items():
        if name in key or name in Sourced.model_fields or _is_default(record[name], column):
            continue
        parts.append(f"{name} {write_cell(record[name], column)}")
    return "; ".join(parts) or "–"


def _is_default(value: Any, column: Column) -> bool:
    return not write_cell(value, column) or (not column.required and value == column.default)


def write_cell(value: Any, column: Column) -> str:
    """Return a cell as a planner writes it: `60 %`, `1200 kt/yr`; blank: nothing is said."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if column.kind in {"quantity", "content"}:
        unit = _unit(value, column)
        return f"{100.0 * value if unit.startswith('%') else value:.10g} {unit}"
    return _plain(value)


def _unit(value: float, column: Column) -> str:
    """Return the unit a quantity is written in; tonnes of CO2 a tonne are no per cent."""
    if column.kind == "content":
        return "%" if abs(value) <= 1 else "Bq/kg"
    if "co2" in column.name and not column.unit:
        return "t/t"
    return {"": "%", "1/yr": "%/yr"}.get(column.unit, column.unit)
