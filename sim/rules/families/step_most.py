"""What is built in steps is a whole number of them, no more than may be built.

    steps[l,t] <= floor(up[l] / step[l]),  a whole number

There is a row for each line that is built in steps. When the number is settled the row says so.
"""

from sim.rules.family import Family
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Tables
from sim.rules.wording import Wording

NAME = "step_most"


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row a line that is built in steps."""
    of = n.steps
    return Rows(NAME, of[["line"]], upper=of["most"]).add(1.0, c.block("steps"), of[["line"]])


FAMILY = Family(
    NAME,
    "",
    Wording("Number of steps built at {0}", "{0}：新建步数"),
    index=("line",),
    symbols="l,t",
    kind="definition",
    rows=rows,
    of_table="steps",
)
