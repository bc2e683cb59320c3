"""Capacity is built at a line only if building there is begun, and then its opening is paid.

    build[l,t] - up[l] * on[builds,l,t] <= 0

There is a row for each line whose entry of `expand` has an `opening` or `at_least`, or that an
entry of `choose` counts. What is built by size classes has [`size_open`](#size_openlot).
"""

from sim.rules.family import Family
from sim.rules.openings import CLOSED, OPEN, no_more_than_open
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Tables
from sim.rules.wording import Wording

NAME = "build_open"


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row a line at which building is begun or not."""
    ends = c.block("build"), n.expansions[["line"]]
    return no_more_than_open(NAME, n, c, "builds", ends, option=OPEN)


FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("Building at {0}", "{0}：开工建设"),
    index=("line",),
    symbols="l,t",
    kind="choice",
    rows=rows,
    of_table="switches",
    softness=1.0,
    reason=CLOSED,
    check="openings",
)
