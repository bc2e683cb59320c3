"""No fewer lines or sinks are open than an entry of `choose` asks for.

    sum(on[kind,id,t] for all that the entry counts) >= n

There is a row for each entry with `at_least` or `exactly`. What is open may stand
idle; its fixed cost is paid.
"""

from sim.rules.family import Conflict, ConflictGroup, Family
from sim.rules.openings import counted
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Tables
from sim.rules.wording import Wording

NAME = "choose_least"


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row an entry."""
    entries, on, keys = counted(n, c, "least")
    bound = entries["least"].astype(float)
    return Rows(NAME, entries[["entry"]], lower=bound).add(1.0, on, keys)


FAMILY = Family(
    NAME,
    "",
    Wording("Least number of {0} that must be open", "{0}启用数量下限"),
    index=("chosen",),
    symbols="i,t",
    kind="choice",
    rows=rows,
    of_table="choices",
    gives="down",
    conflict=Conflict(ConflictGroup("choose_least", is_policy=True, gives_alone=True), 106),
    edit=Wording(
        "let as few as {new} of {about} be open instead of {old}",
        "将{about}启用数量下限由 {old} 改为 {new}",
    ),
    check="openings",
)
