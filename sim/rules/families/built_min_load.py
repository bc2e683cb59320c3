"""A line that does not stand yet runs at least the least load of what is built.

    sum(act[l,q,t] for recipes q) >= m[l] * build[l,t]

There is a row for each line of `built_capacity` with a least load. Nothing has to be built, so
that the row is in nobody's way.
"""

from sim.rules.family import Family
from sim.rules.lines import unbuilt
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Tables
from sim.rules.wording import Wording

NAME = "built_min_load"


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row a line that does not stand and has a least load."""
    new = unbuilt(n)
    return (
        Rows(NAME, new.loc[new["min_load"] > 0, ["line"]], lower=0.0)
        .add(1.0, c.block("act"), n.runs[["line"]])
        .add(-n.expansions["least"], c.block("build"), n.expansions[["line"]])
    )


FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("Least load of what is built at {0}", "{0}：新建产能的最低负荷"),
    index=("line",),
    symbols="l,t",
    kind="identity",
    rows=rows,
    check="line_capacity",
)
