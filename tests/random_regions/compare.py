"""One drawn region, solved both ways."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sim.checks import check_case
from sim.errors import InfeasibleError
from sim.loader import load_case, write_inputs
from sim.results.write import write_tables
from sim.studies.solve_case import Clock, be_silent, solve_case
from sim.verify.verify import verify
from tests.random_regions.answer import ROOMS, best_values
from tests.random_regions.draw import Region
from tests.random_regions.files import write_region

TOLERANCE = 1e-6


@dataclass(frozen=True)
class Both:
    """What the simulator and the oracle say of a region."""

    ours: list[float] | None
    """The value of each stage; None: there is no plan."""
    theirs: list[float] | None
    verified: bool = True
    """Whether the simulator's written tables pass its own verification."""

    def agree(self) -> bool:
        """Return whether both have a plan of the same values, or none."""
        if self.ours is None or self.theirs is None:
            return self.ours is self.theirs
        return self.verified and all(
            abs(a - b) <= TOLERANCE * max(1.0, abs(b))
            for a, b in zip(self.ours, self.theirs, strict=True)
        )


def solve_both(folder: Path, region: Region) -> Both:
    """Write a region, solve and verify it, and ask the oracle."""
    case = load_case(write_region(folder, region))
    check_case(case)
    try:
        tables = solve_case(case, Clock(be_silent))
    except InfeasibleError:
        return Both(None, best_values(region))
    written = folder / "written"
    written.mkdir()
    write_tables(tables, written)
    write_inputs(case, written)
    report = verify(written, case.scenario)
    values = [float(s["value"]) for s in tables.summary["objectives"]]
    answers = (Both(values, best_values(region, room), report["passed"]) for room in ROOMS)
    first = next(answers)
    return first if first.agree() else next((both for both in answers if both.agree()), first)
