"""Scenarios of one name: their results would go to one folder."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from sim.errors import InputError, Problem
from sim.loader import read_name
from sim.say.message import message


def refuse_equal_name(path: Path, name: str, other: Path) -> Problem:
    """Return the problem that a scenario is called as another one."""
    what = message("equal_name", name=name, other=other)
    return Problem(str(path), what, message("equal_name_hint"), "equal_name")


def check_names(paths: Sequence[Path], out: Path | None) -> None:
    """Refuse different scenarios whose results would go to one folder, before any is solved.

    Raises
    ------
    InputError
        All of them.
    """
    problems: list[Problem] = []
    seen: dict[Path, Path] = {}
    for path in paths:
        found = read_name(path)
        if found is None:
            continue
        root, name, where = found
        place = Path(os.path.realpath(out or root / "results")) / name
        other = seen.setdefault(place, path)
        if not other.samefile(path):
            what = message("equal_name", name=name, other=other)
            problems.append(Problem(where, what, message("equal_name_hint"), "equal_name"))
    if problems:
        raise InputError(problems)
