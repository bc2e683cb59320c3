"""The markets of a group buy together no more than their total demand.

    sum(ship[r,t] for r into the markets of G) <= max[G]

There is a row for each group of markets with a total demand.
"""

from collections.abc import Iterable, Mapping

from sim.rules.family import Cell, Cells, Conflict, Family, Sweep
from sim.rules.rows import Rows
from sim.rules.sales import DEMAND, FULL, sold
from sim.rules.tables import Columns, Index, Tables
from sim.rules.wording import Wording

NAME = "market_group_max"


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row a group of markets with a total demand."""
    table = n.markets.reset_index()
    grouped = table[table["group"].notna() & table["group_max_kt_yr"].notna()]
    together = grouped.groupby("group", sort=True)["group_max_kt_yr"].min().reset_index()
    column, into = sold(n, c)
    group = into[["market"]].assign(group=into["market"].map(grouped.set_index("market")["group"]))
    inside = group["group"].notna().to_numpy()
    most = together["group_max_kt_yr"].astype(float)
    return (
        Rows(NAME, together[["group"]], upper=most)
        .add(1.0, column[inside], group.loc[inside, ["group"]])
        .only_with_terms(more=n.grows)
    )


def read(stated: Iterable[Cells], _n: Tables) -> Mapping[Index, float]:
    """Return group -> kt/yr: the least that one of its rows says."""
    found: dict[Index, float] = {}
    for cells in stated:
        if cells["group"] is not None and cells["group_max"] is not None:
            group, total = (cells["group"],), cells["group_max"]
            found[group] = min(total, found.get(group, total))
    return found


FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("Total demand: {0}", "总需求：{0}"),
    index=("market_group",),
    symbols="G,t",
    kind="limit",
    rows=rows,
    has_routes=True,
    cell=Cell("markets", ("group",), "group_max", "kt/yr"),
    gives="up",
    softness=1.0,
    reason=FULL,
    conflict=Conflict(DEMAND, 60),
    edit=Wording(
        "raise the total demand of {about} by {by}, to {new}", "将{about}总需求扩大 {by}，至 {new}"
    ),
    owner="market_group",
    sweep=Sweep(("group_max",), read),
    check="markets",
)
