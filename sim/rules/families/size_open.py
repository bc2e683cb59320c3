"""Capacity is built in the last size class of a line only if that class is chosen.

    sized[l,o,t] - up[l] * on[builds,l,o,t] <= 0

There is a row for the last size class of each line: what is built in it ends with
[`build_max`](#build_maxlt). The others have [`size_most`](#size_mostlot).
"""

from sim.rules.family import Family
from sim.rules.openings import SIZE, no_more_than_class
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Tables
from sim.rules.wording import Wording

NAME = "size_open"


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row a line with size classes."""
    return no_more_than_class(NAME, n, c, n.sizes.drop_duplicates("line", keep="last"))


FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("Size class {1} of what is built at {0}", "{0}：新建规模第 {1} 档"),
    index=("line", "option"),
    symbols="l,o,t",
    kind="choice",
    rows=rows,
    of_table="sizes",
    softness=1.0,
    reason=SIZE,
    check="openings",
)
