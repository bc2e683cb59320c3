"""No more of what arises stays in the zone's own store or sink than is allowed.

    sum(ship[r,t] for r from z with lot k into its own stores) <= stored_max[z,k] * gen[z,k]

There is a row for each row of table generation with a share. A share of 0 says that all must be
placed: used by lines, or brought to a sink that is open to all.
"""

from collections.abc import Iterable, Mapping

from sim.rules.family import Cell, Cells, CheckWords, Conflict, ConflictGroup, Family, Sweep
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Index, Tables
from sim.rules.wording import Wording

NAME = "stored_max"
KEY = ["zone", "lot"]


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row a zone and lot whose store is bounded."""
    bounded = n.supply[n.supply["stored_max"].notna()]
    most = (bounded["stored_max"] * bounded["generation_kt_yr"]).to_numpy(float)
    stored = (n.routes["role"].eq("storage") & n.routes["origin_kind"].eq("zone")).to_numpy(bool)
    kept = n.routes.loc[stored, ["origin", "lot"]]
    return Rows(NAME, bounded[KEY].reset_index(drop=True), upper=most).add(
        1.0, c.block("ship")[stored], kept
    )


def arising(n: Tables) -> Mapping[Index, float]:
    """Return zone and lot -> kt/yr that arise: the share is of that."""
    keys = zip(n.supply["zone"], n.supply["lot"], strict=True)
    return dict(zip(keys, n.supply["generation_kt_yr"].tolist(), strict=True))


def read(stated: Iterable[Cells], n: Tables) -> Mapping[Index, float]:
    """Return zone and lot -> kt/yr."""
    supply = zip(n.supply["zone"], n.supply["material"], n.supply["lot"], strict=True)
    lots = {(zone, material): lot for zone, material, lot in supply}
    return {
        (cells["zone"], lots[cells["zone"], cells["material"]]): cells["stored_max"]
        * cells["amount"]
        for cells in stated
        if cells["stored_max"] is not None and (cells["zone"], cells["material"]) in lots
    }


FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("Largest share of {1} that {0} may store", "{0}{1}自存比例上限"),
    index=("zone", "lot"),
    symbols="z,k,t",
    kind="limit",
    rows=rows,
    has_routes=True,
    cell=Cell(
        "generation",
        ("zone", "material"),
        "stored_max",
        "",
        times=("amount",),
        also=("amount",),
    ),
    gives="up",
    # No softness: a cause lets waste in while no other waste loses any; to store more would.
    conflict=Conflict(
        ConflictGroup("stores", Wording("{count} bounds of stores", "{count} 项自存上限")), 89
    ),
    edit=Wording(
        "let more {about} be stored: raise the largest share from {old} to {new}",
        "放宽{about}的自存：比例上限由 {old} 提高到 {new}",
    ),
    owner="zone",
    sweep=Sweep(("stored_max",), read),
    check="stores",
    check_words=CheckWords(
        Wording("largest shares of stores", "自存比例上限"),
        Wording("a zone stores more than its share", "产生源自存超出比例上限"),
    ),
    sizes=arising,
)
