"""The planner process: one piece of work at a time, told step by step.

`begin` takes up a task, `advance` goes on to its next step and returns what there is to tell; the
last thing told is the answer. What goes wrong with the input is an answer like any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sim.errors import InfeasibleError, InputError, SimError
from sim.page import tasks
from sim.page.asked import Setup, language_of
from sim.page.base import open_base
from sim.page.plans import tidy_up
from sim.page.project import UNKNOWN, find_file
from sim.page.saving import EXISTS, FOREIGN
from sim.processes.machine import step_behind
from sim.say import WORDS
from sim.say.texts import Texts

Item = dict[str, Any]
_setup: Setup | None = None
_work: Iterator[Item] = iter(())


def set_up(given: Item) -> None:
    """Take the project that all work is about; `is_behind` others a process does slow work."""
    global _setup  # noqa: PLW0603 - a planner process serves one project
    _setup = Setup(Path(given["root"]), str(given["first"]))
    if given.get("is_behind"):
        step_behind()


def check(file: str) -> None:
    """Read a scenario.

    Raises
    ------
    InputError
        All that is wrong with it.
    """
    assert _setup is not None
    open_base(_setup.root / file, _setup.root)


def begin(task: str, body: Item) -> float:
    """Take up a task of a request; return the seconds that its scenario allows a plan.

    A scenario that cannot be read allows none: what is wrong with it is told by the task.
    """
    global _work  # noqa: PLW0603
    assert _setup is not None
    _work = _do(task, _setup, body)
    try:
        path = find_file(_setup.root, _setup.first, body.get("scenario"))
        return open_base(path, _setup.root).time_limit
    except InputError:
        return 0.0


def advance() -> Item:
    """Go on to the next step and return what it tells; the last is the answer."""
    return next(_work)


def rest() -> None:
    """Do what can wait, as nobody does."""
    tidy_up()


def _do(task: str, setup: Setup, body: Item) -> Iterator[Item]:
    texts = Texts(language_of(body))
    try:
        for told in tasks.TASKS[task](setup, body):
            if isinstance(told, str):
                key = f"step_{told}"
                yield {"step": told, "text": texts.say(key if key in WORDS else "step_solve")}
            else:
                yield told
    except InfeasibleError as error:
        text = texts.tell(error.message)
        yield {"no_plan": {"number": body.get("number"), "text": text}}
    except SimError as error:
        yield {"error": tell_error(error, texts)}


def tell_error(error: SimError, texts: Texts) -> Item:
    """Return an error for the page: each problem at the edit, or the place, that it is about."""
    spoken = [
        {
            "where": str(problem.where),
            "what": texts.tell(problem.what),
            "hint": texts.tell(problem.hint) if problem.hint is not None else "",
            "code": problem.code,
        }
        for problem in error.problems
    ]
    status = 400 if isinstance(error, InputError) else 503
    codes = {problem.code for problem in error.problems}
    if codes & {EXISTS, FOREIGN}:
        status = 409
    elif UNKNOWN in codes:
        status = 404
    return {"message": texts.tell(error.message), "problems": spoken, "status": status}
