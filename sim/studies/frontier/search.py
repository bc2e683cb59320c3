"""Looking for the points of a frontier: the worst stretch is divided first.

Stretches are problems of their own. Those that wait to be divided are solved at once by whoever
is free, ahead of need; which of them belong to the frontier is decided as if they had been solved
one after the other. So the points do not depend on who solves them, nor on when.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise

from sim.errors import InputError, Problem
from sim.say.message import message
from sim.solve import Session
from sim.studies.frontier.solver import SAME, Found, FrontierSolver, Task
from sim.studies.frontier.study import Axis, Frontier, Point, Ratio, Stretch, stretch_between
from sim.studies.memory import Memory
from sim.workers import Crew, Job, TaskQueue, open_queue

_LAST = -1.0
"""How urgent it is to solve a point anew; stretches are as urgent as their error is large."""


@dataclass(frozen=True)
class Asked:
    """What is asked of a frontier."""

    accuracy: float = 1e-3
    """Share of the range of either metric to which it shall be known everywhere."""
    most: int = 40
    """Most points to find."""
    check: bool = True
    """Whether every point is solved anew."""


@dataclass(frozen=True)
class State:
    """How far a search is."""

    points: int
    error: float
    checked: int


Report = Callable[[State], object]


def trace_frontier(
    session: Session, x: str, y: str, accuracy: float = 1e-3, most: int = 40
) -> Frontier:
    """Return the frontier of y against x, known everywhere to `accuracy` times its span in y.

    At most `most` points are found, in this process and with this session.

    Raises
    ------
    InputError
        x and y are the same metric.
    InfeasibleError, UnboundedError, SolverLimitError
    """
    axes = axes_of(x, y)
    job = Job("frontier", _itself, FrontierSolver(session, *axes), FrontierSolver.solve)
    with open_queue(job, Crew(workers=1)) as queue:
        return Search(axes, Asked(accuracy, most, check=False), queue, Memory()).run()


def _itself(solver: FrontierSolver) -> FrontierSolver:
    return solver


def axes_of(x: str, y: str, at: str = "x, y") -> tuple[Axis, Axis]:
    """Return the axes of two metrics; `at` is where they were asked for.

    Raises
    ------
    InputError
        They are the same.
    """
    if x == y:
        what, hint = message("frontier_same", metric=x), message("frontier_name_two")
        raise InputError([Problem(at, what, hint, "same")])
    return Axis(x), Axis(y)


@dataclass(frozen=True)
class _Divided:
    """How far the worst stretches could be divided with what is known."""

    points: list[Point]
    """From least to most cost."""
    awaited: list[str]
    """Keys of points that are not known yet."""
    used: list[str]
    """Keys of what was solved to divide stretches."""
    certain: set[str]
    """Keys of points that belong to the frontier whatever the awaited ones are."""


class Search:
    """Finds points, divides stretches, and has every point solved anew if asked to."""

    def __init__(
        self, axes: tuple[Axis, Axis], asked: Asked, queue: TaskQueue, memory: Memory
    ) -> None:
        self._x, self._y = axes
        self._asked, self._queue, self._memory = asked, queue, memory
        self._waiting: set[str] = set()
        self._ratio = Ratio()
        self._points: dict[str, Point] = {}
        self._stretches: dict[tuple[str, str], Stretch] = {}
        self.values: list[float] = []
        """What a cold solve finds for the first objective of each point; empty if not asked."""

    def run(self, report: Report = lambda _state: None) -> Frontier:
        """Return the frontier."""
        ends, solves = self._ends()
        while True:
            divided = self._divide(ends)
            values = self._check(divided, len(ends)) if self._asked.check else []
            known = [value for value in values if value is not None]
            found = self._frontier(divided, solves)
            report(State(len(found.points), found.error, len(known)))
            if not divided.awaited and len(known) == len(values):
                self.values = known
                return found
            if not divided.awaited:
                self._want_only({_check_key(point) for point in divided.points})
            self._take()

    def _ends(self) -> tuple[list[Point], int]:
        """Return the ends, one if they agree, and the number of solves for them."""
        while (found := self._answer("ends", {"kind": "ends"}, math.inf)) is None:
            self._take()
        self._ratio = Ratio(*found["ratio"])
        keys = ("rich",) if len(found["points"]) == 1 else ("cheap", "rich")
        ends = [self._read(key, end) for key, end in zip(keys, found["points"], strict=True)]
        return ends, found["solves"]

    def _frontier(self, divided: _Divided, solves: int) -> Frontier:
        points = tuple(divided.points)
        stretches = tuple(self._stretch(p, q) for p, q in pairwise(points))
        solves += sum(self._memory.known[key]["solves"] for key in divided.used)
        return Frontier(self._x, self._y, points, stretches, solves, self._ratio)

    # -- dividing --------------------------------------------------------------------------

    def _divide(self, ends: list[Point]) -> _Divided:
        """Return what comes of always dividing the worst stretch.

        Where the point that divides it is not known yet, the others go on. In the end nothing is
        awaited, and all is as if points had been solved one after the other.
        """
        divided = _Divided(list(ends), [], [], {point.key for point in ends})
        width, span = ends[-1].cost - ends[0].cost, ends[-1].gain - ends[0].gain
        worst: list[tuple[float, float, Point, Point]] = []

        def add(p: Point, q: Point) -> None:
            error = self._stretch(p, q).error(width, span)
            if error > self._asked.accuracy:
                heappush(worst, (-error, p.cost, p, q))

        for p, q in pairwise(ends):
            add(p, q)
        while worst and len(divided.points) + len(divided.awaited) < self._asked.most:
            error, _, p, q = heappop(worst)
            key, new = self._between(p, q, -error)
            if new is None:
                divided.awaited.append(key)
                continue
            divided.used.append(key)
            if p.cost + SAME * width < new.cost < q.cost - SAME * width:
                divided.points.append(new)
                if not divided.awaited:
                    divided.certain.add(key)
                add(p, new)
                add(new, q)
        divided.points.sort(key=lambda point: point.cost)
        return divided

    def _stretch(self, p: Point, q: Point) -> Stretch:
        if (p.key, q.key) not in self._stretches:
            self._stretches[p.key, q.key] = stretch_between(p, q, self._ratio)
        return self._stretches[p.key, q.key]

    def _between(self, p: Point, q: Point, error: float) -> tuple[str, Point | None]:
        """Return the point that divides a stretch, if it is known, and its key."""
        at = self._stretch(p, q).at
        near = p if at - p.cost <= q.cost - at else q
        limit = -self._x.sign * at
        key = hashlib.sha256(f"{limit!r} {near.key}".encode()).hexdigest()[:16]
        found = self._answer(key, {"kind": "point", "at": limit, "start": near.start}, error)
        return key, None if found is None else self._read(key, found)

    def _read(self, key: str, found: Found) -> Point:
        """Return the point that a task found."""
        if key not in self._points:
            low, high = self._ratio.low, self._ratio.high
            x, y, mix, dual = found["x"], found["y"], found["mix"], found["dual"]
            self._points[key] = Point(
                x=x,
                y=y,
                cost=-self._x.sign * x,
                gain=self._y.sign * y,
                price=math.nan if dual is None else dual * mix,
                left=0.0 if dual is None else dual * low,
                right=math.inf if dual is None else dual * high,
                dual=math.nan if dual is None else dual,
                mixes=tuple(found["mixes"]),
                figures=found["figures"],
                start=found["start"],
                key=key,
                held_at=found["held_at"],
            )
        return self._points[key]

    # -- asking ----------------------------------------------------------------------------

    def _check(self, divided: _Divided, ends: int) -> list[float | None]:
        """Return what a cold solve finds for each point, as far as it is known."""
        return [
            self._check_point(point, is_best_x=number == 0 and ends > 1)
            if point.key in divided.certain
            else None
            for number, point in enumerate(divided.points)
        ]

    def _check_point(self, point: Point, *, is_best_x: bool) -> float | None:
        task = {"kind": "check", "is_best_x": is_best_x, "held_at": point.held_at}
        found = self._answer(_check_key(point), task, _LAST)
        return None if found is None else float(found["value"])

    def _answer(self, key: str, task: Task, urgency: float) -> Found | None:
        """Return what a task gave; if it is not known, ask for it."""
        if key in self._memory.known:
            known: Found = self._memory.known[key]
            return known
        if key not in self._waiting:
            self._queue.submit(key, task, urgency)
            self._waiting.add(key)
        return None

    def _want_only(self, keys: set[str]) -> None:
        """Let go of points that were asked for ahead of need."""
        for key in sorted(self._waiting - keys):
            self._queue.cancel(key)
        self._waiting &= keys

    def _take(self) -> None:
        """Wait for the next answer, and remember it."""
        key, found = self._queue.take()
        self._waiting.discard(key)
        self._memory.learn(key, found)


def _check_key(point: Point) -> str:
    return f"check-{point.key}"
