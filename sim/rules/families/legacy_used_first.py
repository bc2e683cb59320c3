"""Old stock is dug up only to be used, not to be stored again.

    reclaim[z,k,t] <= sum(ship[r,t] for r from z with lot k into plants)

There is a row for each zone and lot with old stock that may be dug up.
"""

from sim.rules.family import Family
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Tables
from sim.rules.wording import Wording

NAME = "legacy_used_first"


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row a zone and lot with old stock that may be dug up."""
    used = (n.routes["role"] == "utilization").to_numpy()
    dug = c.keys["reclaim"]
    return (
        Rows(NAME, dug, upper=0.0)
        .add(1.0, c.block("reclaim"), dug)
        .add(-1.0, c.block("ship")[used], n.routes.loc[used, ["origin", "lot"]])
    )


FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("Old stock of {1} at {0} is reclaimed for use only", "{0}历史堆存{1}：仅为利用而回采"),
    index=("zone", "lot"),
    symbols="z,k,t",
    kind="identity",
    rows=rows,
    has_routes=True,
    check="legacy",
)
