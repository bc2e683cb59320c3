"""A sweep at work: points that are done are kept on the disk until the study is complete."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sim.folders.place import Place, check_place, claim
from sim.loader.change.variants import Study
from sim.say.message import Message
from sim.say.texts import Texts
from sim.studies.sweep.blocks import PointBlock, log_columns, plan_blocks
from sim.studies.sweep.folder import Rows, Swept, fill_sweep, solve_points, tabulate_sweep
from sim.studies.sweep.log import PointLog, open_log
from sim.studies.sweep.points import Point
from sim.workers import Crew


@dataclass
class SweepWork:
    """The points of a study, those solved so far, and where they are kept and written."""

    study: Study
    points: list[Point]
    rows: Rows
    """What became of the points that are done."""
    known: int
    """How many were done before."""
    _blocks: list[PointBlock]
    _log: PointLog
    _place: Place
    _seconds: float = field(default=0.0, init=False)

    def solve(self, crew: Crew, advance: Callable[[int], object]) -> None:
        """Solve what is not done yet, each block written down at once; `advance` gets its size.

        Raises
        ------
        SimError
        """
        began = time.perf_counter()
        finished = {row["block"] for row in self.rows}

        def take(new: Rows) -> None:
            self._log.append(new)
            self.rows.extend(new)
            advance(len(new))

        left = [block for block in self._blocks if block.id not in finished]
        solve_points(self.study, left, crew, take)
        self._seconds = time.perf_counter() - began

    def write(self, texts: Texts, note: Callable[[str], None]) -> Swept:
        """Write the folder of the study, whole, and return it."""
        swept = tabulate_sweep(self.study, self.points, self.rows)
        swept.summary["solved_now"] = len(self.rows) - self.known
        swept.summary["seconds_now"] = round(self._seconds, 3)
        self._place.write(lambda folder: fill_sweep(folder, swept, texts, note))
        return swept


@contextmanager
def open_sweep(
    study: Study,
    points: list[Point],
    target: Path,
    tell: Callable[[Message], None],
    *,
    fresh: bool = False,
) -> Iterator[SweepWork]:
    """Give the work on a study, taken up where it was left; `target` is the folder it goes to.

    Points that are done are kept in `.NAME.part` beside it until the body ends without an error.
    With `fresh` those of before are dropped. `tell` is told of other processes.

    Raises
    ------
    InputError
        The folder holds something else, or another process is at work on the study.
    """
    origin = study.case.made_by("sweep")
    check_place(target, origin)
    part = target.with_name(f".{target.name}.part")
    blocks = plan_blocks(study, points)
    wanted = {block.id: [point.id for point in block.points] for block in blocks}
    with (
        open_log(part, log_columns(study.sweep), wanted, fresh=fresh, origin=origin) as (log, done),
        claim(target, origin, tell) as place,
    ):
        yield SweepWork(study, points, list(done), len(done), blocks, log, place)
        log.path.unlink()
