"""Why a candidate is not in the programme: codes, and the words of `excluded_routes.csv`."""

from __future__ import annotations

from typing import Final

SWITCHED_OFF: Final = "switched_off"
RESERVED: Final = "reserved"
OUT_OF_REACH: Final = "out_of_reach"
BORDER_CLOSED: Final = "border_closed"
QUALITY_REFUSED: Final = "quality_refused"
BEATEN: Final = "beaten"
WORDS_OF_TABLE = {
    SWITCHED_OFF: "line switched off",
    RESERVED: "line reserved",
    OUT_OF_REACH: "out of reach",
    BORDER_CLOSED: "border closed",
    QUALITY_REFUSED: "quality rule refuses the delivery",
    BEATEN: "another mode is better in cost, CO2 and distance",
}
"""Code -> the text in the table, which is part of its format."""
