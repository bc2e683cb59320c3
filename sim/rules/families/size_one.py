"""What is built at a line is in one of its size classes, or nothing is built.

    sum(on[builds,l,o,t] for size classes o of l) <= 1

There is a row for each line that is built by size classes.
"""

from sim.rules.family import Family
from sim.rules.openings import sizes_open
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Tables
from sim.rules.wording import Wording

NAME = "size_one"


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row a line with size classes."""
    lines = n.sizes[["line"]].drop_duplicates(ignore_index=True)
    return Rows(NAME, lines, upper=1.0).add(1.0, sizes_open(n, c, n.sizes), n.sizes[["line"]])


FAMILY = Family(
    NAME,
    "",
    Wording("One size class of what is built at {0}", "{0}：新建规模仅取一档"),
    index=("line",),
    symbols="l,t",
    kind="choice",
    rows=rows,
    of_table="sizes",
    check="openings",
)
