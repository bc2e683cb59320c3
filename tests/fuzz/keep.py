"""Failing mutants on disk: the damaged project, what was done, and how to repeat it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from tests.fuzz.mutant import Mutant
from tests.fuzz.trial import Ending

_FRAME = re.compile(r'File "[^"]*?/((?:sim|tests)/[^"]+)", line (\d+), in (\S+)')
_DIGITS = re.compile(r"\d[\d.,e+\-]*")


def signature(ending: Ending) -> str:
    """Return what failures of one cause have in common."""
    frames = _FRAME.findall(ending.detail)
    last = ending.detail.strip().splitlines()[-1:] or [""]
    if frames:
        path, line, function = frames[-1]
        return f"{ending.kind}: {path}:{line} {function}: {last[0][:120]}"
    lines = [line.strip() for line in ending.detail.splitlines() if line.strip()]
    return _DIGITS.sub("#", f"{ending.kind}: {' | '.join(lines[:2])}")[:200]


def keep(mutant: Mutant, ending: Ending, folder: Path) -> Path:
    """Write a failing mutant below `folder` and return its own folder."""
    place = folder / f"{ending.kind.replace(' ', '-')}-{mutant.seed}-{mutant.number}"
    shutil.rmtree(place, ignore_errors=True)
    mutant.write(place)
    (place / "ABOUT.txt").write_text(_about(mutant, ending), encoding="utf-8", errors="replace")
    return place


def _about(mutant: Mutant, ending: Ending) -> str:
    return "\n".join(
        [
            f"{mutant.target.name}, mutant {mutant.number} of seed {mutant.seed}",
            *map(repr, mutant.told),
            "",
            "Repeat, from here:",
            f"    sim {' '.join(mutant.command)} {mutant.scenario}",
            "or, from the repository:",
            f"    python -m tests.fuzz --seed {mutant.seed} --only {mutant.number}",
            "",
            f"Ended with: {ending.kind}",
            ending.detail,
        ]
    )
