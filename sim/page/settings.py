"""What the page is served with."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from sim.say import Language

BODY = 256 * 1024
"""Bytes that a request may hold."""
EDITS = 200
"""Edits that a plan may have."""
OPEN = 32
"""Requests that are worked on or wait for one address."""
WAITING = 128
"""Requests that are worked on or wait altogether."""
PLANNERS = 2
"""Processes that plan."""


@dataclass(frozen=True)
class Settings:
    """The scenario that the page begins with, and where it listens."""

    root: Path
    """Project folder: nothing outside of it is read, nothing but two folders in it written."""
    first: str
    """The scenario file, relative to the root."""
    language: Language = "en"
    host: str = "127.0.0.1"
    port: int = 0
    names: tuple[str, ...] = ()
    """Names by which a proxy passes the page on."""
    token: str = ""
    """What every request must carry; empty on loopback."""
    planners: int = PLANNERS

    @property
    def setup(self) -> dict[str, str]:
        """Return what a planner is told once."""
        return {"root": str(self.root), "first": self.first}


def is_loopback(host: str) -> bool:
    """Return whether nobody but this machine can reach an address.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
