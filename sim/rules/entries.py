"""What caps and floors of the scenario have in common."""

from sim.rules.family import ENTRIES, Cell, ConflictGroup, Reason
from sim.rules.wording import Wording

AGAINST = Reason(
    "scenario_limit",
    Wording("a cap or floor of the scenario stands against it", "受情景设定的上下限约束"),
)
LIMITS = ConflictGroup("limits", is_policy=True, gives_alone=True)
CELL = Cell(ENTRIES, ("position",), "at", "", holds="entry")
"""The unit is that of the metric."""
