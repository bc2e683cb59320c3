"""A line uses no smaller share of an input than its recipe asks for.

    sum(use[l,q,k,t] for lots k of m) >= min[q,m] * act[l,q,t]

There is a row for each line, recipe and input with a least share above 0.
"""

from sim.rules.family import Cell, Conflict, Family
from sim.rules.recipe_shares import RECIPES, TOO_LITTLE, input_rows, whole_inputs
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Tables
from sim.rules.wording import Wording

NAME = "recipe_min"


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row a line, recipe and material."""
    return input_rows(NAME, n, c, "min")


FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("{0}, {1}: least share of {2}", "{0}（{1}）：{2}最低掺量"),
    index=("line", "recipe", "material"),
    symbols="l,q,m,t",
    kind="rule",
    rows=rows,
    cell=Cell("inputs", ("recipe", "material"), "min", "", holds="share"),
    gives="down",
    subject=(1, 2),
    softness=16.0,
    reason=TOO_LITTLE,
    conflict=Conflict(RECIPES, 22),
    edit=Wording(
        "lower the least share of {about} from {old} to {new}",
        "将{about}最低掺量由 {old} 降至 {new}",
    ),
    check="recipe_shares",
    identities=whole_inputs,
)
