"""A market buys no more than its demand.

    sum(ship[r,t] for r into j) <= max[j]

A market with an area buys from plants in that province or city; one without area from every plant.
Where it has a place goods are hauled there. Without one it buys at the gate, which costs nothing: a
link to it is one more way for the plant that it names, and takes none away. Where the links state
what selling costs, write `hauled` in its row: then goods go over links alone.
"""

from collections.abc import Iterable, Mapping

from sim.rules.family import Cell, Cells, Conflict, Family, Sweep
from sim.rules.rows import Rows
from sim.rules.sales import DEMAND, FULL, sold
from sim.rules.tables import Columns, Index, Tables
from sim.rules.wording import Wording

NAME = "market_max"


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row a market with a demand."""
    table = n.markets.reset_index()
    bounded = table[table["max_kt_yr"].notna()]
    most = bounded["max_kt_yr"].astype(float)
    return (
        Rows(NAME, bounded[["market"]], upper=most)
        .add(1.0, *sold(n, c))
        .only_with_terms(more=n.grows)
    )


def read(stated: Iterable[Cells], _n: Tables) -> Mapping[Index, float]:
    """Return market -> kt/yr."""
    return {(cells["id"],): cells["max"] for cells in stated if cells["max"] is not None}


FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("Demand: {0}", "市场需求：{0}"),
    index=("market",),
    symbols="j,t",
    kind="limit",
    rows=rows,
    has_routes=True,
    cell=Cell("markets", ("id",), "max", "kt/yr"),
    gives="up",
    softness=1.0,
    reason=FULL,
    conflict=Conflict(DEMAND, 61),
    edit=Wording(
        "sell {by} more to {about}: raise its demand to {new}", "将{about}需求扩大 {by}，至 {new}"
    ),
    owner="market",
    sweep=Sweep(("max",), read),
    check="markets",
)
