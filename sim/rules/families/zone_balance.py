"""What leaves a zone, to plants, sinks or its own store, is what arises there.

    sum(ship[r,t] for r from z with lot k) - reclaim[z,k,t] = gen[z,k]

There is a row for each zone and lot that arises or lies in stock there. It is no limit, but
`prices.csv` tells what a tonne more that arises costs or brings.
"""

from sim.rules.family import Family
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Tables
from sim.rules.wording import Wording

NAME = "zone_balance"


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row a zone and lot."""
    generation = n.supply["generation_kt_yr"]
    from_zone = (n.routes["origin_kind"] == "zone").to_numpy()
    return (
        Rows(NAME, n.supply[["zone", "lot"]], generation, generation)
        .add(1.0, c.block("ship")[from_zone], n.routes.loc[from_zone, ["origin", "lot"]])
        .add(-1.0, c.block("reclaim"), c.keys["reclaim"])
    )


FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("Zone {0}: what leaves of {1} is what arises", "{0}：{1}去向平衡"),
    index=("zone", "lot"),
    symbols="z,k,t",
    kind="identity",
    rows=rows,
    has_routes=True,
    owner="zone",
    informs=Wording("{1} that arises at {0}", "{0}产生的{1}"),
    check="zone_balance",
)
