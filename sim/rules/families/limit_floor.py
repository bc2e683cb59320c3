"""A floor of `limits` holds.

    amount: U          >= at
    rate:   U - at * D >= 0

A floor under `least_rate` is one such row for the rate of each area. Where no area generates waste
there is no least rate and no spread: the stage takes any plan, and the figure is blank.
`no_worse_off` adds one under `net_utilized` for each province or city: what it utilizes alone
([fairness](fairness.md)).
"""

from sim.rules.entries import AGAINST, CELL, LIMITS
from sim.rules.family import Conflict, Family, Sweep
from sim.rules.wording import Wording

NAME = "limit_floor"
FAMILY = Family(
    NAME,
    "",
    Wording("Floor under {0}", "{0}下限"),
    index=("limit",),
    symbols="i",
    kind="limit",
    cell=CELL,
    gives="down",
    softness=1.0,
    reason=AGAINST,
    conflict=Conflict(LIMITS, 111),
    edit=Wording(
        "lower the floor under {about} from {old} to {new}", "将{about}下限由 {old} 降至 {new}"
    ),
    sweep=Sweep(("at",), None),
    check="limits",
)
