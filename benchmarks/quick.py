"""Where this machine stands, in two minutes: `python -m benchmarks.quick` (or `make bench-quick`).

The main job on small and middling synthetic regions, beside the modelling libraries that are
installed; whole runs, and a shipped region with changes one after the other. Beside each figure
stands the one of the published pages, and how much longer or shorter it took here. Nothing is
written.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks import latency, main_job
from benchmarks.machine import describe_machine
from benchmarks.scale.measure import OK, Limits, Plan, measure_all, read_csv
from benchmarks.scale.page import markdown, number
from benchmarks.scale.peers import SOLVERS
from benchmarks.scale.table import Results

FOLDER = Path(__file__).parent
SIZES = (1000, 10_000)
REGION = "daye-anqing-jiujiang"
CHANGES = 50
Row = tuple[str, float, float | None]
"""What, seconds here, seconds on the published page (None where it is not there)."""


def solves() -> Iterator[Row]:
    """Yield what each library needs from tables to plan, processor time."""
    known = Results(read_csv(FOLDER / "scale.csv"))
    plan = Plan(("recipes",), SIZES, tuple(SOLVERS), 1, SIZES[-1], Limits(60.0, 8192.0))
    for found in measure_all(plan):
        if found.status == OK:
            there = known.value(found.kind, found.routes, found.solver, "from_tables_s")
            title = f"{SOLVERS[found.solver].title}, {found.candidates:,} candidates"
            yield title, found.from_tables_s, there


def whole_runs() -> Iterator[Row]:
    """Yield what whole runs of synthetic regions take, processor time."""
    known = main_job.read_csv(FOLDER / "main_job.csv")
    for routes in SIZES:
        (job,) = main_job.measure(routes, 1)
        same = [old.cpu_s for old in known if old.candidates == job.candidates]
        title = f"`sim run`, all files, {job.candidates:,} candidates"
        yield title, job.cpu_s, median(same) if same else None


def shipped() -> Iterator[Row]:
    """Yield what a shipped region takes: a whole run, and a plan after one more change."""
    run = latency.time_runs(REGION, 1)
    again = latency.time_again(REGION, CHANGES, 2)
    yield f"`sim run`, {REGION}, first figures (wall time)", run.first[0], None
    yield f"`sim run`, {REGION}, all files (wall time)", run.seconds[0], None
    yield f"one more change, {REGION}, median of {CHANGES}", median(again.seconds), None


def main() -> None:
    """Measure and say where this machine stands."""
    print(describe_machine())
    rows: list[Row] = []
    for part in (solves, whole_runs, shipped):
        for row in part():
            rows.append(row)
            print(f"{row[0]}: {row[1]:.2f} s", file=sys.stderr, flush=True)
    print("\n".join(markdown(["what", "here, s", "published, s", "here / published"], tell(rows))))
    print(conclude(rows))


def tell(rows: list[Row]) -> list[list[str]]:
    """Return the rows of the table."""
    return [
        [
            what,
            number(here),
            "" if there is None else number(there),
            "" if there is None else f"{here / there:.2f}×",
        ]
        for what, here, there in rows
    ]


def conclude(rows: list[Row]) -> str:
    """Return how fast this machine is beside the published one, in a sentence.

    >>> conclude([("a", 2.0, 1.0), ("b", 8.0, 1.0), ("c", 1.0, None)])
    'This machine takes 4.0 times as long as that of the published pages (geometric mean of 2).'
    """
    ratios = [here / there for _, here, there in rows if there]
    if not ratios:
        return "Nothing is published to compare with."
    mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
    return (
        f"This machine takes {mean:.1f} times as long as that of the published pages "
        f"(geometric mean of {len(ratios)})."
    )


if __name__ == "__main__":
    main()
