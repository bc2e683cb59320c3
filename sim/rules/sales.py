"""What is sold to markets, and what limits of demand have in common."""

from __future__ import annotations

import pandas as pd

from sim.rules.family import ConflictGroup, Reason
from sim.rules.tables import Columns, Ints, Tables
from sim.rules.wording import Wording

FULL = Reason(
    "market_full", Wording("the product made of it finds no more buyers", "所制产品市场已饱和")
)
DEMAND = ConflictGroup("demand", Wording("{count} demands of markets", "{count} 项市场需求"))


def sold(n: Tables, c: Columns) -> tuple[Ints, pd.DataFrame]:
    """Return the columns of sales, and the market of each."""
    sale = (n.routes["role"] == "sale").to_numpy()
    into = n.routes.loc[sale, ["destination"]].set_axis(["market"], axis=1)
    return c.block("ship")[sale], into
