"""Counts what a flow is less than in the plan that `reference` names.

    change[o,d,m,t] + sum(ship[r,t]) >=  ref[o,d,m]

It stands beside the row that counts what the flow is more.
"""

from sim.rules.changes import due, moved
from sim.rules.family import Family
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Tables
from sim.rules.wording import Wording

NAME = "change_less"


def rows(n: Tables, c: Columns) -> Rows | None:
    """Return one row a flow to a plant."""
    if not c.with_change:
        return None
    key = c.keys["change"]
    return (
        Rows(NAME, key, lower=due(n, c))
        .add(1.0, c.block("change"), key)
        .add(1.0, moved(n, c), c.flows)
    )


FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("{2} from {0} to {1}: less than before", "{0}→{1}的{2}：比参照减少"),
    index=("site", "site", "material"),
    symbols="o,d,m,t",
    kind="definition",
    rows=rows,
    has_routes=True,
)
