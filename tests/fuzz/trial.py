"""What becomes of a mutant, and whether it may end so."""

from __future__ import annotations

import io
import json
import re
import shutil
import signal
import traceback
import warnings
from collections.abc import Hashable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from types import FrameType
from typing import Any

import sim.loader.read.tables
from sim.checks import check_case
from sim.cli.main import main
from sim.errors import ExitCode, Problem, SimError
from sim.loader import load_case
from sim.network import build_network
from sim.processes.background import BackgroundWorker
from sim.studies.run.run import RunOptions, run
from tests.fuzz.mutant import CHECK, COMMAND, Mutant

PLAN, REFUSED, NO_PLAN = "plan", "refused", "no plan"
GOOD = (PLAN, REFUSED, NO_PLAN)
"""Endings a mutant may have; each other one is a failure."""
OF_A_FILE = {"no_file", "unknown_table", "outside", "encoding", "empty", "too_large", "more"}
"""Codes of problems with a file as a whole, and of what is said of all that is left out."""
_AT_LINE = re.compile(r".+:[1-9]\d*")
_SAID_AT = re.compile(r"^\s*(\S.*?:[1-9]\d*|--[a-z].*?)[:：]", re.MULTILINE)


@dataclass(frozen=True)
class Ending:
    """How a mutant ended: one of GOOD, or what is wrong with it."""

    kind: str
    detail: str = ""

    @property
    def is_failure(self) -> bool:
        """Return whether it should have ended otherwise."""
        return self.kind not in GOOD


class TooLongError(BaseException):
    """The mutant is still at work when its time is over."""


class NoPictures(BackgroundWorker):
    """Draws nothing: pictures take longer than all the rest."""

    def __init__(self) -> None:
        super().__init__("sim.studies.run.drawing")

    def ask(self, function: str, *arguments: Any) -> None:
        """Take the work, and leave it."""

    def answer(self, function: str, *arguments: Any) -> list[str]:
        """Tell nothing of the pictures."""
        return []


_KEPT = 600
"""Texts of tables that are remembered."""


def remember_tables() -> None:
    """Read every text of a table once: nearly all tables of a mutant are as shipped."""
    read = sim.loader.read.tables.read_csv
    if hasattr(read, "__wrapped__"):
        return
    found: dict[Hashable, Any] = {}

    @wraps(read)
    def remembered(text: str, name: str, table: str, *by: Any, told: list[Any]) -> Any:
        key = text, name, table, *map(repr, by)
        if key not in found:
            if len(found) >= _KEPT:
                found.clear()
            heard: list[Any] = []
            found[key] = read(text, name, table, *by, told=heard), heard
        rows, heard = found[key]
        told += heard
        return rows

    sim.loader.read.tables.read_csv = remembered


def try_mutant(mutant: Mutant, folder: Path, seconds: float) -> Ending:
    """Write a mutant below `folder`, ask its question, clean up, and return the ending."""
    project = folder / "project"
    scenario = mutant.write(project)
    try:
        with warnings.catch_warnings(record=True) as heard, _deadline(seconds):
            warnings.simplefilter("always")
            ending = _ask(mutant, scenario, folder)
    except TooLongError:
        return Ending("hang", f"still at work after {seconds:g} s of processor time")
    finally:
        shutil.rmtree(project, ignore_errors=True)
        shutil.rmtree(folder / "out", ignore_errors=True)
    if heard and not ending.is_failure:
        first = heard[0]
        return Ending("warning", f"{first.filename}:{first.lineno}: {first.message}")
    return ending


@contextmanager
def _deadline(seconds: float) -> Iterator[None]:
    """End what takes more processor time: a busy machine makes no mutant slow."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _ask(mutant: Mutant, scenario: Path, folder: Path) -> Ending:
    if mutant.depth == COMMAND:
        return _ask_command(mutant, scenario, folder)
    try:
        if mutant.depth == CHECK:
            case = load_case(scenario)
            check_case(case)
            build_network(case)
        else:
            out, still = folder / "out", NoPictures()
            run(scenario, RunOptions(out, basemap="none", worker=still))
    except SimError as error:
        return judge_error(mutant, error)
    except Exception:
        return Ending("internal", traceback.format_exc())
    return Ending(PLAN)


def judge_error(mutant: Mutant, error: SimError) -> Ending:
    """Return how an error of the one family ends a mutant."""
    for language in ("en", "zh"):
        error.message.say(language)
        for problem in error.problems:
            problem.say(language)
    return _judge_code(mutant, error.exit_code, [_place(p) for p in error.problems], str(error))


def _place(problem: Problem) -> tuple[str, str]:
    return str(problem.where), problem.code


def _judge_code(mutant: Mutant, code: int, places: list[tuple[str, str]], text: str) -> Ending:
    """Return the ending that an exit code and the places of problems mean."""
    if code == ExitCode.OK:
        return Ending(PLAN)
    if code == ExitCode.INVALID_INPUT:
        lost = [f"{where} ({kind})" for where, kind in places if not _is_place(where, kind)]
        if lost or not places:
            return Ending("without a place", f"{', '.join(lost)}\n{text}")
        return Ending(REFUSED, text)
    if code in (ExitCode.INFEASIBLE, ExitCode.UNBOUNDED):
        return Ending(NO_PLAN, text)
    if code == ExitCode.SOLVER_LIMIT and any("time_limit" in told for told in mutant.told):
        return Ending(NO_PLAN, text)
    names = {int(c): c.name.lower().replace("_", " ") for c in ExitCode}
    return Ending(names.get(code, f"exit code {code}"), text)


def _is_place(where: str, kind: str) -> bool:
    """Return whether a problem says where: a line, a file as a whole, or an option."""
    return bool(_AT_LINE.fullmatch(where)) or kind in OF_A_FILE or where.startswith("--")


def _ask_command(mutant: Mutant, scenario: Path, folder: Path) -> Ending:
    """Put the question through the command line and judge what it prints."""
    out, errors = io.StringIO(), io.StringIO()
    arguments = [*mutant.command, str(scenario)]
    if mutant.command[0] in ("run", "sweep", "frontier", "alternatives", "synergy"):
        arguments += ["--out", str(folder / "out")]
    code: int = 0
    try:
        with redirect_stdout(out), redirect_stderr(errors):
            main(arguments)
    except SystemExit as ending:
        code = int(ending.code or 0)
    except Exception:
        return Ending("internal", traceback.format_exc())
    said = f"{out.getvalue()}\n{errors.getvalue()}"
    places = _problems_in(out.getvalue()) if code else []
    places = places or [(where, "") for where in _SAID_AT.findall(said)]
    return _judge_code(mutant, code, places, said)


def _problems_in(text: str) -> list[tuple[str, str]]:
    """Return place and code of the problems in what a command prints with --json."""
    try:
        told = json.loads(text)
    except json.JSONDecodeError:
        return []
    answers = told if isinstance(told, list) else [told]
    problems = [p for a in answers for p in a.get("error", {}).get("problems", [])]
    return [(p["where"], p["code"]) for p in problems]
