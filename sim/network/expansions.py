"""What may be built at lines, what that costs, and what has to close for it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from sim.loader.case import Case
from sim.network.lines import annuity
from sim.scenario.expansion import Expansion, entry_name
from sim.scenario.records import records
from sim.scenario.region_rows import CANDIDATE

NO_ENTRY = ""
"""Name of the entry of a candidate that the scenario does not speak of."""
COLUMNS = {
    "line": object,
    "plant": object,
    "entry": object,
    "nameplate_kt_yr": float,
    "up_to_kt_yr": float,
    "cost_CNY_t": float,
    "life_yr": float,
    "annuity_CNY_t": float,
    "availability": float,
    "least": float,
    "confidence": object,
    "at_least_kt_yr": float,
    "opening_MCNY": float,
    "payment_MCNY_yr": float,
    "step_kt_yr": float,
    "by_size": bool,
}
SIZES = {
    "line": object,
    "option": object,
    "from_kt_yr": float,
    "to_kt_yr": float,
    "cost_CNY_t": float,
    "annuity_CNY_t": float,
}


CLOSURES = {
    "entry": object,
    "line": object,
    "capacity_kt_yr": float,
    "availability": float,
    "least": float,
}


def _none_of(columns: Mapping[str, type]) -> pd.DataFrame:
    """Return a table without rows."""
    return pd.DataFrame({name: np.zeros(0, kind) for name, kind in columns.items()})


def list_expansions(case: Case, plants: pd.DataFrame, discount_rate: float) -> pd.DataFrame:
    """Return the lines that may be built or made larger, by name.

    Of the entries of `expand` that name a line the last one holds. A line that could never run, or
    that nothing may be built at, has no row. What is built by size classes costs nothing here: see
    `list_sizes`.
    """
    entries = {entry_name(i): entry for i, entry in enumerate(case.scenario.expand)}
    if not entries and CANDIDATE not in case.scenario.statuses:
        return _none_of(COLUMNS)
    technologies = case.tables["technologies"].set_index("id")
    entry_of = {line: name for name, entry in entries.items() for line in entry.where["id"]}
    rows = []
    for line in records(case.tables["lines"]):
        name = entry_of.get(line.id, NO_ENTRY)
        is_on = line.status in case.scenario.statuses and line.plant in plants.index
        if not is_on or (name == NO_ENTRY and line.status != CANDIDATE):
            continue
        entry = entries.get(name, Expansion())
        technology = technologies.loc[line.technology]
        most = entry.most(line.capacity)
        most = line.capacity if most is None else most
        most = min(most, entry.sizes[-1][1]) if entry.sizes else most
        cost = float(technology["capex"]) if entry.cost is None else entry.cost
        cost = 0.0 if entry.sizes else cost
        life = float(technology["life"]) if entry.life is None else entry.life
        yearly, sizes = annuity(discount_rate, life), (entry.step or 0.0, bool(entry.sizes))
        once = entry.at_least or 0.0, entry.opening, entry.opening * yearly
        is_stated = entry.cost is not None or entry.scale is not None
        trust = "assumed" if is_stated else str(technology["confidence"])
        if most * line.availability > 0:
            least = line.availability * line.min_load
            place = line.id, line.plant, name, line.capacity
            figures = cost, life, cost * yearly, line.availability, least
            rows.append((*place, most, *figures, trust, *once, *sizes))
    frame = pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)
    return frame.sort_values("line", ignore_index=True)


def list_sizes(case: Case, expansions: pd.DataFrame, discount_rate: float) -> pd.DataFrame:
    """Return the size classes of lines, from small to large, in so far as they can be built.

    line, option (the place of the class in its entry, from 1), from_kt_yr, to_kt_yr, cost_CNY_t,
    annuity_CNY_t. The last class of a line ends with what may be built.
    """
    if expansions.empty:
        return _none_of(SIZES)
    entries = {entry_name(i): entry for i, entry in enumerate(case.scenario.expand)}
    rows = []
    for line in records(expansions):
        sizes = entries[line.entry].sizes if line.entry in entries else ()
        yearly = annuity(discount_rate, line.life_yr)
        for number, (begin, end, cost) in enumerate(sizes, start=1):
            least, most = max(begin, line.at_least_kt_yr), min(end, line.up_to_kt_yr)
            if least <= most:
                rows.append((line.line, str(number), least, most, cost, cost * yearly))
    return pd.DataFrame(rows, columns=list(SIZES)).astype(SIZES)


def list_closures(case: Case, lines: pd.DataFrame, expansions: pd.DataFrame) -> pd.DataFrame:
    """Return which lines may close for which entry of `expand`: entry, line, figures."""
    if expansions.empty:
        return _none_of(CLOSURES)
    built, old = set(expansions["entry"]), lines[lines["capacity_kt_yr"] > 0]
    rows = [
        (name, line)
        for position, entry in enumerate(case.scenario.expand)
        if entry.closes is not None and (name := entry_name(position)) in built
        for line in entry.closes.where["id"]
        if line in old.index
    ]
    frame = pd.DataFrame(rows, columns=["entry", "line"], dtype=object)
    of_line = lines.reindex(frame["line"])
    return frame.assign(
        capacity_kt_yr=of_line["capacity_kt_yr"].to_numpy(float),
        availability=of_line["availability"].to_numpy(float),
        least=(of_line["availability"] * of_line["min_load"]).to_numpy(float),
    ).sort_values(["line", "entry"], ignore_index=True)
