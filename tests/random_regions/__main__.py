"""`python -m tests.random_regions --seeds 500`: many random regions, solved both ways."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.random_regions.building import draw_building
from tests.random_regions.compare import Both, solve_both
from tests.random_regions.draw import Region, draw_region
from tests.random_regions.parallel import draw_parallel


def main() -> int:
    """Return 1 where the simulator and the oracle differ, and say on which seeds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=500, help="how many regions")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--parallel", action="store_true", help="many links beside each other")
    parser.add_argument("--building", action="store_true", help="capacity that can be built")
    asked = parser.parse_args()
    draw = draw_parallel if asked.parallel else draw_building if asked.building else draw_region
    differing, plans = [], 0
    for seed in range(asked.first, asked.first + asked.seeds):
        with tempfile.TemporaryDirectory() as folder:
            both = _try(Path(folder), draw(seed))
        if not isinstance(both, Both) or not both.agree():
            differing.append(seed)
            print(f"seed {seed}: {both}")
        elif both.ours is not None:
            plans += 1
        if (seed + 1) % 50 == 0:
            print(f"{seed + 1 - asked.first} of {asked.seeds}, {len(differing)} differ")
    print(f"{asked.seeds} regions, {plans} with a plan, {len(differing)} differ: {differing}")
    return 1 if differing else 0


def _try(folder: Path, region: Region) -> Both | str:
    try:
        return solve_both(folder, region)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


if __name__ == "__main__":
    sys.exit(main())
