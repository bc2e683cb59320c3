"""An earlier stage that may give up some slack is kept by a row: see [objective](#objective)."""

from sim.rules.family import Family
from sim.rules.wording import Wording

NAME = "stage_pin"
FAMILY = Family(
    NAME,
    "",
    Wording("Kept from an earlier stage: {0}", "前序目标保持：{0}"),
    index=("stage",),
    symbols="n",
    kind="definition",
)
