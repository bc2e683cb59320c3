"""A line runs no more than what is available of its capacity.

    sum(act[l,q,t] for recipes q) - a[l] * build[l,t] + a[l] * sum(close[l,e,t] for entries e)
      <= avail[l]

There is a row for each line that stands; [`built_capacity`](#built_capacitylt) is that of the
others. `avail` is what is available today, `a` the availability: what is built or closed is
nameplate. Built and closed is only where the scenario lets it.
"""

from collections.abc import Collection, Iterable, Mapping

from sim.rules.families.close_max import NAME as CLOSED
from sim.rules.families.line_least_if_open import NAME as LEAST_IF_OPEN
from sim.rules.families.line_min_load import NAME as LEAST_LOAD
from sim.rules.family import Cell, Cells, Conflict, ConflictGroup, Family, Reason, Sweep
from sim.rules.lines import by_line, stands, switched_on
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Index, Tables
from sim.rules.wording import Wording

NAME = "line_capacity"


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row a line."""
    lines = stands(n)
    return (
        Rows(NAME, lines[["line"]], upper=lines["available_kt_yr"])
        .add(1.0, c.block("act"), n.runs[["line"]])
        .add(-n.expansions["availability"], c.block("build"), n.expansions[["line"]])
        .add(n.closures["availability"], c.block("close"), n.closures[["line"]])
    )


def read(stated: Iterable[Cells], n: Tables) -> Mapping[Index, float]:
    """Return line -> kt/yr that are available."""
    return {(line,): most for line, most, _ in switched_on(stated, n)}


def available(n: Tables) -> Mapping[Index, float]:
    """Return line -> what is available of a kt/yr of nameplate."""
    return by_line(n, n.lines["availability"])


def least(n: Tables) -> Mapping[Index, float]:
    """Return line -> the least load of a kt/yr of nameplate."""
    return by_line(n, n.lines["availability"] * n.lines["min_load"])


def nameplate(n: Tables) -> Mapping[Index, float]:
    """Return line -> how much of a kt/yr of nameplate may close, where it may."""
    return {(line,): float(line in set(n.closures["line"])) for line in n.lines.index}


def growing(n: Tables) -> Collection[Index]:
    """Return the lines that may be made larger: there `build_max` is what stands in the way."""
    return {(line,) for line in n.expansions["line"]}


def capital(n: Tables) -> Mapping[Index, float]:
    """Return line -> the annuity of a kt/yr of nameplate, million CNY/yr; 0 of standing lines."""
    paid = n.lines["capex_MCNY_yr"] / n.lines["capacity_kt_yr"]
    return by_line(n, paid.where(n.lines["capacity_kt_yr"] > 0, 0.0))


FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("Capacity of {0}", "{0}：产能"),
    index=("line",),
    symbols="l,t",
    kind="limit",
    rows=rows,
    cell=Cell(
        "lines",
        ("id",),
        "capacity",
        "kt/yr",
        times=("availability",),
        told="availability",
        also=("availability",),
    ),
    gives="up",
    softness=1.0,
    reason=Reason(
        "line_full", Wording("the line that could take it is full", "可接收设施产能已满")
    ),
    conflict=Conflict(
        ConflictGroup("capacity", Wording("{count} capacities of lines", "{count} 条产线的产能")),
        70,
    ),
    edit=Wording(
        "raise the capacity of {about} by {by}, to {new}", "将{about}产能提高 {by}，至 {new}"
    ),
    owner="line",
    sweep=Sweep(("capacity", "availability"), read),
    check="line_capacity",
    sizes=available,
    along={LEAST_LOAD: least, LEAST_IF_OPEN: least, CLOSED: nameplate},
    capital=capital,
    spoken_for=growing,
)
