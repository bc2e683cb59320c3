"""What is built in a size class is no more than its largest size, if it is the one chosen.

    sized[l,o,t] - to[l,o] * on[builds,l,o,t] <= 0

There is a row for each size class of a line but the last.
"""

from sim.rules.family import Family
from sim.rules.openings import SIZE, no_more_than_class
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Tables
from sim.rules.wording import Wording

NAME = "size_most"


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row a size class that another follows."""
    return no_more_than_class(NAME, n, c, n.sizes[n.sizes["line"].duplicated(keep="last")])


FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("End of size class {1} of what is built at {0}", "{0}：新建规模第 {1} 档上限"),
    index=("line", "option"),
    symbols="l,o,t",
    kind="choice",
    rows=rows,
    of_table="sizes",
    softness=1.0,
    reason=SIZE,
    check="openings",
)
