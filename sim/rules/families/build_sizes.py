"""What is built at a line is built in its size classes.

    build[l,t] = sum(sized[l,o,t] for size classes o of l)

There is a row for each line whose entry of `expand` has `scale`. What a tonne of it costs is what
its class says.
"""

from sim.rules.family import Family
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Tables
from sim.rules.wording import Wording

NAME = "build_sizes"


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row a line that is built by size classes."""
    by_size = n.expansions.loc[n.expansions["by_size"], ["line"]].reset_index(drop=True)
    return (
        Rows(NAME, by_size, lower=0.0, upper=0.0)
        .add(1.0, c.block("build"), n.expansions[["line"]])
        .add(-1.0, c.block("sized"), n.sizes[["line"]])
    )


FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("Size classes of what is built at {0}", "{0}：新建规模档次合计"),
    index=("line",),
    symbols="l,t",
    kind="identity",
    rows=rows,
    of_table="expansions",
    check="building",
)
