"""Counts what a flow is more than in the plan that `reference` names.

    change[o,d,m,t] - sum(ship[r,t]) >= -ref[o,d,m]

Only where `change_from_reference` is asked for. `ref` is the flow of material m from o to d in that
plan, 0 where it has none; the sum goes over all routes (modes, lots) of that flow to a plant.
"""

from sim.rules.changes import due, moved
from sim.rules.family import Family
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Tables
from sim.rules.wording import Wording

NAME = "change_more"


def rows(n: Tables, c: Columns) -> Rows | None:
    """Return one row a flow to a plant."""
    if not c.with_change:
        return None
    key = c.keys["change"]
    return (
        Rows(NAME, key, lower=-due(n, c))
        .add(1.0, c.block("change"), key)
        .add(-1.0, moved(n, c), c.flows)
    )


FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("{2} from {0} to {1}: more than before", "{0}→{1}的{2}：比参照增加"),
    index=("site", "site", "material"),
    symbols="o,d,m,t",
    kind="definition",
    rows=rows,
    has_routes=True,
)
