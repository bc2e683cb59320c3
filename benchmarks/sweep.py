"""A sweep of capacity variants against cold runs of the same: `python -m benchmarks.sweep`.

Two studies of the baseline scenario, each a whole `sim sweep` process:
single: the largest lines one after the other, each at many capacities;
joint: every capacity of the region moved at once, technology by technology (Latin hypercube).
A random sample of the variants is run again, each as a `sim run` process of its own on a scenario
that says the same by `change`. Every metric must agree to 1e-6.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from benchmarks.machine import describe_machine
from benchmarks.publish import publish
from sim.loader import load_case
from sim.rules.metrics import METRICS
from sim.scenario.sweep import metric_column

ROOT = Path(__file__).resolve().parents[1]
SCENARIO = "baseline.yaml"
KPIS = [
    "utilization_rate",
    "net_utilized",
    "unused",
    "net_cost",
    "gross_cost",
    "revenue",
    "net_co2",
    "cross_border",
    "transport_work",
    "high_value_rate",
]
AGREE = 1e-6
LINES = 50
"""Lines that the first study moves."""


@dataclass(frozen=True)
class Timed:
    """What a process took and said."""

    seconds: float
    cpu: float
    output: Any


@dataclass(frozen=True)
class Measured:
    """One study against its cold runs."""

    name: str
    words: str
    points: int
    sweep: Timed
    solving: float
    """Seconds of the sweep without start-up, tables and charts."""
    cold: list[Timed]
    worst: float
    """Largest difference of a metric, relative to its size or to 1."""


def copy_project(folder: Path) -> Path:
    """Copy scenarios and geodata to a folder; return its scenarios."""
    for part in ("scenarios", "geodata"):
        shutil.copytree(ROOT / part, folder / part)
    return folder / "scenarios"


def single_parameters(points: int) -> list[dict[str, Any]]:
    """Return the largest lines, each with as many factors from 0.5 to 1.5 as make the points."""
    case = load_case(ROOT / "scenarios" / SCENARIO)
    lines = case.tables["lines"]
    on = lines[lines["status"].isin(case.scenario.statuses) & (lines["capacity"] > 0)]
    largest = on.sort_values(["capacity", "id"], ascending=[False, True])["id"].head(LINES)
    steps = points // len(largest)
    factors = [round(0.5 + (n + 0.5) / steps, 6) for n in range(steps)]
    return [
        {
            "name": line,
            "table": "lines",
            "where": {"id": line},
            "scale": {"capacity": list(factors)},
        }
        for line in largest
    ]


def joint_parameters() -> list[dict[str, Any]]:
    """Return the capacity of every technology of the region, 30 % less to 30 % more."""
    lines = load_case(ROOT / "scenarios" / SCENARIO).tables["lines"]
    return [
        {
            "name": technology,
            "table": "lines",
            "where": {"technology": technology},
            "scale": {"capacity": [0.7, 1.0, 1.3]},
        }
        for technology in sorted(set(lines["technology"]))
    ]


def write(scenarios: Path, name: str, content: dict[str, Any]) -> Path:
    """Write a scenario that extends the baseline."""
    head = {"format": 1, "name": name, "title": {"en": name}, "extends": SCENARIO}
    path = scenarios / f"{name}.yaml"
    path.write_text(yaml.safe_dump(head | content, sort_keys=False), encoding="utf-8")
    return path


def time_process(*arguments: str) -> Timed:
    """Run `sim` with arguments as a process of its own."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "sim", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    seconds, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        said = f"{done.stdout}{done.stderr}"
        sys.exit(f"sim {' '.join(arguments)} ended with {done.returncode}:\n{said}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Timed(seconds, cpu, json.loads(done.stdout)[0])


def measure(scenarios: Path, name: str, words: str, sweep: dict[str, Any], sample: int) -> Measured:
    """Time a study and cold runs of a sample of its points, and compare the figures."""
    out = str(scenarios.parent / "results")
    path = write(scenarios, name, {"sweep": {**sweep, "metrics": KPIS}})
    swept = time_process("sweep", str(path), "--fresh", "--json", "--out", out)
    summary = swept.output["summary"]
    print(f"{name}: {summary['points']} points in {swept.seconds:.1f} s", flush=True)
    with (Path(swept.output["folder"]) / "points.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    chosen = random.Random(1).sample(rows, sample)
    cold, worst = [], 0.0
    for number, row in enumerate(chosen, start=1):
        changes = [
            {"table": "lines", "where": p["where"], "scale": {"capacity": float(row[p["name"]])}}
            for p in sweep["parameters"]
            if row[p["name"]]
        ]
        one = write(scenarios, f"{name}-{number}", {"change": changes} if changes else {})
        cold.append(time_process("run", str(one), "--basemap", "none", "--json", "--out", out))
        worst = max(worst, difference(row, cold[-1].output["summary"]))
        print(f"  {number}/{sample}: {cold[-1].seconds:.1f} s, {worst:.1e}", flush=True)
    return Measured(name, words, summary["points"], swept, summary["seconds_now"], cold, worst)


def difference(row: dict[str, str], summary: dict[str, Any]) -> float:
    """Return the largest relative difference between a point and a cold run."""
    found = {kpi["name"]: kpi["value"] for kpi in summary["kpis"]}
    pairs = [
        (float(row[metric_column(m)]) / (100.0 if METRICS[m].is_rate else 1.0), found[m])
        for m in KPIS
    ]
    return max(abs(a - b) / max(1.0, abs(b)) for a, b in pairs)


def report(measured: list[Measured], loads: tuple[float, float]) -> str:
    """Return the page."""
    lines = [
        "# A sweep against cold runs",
        "",
        "Written by `python -m benchmarks.sweep`; the code says what is measured.",
        "",
        f"Machine: {describe_machine()}. Other work on it (load average): {loads[0]:.1f} at the "
        f"start, {loads[1]:.1f} at the end.",
        "",
        "Wall time per variant. A sweep counts with everything: start-up, reading, every value "
        "tried, tables and charts. A cold run is one whole `sim run --basemap none --json` "
        "process: it also prices limits, explains unused waste, writes all tables and verifies "
        "them, which a point of a sweep does not.",
        "",
        "| study | points | sweep, s | per variant, ms | cold runs | cold run, s | ratio | "
        "ratio of processor time | largest difference |",
        "| --- | --: | --: | --: | --: | --: | --: | --: | --: |",
    ]
    for m in measured:
        cold, cpu = mean(t.seconds for t in m.cold), mean(t.cpu for t in m.cold)
        each = m.sweep.seconds / m.points
        lines.append(
            f"| {m.name} | {m.points:,} | {m.sweep.seconds:.1f} | {1000 * each:.0f} | "
            f"{len(m.cold)} | {cold:.2f} | {cold / each:.0f} | "
            f"{cpu / (m.sweep.cpu / m.points):.0f} | {m.worst:.1e} |"
        )
    lines += ["", *(f"- {m.name}: {m.words}" for m in measured), ""]
    lines += [f"- {m.name}: {explain(m)}" for m in measured]
    return "\n".join(lines) + "\n"


def explain(m: Measured) -> str:
    """Return where the time of a study and of its cold runs goes, in a sentence."""
    steps: dict[str, list[float]] = {}
    for timed in m.cold:
        for step, seconds in timed.output["summary"]["times_s"].items():
            steps.setdefault(step, []).append(seconds)
    parts = ", ".join(f"{step} {mean(s):.2f} s" for step, s in steps.items())
    needed = sum(mean(steps[s]) for s in ("load", "check", "network", "model", "solve"))
    each = m.solving / m.points
    return (
        f"{1000 * each:.0f} ms a point for solving alone; steps of a cold run: {parts}. Reading, "
        f"building and solving alone, without start-up and all that follows, are {needed:.2f} s, "
        f"{needed / each:.0f} times a point."
    )


def main() -> None:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=1000)
    parser.add_argument("--sample", type=int, default=30, help="cold runs of the first study")
    parser.add_argument("--joint-sample", type=int, default=10, help="of the second study")
    parser.add_argument("--study", choices=["single", "joint", "both"], default="both")
    parser.add_argument("--write", type=Path, help="page to write; printed when not given")
    given = parser.parse_args()
    studies = {
        "single": (
            f"the {LINES} largest lines one after the other, capacity times 0.5 to 1.5",
            {"kind": "one_at_a_time", "parameters": single_parameters(given.points)},
        ),
        "joint": (
            "all capacities at once, each technology times 0.7 to 1.3, Latin hypercube",
            {
                "kind": "sampled",
                "samples": given.points,
                "seed": 1,
                "parameters": joint_parameters(),
            },
        ),
    }
    before = os.getloadavg()[0]
    measured = []
    with TemporaryDirectory() as folder:
        scenarios = copy_project(Path(folder))
        for name, (words, sweep) in studies.items():
            if given.study in (name, "both"):
                sample = given.sample if name == "single" else given.joint_sample
                measured.append(measure(scenarios, name, words, sweep, sample))
    page = report(measured, (before, os.getloadavg()[0]))
    publish(page, given.write)
    if any(m.worst > AGREE for m in measured):
        sys.exit(f"figures differ by more than {AGREE:g}")


if __name__ == "__main__":
    main()
