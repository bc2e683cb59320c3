"""No more lines or sinks are open than an entry of `choose` allows.

    sum(on[kind,id,t] for all that the entry counts) <= n

There is a row for each entry with `at_most` or `exactly`. What takes no part counts as closed.
"""

from sim.rules.family import Conflict, ConflictGroup, Family
from sim.rules.openings import counted
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Tables
from sim.rules.wording import Wording

NAME = "choose_most"


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row an entry."""
    entries, on, keys = counted(n, c, "most")
    bound = entries["most"].astype(float)
    return Rows(NAME, entries[["entry"]], upper=bound).add(1.0, on, keys)


FAMILY = Family(
    NAME,
    "",
    Wording("Most of {0} that may be open", "{0}启用数量上限"),
    index=("chosen",),
    symbols="i,t",
    kind="choice",
    rows=rows,
    of_table="choices",
    gives="up",
    conflict=Conflict(ConflictGroup("choose_most", is_policy=True, gives_alone=True), 105),
    edit=Wording(
        "let no more than {new} of {about} be open instead of {old}",
        "将{about}启用数量上限由 {old} 改为 {new}",
    ),
    check="openings",
)
