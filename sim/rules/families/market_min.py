"""What a market is promised is delivered.

    sum(ship[r,t] for r into j) >= min[j]

There is a row for each market with a contract.
"""

from collections.abc import Iterable, Mapping

from sim.rules.duties import DUTY
from sim.rules.family import Cell, Cells, Conflict, ConflictGroup, Family, Sweep
from sim.rules.rows import Rows
from sim.rules.sales import sold
from sim.rules.tables import Columns, Index, Tables
from sim.rules.wording import Wording

NAME = "market_min"


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row a market with a contract."""
    table = n.markets.reset_index()
    owed = table[table["min_kt_yr"] > 0]
    least = owed["min_kt_yr"].astype(float)
    return Rows(NAME, owed[["market"]], lower=least).add(1.0, *sold(n, c))


def read(stated: Iterable[Cells], _n: Tables) -> Mapping[Index, float]:
    """Return market -> kt/yr."""
    return {(cells["id"],): cells["min"] for cells in stated if cells["min"] > 0}


FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("Contracted demand: {0}", "最低供货：{0}"),
    index=("market",),
    symbols="j,t",
    kind="limit",
    rows=rows,
    has_routes=True,
    cell=Cell("markets", ("id",), "min", "kt/yr"),
    gives="down",
    softness=4.0,
    reason=DUTY,
    conflict=Conflict(ConflictGroup("contracts", is_policy=True, gives_alone=True), 90),
    edit=Wording(
        "lower the contracted demand of {about} by {by}, to {new}",
        "将{about}最低供货减少 {by}，至 {new}",
    ),
    owner="market",
    sweep=Sweep(("min",), read),
    check="markets",
)
