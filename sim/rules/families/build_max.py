"""No more is built at a line than the scenario lets it grow.

    build[l,t] <= up[l]

There is a row for each line that an entry of `expand` names, and for each candidate: there `up` is
the `capacity` of its row unless an entry says otherwise. `build` is nameplate, added to what
stands. What it costs a year is in `capex_cost`, what it costs up front in `investment`. Where a
least-cost plan builds something, and less than `up`, a kt/yr of capacity is worth just what it
costs a year.
"""

from sim.rules.family import EXPANSIONS, Cell, Conflict, ConflictGroup, Family, Reason
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Tables
from sim.rules.wording import Wording

NAME = "build_max"


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row a line that may be built or made larger."""
    built = n.expansions[["line"]]
    return Rows(NAME, built, upper=n.expansions["up_to_kt_yr"]).add(1.0, c.block("build"), built)


FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("What may be built at {0}", "{0}：可新建产能"),
    index=("line",),
    symbols="l,t",
    kind="limit",
    rows=rows,
    cell=Cell(EXPANSIONS, ("id",), "up_to", "kt/yr"),
    gives="up",
    softness=1.0,
    reason=Reason(
        "build_full",
        Wording(
            "the line that could take it could be built no larger", "可接收设施的新建产能已达上限"
        ),
    ),
    conflict=Conflict(
        ConflictGroup(
            "building",
            Wording("{count} bounds of what may be built", "{count} 条产线的可新建产能上限"),
        ),
        65,
    ),
    edit=Wording(
        "let {about} be built larger by {by}, up to {new}", "将{about}可新建产能提高 {by}，至 {new}"
    ),
    owner="line",
    check="building",
)
