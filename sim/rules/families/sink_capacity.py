"""A sink takes no more than its yearly capacity.

    sum(ship[r,t] for r into s) <= cap[s]

There is a row for each sink with a capacity.
"""

from collections.abc import Iterable, Mapping

from sim.rules.family import Cell, Cells, Conflict, ConflictGroup, Family, Reason, Sweep
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Index, Tables
from sim.rules.wording import Wording

NAME = "sink_capacity"


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row a sink with a capacity."""
    sinks = n.sinks["capacity_kt_yr"].dropna().astype(float).rename_axis("at").reset_index()
    into = (n.routes["destination_kind"] == "sink").to_numpy()
    return (
        Rows(NAME, sinks[["at"]], upper=sinks["capacity_kt_yr"])
        .add(1.0, c.block("ship")[into], n.routes.loc[into, ["destination"]])
        .only_with_terms(more=n.grows)
    )


def read(stated: Iterable[Cells], _n: Tables) -> Mapping[Index, float]:
    """Return sink -> kt/yr."""
    return {(cells["id"],): cells["capacity"] for cells in stated if cells["capacity"] is not None}


FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("Capacity of sink {0}", "{0}：处置容量"),
    index=("sink",),
    symbols="s,t",
    kind="limit",
    rows=rows,
    has_routes=True,
    cell=Cell("sinks", ("id",), "capacity", "kt/yr"),
    gives="up",
    softness=1.0,
    reason=Reason(
        "sink_full",
        Wording(
            "there is no room for the residues that using it leaves", "利用所产二次渣无处置容量"
        ),
    ),
    conflict=Conflict(
        ConflictGroup("sinks", Wording("{count} capacities of sinks", "{count} 处处置容量")), 40
    ),
    edit=Wording(
        "raise the capacity of {about} by {by}, to {new}", "将{about}处置容量提高 {by}，至 {new}"
    ),
    owner="sink",
    sweep=Sweep(("capacity",), read),
    check="sinks",
)
