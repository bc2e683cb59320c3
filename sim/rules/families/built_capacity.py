"""A line that does not stand yet runs no more than what is available of what is built.

    sum(act[l,q,t] for recipes q) <= a[l] * build[l,t]

There is a row for each candidate, and for each line without capacity that may be built. It is a
balance rather than a limit: what may be built is limited by [`build_max`](#build_maxlt).
"""

from sim.rules.family import Family
from sim.rules.lines import unbuilt
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Tables
from sim.rules.wording import Wording

NAME = "built_capacity"


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row a line that does not stand."""
    new = unbuilt(n)
    return (
        Rows(NAME, new[["line"]], upper=0.0)
        .add(1.0, c.block("act"), n.runs[["line"]])
        .add(-n.expansions["availability"], c.block("build"), n.expansions[["line"]])
    )


FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("Capacity built at {0}", "{0}：新建产能"),
    index=("line",),
    symbols="l,t",
    kind="identity",
    rows=rows,
    check="line_capacity",
)
