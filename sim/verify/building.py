"""Checks of what is built and what closes for it: bounds, replacement, and what it costs."""

from __future__ import annotations

from itertools import combinations

from sim.verify.facts import Facts
from sim.verify.growth import standing
from sim.verify.read import Cells
from sim.verify.tally import Tally

_MOST = 10
"""Entries that replace the same old lines of which every set is looked at."""


def check_building(facts: Facts, tally: Tally) -> None:
    """Hold what is built and closed against what the scenario allows and asks for."""
    rows = {row["line"]: row for row in facts.results("built")}
    old = {line for _, lines in facts.replacements.values() for line in lines}
    for line in sorted({*rows, *facts.growth, *old}):
        may = line in facts.growth or line in old
        tally.true(may, f"line {line} may be neither built nor closed, but stands in built.csv")
        tally.true(line in rows, f"line {line} may be built or closed, but is not in built.csv")
        if may and line in rows:
            _check_row(facts, rows[line], tally, may_close=line in old)
    _check_replacement(facts, tally)


def _check_row(facts: Facts, row: Cells, tally: Tally, *, may_close: bool) -> None:
    line, words = facts.lines[row["line"]], f"{row['at']}: line {row['line']}:"
    today, growth = standing(line), facts.growth.get(row["line"])
    most = growth.up_to if growth else 0.0
    built, closed = row["built_kt_yr"], row["closed_kt_yr"]
    tally.equal(row["today_kt_yr"], today, f"{words} capacity today (kt/yr)")
    tally.equal(row["up_to_kt_yr"], most, f"{words} what may be built (kt/yr)")
    tally.at_most(built, most, f"{words} built (kt/yr)")
    if growth and growth.step:
        whole = round(built / growth.step) * growth.step
        tally.equal(built, whole, f"{words} built (kt/yr), in whole steps,")
    tally.at_most(closed, today if may_close else 0.0, f"{words} closed (kt/yr)")
    rate = facts.parameter("discount_rate", "", 0.06)
    begun = facts.begun(row["line"])
    up_front = growth.up_front(built, begun=begun) if growth else 0.0
    yearly = growth.yearly(built, rate, begun=begun) if growth else 0.0
    tally.equal(row["investment_MCNY"], up_front, f"{words} investment (MCNY)")
    tally.equal(row["annuity_MCNY_yr"], yearly, f"{words} annuity (MCNY/yr)")
    for column in ("plant", "technology", "status"):
        tally.true(row[column] == line[column], f"{words} {column} is not {line[column]}")


def _check_replacement(facts: Facts, tally: Tally) -> None:
    """Hold that enough closes: for every set of entries what their old lines close together.

    A tonne closes for one entry. That what each needs can be shared out is the same as that no set
    of entries needs more than all its old lines close (Gale 1957).
    """
    asked = dict.fromkeys(facts.replacements, 0.0)
    for line, growth in facts.growth.items():
        if growth.entry in asked:
            asked[growth.entry] += facts.replacements[growth.entry][0] * facts.built(line)
    needy = [position for position, need in sorted(asked.items()) if need > 0]
    for size in range(1, (len(needy) if len(needy) <= _MOST else 1) + 1):
        for some in combinations(needy, size):
            lines = set().union(*(facts.replacements[position][1] for position in some))
            numbers = ", ".join(str(position + 1) for position in some)
            tally.at_least(
                sum(facts.closed(line) for line in sorted(lines)),
                sum(asked[position] for position in some),
                f"built.csv: what closes (kt/yr) for entry {numbers} of 'expand'",
            )
