"""No more crosses a border than the quota of its rule allows.

    sum(ship[r,t] for r that the rule holds for) <= quota

A flow counts against one quota: that of the last rule that matches it.
"""

from collections.abc import Iterable, Mapping
from typing import Protocol

from sim.rules.family import BORDERS, Cell, Conflict, ConflictGroup, Family, Reason, Sweep
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Index, Tables
from sim.rules.wording import Wording

NAME = "border_quota"


class BorderRule(Protocol):
    """A rule of the scenario's `borders`."""

    @property
    def from_(self) -> str:
        """Return the area that flows leave."""

    @property
    def to(self) -> str:
        """Return the area that flows enter."""

    @property
    def waste_class(self) -> str:
        """Return the class of waste."""

    @property
    def material(self) -> str | None:
        """Return the material, if it is about one."""

    @property
    def purpose(self) -> str:
        """Return what flows are for."""

    @property
    def rule(self) -> str:
        """Return whether the border is open, closed, or to be passed with leave."""

    @property
    def quota(self) -> float | None:
        """Return the quota, kt/yr."""


def quota_name(position: int, rule: BorderRule) -> str:
    """Return a unique name of the quota of the rule at a position of the list."""
    what = rule.material or rule.waste_class
    return f"{rule.from_}>{rule.to}:{what}:{rule.purpose}:{position + 1}"


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row a quota."""
    quotas = n.quotas["amount_kt_yr"].astype(float).rename_axis("at").reset_index()
    return (
        Rows(NAME, quotas[["at"]], upper=quotas["amount_kt_yr"])
        .add(1.0, c.block("ship"), n.routes[["quota"]])
        .only_with_terms(more=n.grows)
    )


def read(stated: Iterable[BorderRule], _n: Tables) -> Mapping[Index, float]:
    """Return quota -> kt/yr."""
    return {
        (quota_name(i, rule),): rule.quota
        for i, rule in enumerate(stated)
        if rule.quota is not None and rule.rule != "closed"
    }


FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("Border quota {0} to {1} ({2})", "跨省配额 {0}→{1}（{2}）"),
    index=("quota",),
    symbols="from,to,class,t",
    kind="limit",
    rows=rows,
    of_table="quotas",
    has_routes=True,
    cell=Cell(BORDERS, ("position",), "quota", "kt/yr"),
    gives="up",
    softness=1.0,
    reason=Reason("quota_full", Wording("the border quota is used up", "跨省配额已用尽")),
    conflict=Conflict(ConflictGroup("quotas", is_policy=True, gives_alone=True), 100),
    edit=Wording("raise the quota {about} by {by}, to {new}", "将{about}配额提高 {by}，至 {new}"),
    owner="quota",
    sweep=Sweep(("quota",), read),
    check="quotas",
)
