"""Throughput of a long sweep on one and on two local workers: `python -m benchmarks.workers`.

The study is the joint one of `benchmarks.sweep`: all capacities at once, Latin hypercube. Both
times are of solving alone, as the summary of `sim sweep` has them, workers' start-up included. The
two runs take turns; the ratio is that of the medians. Every table but the times must be the same
byte for byte.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.machine import describe_machine
from benchmarks.sweep import KPIS, copy_project, joint_parameters, time_process, write

WANTED = 1.7
"""Ratio of throughputs that a long study must reach."""


def compare(one: Path, two: Path) -> list[str]:
    """Return the tables that are not the same in two folders, times left out."""
    names = {f.name for folder in (one, two) for f in folder.glob("*.csv")} - {"times.csv"}
    return [
        name for name in sorted(names) if (one / name).read_bytes() != (two / name).read_bytes()
    ]


def main() -> None:
    """Measure, print, and fail where the tables differ or the ratio is too small."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    counts = (1, given.workers)
    seconds: dict[int, list[float]] = {count: [] for count in counts}
    print(f"Machine: {describe_machine()}. Load average: {os.getloadavg()[0]:.1f}", flush=True)
    with TemporaryDirectory() as folder:
        scenarios = copy_project(Path(folder))
        sweep = {"kind": "sampled", "samples": given.points, "seed": 1,
                 "parameters": joint_parameters(), "metrics": KPIS}  # fmt: skip
        path = write(scenarios, "joint", {"sweep": sweep})
        folders = {}
        for _ in range(given.rounds):
            for count in counts:
                done = time_process(
                    "sweep", str(path), "--fresh", "--json", "--workers", str(count),
                    "--out", str(scenarios.parent / f"results-{count}"),
                )  # fmt: skip
                folders[count] = Path(done.output["folder"])
                seconds[count].append(done.output["summary"]["seconds_now"])
                print(
                    f"{count} worker(s): {given.points} points in {seconds[count][-1]:.1f} s, "
                    f"{given.points / seconds[count][-1]:.1f} a second",
                    flush=True,
                )
        differing = compare(*(folders[count] for count in counts))
    ratio = median(seconds[1]) / median(seconds[given.workers])
    print(f"Throughput of {given.workers} workers: {ratio:.2f} times that of 1")
    print(f"Tables that differ: {', '.join(differing) or 'none'}")
    if differing or (given.workers == 2 and ratio < WANTED):
        sys.exit(1)


if __name__ == "__main__":
    main()
