"""The points of a study: which values the parameters take together."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from sim import __version__
from sim.loader.change.variant_levels import Levels, read_levels
from sim.loader.change.variants import Setting, Study
from sim.scenario.sweep import TARGETS, Sweep, SweepParameter

_NOT_THE_PROBLEM = {"name", "title", "description", "sweep", "ensemble"}
"""Keys of a scenario that change no plan."""


@dataclass(frozen=True)
class Point:
    """One variant of the scenario."""

    number: int
    """Position in the study, from 1."""
    id: str
    """Hash of what is varied and of all input: the same variant has the same id."""
    settings: tuple[Setting, ...]
    """Parameters that are not left as they are."""

    def value(self, parameter: int) -> Any:
        """Return the value of a parameter; None where it is left as it is."""
        return next((s.value for s in self.settings if s.parameter == parameter), None)


def count_distinct(points: list[Point]) -> int:
    """Return how many points are solved: those that are equal are solved once."""
    return len({point.id for point in points})


def plan_points(study: Study) -> list[Point]:
    """Return every point of a study, in its order."""
    sweep = study.sweep
    base = fingerprint(study)
    values = [[Setting(i, v) for v in p.values] for i, p in enumerate(sweep.parameters)]
    match sweep.kind:
        case "grid":
            chosen = [tuple(settings) for settings in product(*values)]
        case "list":
            chosen = list(zip(*values, strict=True))
        case "one_at_a_time":
            chosen = [(), *((setting,) for settings in values for setting in settings)]
        case _:
            chosen = draw_samples(sweep, [read_levels(study.loaded, p) for p in sweep.parameters])
    return [
        Point(number, _hash(base, sweep, settings), settings)
        for number, settings in enumerate(chosen, start=1)
    ]


def draw_samples(sweep: Sweep, levels: list[Levels]) -> list[tuple[Setting, ...]]:
    """Return a Latin hypercube: of each parameter, one value from every slice of its range."""
    from scipy.stats import qmc

    random = np.random.default_rng(sweep.seed)
    shares = qmc.LatinHypercube(len(levels), rng=random).random(sweep.samples)
    return [
        tuple(
            Setting(i, level.draw(sweep.parameters[i].values, float(share)))
            for i, (level, share) in enumerate(zip(levels, row, strict=True))
        )
        for row in shares
    ]


def fingerprint(study: Study) -> str:
    """Return a hash of all that a point depends on beside its settings."""
    scenario = study.loaded.scenario.model_dump(mode="json", exclude=_NOT_THE_PROBLEM)
    tables = {name: h for name, h in study.case.inputs.items() if name.endswith(".csv")}
    return _digest([__version__, scenario, dict(sorted(tables.items()))])


def _hash(base: str, sweep: Sweep, settings: tuple[Setting, ...]) -> str:
    return _digest([base, [_patch(sweep.parameters[s.parameter], s.value) for s in settings]])


def _patch(parameter: SweepParameter, value: Any) -> dict[str, Any]:
    """Return what a setting does, without the name it goes by."""
    target = parameter.model_dump(mode="json", include={"where", *TARGETS}, exclude_none=True)
    return {**target, parameter.verb: {parameter.column: value}}


def _digest(content: Any) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
