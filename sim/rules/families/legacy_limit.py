"""Old stock is dug up no faster than its yearly limit.

    reclaim[z,k,t] <= old[z,k]

There is a row for each zone and lot with old stock that may be dug up.
"""

from collections.abc import Iterable, Mapping

from sim.rules.family import Cell, Cells, Conflict, ConflictGroup, Family, Sweep
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Index, Tables
from sim.rules.wording import Wording

NAME = "legacy_limit"


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row a zone and lot with old stock that may be dug up."""
    old = n.supply[n.supply["legacy_limit_kt_yr"] > 0]
    dug = c.keys["reclaim"]
    return Rows(NAME, dug, upper=old["legacy_limit_kt_yr"]).add(1.0, c.block("reclaim"), dug)


def stocks(n: Tables) -> Mapping[Index, float]:
    """Return zone and lot -> kt in stock: the yearly limit is a share of it."""
    keys = zip(n.supply["zone"], n.supply["lot"], strict=True)
    return dict(zip(keys, n.supply["stock_kt"].tolist(), strict=True))


def read(stated: Iterable[Cells], n: Tables) -> Mapping[Index, float]:
    """Return zone and lot -> kt/yr."""
    supply = zip(n.supply["zone"], n.supply["material"], n.supply["lot"], strict=True)
    lots = {(zone, material): lot for zone, material, lot in supply}
    found: dict[Index, float] = {}
    for cells in stated:
        most = cells["stock"] * cells["yearly_limit"]
        if most > 0 and cells["zone"] in n.zones.index:
            found[cells["zone"], lots.get((cells["zone"], cells["material"]))] = most
    return found


FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("Old stock of {1} at {0}: yearly limit", "{0}历史堆存{1}：年回采上限"),
    index=("zone", "lot"),
    symbols="z,k,t",
    kind="limit",
    rows=rows,
    cell=Cell(
        "legacy", ("zone", "material"), "yearly_limit", "1/yr", times=("stock",), also=("stock",)
    ),
    gives="up",
    # No softness: a cause lets waste in that arises; what is dug up stays as the plan has it.
    conflict=Conflict(
        ConflictGroup(
            "legacy",
            Wording("{count} yearly limits of old stock", "{count} 项历史堆存回采上限"),
        ),
        50,
    ),
    edit=Wording(
        "reclaim more {about}: raise the yearly limit from {old} to {new}",
        "将{about}年回采上限由 {old} 提高到 {new}",
    ),
    owner="zone",
    sweep=Sweep(("stock", "yearly_limit"), read),
    check="legacy",
    sizes=stocks,
)
