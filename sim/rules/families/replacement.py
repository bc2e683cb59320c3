"""What is built in place of old capacity closes as much of it as its rule asks for.

    sum(close[l,e,t] for old lines l of entry e) >= ratio[e] * sum(build[l,t] for lines l of e)

There is a row for each entry of `expand` with `closes`. Its lines are those for which it is the
last entry that names them; its old lines are those that `closes` picks. What closes runs no more,
and earns and costs nothing: capital of what stands is sunk.
"""

from sim.rules.family import EXPANSIONS, Cell, Conflict, ConflictGroup, Family, Reason
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Index, Tables
from sim.rules.wording import Wording

NAME = "replacement"


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row an entry whose lines replace others."""
    entries = n.replacements
    return (
        Rows(NAME, entries[["entry"]], lower=0.0)
        .add(1.0, c.block("close"), n.closures[["entry"]])
        .less_share(entries["ratio"], c.block("build"), n.expansions[["entry"]])
    )


def old_capacity(n: Tables, index: Index) -> float:
    """Return what stands of the lines that may close for an entry, kt/yr."""
    old = n.closures["entry"] == index[0]
    return max(float(n.closures.loc[old, "capacity_kt_yr"].sum()), 1.0)


FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("Capacity replaced by what is built, entry {0}", "产能置换（第 {0} 项）"),
    index=("entry",),
    symbols="e,t",
    kind="limit",
    rows=rows,
    of_table="replacements",
    cell=Cell(EXPANSIONS, ("position",), "ratio", "", holds="share"),
    gives="down",
    softness=1.0,
    reason=Reason(
        "nothing_to_replace",
        Wording(
            "what may be built has to replace old capacity, and no more of that can close",
            "新建产能须置换旧产能，而可关停的旧产能已用尽",
        ),
    ),
    conflict=Conflict(ConflictGroup("replacement", is_policy=True, gives_alone=True), 95),
    edit=Wording(
        "lower the ratio of capacity that closes, {about}, from {old} to {new}",
        "将{about}的产能置换比例由 {old} 降至 {new}",
    ),
    check="building",
    scale=old_capacity,
)
