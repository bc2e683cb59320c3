"""Enlarged windows for places where sites crowd: which part is enlarged, and where it stands."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.transforms import Bbox

from sim.draw import palette
from sim.draw.canvas import View, show_view
from sim.draw.labels import Board
from sim.draw.projection import Points

MOST = 2
_REACH = 0.042
"""Half the side of a crowd, as a share of the width of the map."""
_LEAST_SITES = 10
_LEAST_ZOOM, _MOST_ZOOM = 1.8, 4.0
_SIDES = (0.40, 0.36, 0.32, 0.28, 0.25)
"""Width of a window as a share of the height of the map, the largest that has room."""
_MARGIN = 0.13
_STEPS = 25
_EDGE = 8.0
_APART = 6.0
_FARTHEST = 0.42
"""A window stands no farther than this share of the width from what it enlarges."""
_POINTS_PER_INCH = 72.0


@dataclass(frozen=True)
class Inset:
    """A window: the part of the ground it shows, and the pixels where it stands."""

    view: View
    box: Bbox
    zoom: float


def find_crowds(points: Points, view: View, most: int = MOST) -> list[Points]:
    """Return the sites of the densest squares that do not overlap, the densest first."""
    reach = _REACH * view.width
    left = points
    crowds: list[Points] = []
    while len(crowds) < most and len(left) >= _LEAST_SITES:
        apart = np.abs(left[:, None, :] - left[None, :, :]).max(axis=2)
        counts = (apart <= reach).sum(axis=1)
        best = int(np.argmax(counts))
        if counts[best] < _LEAST_SITES:
            break
        crowds.append(left[apart[best] <= reach])
        left = left[apart[best] > 2 * reach]
    return crowds


def plan_insets(points: Points, view: View, board: Board) -> list[Inset]:
    """Return windows for the crowds that find free room near them; takes that room."""
    crowds = find_crowds(points, view)
    plans = [_plan_in_order(order, view, board.copy()) for order in permutations(crowds)]
    best = max(plans, key=lambda plan: (len(plan), -sum(cost for cost, _ in plan)), default=[])
    for _, inset in best:
        board.block(inset.box.padded(_APART))
    return [inset for _, inset in best]


def _plan_in_order(crowds: Sequence[Points], view: View, board: Board) -> list[tuple[float, Inset]]:
    """Return cost and window of each crowd, the earlier ones choosing first."""
    for crowd in crowds:
        board.block(Bbox(board.ax.transData.transform([crowd.min(axis=0), crowd.max(axis=0)])))
    plan = []
    for crowd in crowds:
        for side in _SIDES:
            found = _plan_one(crowd, view, board, side * board.height)
            if found is not None:
                board.block(found[1].box.padded(_APART))
                plan.append(found)
                break
    return plan


def _plan_one(crowd: Points, view: View, board: Board, side: float) -> tuple[float, Inset] | None:
    low, high = crowd.min(axis=0), crowd.max(axis=0)
    middle, extent = (low + high) / 2, np.maximum(high - low, 1e-3)
    km = float(extent.max()) * (1 + 2 * _MARGIN)
    km_per_pixel = view.width / board.width
    km = max(km, side * km_per_pixel / _MOST_ZOOM)
    zoom = side * km_per_pixel / km
    # A wide or tall crowd gets a window of its own shape.
    shape = np.clip(extent * (1 + 2 * _MARGIN) / km, 0.62, 1.0)
    width, height = side * shape
    if zoom < _LEAST_ZOOM:
        return None
    half = shape * km / 2
    target = Bbox(board.ax.transData.transform([middle - half, middle + half]))
    room = _find_room(board, float(width), float(height), target)
    if room is None:
        return None
    corner, far = middle - half, middle + half
    shown = View(
        float(corner[0]),
        float(corner[1]),
        float(far[0]),
        float(far[1]),
        view.km_per_point / zoom,
        view.projection,
    )
    return room[0], Inset(shown, room[1], zoom)


def _find_room(
    board: Board, width: float, height: float, target: Bbox
) -> tuple[float, Bbox] | None:
    """Return cost and place of the free box that is nearest and covers fewest flows."""
    best: tuple[float, Bbox] | None = None
    span_x, span_y = board.width - width - 2 * _EDGE, board.height - height - 2 * _EDGE
    for i in range(_STEPS + 1):
        for j in range(_STEPS + 1):
            x = board.left + _EDGE + span_x * i / _STEPS
            y = board.bottom + _EDGE + span_y * j / _STEPS
            box = Bbox.from_bounds(x, y, width, height)
            if Bbox.intersection(box, target.padded(12)) is not None:
                continue
            away = math.hypot(
                (box.x0 + box.x1 - target.x0 - target.x1) / 2,
                (box.y0 + box.y1 - target.y0 - target.y1) / 2,
            )
            if away > _FARTHEST * board.width:
                continue
            cost = 6 * board.cost(box) + away / board.width
            if math.isfinite(cost) and (best is None or cost < best[0]):
                best = (cost, box)
    return best


def open_inset(figure: Figure, ax: Axes, inset: Inset) -> Axes:
    """Return axes for a window, and mark on the map what it enlarges."""
    box = inset.box.transformed(figure.transFigure.inverted())
    window = figure.add_axes((box.x0, box.y0, box.width, box.height), zorder=10)
    show_view(window, inset.view)
    for spine in window.spines.values():
        spine.set_color(palette.SOFT_INK)
        spine.set_linewidth(1.2)
    view = inset.view
    frame = Rectangle(
        (view.left, view.bottom),
        view.width,
        view.height,
        facecolor="none",
        edgecolor=palette.SOFT_INK,
        linewidth=1.0,
        zorder=7,
    )
    ax.add_patch(frame)
    for line in list_guides(ax, inset):
        guide = Line2D(line[:, 0], line[:, 1], color=palette.SOFT_INK, linewidth=0.7, zorder=7)
        guide.set_linestyle((0, (4, 3)))
        ax.add_line(guide)
    return window


def list_guides(ax: Axes, inset: Inset) -> list[Points]:
    """Return the two lines that lead from the marked frame to the window without crossing it."""
    view = inset.view
    frame = np.array([(x, y) for x in (view.left, view.right) for y in (view.bottom, view.top)])
    (x0, y0), (x1, y1) = inset.box.get_points()
    corners = ax.transData.inverted().transform([(x, y) for x in (x0, x1) for y in (y0, y1)])
    across = corners.mean(axis=0) - frame.mean(axis=0)
    normal = np.array([-across[1], across[0]])
    sides = [(frame - frame.mean(axis=0)) @ normal, (corners - corners.mean(axis=0)) @ normal]
    picks = [(int(pick(sides[0])), int(pick(sides[1]))) for pick in (np.argmin, np.argmax)]
    return [np.array([frame[i], corners[j]]) for i, j in picks]
