"""What is built at a line is a whole number of steps.

    build[l,t] - step[l] * steps[l,t] = 0

There is a row for each line whose entry of `expand` has `step`. When the number is settled, so is
what is built.
"""

from sim.rules.family import Family
from sim.rules.openings import SIZE
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Tables
from sim.rules.wording import Wording

NAME = "build_step"


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row a line that is built in steps."""
    of = n.steps
    return (
        Rows(NAME, of[["line"]], lower=0.0, upper=0.0)
        .add(1.0, c.block("build"), n.expansions[["line"]])
        .add(-of["step_kt_yr"].to_numpy(float), c.block("steps"), of[["line"]])
    )


FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("Steps of what is built at {0}", "{0}：新建步长"),
    index=("line",),
    symbols="l,t",
    kind="choice",
    rows=rows,
    of_table="steps",
    softness=1.0,
    reason=SIZE,
    check="building",
)
