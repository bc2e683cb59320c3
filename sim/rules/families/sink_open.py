"""A sink takes something in only if it is open, and then its fixed cost is paid.

    sum(ship[r,t] for r into s) - most[s] * on[sinks,s,t] <= 0

There is a row for each sink with a switch. `most` is its capacity, or what can come at all if that
is less.
"""

from sim.rules.family import Family
from sim.rules.openings import CLOSED, no_more_than_open
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Tables
from sim.rules.wording import Wording

NAME = "sink_open"


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row a sink with a switch."""
    into = (n.routes["destination_kind"] == "sink").to_numpy()
    ends = c.block("ship")[into], n.routes.loc[into, ["destination"]]
    return no_more_than_open(NAME, n, c, "sinks", ends)


FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("Opening of sink {0}", "{0}：启用"),
    index=("sink",),
    symbols="s,t",
    kind="choice",
    rows=rows,
    of_table="switches",
    has_routes=True,
    softness=1.0,
    reason=CLOSED,
    check="openings",
)
