"""Lines that nobody has checked to exist: how every list marks them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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


def name_technology(row: Mapping[Any, Any], texts: Texts) -> str:
    """Return what the line of a row of results does, marked where nothing beside it does that.

    >>> from sim.say.texts import EN
    >>> row = {"technology": "m", "technology_en": "Mill", "status": PLACEHOLDER}
    >>> name_technology(row, EN), name_technology({**row, "plant_name_en": "A (placeholder)"}, EN)
    ('Mill [placeholder]', 'Mill')
    """
    name = texts.pick(row, "technology") or str(row["technology"])
    mark = texts.say("status_placeholder")
    if mark in texts.pick(row, "plant_name"):
        return name
    is_unchecked = row.get("status") == PLACEHOLDER or mark in texts.pick(row, "line_name")
    return mark_unchecked(name, PLACEHOLDER if is_unchecked else "", texts)
