"""What may be opened is open or it is not: its switch is 0 or 1.

    on[kind,id,option,t] <= 1,  a whole number

There is a switch for each line and sink with a fixed cost, for each line whose least load holds
only if it is used, and for all that an entry of `choose` counts. When it is settled what is open,
the row says so: `on = 0` or `on = 1`.
"""

from sim.rules.family import Family
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Tables
from sim.rules.wording import Wording

NAME = "switch"


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row a switch."""
    keys = c.keys["on"]
    return Rows(NAME, keys, upper=1.0).add(1.0, c.block("on"), keys)


FAMILY = Family(
    NAME,
    "",
    Wording("Whether {1} is open", "{1}是否启用"),
    index=("kind", "site", "option"),
    symbols="kind,id,option,t",
    kind="definition",
    rows=rows,
    of_table="switches",
)
