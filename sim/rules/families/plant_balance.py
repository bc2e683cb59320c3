"""What arrives, is made or bought at a plant is used there or leaves it. Nothing is stocked.

    sum(ship[r,t] for r into p with lot k)
      + sum(yield[q,k,activity] * act[l,q,t] for lines l at p)
      + sum(yield[q,k,k'] * use[l,q,k',t] for lines l at p and their inputs k')
      + buy[p,k,t]
    = sum(use[l,q,k,t] for lines l at p) + sum(ship[r,t] for r from p with lot k)

There is a row for each plant and lot that arrives, leaves, is used or made there.
"""

import pandas as pd

from sim.rules.family import Family
from sim.rules.inside_plants import makers, sent
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Tables
from sim.rules.wording import Wording

NAME = "plant_balance"


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row a plant and lot that arrives, leaves, is used or made there."""
    key = ["plant", "lot"]
    ship = c.block("ship")
    into = (n.routes["destination_kind"] == "plant").to_numpy()
    arrived = n.routes.loc[into, ["destination", "lot"]].set_axis(key, axis=1)
    out, gone = sent(n)
    keys = pd.concat([arrived, gone, n.uses[key], n.makes[key]]).drop_duplicates()
    return (
        Rows(NAME, keys.reset_index(drop=True), 0.0, 0.0)
        .add(1.0, ship[into], arrived)
        .add(n.makes["amount"], makers(n, c), n.makes[key])
        .add(1.0, c.block("buy"), n.purchases[key])
        .add(-1.0, c.block("use"), n.uses[key])
        .add(-1.0, ship[out], gone)
    )


FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("Plant {0}: balance of {1}", "{0}：{1}物料平衡"),
    index=("plant", "lot"),
    symbols="p,k,t",
    kind="identity",
    rows=rows,
    has_routes=True,
    check="plant_balance",
)
