"""No more of a line closes than stands.

    sum(close[l,e,t] for entries e) <= capacity[l]

There is a row for each line that may close for what is built. A tonne closes for one entry alone.
"""

from collections.abc import Iterable, Mapping

from sim.rules.family import Cell, Cells, Family, Sweep
from sim.rules.lines import standing
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Index, Tables
from sim.rules.wording import Wording

NAME = "close_max"


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row a line that may close."""
    old = n.closures.drop_duplicates("line")
    return Rows(NAME, old[["line"]], upper=old["capacity_kt_yr"]).add(
        1.0, c.block("close"), n.closures[["line"]]
    )


def read(stated: Iterable[Cells], n: Tables) -> Mapping[Index, float]:
    """Return line -> kt/yr of nameplate, of those that may close."""
    old = set(n.closures["line"])
    return {(cells["id"],): standing(cells) for cells in stated if cells["id"] in old}


FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("What stands of {0}", "{0}：现有产能"),
    index=("line",),
    symbols="l,t",
    kind="identity",
    rows=rows,
    cell=Cell("lines", ("id",), "capacity", "kt/yr"),
    gives="up",
    owner="line",
    sweep=Sweep((), read),
    check="building",
)
