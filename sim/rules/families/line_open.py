"""A line runs only if it is open, and then its fixed cost is paid.

    sum(act[l,q,t] for recipes q) - avail[l] * on[lines,l,t] <= 0

There is a row for each line with a switch.
"""

from sim.rules.family import Family
from sim.rules.openings import CLOSED, no_more_than_open
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Tables
from sim.rules.wording import Wording

NAME = "line_open"


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row a line with a switch."""
    return no_more_than_open(NAME, n, c, "lines", (c.block("act"), n.runs[["line"]]))


FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("Opening of {0}", "{0}：启用"),
    index=("line",),
    symbols="l,t",
    kind="choice",
    rows=rows,
    of_table="switches",
    softness=1.0,
    reason=CLOSED,
    check="openings",
)
