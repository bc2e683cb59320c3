"""What draws of the uncertain inputs say of a comparison, as its page and its screen tell it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sim.loader.change.ranges import carries_ranges
from sim.say.texts import Texts
from sim.studies.compare.study import Comparison


@dataclass(frozen=True)
class Held:
    """Whether the differences hold, in words."""

    about: Sequence[str] = ()
    """What was drawn, and what the grades mean."""
    grades: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Run, metric -> grade of the difference with the share of draws behind it."""
    groups: Sequence[tuple[str, Sequence[str]]] = ()
    """Headings, and sentences below them."""


def not_drawn(comparison: Comparison, texts: Texts) -> Held:
    """Return that nobody has drawn the inputs yet; nothing where none of them carries a range."""
    if any(carries_ranges(run.case) for run in comparison.runs):
        return Held([texts.say("ensemble_none_yet", option="--ensemble 200")])
    return Held()
