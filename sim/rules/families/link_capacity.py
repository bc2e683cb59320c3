"""A link carries no more than its capacity, all materials and both ways together.

    sum(ship[r,t] for r over the link a) <= cap[a]

There is a row for each link with a capacity. A way by terminals may go over several. Rows of table
links with the same ends and mode, for different materials, are one link. A link that holds both
ways has one capacity for both, as a conveyor or a single track has; where each way has its own,
write two rows, each with `both_ways` false.
"""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from sim.rules.family import (
    Cell,
    Cells,
    CheckWords,
    Conflict,
    ConflictGroup,
    Family,
    Reason,
    Sweep,
)
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Index, Ints, Tables
from sim.rules.wording import Wording

NAME = "link_capacity"
KEY = ["origin", "destination", "mode"]


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row a link with a capacity."""
    bounded = n.links[n.links["capacity_kt_yr"].notna()]
    most = bounded["capacity_kt_yr"].to_numpy()
    return (
        Rows(NAME, bounded[KEY].reset_index(drop=True), upper=most)
        .add(1.0, *carried(n, c))
        .only_with_terms(more=n.grows)
    )


def carried(n: Tables, c: Columns) -> tuple[Ints, pd.DataFrame]:
    """Return the columns of routes over links that are counted, and the link of each."""
    at = np.flatnonzero(n.routes["over"].ne("").to_numpy())
    over = n.routes["over"].iloc[at].set_axis(c.block("ship")[at]).str.split().explode()
    return over.index.to_numpy(np.int64), n.links.loc[over.astype(int), KEY]


def read(stated: Iterable[Cells], _n: Tables) -> Mapping[Index, float]:
    """Return origin, destination and mode -> kt/yr."""
    return {
        tuple(cells[column] for column in KEY): cells["capacity"]
        for cells in stated
        if cells["capacity"] is not None
    }


FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("Capacity of the link {0} to {1} ({2})", "{0}至{1}通道能力（{2}）"),
    index=("site", "site", "mode"),
    symbols="a,t",
    kind="limit",
    rows=rows,
    of_table="links",
    has_routes=True,
    cell=Cell("links", ("origin", "destination", "mode"), "capacity", "kt/yr"),
    gives="up",
    softness=1.0,
    reason=Reason("link_full", Wording("the link on the way is full", "途经通道能力已满")),
    conflict=Conflict(
        ConflictGroup("links", Wording("{count} capacities of links", "{count} 条通道能力")), 31
    ),
    edit=Wording(
        "raise the capacity of {about} by {by}, to {new}", "将{about}能力提高 {by}，至 {new}"
    ),
    owner="link",
    sweep=Sweep(("capacity",), read),
    check="links",
    check_words=CheckWords(
        Wording("capacities of links", "通道能力"),
        Wording("a link carries more than its capacity", "运量超出通道能力"),
    ),
)
