"""Lines that nobody has checked to exist: how every list marks them."""

from __future__ import annotations

from sim.say.texts import Texts

PLACEHOLDER = "placeholder"
"""Status of such a line."""


def mark_unchecked(name: str, status: object, texts: Texts) -> str:
    """Return the name of a line, marked where it is a placeholder and the name does not say so.

    >>> from sim.say.texts import EN
    >>> mark_unchecked("Mill", "placeholder", EN), mark_unchecked("Mill", "operating", EN)
    ('Mill [placeholder]', 'Mill')
    """
    mark = texts.say("status_placeholder")
    if status != PLACEHOLDER or mark in name:
        return name
    return texts.say("marked", name=name, mark=mark)
