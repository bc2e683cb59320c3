"""Something goes over a link only if it is open, and then its fixed cost is paid.

    sum(ship[r,t] for r over the link a) - most[a] * on[links,a,t] <= 0

There is a row for each link with a switch: all materials and both ways together. `most` is its
capacity, or what can come at all if that is less.
"""

from sim.rules.families.link_capacity import KEY, carried
from sim.rules.family import Family
from sim.rules.openings import CLOSED, no_more_than_open
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Tables
from sim.rules.wording import Wording

NAME = "link_open"


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row a link with a switch."""
    keys = n.links.set_index("name")[KEY]
    return no_more_than_open(NAME, n, c, "links", carried(n, c), keys=keys)


FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("Opening of the link {0} to {1} ({2})", "{0}至{1}通道启用（{2}）"),
    index=("site", "site", "mode"),
    symbols="a,t",
    kind="choice",
    rows=rows,
    of_table="switches",
    has_routes=True,
    softness=1.0,
    reason=CLOSED,
    check="openings",
)
