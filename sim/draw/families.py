"""What maps call the families of technologies."""

from __future__ import annotations

import pandas as pd

from sim.draw.fonts import MapFont
from sim.draw.labels import cut, drop_parentheses, measure_width

_HALF_COLUMNS = 19
"""Half-width characters that fit beside a symbol in half a panel."""


def name_families(lines: pd.DataFrame, font: MapFont) -> dict[str, str]:
    """Return what to call each technology family: its name, in Chinese its technologies."""
    names = {}
    for family, group in lines.assign(family=lines["family"].fillna("")).groupby("family"):
        key = str(family).strip()
        plain = key.replace("_", " ").capitalize() or font.texts.say("other")
        names[key] = cut(plain, _HALF_COLUMNS)
        known = {drop_parentheses(name) for name in group["technology_zh"].dropna().astype(str)}
        chinese = sorted(name for name in known if name and font.can_write(name))
        if font.language == "zh" and chinese:
            names[key] = _join_chinese(chinese)
    return names


def _join_chinese(names: list[str]) -> str:
    """Return the first two names, or one when two are too long, with a word for the rest."""
    for count in (2, 1):
        text = "、".join(names[:count]) + ("等" if len(names) > count else "")
        if measure_width(text) <= _HALF_COLUMNS:
            return text
    return cut(text, _HALF_COLUMNS)
