"""What must be kept whatever it costs: the words that such families share."""

from sim.rules.family import Reason
from sim.rules.wording import Wording

DUTY = Reason(
    "duty",
    Wording(
        "a least load or contracted delivery must be kept first",
        "须优先保证最低负荷或合同供货",
    ),
)
