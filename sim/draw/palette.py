"""Colours of the map: calm ground, strong data, safe for colour-blind eyes."""

from __future__ import annotations

from matplotlib.colors import LinearSegmentedColormap, to_hex, to_rgb

PAPER = "#ffffff"
LAND = "#f7f6f1"
WATER = "#dbe8ef"
RIVER = "#a9c9dc"
RIVER_TEXT = "#6f9db8"
PROVINCE_LINE = "#8d8a80"
PROVINCE_TEXT = "#b9b5a8"
CITY_LINE = "#cfcbbf"
COUNTY_LINE = "#e4e1d7"
PLACE_TEXT = "#55534c"
INK = "#22252a"
SOFT_INK = "#62666d"
FRAME = "#c9c6bb"
CASING = "#1d1f24"
DISPOSAL = "#9a9a9a"

RATE = LinearSegmentedColormap.from_list(
    "rate", ["#a3243b", "#dd6a4c", "#f4c685", "#e9efd5", "#8cc7c0", "#31939b", "#0c5c74"]
).with_extremes(bad="#cccccc")
"""Utilization rate, 0 to 100 %: red is unused, deep teal is used; light in the middle."""

LOAD = LinearSegmentedColormap.from_list("load", ["#ffffff", "#dcdee3", "#a3a8b2", "#5a606b"])
"""Load of a plant, 0 to 100 %."""

CHANGE = LinearSegmentedColormap.from_list(
    "change", ["#8f3b06", "#cf6411", "#efa767", "#f3efe6", "#86b6dd", "#2f78bb", "#123f7c"]
)
"""A difference: orange is less, blue is more; light in the middle."""
LESS, MORE = "#cf6411", "#1f68b0"

_ROAD = ("#c98a12", "#b5651d", "#9c7a3c")
_WATER = ("#2166c4", "#3f8fd2", "#17408b")
_RAIL = ("#8a4fa8", "#6b3fa0", "#b07cc6")
_OTHER = ("#3d7a4f", "#b0457a", "#5b6f86", "#7a5c46")
_BY_MEDIUM = {"road": _ROAD, "water": _WATER, "rail": _RAIL}


def pick_mode_colors(mediums: dict[str, str]) -> dict[str, str]:
    """Return a colour for each mode of transport.

    `mediums` maps a mode to road, rail or water; a mode of an unknown medium gets one of its own.
    """
    used: dict[str, int] = {}
    colors = {}
    for mode in sorted(mediums):
        family = _BY_MEDIUM.get(mediums[mode], _OTHER)
        n = used.get(family[0], 0)
        colors[mode] = family[n % len(family)]
        used[family[0]] = n + 1
    return colors


def lighten(color: str, share: float) -> str:
    """Return the colour mixed with `share` of the colour of the land."""
    mixed = [a * (1 - share) + b * share for a, b in zip(to_rgb(color), to_rgb(LAND), strict=True)]
    return to_hex((mixed[0], mixed[1], mixed[2]))


def pick_ink(color: str) -> str:
    """Return black or white, whichever reads better on the colour."""
    red, green, blue = to_rgb(color)
    return INK if 0.299 * red + 0.587 * green + 0.114 * blue > 0.58 else PAPER
