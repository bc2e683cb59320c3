"""A rule of scope `blend` is a linear formula over what a line uses.

A property stands for the tonnes (or Bq) it brings, `mass` for the dry tonnes of the inputs the rule
looks at, `activity` for the activity.

    sum(w[k] * use[l,q,k,t] for lots k) + a * act[l,q,t]  <= | >= | ==  0
    w[k] = sum(coefficient of h * c[k,h] for properties h) + coefficient of mass

For example `Cu <= 65e-6*mass` gives `w[k] = c[k,Cu] - 65e-6`, and `mass - LOI == activity` (raw
meal less its loss on ignition is clinker) gives `w[k] = 1 - c[k,LOI]`, `a = -1`. A rule of scope
`lot` is no constraint: every lot must satisfy it alone, and deliveries that do not are left out of
the routes.
"""

from collections.abc import Collection

import numpy as np

from sim.rules.family import Cell, Conflict, ConflictGroup, Family, Reason
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Index, Tables
from sim.rules.wording import Wording

NAME = "quality"
KEY = ["line", "recipe", "rule"]


def rows(n: Tables, c: Columns) -> Rows:
    """Return one row a line, recipe and rule."""
    heads = n.rules.drop_duplicates(KEY)
    sense = heads["sense"].to_numpy()
    lower = np.where(sense == "<=", -np.inf, 0.0)
    upper = np.where(sense == ">=", np.inf, 0.0)
    of_activity = (n.rules["lot"] == "").to_numpy()
    act = c.find("act", n.rules[["line", "recipe"]])
    use = c.find("use", n.rules[["line", "recipe", "lot"]])
    column = np.where(of_activity, act, use)
    return Rows(NAME, heads[KEY], lower, upper).add(n.rules["coefficient"], column, n.rules[KEY])


def equations(n: Tables) -> Collection[Index]:
    """Return the rules that define what a line makes."""
    equal = n.rules[n.rules["sense"] == "=="]
    return set(equal[KEY].itertuples(index=False, name=None))


FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("{0}, {1}: quality rule {2}", "{0}（{1}）：质量要求“{2}”"),
    index=("line", "recipe", "rule"),
    symbols="l,q,rule,t",
    kind="rule",
    rows=rows,
    cell=Cell("quality", ("id",), "formula", "", holds="formula"),
    subject=(2,),
    softness=4.0,
    reason=Reason(
        "quality_binding",
        Wording("the blend of the taker is at its quality limit", "接收设施配料质量已达限值"),
    ),
    conflict=Conflict(
        ConflictGroup("quality", Wording("{count} quality rules", "{count} 项质量要求")), 10
    ),
    edit=Wording("loosen the quality rule {about} by {by}", "将质量要求“{about}”放宽 {by}"),
    check="quality",
    identities=equations,
)
