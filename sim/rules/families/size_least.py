"""What is built in a size class is at least its smallest size, if it is the one chosen.

    sized[l,o,t] - from[l,o] * on[builds,l,o,t] >= 0

There is a row for each size class with a smallest size: where the one before ends, or `at_least` of
its entry.
"""

from sim.rules.family import Family
from sim.rules.openings import sizes_open
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Tables
from sim.rules.wording import Wording

NAME = "size_least"


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row a size class that does not begin at nothing."""
    some = n.sizes[n.sizes["from_kt_yr"] > 0]
    keys = some[["line", "option"]].reset_index(drop=True)
    return (
        Rows(NAME, keys, lower=0.0)
        .add(1.0, c.block("sized"), n.sizes[["line", "option"]])
        .add(-some["from_kt_yr"].to_numpy(float), sizes_open(n, c, some), keys)
    )


FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("Beginning of size class {1} of what is built at {0}", "{0}：新建规模第 {1} 档下限"),
    index=("line", "option"),
    symbols="l,o,t",
    kind="choice",
    rows=rows,
    of_table="sizes",
    check="openings",
)
