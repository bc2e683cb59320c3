"""A line whose least load holds only if it is used stands still or runs at least that much.

    sum(act[l,q,t] for recipes q) - low[l] * on[lines,l,t]
      - m[l] * build[l,t] + m[l] * sum(close[l,e,t] for entries e) >= 0

There is a row for each line with a least load and `if_used`.
"""

from sim.rules.duties import DUTY
from sim.rules.families.line_min_load import GROUP, available, of_nameplate
from sim.rules.family import Cell, Conflict, Family
from sim.rules.openings import switches_of
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Tables
from sim.rules.wording import Wording

NAME = "line_least_if_open"


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row a line whose least load holds only if it is used."""
    on, table = switches_of(n, c, "lines")
    least = table["least_kt_yr"].to_numpy(float)
    return (
        Rows(NAME, table.loc[least > 0, ["id"]].reset_index(drop=True), lower=0.0)
        .add(1.0, c.block("act"), n.runs[["line"]])
        .add(-least, on, table[["id"]])
        .add(-n.expansions["least"], c.block("build"), n.expansions[["line"]])
        .add(n.closures["least"], c.block("close"), n.closures[["line"]])
    )


FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("Least load of {0}, if it is used", "{0}：启用时的最低负荷"),
    index=("line",),
    symbols="l,t",
    kind="limit",
    rows=rows,
    of_table="switches",
    cell=Cell("lines", ("id",), "min_load", "", times=("availability", "capacity")),
    gives="down",
    softness=4.0,
    reason=DUTY,
    conflict=Conflict(GROUP, 81),
    edit=Wording(
        "lower the least load of {about} from {old} to {new}",
        "将{about}最低负荷由 {old} 降至 {new}",
    ),
    owner="line",
    check="line_capacity",
    sizes=available,
    of_built=of_nameplate,
)
