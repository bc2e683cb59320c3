"""The points of a study in blocks: what is solved, sent and written down as one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sim.loader.change.variants import Study
from sim.scenario.sweep import Sweep
from sim.studies.sweep.points import Point, fingerprint
from sim.studies.sweep.study import PointSolver, solving_order
from sim.studies.sweep.tables import point_columns, write_row
from sim.workers import Job

BLOCK = 16
"""Points in a block: enough that its first one, solved less warm, does not count."""


@dataclass(frozen=True)
class PointBlock:
    """Points that are solved one after the other."""

    id: str
    """Hash of the points and their order, thus of all that their figures depend on."""
    points: tuple[Point, ...]


def plan_blocks(study: Study, points: list[Point]) -> list[PointBlock]:
    """Return the points in blocks, each point once; they depend on the study alone."""
    unique: dict[str, Point] = {}
    for point in points:
        unique.setdefault(point.id, point)
    order = solving_order(study, list(unique.values()))
    parts = [tuple(order[i : i + BLOCK]) for i in range(0, len(order), BLOCK)]
    return [PointBlock(_hash(part), part) for part in parts]


def _hash(points: tuple[Point, ...]) -> str:
    return hashlib.sha256(" ".join(point.id for point in points).encode()).hexdigest()[:16]


def log_columns(sweep: Sweep) -> list[str]:
    """Return the columns of the log of points."""
    return [*point_columns(sweep), "block", "seconds"]


def make_job(study: Study) -> Job:
    """Return the solving of blocks of a study as a job for workers."""
    return Job(f"sweep-{fingerprint(study)}", PointSolver, study, solve_block)


def solve_block(solver: PointSolver, block: PointBlock) -> list[dict[str, str]]:
    """Return the rows that a block adds to the log."""
    return [
        write_row(solver.study, result) | {"block": block.id, "seconds": f"{result.seconds:.4f}"}
        for result in solver.solve_block(block.points)
    ]
