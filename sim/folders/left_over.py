"""Files that nobody wrote on purpose: what systems and programs leave beside those of a person."""

from __future__ import annotations

_OF_SYSTEMS = ("._", "~$", ".~", ".DS_Store", "Thumbs.db", "desktop.ini", "Icon\r")
"""How names of files begin that systems and programs leave beside those of a person."""


def is_left_over(name: str) -> bool:
    """Return whether a system or a program left a file of this name beside those of a person.

    >>> [is_left_over(name) for name in ("._zones.csv", "~$zones.csv", ".DS_Store", "zones.csv")]
    [True, True, True, False]
    """
    return name.startswith(_OF_SYSTEMS)
