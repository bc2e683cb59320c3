"""How long a person waits: `python -m benchmarks.latency`.

Start: whole `sim run` processes of the baseline of every region, from their start to the line on
the terminal that says what the plan utilizes and costs, and to their end, with the map and the page
and without the map; what the steps took is in the summaries.
Again: plans after one more change of the capacity of a random line, each on top of the changes
before: first any plan that is optimal in every stage, which a person waits for, then the plan with
ties broken, which comes when nobody waits. A random sample is solved cold, by a solver that knows
no basis.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.machine import describe_machine
from benchmarks.publish import publish
from benchmarks.whole_run import ROOT, WholeRun, watch
from sim.errors import InfeasibleError
from sim.loader import load_case
from sim.network import build_network
from sim.results.tables import read_results
from sim.solve import Plan, Session
from sim.solve.replan import Replanner
from sim.solve.session import RowName, Start

REGIONS = {
    "daye-anqing-jiujiang": "baseline.yaml",
    "handan-changzhi-anyang": "handan-changzhi-anyang/baseline.yaml",
    "beijing-tianjin-hebei": "beijing-tianjin-hebei/baseline.yaml",
}
"""Region -> its baseline below scenarios/."""
FIRST, START, AGAIN = 2.0, 5.0, 0.050
"""Seconds that are asked for: to first figures, to all files; again, at the 95th percentile."""
PROCESSOR = 9.0
"""Seconds of processor time that are asked for of a whole run."""
AGREE = 1e-6
PERCENTILES = (50, 90, 95, 99, 100)
Bounds = dict[RowName, tuple[float, float]]


@dataclass(frozen=True)
class Runs:
    """Processes of one region."""

    region: str
    first: list[float]
    """Seconds until utilization and cost stand on the terminal."""
    seconds: list[float]
    cpu: list[float]
    bare: list[float]
    """Seconds of runs without a map."""
    steps: dict[str, float]
    """Step -> median seconds, as the run tells."""


@dataclass(frozen=True)
class Again:
    """Re-solves of one region."""

    region: str
    seconds: list[float]
    """An optimal plan, ties as they fall."""
    settled: list[float]
    """After it, the plan with ties broken, and all solvers ready for the next change."""
    session: list[float]
    """The plan with ties broken, by one solver for all stages."""
    checked: int
    worst: float
    """Largest difference of a stage or an amount from a cold solve, relative to its size or 1."""
    impossible: int
    """Changes that left no plan; they are told and taken back."""


def time_runs(region: str, count: int) -> Runs:
    """Run the baseline of a region in processes of their own."""
    with TemporaryDirectory() as folder:
        full = [_time_run(region, folder, "auto") for _ in range(count)]
        tables = read_results(next(path for path in Path(folder).iterdir() if path.is_dir()))
        bare = [_time_run(region, folder, "none").wall_s for _ in range(count)]
    return Runs(
        region,
        [run.first_s for run in full],
        [run.wall_s for run in full],
        [run.cpu_s for run in full],
        bare,
        tables.summary["times_s"],
    )


def _time_run(region: str, folder: str, basemap: str) -> WholeRun:
    """Return what a run of the baseline of a region took."""
    scenario = f"scenarios/{REGIONS[region]}"
    return watch(["run", scenario, "--basemap", basemap, "--out", folder])


def time_again(region: str, count: int, sample: int) -> Again:
    """Change one capacity after the other; then the same by one solver, some of them cold."""
    network = build_network(load_case(ROOT / "scenarios" / REGIONS[region]))
    session, dice = Session(network), random.Random(1)
    checked = set(dice.sample(range(count), sample))
    replanner = Replanner(session)
    replanner.settle()
    lines = sorted(name for name in session.row_of if name[0] == "line_capacity")
    bounds: Bounds = {}
    seconds, settled, asked = [], [], []
    for number in range(count):
        name = dice.choice(lines)
        lower, upper = session.bounds(name)
        before, bounds = bounds, {**bounds, name: (lower, upper * dice.uniform(0.5, 1.5))}
        began = time.perf_counter()
        try:
            first = replanner.solve(bounds, ties=False)
        except InfeasibleError:
            bounds = before
            continue
        seconds.append(time.perf_counter() - began)
        began = time.perf_counter()
        plan = replanner.settle()
        settled.append(time.perf_counter() - began)
        asked.append((bounds, (first, plan) if number in checked else ()))
    ordinary, worst = _compare(Session(network), asked)
    return Again(region, seconds, settled, ordinary, sample, worst, count - len(seconds))


def _compare(
    session: Session, asked: Sequence[tuple[Bounds, tuple[Plan, ...]]]
) -> tuple[list[float], float]:
    """Return seconds of the same by one solver, and the largest difference from cold solves."""
    session.solve()
    seconds, worst = [], 0.0
    for bounds, plans in asked:
        began = time.perf_counter()
        session.solve(bounds=bounds)
        seconds.append(time.perf_counter() - began)
        if plans:
            start = session.start
            session.restart(Start())
            cold, (first, plan) = session.solve(bounds=bounds), plans
            worst = max(worst, difference(plan, cold), apart(first, cold))
            session.restart(start)
    return seconds, worst


def apart(plan: Plan, cold: Plan) -> float:
    """Return by how much a stage differs at most in two plans, relative to its size or to 1."""
    return max(
        abs(stage.value - other.value) / max(1.0, abs(other.value))
        for stage, other in zip(plan.stages, cold.stages, strict=True)
    )


def difference(plan: Plan, cold: Plan) -> float:
    """Return the largest difference of two plans, relative to the size of a figure or to 1."""
    amounts = [
        [getattr(of, name)["amount_kt_yr"].to_numpy() for of in (plan, cold)]
        for name in ("ship", "reclaim", "buy", "act", "use")
    ]
    return max(
        apart(plan, cold),
        *(float(np.max(np.abs(a - b) / np.maximum(1.0, np.abs(b)), initial=0)) for a, b in amounts),
    )


def report(runs: Sequence[Runs], again: Sequence[Again], loads: tuple[float, float]) -> str:
    """Return the page."""
    lines = [
        "# How long a person waits",
        "",
        "Written by `python -m benchmarks.latency`; the code says what is measured.",
        "",
        f"Machine: {describe_machine()}. Other work on it (load average): {loads[0]:.1f} at the "
        f"start, {loads[1]:.1f} at the end.",
        "",
        "## From start to results",
        "",
        "Wall time of whole `sim run` processes, median (least to most). First figures: what the "
        "plan utilizes and costs stands on the terminal. With everything: tables, prices, ledger, "
        "verification, map, page. Without the map: the same with `--basemap none`. Asked for: "
        f"figures in {FIRST:g} s, everything in {START:g} s and {PROCESSOR:g} s of processor time.",
        "",
        "| region | runs | first figures, s | with everything, s | without the map, s | "
        "processor time, s |",
        "| --- | --: | --: | --: | --: | --: |",
        *(
            f"| {r.region} | {len(r.seconds)} | {_spread(r.first)} | {_spread(r.seconds)} | "
            f"{_spread(r.bare)} | "
            f"{median(r.cpu):.2f} |"
            for r in runs
        ),
        "",
        "Steps of one run, s; loading the program comes before, writing, verifying and the page "
        "after. A helper process draws the map from the first `tabulate` on.",
        "",
        *(f"- {r.region}: {_tell_steps(r.steps)}" for r in runs),
        "",
        "## Again after one change",
        "",
        "After the capacity of one more random line is multiplied by 0.5 to 1.5: a plan (flows, "
        "activities, duals) that is optimal in every stage of the scenario, ties as they fall: "
        f"what a person waits for. Asked for: {1000 * AGAIN:g} ms at the 95th percentile. Then, "
        "when nobody waits, the plan with ties broken, the one a run writes. The changes add up.",
        "",
        "| region | plans | "
        + " | ".join(f"{p} %, ms" for p in PERCENTILES)
        + " | then ties, 50 %, ms | 95 %, ms | all by one solver, 50 %, ms | 95 %, ms | "
        "checked cold | largest difference | no plan |",
        "| --- |" + " --: |" * (len(PERCENTILES) + 8),
        *(_tell_again(one) for one in again),
    ]
    return "\n".join(lines) + "\n"


def _spread(seconds: Sequence[float]) -> str:
    return f"{median(seconds):.2f} ({min(seconds):.2f} to {max(seconds):.2f})"


def _tell_steps(steps: dict[str, float]) -> str:
    return ", ".join(f"{step} {seconds:.2f}" for step, seconds in steps.items())


def _tell_again(one: Again) -> str:
    wall = 1000 * np.percentile(one.seconds, PERCENTILES)
    cells = " | ".join(f"{ms:.0f}" for ms in wall)
    rest = " | ".join(
        f"{1000 * np.percentile(x, p):.0f}" for x in (one.settled, one.session) for p in (50, 95)
    )
    return (
        f"| {one.region} | {len(one.seconds)} | {cells} | {rest} | "
        f"{one.checked} | {one.worst:.1e} | {one.impossible} |"
    )


def main() -> None:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="processes of each kind and region")
    parser.add_argument("--changes", type=int, default=200, help="re-solves of each region")
    parser.add_argument("--sample", type=int, default=20, help="of them, solved cold too")
    parser.add_argument("--region", choices=REGIONS, action="append", help="all when not given")
    parser.add_argument("--write", type=Path, help="page to write; printed when not given")
    given = parser.parse_args()
    before, regions = os.getloadavg()[0], given.region or list(REGIONS)
    runs = [time_runs(region, given.runs) for region in regions]
    again = [time_again(region, given.changes, given.sample) for region in regions]
    page = report(runs, again, (before, os.getloadavg()[0]))
    publish(page, given.write)
    if any(one.worst > AGREE for one in again):
        sys.exit(f"plans differ by more than {AGREE:g}")


if __name__ == "__main__":
    main()
