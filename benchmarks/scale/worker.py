"""One solver on one instance, in a process of its own: prints what it took as JSON."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.scale.peers import SOLVERS
from benchmarks.scale.problem import GOALS, load

MB = 2**20
SMALL = 100
"""Routes of the instance that is solved first, uncounted: libraries load parts of them late."""


def peak_mb() -> float:
    """Return the largest memory this process has had at once, MB.

    What Linux says in `ru_maxrss` can be the parent's.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024.0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / MB if sys.platform == "darwin" else most / 1024.0


def main() -> None:
    """Solve an instance.

    Arguments: solver, kind, routes, time limit (s), files of a small instance and of this one.
    """
    name, kind, routes, limit, small, file = sys.argv[1:]
    solver = SOLVERS[name]
    solve = solver.load(kind)
    pair: list[Any]
    if solver.library:
        pair = [load(Path(f)) for f in (small, file)]
    else:
        from benchmarks.scale.instance import make_instance  # noqa: PLC0415 - peers do without

        pair = [make_instance(kind, int(n), float(limit)) for n in (SMALL, routes)]
    first, instance = pair
    solve(first)
    before, wall, cpu = peak_mb(), time.perf_counter(), time.process_time()
    answer = solve(instance)
    seconds, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(
        json.dumps(
            {
                "candidates": answer.candidates,
                **dict(zip(GOALS, answer.stages, strict=True)),
                "wall_s": seconds,
                "cpu_s": cpu,
                "modelling_s": answer.modelled - wall,
                "peak_mb": peak_mb(),
                "start_mb": before,
                "used_routes": int((answer.flows > 1e-6).sum()),
            }
        )
    )


if __name__ == "__main__":
    main()
