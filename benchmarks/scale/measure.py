"""Measurements: every solver on every instance, each in a process of its own, within limits."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

import psutil

from benchmarks.scale.peers import SOLVERS
from benchmarks.scale.problem import GOALS
from benchmarks.scale.worker import MB, SMALL

ROOT = Path(__file__).resolve().parents[2]
OK, TOO_LONG, TOO_LARGE, FAILED = "ok", "over the time limit", "over the memory limit", "failed"
ABSENT, NOT_ATTEMPTED = "not installed", "not attempted"
ONCE_ABOVE_S = 120.0
"""A solver that takes longer is not measured again."""
LOOK_EVERY_S = 0.5


@dataclass(frozen=True)
class Limits:
    """What a process may take, start and instance included."""

    seconds: float
    """Of processor time, so that other work on the machine ends nobody's."""
    mb: float


@dataclass(frozen=True)
class Measurement:
    """One solver on one instance, once."""

    kind: str
    routes: int
    """Asked for; the instance has about as many."""
    solver: str
    status: str
    candidates: int = 0
    utilization_rate: float = 0.0
    net_cost: float = 0.0
    """Million CNY/yr."""
    transport_work: float = 0.0
    """Million tonne-km a year."""
    wall_s: float = 0.0
    cpu_s: float = 0.0
    modelling_s: float = 0.0
    """Wall time until the model stood; the rest is handing over and solving."""
    listing_s: float = 0.0
    """Processor time in which the routes that a peer was handed were listed and priced."""
    peak_mb: float = 0.0
    start_mb: float = 0.0
    """Peak of interpreter, libraries and instance, before the clock started."""
    used_routes: int = 0
    load: float = 0.0
    """Load average of the machine when it began."""
    limit_s: float = 0.0
    """Processor time it was given; a solver that is over it took at least that."""

    @property
    def from_tables_s(self) -> float:
        """Return processor time from tables to plan, with listing what was handed over."""
        return self.cpu_s + self.listing_s


@dataclass(frozen=True)
class Plan:
    """What is to be measured."""

    kinds: Sequence[str]
    sizes: Sequence[int]
    solvers: Sequence[str]
    repeat: int
    peers_up_to: int
    limits: Limits

    def solvers_of(self, kind: str) -> list[str]:
        """Return the solvers that know a kind."""
        return [name for name in self.solvers if kind in SOLVERS[name].kinds]

    def is_attempted(self, solver: str, routes: int) -> bool:
        """Return whether a solver is asked at all."""
        return not SOLVERS[solver].library or routes <= self.peers_up_to


def measure_all(plan: Plan, known: Sequence[Measurement] = ()) -> Iterator[Measurement]:
    """Yield every measurement; solvers take turns, instances with measurements are left out."""
    done = {(m.kind, m.routes, m.solver) for m in known}
    for kind in plan.kinds:
        for routes in plan.sizes:
            open_ = [s for s in plan.solvers_of(kind) if (kind, routes, s) not in done]
            yield from _measure_instance(plan, kind, routes, open_)


def _measure_instance(
    plan: Plan, kind: str, routes: int, solvers: Sequence[str]
) -> Iterator[Measurement]:
    waiting = []
    for name in solvers:
        if not SOLVERS[name].is_installed:
            yield Measurement(kind, routes, name, ABSENT)
        elif not plan.is_attempted(name, routes):
            yield Measurement(kind, routes, name, NOT_ATTEMPTED)
        else:
            waiting.append(name)
    with TemporaryDirectory() as folder:
        files = Path(folder) / "small.pickle", Path(folder) / "instance.pickle"
        listing = 0.0
        if any(SOLVERS[name].library for name in waiting):
            for count, file in zip((SMALL, routes), files, strict=True):
                listing = _prepare(kind, count, file)
        for _ in range(plan.repeat):
            again = []
            for name in waiting:
                found = measure(name, kind, routes, files, plan.limits)
                yield replace(found, listing_s=listing) if SOLVERS[name].library else found
                if found.status == OK and found.wall_s <= ONCE_ABOVE_S:
                    again.append(name)
            waiting = again


def _prepare(kind: str, routes: int, file: Path) -> float:
    """Write an instance as arrays, from a process of its own so that this one stays small.

    Returns the processor time in which it was read off the tables.
    """
    command = [sys.executable, "-m", "benchmarks.scale.instance", kind, str(routes), str(file)]
    said = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    return float(json.loads(said)["listing_s"])


def measure(
    solver: str, kind: str, routes: int, files: tuple[Path, Path], limits: Limits
) -> Measurement:
    """Run one solver on one instance and return what it took."""
    load = os.getloadavg()[0]
    command = [
        sys.executable,
        "-m",
        "benchmarks.scale.worker",
        solver,
        kind,
        str(routes),
        f"{limits.seconds:g}",
        *map(str, files),
    ]
    with TemporaryFile("w+") as out, TemporaryFile("w+") as err:
        process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=err)
        status = _watch(process, limits)
        out.seek(0)
        err.seek(0)
        lines, said = out.read().splitlines(), err.read().strip().splitlines()
    if status != OK:
        if status == FAILED:
            print(*said[-3:], sep="\n", file=sys.stderr)
        return Measurement(kind, routes, solver, status, load=load, limit_s=limits.seconds)
    found = json.loads(lines[-1])
    return Measurement(kind, routes, solver, OK, load=load, limit_s=limits.seconds, **found)


def _watch(process: subprocess.Popen[bytes], limits: Limits) -> str:
    """Wait for a process; end it where it takes more than it may; return how it ended."""
    watched = psutil.Process(process.pid)
    while True:
        try:
            return FAILED if process.wait(LOOK_EVERY_S) else OK
        except subprocess.TimeoutExpired:
            with suppress(psutil.NoSuchProcess):
                times = watched.cpu_times()
                over = times.user + times.system > limits.seconds
                if over or watched.memory_info().rss > limits.mb * MB:
                    process.kill()
                    process.wait()
                    return TOO_LONG if over else TOO_LARGE


def write_csv(measurements: Sequence[Measurement], file: Path) -> None:
    """Write measurements, one row each; numbers only where something was measured."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(f.name for f in fields(Measurement))
        for m in measurements:
            cells = asdict(m) if m.status == OK else {**asdict(m), **dict.fromkeys(_NUMBERS, "")}
            writer.writerow(
                f"{cell:.12g}" if isinstance(cell, float) else cell for cell in cells.values()
            )


def read_csv(file: Path) -> list[Measurement]:
    """Return the measurements that `write_csv` wrote; none where there is no file."""
    if not file.exists():
        return []
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    texts = ("kind", "solver", "status")
    whole = ("routes", "candidates", "used_routes")
    return [
        Measurement(
            **{
                k: v if k in texts else int(v or 0) if k in whole else float(v or 0)
                for k, v in row.items()
            }  # type: ignore[arg-type]
        )
        for row in rows
    ]


_NUMBERS = (
    "candidates",
    *GOALS,
    "wall_s",
    "cpu_s",
    "modelling_s",
    "listing_s",
    "peak_mb",
    "start_mb",
    "used_routes",
)
