"""A brief of several results, the first of which is the reference."""

from __future__ import annotations

from pathlib import Path

from sim.api.comparison import Compared, read_compared
from sim.api.document import Brief
from sim.folders.marker import Origin
from sim.say import Language
from sim.studies.compare.folder import make_distinct
from sim.studies.compare.study import ComparedRun


def brief(*results: Compared, language: Language | None = None) -> Brief:
    """Return a brief of results; the first of several is the reference.

    A result may be given as a case, which is run, or as the folder of its results.

    Raises
    ------
    InputError
        A folder holds no results.
    """
    read = [read_compared(one) for one in results]
    names = make_distinct(run.name for run, _ in read)
    runs = tuple(
        ComparedRun(name, run.results, run.case) for name, (run, _) in zip(names, read, strict=True)
    )
    origin = Origin("brief", tuple(source for _, source in read))
    spoken: list[Language] = [o.language for o in results if not isinstance(o, (str, Path))]
    return Brief(runs, origin, language or (spoken[0] if spoken else "en"))
