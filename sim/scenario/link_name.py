"""What a link is called where it stands alone."""

from __future__ import annotations

SIGN = " > "


def link_name(origin: str, destination: str, mode: str) -> str:
    """Return the name of a link, by its ends and its mode.

    >>> link_name("mine", "works", "truck")
    'mine > works > truck'
    """
    return SIGN.join((origin, destination, mode))
