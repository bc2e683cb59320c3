"""This project against linopy, PuLP, Pyomo and OR-tools on the same instances.

Every solver solves every instance in a process of its own; optima are compared; the page, the
measurements and the pictures are written. The peers are the extra `bench`: those that are not
installed are left out.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks.machine import describe_machine
from benchmarks.publish import publish
from benchmarks.scale.measure import (
    NOT_ATTEMPTED,
    OK,
    Limits,
    Measurement,
    Plan,
    measure_all,
    read_csv,
    write_csv,
)
from benchmarks.scale.page import LIBRARIES, write_page
from benchmarks.scale.peers import PEERS, SOLVERS
from benchmarks.scale.picture import TITLES, draw
from benchmarks.scale.table import AGREE, Results, check_aims

FOLDER = Path(__file__).resolve().parents[1]
PICTURES = {"from_tables_s": "scale-time.png", "peak_mb": "scale-memory.png"}


def read_arguments() -> argparse.Namespace:
    """Return what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--sizes", default="1e3,1e4,1e5,1e6,3e7", help="candidate routes, about")
    parser.add_argument("--kinds", default="transport,recipes")
    parser.add_argument("--peers", default=",".join(PEERS), help="of: %(default)s")
    parser.add_argument("--repeat", type=int, default=3, help="of solvers that take < 2 minutes")
    parser.add_argument("--peers-up-to", type=float, default=1e6, help="largest size for peers")
    parser.add_argument(
        "--time-limit", type=float, default=600, help="processor time of each process, s"
    )
    parser.add_argument("--memory-limit", type=float, default=12, help="GB for each process")
    parser.add_argument("--quick", action="store_true", help="1e3 and 1e4, once")
    parser.add_argument("--resume", action="store_true", help="go on from what scale.csv has")
    parser.add_argument("--write", type=Path, default=FOLDER, help="folder for page and pictures")
    return parser.parse_args()


def make_plan(given: argparse.Namespace) -> Plan:
    """Return what is to be measured."""
    peers = [name for name in given.peers.split(",") if name]
    kinds = given.kinds.split(",")
    for name, known in ((peers, PEERS), (kinds, ("transport", "recipes"))):
        if unknown := [x for x in name if x not in known]:
            sys.exit(f"unknown: {', '.join(unknown)}; known: {', '.join(known)}")
    return Plan(
        kinds=kinds,
        sizes=[1000, 10_000] if given.quick else [int(float(n)) for n in given.sizes.split(",")],
        solvers=[name for name, s in SOLVERS.items() if not s.library or name in peers],
        repeat=1 if given.quick else given.repeat,
        peers_up_to=int(given.peers_up_to),
        limits=Limits(given.time_limit, given.memory_limit * 1024.0),
    )


def tell(m: Measurement) -> None:
    """Print a measurement in a line."""
    head = f"{m.kind:9} {m.routes:>10,} {SOLVERS[m.solver].title:31}"
    if m.status == OK:
        print(
            f"{head} {m.wall_s:9.2f} s {m.cpu_s:9.2f} s cpu {m.peak_mb:8.0f} MB  "
            f"rate {m.utilization_rate:.9g}, cost {m.net_cost:.9g}, work {m.transport_work:.9g}",
            flush=True,
        )
    elif m.status != NOT_ATTEMPTED:
        print(f"{head} {m.status}", flush=True)


def write_all(results: Results, folder: Path, plan: Plan) -> None:
    """Write the page and its pictures."""
    (folder / "images").mkdir(parents=True, exist_ok=True)
    for figure, name in PICTURES.items():
        assert figure in TITLES
        draw(results, figure, folder / "images" / name)
    limits = (
        f"Limits of a process: {plan.limits.seconds / 60:g} minutes, {plan.limits.mb / 1024:g} GB."
    )
    page = write_page(results, [f"images/{name}" for name in PICTURES.values()], limits)
    publish(page, folder / "scale.md")


def main() -> None:
    """Measure, write, and fail where optima differ."""
    given = read_arguments()
    plan, folder = make_plan(given), given.write
    folder.mkdir(parents=True, exist_ok=True)
    for name in plan.solvers:
        if not SOLVERS[name].is_installed:
            print(f"{name} is not installed; left out (pip install '.[bench]')", file=sys.stderr)
    print(describe_machine(LIBRARIES), flush=True)
    found = read_csv(folder / "scale.csv") if given.resume else []
    for measurement in measure_all(plan, tuple(found)):
        tell(measurement)
        found.append(measurement)
        write_csv(found, folder / "scale.csv")
    results = Results(found)
    write_all(results, folder, plan)
    for aim, value, reached in check_aims(results):
        if not reached:
            print(f"not reached: {aim.kind}: {aim.words}; found {value:.3g}", file=sys.stderr)
    differing = [found for found in results.differences() if found[0] > AGREE]
    failed = [m for m in found if m.status == "failed"]
    for far, goal, m in differing:
        print(f"{m.solver} {m.kind} {m.routes}: {goal} differs by {far:.1e}", file=sys.stderr)
    if differing or failed:
        sys.exit(1)


if __name__ == "__main__":
    main()
