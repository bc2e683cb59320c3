"""A plant buys no more of a material outside the region than is to be had.

    buy[p,k,t] <= max[p,k]

There is a row for each row of table purchases with a bound. Waste and residues cannot be bought.
"""

from collections.abc import Iterable, Mapping

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
from sim.rules.tables import Columns, Index, Tables
from sim.rules.wording import Wording

NAME = "purchase_max"


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row a plant and lot whose purchase is bounded."""
    bounded = n.purchases[n.purchases["max_kt_yr"].notna()]
    keys = bounded[["plant", "lot"]].reset_index(drop=True)
    return Rows(NAME, keys, upper=bounded["max_kt_yr"].to_numpy(float)).add(
        1.0, c.find("buy", keys), keys
    )


def read(stated: Iterable[Cells], n: Tables) -> Mapping[Index, float]:
    """Return plant and lot -> kt/yr."""
    there = set(zip(n.purchases["plant"], n.purchases["lot"], strict=True))
    found = {(cells["plant"], cells["material"]): cells["max"] for cells in stated}
    return {key: most for key, most in found.items() if most is not None and key in there}


FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("Purchase of {1} at {0}", "{0}外购{1}上限"),
    index=("plant", "lot"),
    symbols="p,k,t",
    kind="limit",
    rows=rows,
    of_table="purchases",
    cell=Cell("purchases", ("plant", "material"), "max", "kt/yr"),
    gives="up",
    softness=1.0,
    reason=Reason(
        "purchase_full",
        Wording("what the taker needs beside it is not to be had", "接收设施所需外购原料已达上限"),
    ),
    conflict=Conflict(
        ConflictGroup("purchases", Wording("{count} bounds of purchases", "{count} 项外购上限")),
        32,
    ),
    edit=Wording("buy {by} more {about}: raise the bound to {new}", "将{about}增加 {by}，至 {new}"),
    owner="plant",
    sweep=Sweep(("max",), read),
    check="purchases",
    check_words=CheckWords(
        Wording("bounds of purchases", "外购上限"),
        Wording("a plant buys more than is to be had", "外购量超出上限"),
    ),
)
