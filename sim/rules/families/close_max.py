"""No more of a line closes than stands.

    sum(close[l,e,t] for entries e) <= capacity[l]

There is a row for each line that may close for what is built. A tonne closes for one entry alone.
"""

from sim.rules.family import Family
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Tables
from sim.rules.wording import Wording

NAME = "close_max"


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row a line that may close."""
    old = n.closures.drop_duplicates("line")
    return Rows(NAME, old[["line"]], upper=old["capacity_kt_yr"]).add(
        1.0, c.block("close"), n.closures[["line"]]
    )


FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("What stands of {0}", "{0}：现有产能"),
    index=("line",),
    symbols="l,t",
    kind="identity",
    rows=rows,
    of_table="closures",
    owner="line",
    check="building",
)
