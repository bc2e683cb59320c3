"""Metrics kept within bounds while others are optimized, and what it costs to keep them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sim.solve.arrays import Floats
from sim.solve.balance import LeastRate
from sim.solve.engine import Engine
from sim.solve.forms import Form
from sim.solve.stages import Progress, keep_within

NOTHING = 1e-8
"""A sum below this share of its largest is none: what keeps a metric gives as much."""


@dataclass(frozen=True)
class Keep:
    """A metric kept at least, or at most, at a value: the extra row of a study."""

    metric: str
    at: float
    at_least: bool


@dataclass(frozen=True)
class Kept:
    """The rows that keep a metric: one, or one an area of a least rate."""

    metric: str
    scales: list[float]
    """What each row was divided by."""


def keep_metric(engine: Engine, form: Form, keep: Keep) -> Kept:
    """Add the rows that keep a metric.

    A least rate is kept as the rate of each of its areas, which is linear with old stock too.
    """
    parts = form.rates if isinstance(form, LeastRate) else (form,)
    scales = [keep_within(engine, part, keep.at, maximize=keep.at_least) for part in parts]
    return Kept(keep.metric, scales)


@contextmanager
def by_primal(engine: Engine) -> Iterator[None]:
    """Have solves go on from the plan at hand: it is one still where only the aim is another."""
    before, engine.primal = engine.primal, True
    try:
        yield
    finally:
        engine.primal = before


def find_extent(engine: Engine, directions: Iterable[Floats]) -> list[tuple[float, float]]:
    """Return the least and the largest value of each sum of columns, in the engine as it stands.

    The largest are sought first: where one of those plans has nothing of a sum of what cannot be
    negative, its least is nothing. Each search begins at the plan of the one before.

    Raises
    ------
    InfeasibleError, UnboundedError, SolverLimitError
    """
    sums: list[Floats] = []
    most: list[float] = []
    plans: list[Floats] = []

    def reach(direction: Floats, *, maximize: bool) -> float:
        engine.aim(direction, maximize=maximize)
        optimum = engine.run()
        plans.append(optimum.columns)
        return optimum.value

    def least(direction: Floats, greatest: float) -> float:
        found = min(float(direction @ columns) for columns in plans)
        if bool((direction >= 0).all()) and found <= NOTHING * greatest:
            return 0.0
        return reach(direction, maximize=False)

    with by_primal(engine):
        for direction in directions:
            sums.append(direction)
            most.append(reach(direction, maximize=True))
        return list(zip(map(least, sums, most), most, strict=True))


def kept_prices(
    progress: Progress, kept: list[Kept], form_of: Callable[[str], Form], rows: int
) -> tuple[float, ...]:
    """Return the dual of each kept metric at the first stage, before any division.

    The rows that keep them stand behind `rows` others. A least rate is its own numerator: what its
    rows are worth together, each as its rate is a fraction of.
    """
    if not progress.duals:
        return ()
    assert progress.optimum is not None
    columns, found = progress.optimum.columns, []
    duals = progress.duals[0] * progress.bases[0]
    weight = _weight(form_of(progress.stages[0].metric), duals, columns)
    for one in kept:
        form, count = form_of(one.metric), len(one.scales)
        sizes = form.sizes(columns) if isinstance(form, LeastRate) else [1.0]
        parts = duals[rows : rows + count] / one.scales * sizes
        found.append(float(parts.sum()) / weight if weight > 0 else 0.0)
        rows += count
    return tuple(found)


def _weight(form: Form, duals: Floats, columns: Floats) -> float:
    return form.weight(duals, columns) if isinstance(form, LeastRate) else 1.0
