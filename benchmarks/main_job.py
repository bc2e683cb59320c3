"""The main job at any size, from the command to all files on disk: `python -m benchmarks.main_job`.

Synthetic regions with recipes as `sim generate` writes them, with the objective of every shipped
baseline; whole `sim run` processes with loading, checks, all stages and ties, prices, causes of
what is unused, ledger, tables, workbook, verification, map and report. What the steps took is in
the summary of each run.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.machine import describe_machine
from benchmarks.publish import publish
from benchmarks.scale.page import markdown, number, power
from benchmarks.scale.table import exponent, steps
from benchmarks.whole_run import watch

FOLDER = Path(__file__).parent
STEPS = ("load", "check", "network", "model", "solve", "tabulate", "worth")
"""As the summary of a run names them."""
KPIS = ("utilization_rate", "net_cost")
WALL, SOLVE, WORTH, MEMORY, EXPONENT = 90.0, 45.0, 20.0, 1024.0, 1.15
"""Asked for at 1e6 candidates: seconds to all files, of the solve, of prices and causes; MB; and
the exponent of the whole run over all sizes from 1e5."""


@dataclass(frozen=True)
class Job:
    """One run of one region."""

    routes: int
    """Asked for."""
    candidates: int
    first_s: float
    wall_s: float
    cpu_s: float
    peak_mb: float
    load: float
    """Load average of the machine when it began."""
    utilization_rate: float
    net_cost: float
    load_s: float
    check_s: float
    network_s: float
    model_s: float
    solve_s: float
    tabulate_s: float
    worth_s: float


def measure(routes: int, count: int) -> list[Job]:
    """Return so many runs of a region of about so many candidate routes."""
    with TemporaryDirectory() as name:
        folder = Path(name) / "region"
        watch(["generate", str(folder), "--routes", str(routes)])
        return [_run(folder, routes) for _ in range(count)]


def _run(folder: Path, routes: int) -> Job:
    load = os.getloadavg()[0]
    took = watch(["run", "scenarios/baseline.yaml"], folder)
    summary = json.loads((folder / "results" / "baseline" / "summary.json").read_text("utf-8"))
    spent = {f"{step}_s": float(summary["times_s"].get(step, 0.0)) for step in STEPS}
    kpis = {kpi["name"]: float(kpi["value"]) for kpi in summary["kpis"] if kpi["name"] in KPIS}
    candidates = summary["counts"].get("candidates", summary["counts"]["routes"])
    return Job(routes, candidates, **asdict(took), load=load, **kpis, **spent)


def middle(jobs: Sequence[Job], figure: str) -> list[tuple[int, float]]:
    """Return candidates and the median of a figure at each size, rising."""
    sizes = sorted({job.candidates for job in jobs})
    return [(n, median(getattr(j, figure) for j in jobs if j.candidates == n)) for n in sizes]


def report(jobs: Sequence[Job]) -> str:
    """Return the page."""
    loads = [job.load for job in jobs]
    columns = ("first_s", "wall_s", "cpu_s", "peak_mb", *(f"{step}_s" for step in STEPS))
    titles = ("first figures, s", "all files, s", "processor time, s", "peak memory, MB", *STEPS)
    figures = {column: dict(middle(jobs, column)) for column in columns}
    rows = [
        [f"{n:,}", *(number(figures[column][n]) for column in columns)] for n in figures["wall_s"]
    ]
    return "\n".join(
        [
            "# The main job, from the command to all files",
            "",
            "Written by `python -m benchmarks.main_job`; every run stands in "
            "[main_job.csv](main_job.csv).",
            "",
            f"Machine: {describe_machine()}. Load average when runs began: {min(loads):.1f} to "
            f"{max(loads):.1f}.",
            "",
            " ".join((__doc__ or "").split("\n\n", 1)[1].split()),
            "Medians. First figures: rate and cost stand on the terminal. The steps on the right "
            "are wall time; writing, verifying, map and report come after them. Memory is that of "
            "all processes together.",
            "",
            *markdown(["candidates", *titles], rows),
            "",
            *_tell_growth(jobs),
            "",
            *_tell_aims(figures, jobs),
            "",
        ]
    )


def _tell_growth(jobs: Sequence[Job]) -> list[str]:
    series = middle(jobs, "cpu_s")
    if len(series) < 2:
        return []
    slopes = ", ".join(f"{slope:.2f}" for slope in steps(series))
    return [f"Exponents of processor time from size to size: {slopes}."]


def _tell_aims(figures: dict[str, dict[int, float]], jobs: Sequence[Job]) -> list[str]:
    large = [job.candidates for job in jobs if 0.5 < job.routes / 1e6 < 2]
    rows = []
    if large:
        asked = (
            ("all files, s", "wall_s", WALL),
            ("solve, s", "solve_s", SOLVE),
            ("prices and causes, s", "worth_s", WORTH),
            ("memory, MB", "peak_mb", MEMORY),
        )
        for what, column, most in asked:
            found = figures[column][large[0]]
            title = f"{what}, at {power(1e6)}"
            rows.append([title, number(most), number(found), _yes(found <= most)])
    grown = exponent([(n, s) for n, s in middle(jobs, "cpu_s") if n > 5e4])
    if grown is not None:
        yes = _yes(grown <= EXPONENT)
        rows.append(["exponent of the whole run from 1e5", f"{EXPONENT}", f"{grown:.2f}", yes])
    return markdown(["aim", "at most", "found", "reached"], rows) if rows else []


def _yes(reached: bool) -> str:
    return "yes" if reached else "no"


def write_csv(jobs: Sequence[Job], file: Path) -> None:
    """Write runs, one row each."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, [f.name for f in fields(Job)], lineterminator="\n")
        writer.writeheader()
        for job in jobs:
            row = asdict(job)
            writer.writerow({k: f"{v:.6g}" if isinstance(v, float) else v for k, v in row.items()})


def read_csv(file: Path) -> list[Job]:
    """Return the runs that `write_csv` wrote; none where there is no file."""
    if not file.exists():
        return []
    whole = ("routes", "candidates")
    with file.open(encoding="utf-8", newline="") as stream:
        return [
            Job(**{k: int(v) if k in whole else float(v) for k, v in row.items()})  # type: ignore[arg-type]
            for row in csv.DictReader(stream)
        ]


def main() -> None:
    """Measure, and write the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.main_job", description=__doc__)
    parser.add_argument("--sizes", default="1e3,1e4,1e5,1e6", help="candidate routes, about")
    parser.add_argument("--runs", type=int, default=3, help="of each size")
    parser.add_argument("--keep", action="store_true", help="add to what main_job.csv has")
    parser.add_argument("--write", action="store_true", help="write page and measurements")
    given = parser.parse_args()
    jobs = read_csv(FOLDER / "main_job.csv") if given.keep else []
    for size in given.sizes.split(","):
        found = measure(int(float(size)), given.runs)
        jobs += found
        print(f"{found[0].candidates:,}: {median(j.wall_s for j in found):.1f} s", file=sys.stderr)
    if given.write:
        write_csv(jobs, FOLDER / "main_job.csv")
    publish(report(jobs), FOLDER / "main_job.md" if given.write else None)


if __name__ == "__main__":
    main()
