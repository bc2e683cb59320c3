"""Codes of why a candidate is not in the programme."""

from __future__ import annotations

from typing import Final

SWITCHED_OFF: Final = "switched_off"
RESERVED: Final = "reserved"
OUT_OF_REACH: Final = "out_of_reach"
BORDER_CLOSED: Final = "border_closed"
QUALITY_REFUSED: Final = "quality_refused"
BEATEN: Final = "beaten"
