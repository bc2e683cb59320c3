"""The inputs of a group are together no larger share than the recipe allows.

    sum(use[l,q,k,t] for lots k of the materials of g) <= max[q,g] * act[l,q,t]

There is a row for each line, recipe and group with a largest sum.
"""

from sim.rules.family import Cell, Conflict, Family
from sim.rules.recipe_shares import RECIPES, TOO_MUCH, group_rows, whole_groups
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Tables
from sim.rules.wording import Wording

NAME = "group_max"


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row a line, recipe and group."""
    return group_rows(NAME, n, c, "max")


FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("{0}, {1}: largest sum of {2}", "{0}（{1}）：“{2}”合计上限"),
    index=("line", "recipe", "group"),
    symbols="l,q,g,t",
    kind="rule",
    rows=rows,
    cell=Cell("groups", ("recipe", "group"), "max", "", holds="share"),
    gives="up",
    subject=(1, 2),
    softness=4.0,
    reason=TOO_MUCH,
    conflict=Conflict(RECIPES, 20),
    edit=Wording(
        "raise the largest sum of {about} from {old} to {new}",
        "将{about}合计上限由 {old} 提高到 {new}",
    ),
    check="groups",
    identities=whole_groups,
)
