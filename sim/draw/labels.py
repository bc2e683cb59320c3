"""Names on the map, placed so that they cover neither each other nor the symbols."""

from __future__ import annotations

import copy
import math
import re
import textwrap
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from sim.draw import palette
from sim.draw.projection import Points

_CELL = 2.0
"""Pixels; side of a cell of the board."""
_GAPS = (2.0, 7.0, 13.0, 22.0, 32.0)
"""Points between a symbol and its name, the nearest tried first."""
_LEADER_FROM = 13.0
"""Points; a name this far from its symbol is tied to it by a thin line."""
_FAR_COST = 0.035
_DIRECTIONS = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1))
_HALO = 2.6
_POINTS_PER_INCH = 72.0


@dataclass(frozen=True)
class Label:
    """A name that wants a place."""

    text: str
    anchors: Points
    """(n, 2) km: it stands around the first when `reach` is given, else centred on one of them."""
    priority: tuple[float, ...]
    """The lowest is placed first; a name that finds no room is left out."""
    size: float
    color: str = palette.INK
    weight: str = "normal"
    style: str = "normal"
    reach: float | None = None
    """Points that the symbol takes around its anchor."""
    rings: int = len(_GAPS)
    """How many of the distances are tried; the farther ones come with a line to the symbol."""
    most_cost: float = 0.55
    """Share of its box that may lie on flows before the name is rather left out."""
    pad: float = 1.0
    """Points kept free around it."""
    kind: str = "name"
    """town, zone, plant, outlet, river, lake or province."""


@dataclass(frozen=True)
class Placed:
    """A label that found room, and the text that was written."""

    label: Label
    text: Text


class Board:
    """Which pixels of the map are taken: hard by symbols and names, soft by flows."""

    def __init__(self, ax: Axes) -> None:
        box = ax.get_window_extent()
        self.ax = ax
        self.left, self.bottom = box.x0, box.y0
        self.width, self.height = box.width, box.height
        self.pixels_per_point = ax.get_figure(root=True).dpi / _POINTS_PER_INCH  # type: ignore[union-attr]
        shape = (math.ceil(box.height / _CELL), math.ceil(box.width / _CELL))
        self.hard = np.zeros(shape, dtype=bool)
        self.soft = np.zeros(shape, dtype=bool)
        self.names: list[shapely.Polygon] = []
        self.ties: list[shapely.LineString] = []

    def copy(self) -> Board:
        """Return a board of its own with the same pixels taken."""
        other = copy.copy(self)
        other.hard, other.soft = self.hard.copy(), self.soft.copy()
        return other

    def _cells(self, box: Bbox) -> tuple[int, int, int, int]:
        return (
            math.floor((box.y0 - self.bottom) / _CELL),
            math.ceil((box.y1 - self.bottom) / _CELL),
            math.floor((box.x0 - self.left) / _CELL),
            math.ceil((box.x1 - self.left) / _CELL),
        )

    def block(self, box: Bbox) -> None:
        """Take a box of pixels for good."""
        low, high, left, right = (max(0, v) for v in self._cells(box))
        self.hard[low:high, left:right] = True

    def block_disc(self, x: float, y: float, points: float) -> None:
        """Take a disc around a position in km, its radius in points on the sheet."""
        cx, cy = self.ax.transData.transform((x, y))
        radius = points * self.pixels_per_point
        self._paint(cx, cy, radius, hard=True)

    def shade(self, line: Points, points: float) -> None:
        """Mark a line in km, `points` wide, as better left visible."""
        pixels = self.ax.transData.transform(line)
        width = points * self.pixels_per_point
        for (x0, y0), (x1, y1) in pairwise(pixels):
            steps = max(1, int(math.hypot(x1 - x0, y1 - y0) / (2 * _CELL)))
            for t in np.linspace(0, 1, steps, endpoint=False):
                self._paint(x0 + t * (x1 - x0), y0 + t * (y1 - y0), width / 2 + 1, hard=False)

    def _paint(self, cx: float, cy: float, radius: float, *, hard: bool) -> None:
        box = Bbox.from_extents(cx - radius, cy - radius, cx + radius, cy + radius)
        low, high, left, right = (max(0, v) for v in self._cells(box))
        high, right = min(high, self.hard.shape[0]), min(right, self.hard.shape[1])
        if low >= high or left >= right:
            return
        rows = (np.arange(low, high) + 0.5) * _CELL + self.bottom - cy
        columns = (np.arange(left, right) + 0.5) * _CELL + self.left - cx
        disc = rows[:, None] ** 2 + columns[None, :] ** 2 <= (radius + _CELL) ** 2
        layer = self.hard if hard else self.soft
        layer[low:high, left:right] |= disc

    def cost(self, box: Bbox) -> float:
        """Return the share of the box that lies on flows; infinite when any of it is taken."""
        low, high, left, right = self._cells(box)
        if low < 1 or left < 1 or high >= self.hard.shape[0] or right >= self.hard.shape[1]:
            return math.inf
        if self.hard[low:high, left:right].any():
            return math.inf
        return float(self.soft[low:high, left:right].mean())

    def is_crossed(self, box: Bbox, tie: shapely.LineString | None) -> bool:
        """Return whether a name here would lie on a tie, or its own tie on a name or a tie."""
        area = shapely.box(*box.extents)
        if any(other.intersects(area) for other in self.ties):
            return True
        return tie is not None and any(o.intersects(tie) for o in (*self.ties, *self.names))


