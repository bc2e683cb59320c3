"""The inputs of a group are together no smaller share than the recipe asks for.

    sum(use[l,q,k,t] for lots k of the materials of g) >= min[q,g] * act[l,q,t]

There is a row for each line, recipe and group with a least sum above 0.
"""

from sim.rules.family import Cell, Conflict, Family
from sim.rules.recipe_shares import RECIPES, TOO_LITTLE, group_rows, whole_groups
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Tables
from sim.rules.wording import Wording

NAME = "group_min"


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row a line, recipe and group."""
    return group_rows(NAME, n, c, "min")


FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("{0}, {1}: least sum of {2}", "{0}（{1}）：“{2}”合计下限"),
    index=("line", "recipe", "group"),
    symbols="l,q,g,t",
    kind="rule",
    rows=rows,
    cell=Cell("groups", ("recipe", "group"), "min", "", holds="share"),
    gives="down",
    subject=(1, 2),
    softness=16.0,
    reason=TOO_LITTLE,
    conflict=Conflict(RECIPES, 21),
    edit=Wording(
        "lower the least sum of {about} from {old} to {new}",
        "将{about}合计下限由 {old} 降至 {new}",
    ),
    check="groups",
    identities=whole_groups,
)
