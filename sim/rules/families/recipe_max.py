"""A line uses no larger share of an input than its recipe allows.

    sum(use[l,q,k,t] for lots k of m) <= max[q,m] * act[l,q,t]

There is a row for each line, recipe and input that the line can get.
"""

from sim.rules.family import Cell, Conflict, Family
from sim.rules.recipe_shares import RECIPES, TOO_MUCH, input_rows, whole_inputs
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Tables
from sim.rules.wording import Wording

NAME = "recipe_max"


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row a line, recipe and material."""
    return input_rows(NAME, n, c, "max")


FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("{0}, {1}: largest share of {2}", "{0}（{1}）：{2}最高掺量"),
    index=("line", "recipe", "material"),
    symbols="l,q,m,t",
    kind="rule",
    rows=rows,
    cell=Cell("inputs", ("recipe", "material"), "max", "", holds="share"),
    gives="up",
    subject=(1, 2),
    softness=4.0,
    reason=TOO_MUCH,
    conflict=Conflict(RECIPES, 23),
    edit=Wording(
        "raise the largest share of {about} from {old} to {new}",
        "将{about}最高掺量由 {old} 提高到 {new}",
    ),
    check="recipe_shares",
    identities=whole_inputs,
)
