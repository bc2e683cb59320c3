"""What a plan is empty for want of: zones, waste or lines. All of these are ordinary, and said."""

from __future__ import annotations

from sim.network import Network
from sim.say.message import Message, message


def list_missing(network: Network) -> list[Message]:
    """Return a sentence for everything whose absence leaves a plan empty or rates undefined."""
    arises = float(network.supply["generation_kt_yr"].sum()) > 0
    is_absent = {
        "no_zone_takes_part": network.zones.empty,
        "nothing_arises": not network.zones.empty and not arises,
        "no_line_is_on": network.lines.empty,
    }
    return [message(key) for key, absent in is_absent.items() if absent]
