"""A port or station handles no more than its throughput, loading and unloading together.

    sum(ship[r,t] for r that board at x) + sum(ship[r,t] for r that alight at x) <= thr[x]

There is a row for each terminal with a throughput.
"""

from collections.abc import Iterable, Mapping

from sim.rules.family import Cell, Cells, Conflict, ConflictGroup, Family, Reason, Sweep
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Index, Tables
from sim.rules.wording import Wording

NAME = "terminal_capacity"


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row a terminal with a throughput."""
    ship = c.block("ship")
    ports = n.terminals["capacity"].dropna().astype(float).rename_axis("at").reset_index()
    return (
        Rows(NAME, ports[["at"]], upper=ports["capacity"])
        .add(1.0, ship, n.routes[["board"]])
        .add(1.0, ship, n.routes[["alight"]])
        .only_with_terms(more=n.grows)
    )


def read(stated: Iterable[Cells], _n: Tables) -> Mapping[Index, float]:
    """Return terminal -> kt/yr."""
    return {(cells["id"],): cells["capacity"] for cells in stated if cells["capacity"] is not None}


FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("Throughput of {0}", "{0}：吞吐能力"),
    index=("terminal",),
    symbols="x,t",
    kind="limit",
    rows=rows,
    of_table="terminals",
    has_routes=True,
    cell=Cell("terminals", ("id",), "capacity", "kt/yr"),
    gives="up",
    softness=1.0,
    reason=Reason(
        "terminal_full", Wording("the terminal on the way is full", "途经港站吞吐能力已满")
    ),
    conflict=Conflict(
        ConflictGroup(
            "terminals", Wording("{count} throughputs of terminals", "{count} 处港站吞吐能力")
        ),
        30,
    ),
    edit=Wording(
        "raise the throughput of {about} by {by}, to {new}",
        "将{about}吞吐能力提高 {by}，至 {new}",
    ),
    owner="terminal",
    sweep=Sweep(("capacity",), read),
    check="terminals",
)
