"""Where map, legend, title and notes stand on a sheet of the size that is printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.draw.canvas import DPI, MAP_BOX, PANEL_BOX, SIZE, Window
from sim.draw.paper import Paper

LEAST_LETTER = 8.2
"""Points of the smallest letters of a picture for print, as it is drawn."""
ZOOM = 7.0 / LEAST_LETTER
"""They are printed 7 points tall."""
_CM = 2.54
_POINTS = 72.0
_EDGE, _GAP = 0.14, 0.2
_COLUMN, _BESIDE_COLUMN = 3.1, 3.45
"""Inches that a column of the legend needs below the map, and has beside it."""
_BESIDE = (12.0, 1.25)
"""Inches, and width to height, from which on the legend stands beside the map."""
_LEAST_MAP = 0.2
"""Of the height of a sheet whose legend stands below."""


@dataclass(frozen=True)
class Layout:
    """A sheet: sizes in inches as it is drawn, places in shares of it."""

    size: tuple[float, float]
    dpi: float
    """Pixels for an inch as it is drawn."""
    zoom: float
    """Size in print against the size it is drawn in."""
    map_box: Window
    panels: tuple[Window, ...]
    """Columns of the legend, in order."""


USUAL = Layout(SIZE, DPI, 1.0, MAP_BOX, (PANEL_BOX,))
"""The sheet of pictures for the screen."""


def size_of(paper: Paper) -> tuple[float, float]:
    """Return width and height in inches that a picture for a paper is drawn in."""
    return paper.width_cm / _CM / ZOOM, paper.height_cm / _CM / ZOOM


def room_of(paper: Paper) -> float:
    """Return the points from edge to edge that a line of text has."""
    return (size_of(paper)[0] - 2 * _EDGE) * _POINTS


def column_width(paper: Paper) -> float:
    """Return the points of a column of the legend."""
    below = _columns_below(size_of(paper))[1]
    return (_BESIDE_COLUMN if is_wide(paper) else below) * _POINTS


def fits(paper: Paper, sections: Sequence[float], head: float, foot: float) -> bool:
    """Return whether a legend finds its room on a paper; arguments as of `plan_sheet`."""
    size = size_of(paper)
    room = size[1] - head - foot
    if is_wide(paper):
        return share_out(sections, 3)[0] <= room * _POINTS
    deep = share_out(sections, _columns_below(size)[0])[0] / _POINTS
    return deep <= room - _LEAST_MAP * size[1]


def is_wide(paper: Paper) -> bool:
    """Return whether the legend stands beside the map."""
    width, height = size_of(paper)
    return width >= _BESIDE[0] and width / height >= _BESIDE[1]


def _columns_below(size: tuple[float, float]) -> tuple[int, float]:
    """Return how many columns stand below a map, and how wide each is."""
    room = size[0] - 2 * _EDGE
    count = max(1, int((room + _GAP) / (_COLUMN + _GAP)))
    return count, (room - (count - 1) * _GAP) / count


def plan_sheet(
    paper: Paper, sections: Sequence[float], head: float, foot: float
) -> tuple[Layout, list[int]]:
    """Return the sheet of a paper, and for each section of the legend its column.

    `sections` are heights in points, `head` and `foot` inches that title and notes take.
    """
    size = size_of(paper)
    width, height = size
    room = height - head - foot
    if is_wide(paper):
        counts = (1, 2, 3)
        count = next((n for n in counts if share_out(sections, n)[0] <= room * _POINTS), 3)
        wide = _BESIDE_COLUMN
        left = width - _EDGE - count * wide - (count - 1) * _GAP
        map_box = (_EDGE, foot, left - _GAP - _EDGE, room)
        deep, bottom = room, foot
    else:
        count, wide = _columns_below(size)
        deep = share_out(sections, count)[0] / _POINTS
        deep = min(deep, room - _LEAST_MAP * height)
        left, bottom = _EDGE, foot
        map_box = (_EDGE, foot + deep + 0.1, width - 2 * _EDGE, room - deep - 0.1)
    panels = [(left + n * (wide + _GAP), bottom, wide, deep) for n in range(count)]
    columns = share_out(sections, count)[1]

    def share(box: Window) -> Window:
        return box[0] / width, box[1] / height, box[2] / width, box[3] / height

    layout = Layout(size, paper.dpi * ZOOM, ZOOM, share(map_box), tuple(map(share, panels)))
    return layout, columns


def share_out(heights: Sequence[float], count: int) -> tuple[float, list[int]]:
    """Return the height of columns that hold sections in order, and the column of each.

    >>> share_out([30.0, 20.0, 40.0, 10.0], 2)
    (50.0, [0, 0, 1, 1])
    """
    ends = range(len(heights) + 1)
    bounds = sorted({sum(heights[i:j]) for j in ends for i in range(j + 1)})
    for most in bounds:
        columns, column, used = [], 0, 0.0
        for height in heights:
            if used + height > most + 1e-9 and used:
                column, used = column + 1, 0.0
            used += height
            columns.append(column)
        if column < count and (not heights or most >= max(heights)):
            return most, columns
    return 0.0, []
