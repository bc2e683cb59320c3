"""No more is built at a line than the scenario lets it grow.

    build[l,t] <= up[l]

There is a row for each line that an entry of `expand` names, and for each candidate: there `up` is
the `capacity` of its row unless an entry says otherwise. `build` is nameplate, added to what
stands. What it costs a year is in `capex_cost`, what it costs up front in `investment`. Where a
least-cost plan builds something, and less than `up`, a kt/yr of capacity is worth just what it
costs a year.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Protocol

from sim.rules.family import EXPANSIONS, Cell, Conflict, ConflictGroup, Family, Reason, Sweep
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Index, Tables
from sim.rules.wording import Wording

NAME = "build_max"


class Entry(Protocol):
    """An entry of the scenario's `expand`, which names its lines by id."""

    @property
    def where(self) -> Mapping[str, Collection[str]]:
        """Return the ids of its lines."""

    def most(self, nameplate: float) -> float | None:
        """Return the most that may be built at a line, kt/yr; None where it is not said."""


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row a line that may be built or made larger."""
    built = n.expansions[["line"]]
    return Rows(NAME, built, upper=n.expansions["up_to_kt_yr"]).add(1.0, c.block("build"), built)


def read(stated: Iterable[Entry], n: Tables) -> Mapping[Index, float]:
    """Return line -> kt/yr: of the entries that name it the last one holds."""
    last = {line: entry for entry in stated for line in entry.where["id"]}
    found: dict[Index, float] = {}
    for line, nameplate in zip(n.expansions["line"], n.expansions["nameplate_kt_yr"], strict=True):
        most = last[line].most(nameplate) if line in last else None
        found[(line,)] = nameplate if most is None else most
    return found


FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("What may be built at {0}", "{0}：可新建产能"),
    index=("line",),
    symbols="l,t",
    kind="limit",
    rows=rows,
    of_table="expansions",
    cell=Cell(EXPANSIONS, ("position",), "up_to", "kt/yr"),
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
    sweep=Sweep(("up_to",), read),
    check="building",
)
