"""A cap of `limits` holds.

    amount: U          <= at
    rate:   U - at * D <= 0

There is a row for each cap; a rate is `U / D`, and so is the ratio of two
[amounts](#limits-on-amounts), whose `at` may be more than 1.
"""

from sim.rules.entries import AGAINST, CELL, LIMITS
from sim.rules.family import Conflict, Family, Sweep
from sim.rules.wording import Wording

NAME = "limit_cap"
FAMILY = Family(
    NAME,
    "",
    Wording("Cap on {0}", "{0}上限"),
    index=("limit",),
    symbols="i",
    kind="limit",
    cell=CELL,
    gives="up",
    softness=1.0,
    reason=AGAINST,
    conflict=Conflict(LIMITS, 110),
    edit=Wording(
        "raise the cap on {about} from {old} to {new}", "将{about}上限由 {old} 提高到 {new}"
    ),
    sweep=Sweep(("at",), None),
    check="limits",
)
