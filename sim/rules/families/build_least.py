"""What is built at a line is nothing, or at least what its entry of `expand` says.

    build[l,t] - at_least[l] * on[builds,l,t] >= 0

There is a row for each line whose entry has `at_least`.
"""

from sim.rules.family import Family
from sim.rules.openings import OPEN, switches_of
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Tables
from sim.rules.wording import Wording

NAME = "build_least"


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row a line of which a least amount is built if any."""
    on, table = switches_of(n, c, "builds", OPEN)
    least = table["least_kt_yr"].to_numpy(float)
    return (
        Rows(NAME, table.loc[least > 0, ["id"]].reset_index(drop=True), lower=0.0)
        .add(1.0, c.block("build"), n.expansions[["line"]])
        .add(-least, on, table[["id"]])
    )


FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("Least that is built at {0}", "{0}：最小新建产能"),
    index=("line",),
    symbols="l,t",
    kind="choice",
    rows=rows,
    of_table="switches",
    check="openings",
)