def place_labels(
    ax: Axes, board: Board, labels: Iterable[Label], most: Mapping[str, int] | None = None
) -> list[Placed]:
    """Write the labels that find room, the lowest priority first; return what was written.

    `most` bounds how many labels of a kind are written.
    """
    written: list[Placed] = []
    room: dict[str, float] = dict(most or {})
    for label in sorted(labels, key=lambda lab: (lab.priority, lab.text)):
        if room.get(label.kind, 1) < 1:
            continue
        text = _write(ax, label)
        box = text.get_window_extent()
        pad = label.pad * board.pixels_per_point
        spot = _find_spot(board, label, box.width + 2 * pad, box.height + 2 * pad)
        if spot is None:
            text.remove()
            continue
        text.set_label(label.kind)
        text.set_position(tuple(ax.transData.inverted().transform(spot)))
        box = text.get_window_extent()
        tie = _tie(label, board, box)
        if tie is not None:
            _draw_tie(board, label, tie)
        board.block(box.padded(board.pixels_per_point))
        board.names.append(shapely.box(*box.extents))
        written.append(Placed(label, text))
        room[label.kind] = room.get(label.kind, math.inf) - 1
    return written


def _tie(label: Label, board: Board, box: Bbox) -> shapely.LineString | None:
    """Return the line, in pixels, from the symbol to a name that stands apart from it."""
    if label.reach is None:
        return None
    x, y = board.ax.transData.transform(label.anchors[0])
    near = np.array([min(max(x, box.x0), box.x1), min(max(y, box.y0), box.y1)])
    away = float(np.hypot(*(near - (x, y)))) / board.pixels_per_point
    if away - label.reach < _LEADER_FROM:
        return None
    return shapely.LineString([np.array([x, y]) + (near - (x, y)) * label.reach / away, near])


def _draw_tie(board: Board, label: Label, tie: shapely.LineString) -> None:
    line = board.ax.transData.inverted().transform(np.asarray(tie.coords))
    board.ax.plot(line[:, 0], line[:, 1], color=label.color, linewidth=0.6, zorder=4.9)
    board.ties.append(tie)


def _write(ax: Axes, label: Label) -> Text:
    x, y = label.anchors[0]
    return ax.text(
        x,
        y,
        label.text,
        fontsize=label.size,
        color=label.color,
        weight=label.weight,
        style=label.style,
        ha="center",
        va="center",
        linespacing=1.12,
        zorder=9,
        path_effects=[withStroke(linewidth=_HALO, foreground=palette.LAND)],
    )


def _find_spot(
    board: Board, label: Label, width: float, height: float
) -> tuple[float, float] | None:
    """Return the cheapest free centre, in pixels, or None."""
    best: tuple[float, float, float] | None = None
    for extra, x, y in _list_spots(board, label, width, height):
        half = (width / 2, height / 2)
        box = Bbox.from_extents(x - half[0], y - half[1], x + half[0], y + half[1])
        cost = board.cost(box)
        if cost > label.most_cost or (best is not None and cost + extra >= best[0]):
            continue
        if not board.is_crossed(box, _tie(label, board, box)):
            best = (cost + extra, x, y)
    return None if best is None else (best[1], best[2])


def _list_spots(
    board: Board, label: Label, width: float, height: float
) -> list[tuple[float, float, float]]:
    """Return candidate centres: extra cost, x and y in pixels."""
    pixels = board.ax.transData.transform(label.anchors)
    if label.reach is None:
        return [(0.002 * n, float(x), float(y)) for n, (x, y) in enumerate(pixels)]
    spots = []
    for ring, gap in enumerate(_GAPS[: label.rings]):
        away = (label.reach + gap) * board.pixels_per_point
        for n, (dx, dy) in enumerate(_DIRECTIONS):
            shrink = 1.0 if dx == 0 or dy == 0 else math.sqrt(0.5)
            x = pixels[0][0] + dx * (away * shrink + width / 2)
            y = pixels[0][1] + dy * (away * shrink + height / 2)
            spots.append((_FAR_COST * ring + 0.006 * n, float(x), float(y)))
    return spots


def measure_width(text: str) -> int:
    """Return the width of a text in half-width characters: a Chinese character counts two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def cut(text: str, columns: int) -> str:
    """Return the text, ended with an ellipsis where it is wider than `columns` half-widths.

    >>> cut("short", 8), cut("a long name", 8)
    ('short', 'a long…')
    """
    if measure_width(text) <= columns:
        return text
    while measure_width(text) > columns - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def shorten(name: str, columns: int = 22, lines: int = 2) -> str:
    """Return a name without what stands in parentheses, wrapped and cut to a few lines.

    >>> shorten("Xialu smelter (Daye Nonferrous)")
    'Xialu smelter'
    """
    plain = drop_parentheses(name) or name
    if measure_width(plain) > len(plain):
        limit = columns // 2
        parts = [plain[i : i + limit] for i in range(0, len(plain), limit)]
    else:
        parts = textwrap.wrap(plain, columns) or [plain]
    if len(parts) > lines:
        parts = [*parts[: lines - 1], parts[lines - 1].rstrip(" ,;·") + "…"]
    return "\n".join(parts)


def drop_parentheses(name: str) -> str:
    """Return the name without what stands in parentheses of either script."""
    kept, depth = [], 0
    for c in name:
        depth += c in "(("
        if depth == 0:
            kept.append(c)
        depth -= c in "))" and depth > 0
    return re.sub(r"\s+([,;:，；：])", r"\1", " ".join("".join(kept).split()))
