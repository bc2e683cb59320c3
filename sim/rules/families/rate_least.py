"""No area's rate lies below the least of a level (province, city).

    U + S - G/100 * least >= -G

Only where a stage or a limit looks at the rates of all areas of a level. `least[level]` and
`greatest[level]` stand for 100 × (1 + rate); `U`, `S`, `G` are net utilized, old stock used and
generated of the area. Areas without generation have no rate.

Written so, the row holds for constant denominators (`S = 0`). For the least rate with old stock the
solver writes it anew: see [objective](#objective).
"""

from sim.rules.family import Family
from sim.rules.wording import Wording

NAME = "rate_least"
FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("The rate of {1} is not below the least", "{1}利用率不低于最低值"),
    index=("level", "area"),
    symbols="level,area",
    kind="definition",
)
