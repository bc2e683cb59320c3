"""Throughput of a long sweep on one and on several local workers: `python -m benchmarks.workers`.

The study is the joint one of `benchmarks.sweep`: all capacities at once, Latin hypercube. What is
compared is the time of solving, as the summary of `sim sweep` has it: from the first block that is
sent to the last row that is on the disk, with starting and stopping the workers. How long it takes
until the workers have their model is measured apart as well. Runs with one and with several workers
take turns; ratios are those of the medians. Every table but the times must be the same byte for
byte.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.machine import describe_machine
from benchmarks.one_point import solve_one
from benchmarks.publish import publish
from benchmarks.sweep import KPIS, copy_project, joint_parameters, time_process, write
from sim.loader.change.variants import load_study
from sim.studies.sweep.blocks import make_job
from sim.studies.sweep.points import plan_points
from sim.workers import Crew, solve_blocks

WANTED = 1.7
"""Ratio of throughputs that a long study must reach on two workers."""


@dataclass
class Measured:
    """What was measured with so many workers."""

    workers: int
    ready: float
    """Seconds until every worker has its model and has solved a point, and is stopped."""
    solving: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    """Seconds of the whole process, with reading, tables and charts."""
    cpu: list[float] = field(default_factory=list)


def time_start(path: Path, workers: int) -> float:
    """Return the seconds until each of some workers has solved one point and is stopped."""
    study = load_study(path)
    job = replace(make_job(study), solve=solve_one)
    points = plan_points(study)[:workers]
    began = time.perf_counter()
    with closing(solve_blocks(job, points, Crew(workers=workers))) as solved:
        assert len(list(solved)) == workers
    return time.perf_counter() - began


def compare(one: Path, two: Path) -> list[str]:
    """Return the tables that are not the same in two folders, times left out."""
    names = {f.name for folder in (one, two) for f in folder.glob("*.csv")} - {"times.csv"}
    return [
        name
        for name in sorted(names)
        if not all((folder / name).exists() for folder in (one, two))
        or (one / name).read_bytes() != (two / name).read_bytes()
    ]


def report(
    measured: list[Measured], points: int, differing: list[str], loads: tuple[float, float]
) -> str:
    """Return the page."""
    one, more = measured
    ratio = median(one.solving) / median(more.solving)
    steady = (median(one.solving) - one.ready) / (median(more.solving) - more.ready)
    lines = [
        "# A sweep on several workers",
        "",
        "Written by `python -m benchmarks.workers`; the code says what is measured.",
        "",
        f"Machine: {describe_machine()}. Other work on it (load average): {loads[0]:.1f} at the "
        f"start, {loads[1]:.1f} at the end.",
        "",
        f"Study: every capacity of the baseline at once, each technology times 0.7 to 1.3, Latin "
        f"hypercube of {points:,} points, {len(one.solving)} run(s) each. Solving counts from the "
        f"first block to the last row on the disk, with start and stop of the workers; the whole "
        f"process also reads, and makes tables and charts.",
        "",
        "| workers | start-up, s | solving, s | points a second | whole process, s | "
        "processor time, s |",
        "| --: | --: | --: | --: | --: | --: |",
        *(
            f"| {m.workers} | {m.ready:.1f} | {median(m.solving):.1f} | "
            f"{points / median(m.solving):.2f} | {median(m.whole):.1f} | {median(m.cpu):.1f} |"
            for m in measured
        ),
        "",
        f"- Throughput of {more.workers} workers: **{ratio:.2f}** times that of 1 "
        f"(wanted of two: {WANTED}); without start-up {steady:.2f} times.",
        "- Start-up: from nothing until every worker has its model, has solved a point, and is "
        "stopped again. One worker is the command itself.",
        f"- Tables that differ between the two: {', '.join(differing) or 'none'}.",
    ]
    return "\n".join(lines) + "\n"


def measure(path: Path, counts: tuple[int, int], rounds: int) -> tuple[list[Measured], list[str]]:
    """Return what was measured of each number of workers, and the tables that differ."""
    measured = [Measured(count, time_start(path, count)) for count in counts]
    folders = {}
    for _ in range(rounds):
        for m in measured:
            done = time_process(
                "sweep",
                str(path),
                "--fresh",
                "--json",
                "--workers",
                str(m.workers),
                "--out",
                str(path.parents[1] / f"results-{m.workers}"),
            )
            folders[m.workers] = Path(done.output["folder"])
            m.solving.append(done.output["summary"]["seconds_now"])
            m.whole.append(done.seconds)
            m.cpu.append(done.cpu)
            print(f"{m.workers} worker(s): solved in {m.solving[-1]:.1f} s", flush=True)
    return measured, compare(*(folders[count] for count in counts))


def main() -> None:
    """Measure, write the page, and fail where tables differ or the ratio is too small."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--write", type=Path, help="page to write; printed when not given")
    given = parser.parse_args()
    before = os.getloadavg()[0]
    with TemporaryDirectory() as folder:
        sweep = {
            "kind": "sampled",
            "samples": given.points,
            "seed": 1,
            "parameters": joint_parameters(),
            "metrics": KPIS,
        }
        path = write(copy_project(Path(folder)), "joint", {"sweep": sweep})
        measured, differing = measure(path, (1, given.workers), given.rounds)
    page = report(measured, given.points, differing, (before, os.getloadavg()[0]))
    publish(page, given.write)
    ratio = median(measured[0].solving) / median(measured[1].solving)
    if differing or (given.workers == 2 and ratio < WANTED):
        sys.exit(1)


if __name__ == "__main__":
    main()
