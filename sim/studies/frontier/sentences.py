"""A frontier in sentences: where it bends, and how exactly it is known."""

from __future__ import annotations

from sim.say.figures import write_percent
from sim.say.texts import Texts
from sim.studies.frontier.chart import unit_words, write_change
from sim.studies.frontier.folder import Traced
from sim.studies.frontier.table import slope_sign


def tell_frontier(traced: Traced, texts: Texts) -> list[str]:
    """Return the knee in words and how exact the points are, or that nothing is traded off."""
    found = traced.frontier
    if len(found.points) == 1:
        return [texts.say("frontier_one")]
    exact = texts.say("frontier_exact", error=write_share(found.error))
    choices = [] if found.ratio.is_convex else [texts.say("frontier_choices")]
    return [_tell_knee(traced, texts), exact, *choices]


def _tell_knee(traced: Traced, texts: Texts) -> str:
    found, about = traced.frontier, traced.about
    if found.knee is None:
        return texts.say("frontier_straight")
    first, knee, last = found.points[0], found.points[found.knee], found.points[-1]
    units = {axis: about[axis]["unit"] for axis in ("x", "y")}
    change = {
        name: slope_sign(found) * (q.gain - p.gain) / (q.cost - p.cost)
        for name, p, q in (("before", first, knee), ("after", knee, last))
    }
    x, y = (texts.close_figures(traced.table[axis], units[axis])[found.knee] for axis in ("x", "y"))
    return texts.say(
        "frontier_knee_words",
        x=x,
        y=y,
        gain=write_percent(100.0 * (knee.gain - first.gain) / found.span, 0),
        cost=write_percent(100.0 * (knee.cost - first.cost) / found.width, 0),
        x_name=texts.of(about["x"]),
        y_name=texts.of(about["y"]),
        x_unit=unit_words(units["x"], texts),
        **{n: write_change(v, units["y"], units["x"], texts) for n, v in change.items()},
    )


def write_share(share: float) -> str:
    """Return a share of a range in per cent.

    >>> write_share(0.00123), write_share(0.0)
    ('0.12 %', '0 %')
    """
    return f"{100.0 * share:.2g} %" if share >= 1e-6 else "0 %"
