"""Put one fault after another into a copy of the project and say which no test finds.

    python -m tests.mutants            every fault of tests/mutants/places.py
    python -m tests.mutants price      those whose name holds a word

The project itself is never touched. Ends with 1 where a fault survives, with 2 where one no longer
fits the code or its tests fail without it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from tests.mutants.places import MUTANTS, Mutant

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("sim", "tests", "docs", "benchmarks", "geodata", "scenarios")
"""Folders that tests need; the files beside them come along."""
CACHES = shutil.ignore_patterns("__pycache__", ".*")
PASSED, FAILED = 0, 1
"""How pytest ends where all tests passed, and where some failed."""


def main(words: Sequence[str]) -> int:
    """Try the mutants whose names hold one of the words, or all; return the exit code."""
    wanted = [m for m in MUTANTS if not words or any(word in m.name for word in words)]
    stale = [mutant.name for mutant in wanted if not mutant.fits(ROOT)]
    for name in stale:
        print(f"no longer fits the code: {name}")
    with TemporaryDirectory(prefix="mutants-") as folder:
        copy = Path(folder) / "project"
        copy_project(copy)
        ends = {m.name: try_mutant(m, copy) for m in wanted if m.name not in stale}
    for end in ("killed", "survived", "broken"):
        print(f"{end}: {sum(found == end for found in ends.values())}")
    if stale or "broken" in ends.values():
        return 2
    return int("survived" in ends.values())


def copy_project(copy: Path) -> None:
    """Copy what tests need."""
    copy.mkdir()
    for entry in ROOT.iterdir():
        if entry.name in PARTS:
            shutil.copytree(entry, copy / entry.name, ignore=CACHES)
        elif entry.is_file():
            shutil.copy(entry, copy / entry.name)


def try_mutant(mutant: Mutant, copy: Path) -> str:
    """Return whether its tests kill a mutant: killed, survived, or broken without it as well."""
    start, path = perf_counter(), copy / mutant.file
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(mutant.old, mutant.new), encoding="utf-8")
    try:
        code = run_tests(mutant.tests, copy)
    finally:
        path.write_text(text, encoding="utf-8")
    end = {PASSED: "survived", FAILED: "killed"}.get(code, "broken")
    if end == "killed" and not pass_without(mutant.tests, copy):
        end = "broken"
    print(f"{end:8}  {perf_counter() - start:5.0f} s  {mutant.name}", flush=True)
    return end


@cache
def pass_without(tests: tuple[str, ...], copy: Path) -> bool:
    """Return whether tests pass where there is no fault."""
    return run_tests(tests, copy) == PASSED


def run_tests(tests: Sequence[str], copy: Path) -> int:
    """Return how pytest ends in a copy of the project; old bytecode is not looked at."""
    command = [sys.executable, "-m", "pytest", "-x", "-p", "no:cacheprovider", *tests]
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        command, cwd=copy, env=environment, check=False, capture_output=True, text=True
    )
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
