"""No area's rate lies above the greatest of a level.

    U - G/100 * greatest <= -G

It is there for a spread only, which needs `S = 0`.
"""

from sim.rules.family import Family
from sim.rules.wording import Wording

NAME = "rate_greatest"
FAMILY = Family(
    NAME,
    "kt/yr",
    Wording("The rate of {1} is not above the greatest", "{1}利用率不高于最高值"),
    index=("level", "area"),
    symbols="level,area",
    kind="definition",
)
