"""The command: `python -m tests.fuzz --minutes 10`."""

from __future__ import annotations

import argparse
import itertools
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.fuzz.crew import try_all
from tests.fuzz.keep import keep, signature
from tests.fuzz.mutant import make_mutant

_EVERY = 10.0
"""Seconds between two lines of progress."""


def main() -> None:
    """Try mutants until time or number is reached; end with 1 if one failed."""
    asked = _read_arguments()
    counts: Counter[str] = Counter()
    groups: dict[str, list[int]] = {}
    begin = told = time.monotonic()
    for number, ending in try_all(asked.seed, _numbers(asked, begin), asked.workers):
        counts[ending.kind] += 1
        if ending.is_failure:
            group = groups.setdefault(signature(ending), [])
            group.append(number)
            if asked.keep and len(group) <= asked.most:
                keep(make_mutant(asked.seed, number), ending, asked.keep)
        if time.monotonic() - told > _EVERY:
            told = time.monotonic()
            print(_progress(counts, told - begin), flush=True)
    print(_progress(counts, time.monotonic() - begin))
    _report(groups, asked.seed)
    sys.exit(1 if groups else 0)


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, help="stop after so long")
    parser.add_argument("--mutants", type=int, help="stop after so many")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=int, default=0, help="number of the first mutant")
    parser.add_argument("--only", type=int, nargs="+", help="try these mutants alone")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder that gets failing mutants")
    parser.add_argument("--most", type=int, default=3, help="kept of each kind of failure")
    asked = parser.parse_args()
    if asked.minutes is None and asked.mutants is None and asked.only is None:
        asked.minutes = 10.0
    return asked


def _numbers(asked: argparse.Namespace, begin: float) -> Iterator[int]:
    """Yield the numbers of mutants until there is no more to do."""
    if asked.only:
        yield from asked.only
        return
    end = begin + asked.minutes * 60 if asked.minutes else float("inf")
    for tried in itertools.count():
        if time.monotonic() >= end or (asked.mutants is not None and tried >= asked.mutants):
            return
        yield asked.start + tried


def _progress(counts: Counter[str], seconds: float) -> str:
    parts = [f"{count} {kind}" for kind, count in sorted(counts.items())]
    return f"{sum(counts.values())} mutants in {seconds:.0f} s: {', '.join(parts)}"


def _report(groups: dict[str, list[int]], seed: int) -> None:
    for name, numbers in sorted(groups.items(), key=lambda item: -len(item[1])):
        few = " ".join(map(str, numbers[:5]))
        print(f"\n{len(numbers)} x {name}\n    python -m tests.fuzz --seed {seed} --only {few}")


if __name__ == "__main__":
    main()
