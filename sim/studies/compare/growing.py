"""What scenarios let grow, line by line."""

from __future__ import annotations

from sim.loader.case import Case
from sim.loader.describe.resolve import write_number
from sim.scenario.expansion import Expansion
from sim.studies.compare.names import Names, name_row


def list_growing(case: Case) -> dict[str, tuple[str, Names]]:
    """Return line -> what the last entry of `expand` that names it says, and its names."""
    last = {line: entry for entry in case.scenario.expand for line in entry.where["id"]}
    rows = {row["id"]: row for row in case.tables["lines"].to_dict("records")}
    return {
        line: (_write(last[line]), name_row(case, "lines", rows[line])) for line in sorted(last)
    }


def _write(entry: Expansion) -> str:
    """Return what an entry says, but for the lines that it names."""
    says = [f"up_to {entry.up_to}"] if entry.up_to else []
    if entry.cost is not None:
        says.append(f"cost {write_number(entry.cost)} CNY*yr/t")
    for of in entry.scale or ():
        end = "" if of.to is None else f" to {write_number(of.to)} kt/yr"
        says.append(f"size class{end}: cost {write_number(of.cost)} CNY*yr/t")
    if entry.step is not None:
        says.append(f"step {write_number(entry.step)} kt/yr")
    if entry.life is not None:
        says.append(f"life {write_number(entry.life)} yr")
    if entry.at_least is not None:
        says.append(f"at_least {write_number(entry.at_least)} kt/yr")
    if entry.opening:
        says.append(f"opening {write_number(entry.opening)} MCNY")
    if entry.closes is not None:
        old = ", ".join(entry.closes.where["id"])
        says.append(f"closes {write_number(100 * entry.closes.ratio)} % of {old}")
    return "; ".join(says) or "–"
