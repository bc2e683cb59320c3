"""`sim explain`: why a scenario has no plan, and the ways out; or what binds where it has one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.status import Status

from sim.cli.options import for_each, json_option, lang_option, scenarios_argument
from sim.cli.same_name import check_names
from sim.cli.screen import Screen
from sim.cli.speech import command, option
from sim.errors import InfeasibleError, Problem, SimError
from sim.say import WORDS
from sim.say.message import message, plain
from sim.say.texts import Texts
from sim.studies.explain.sentences import describe, name_limit, say_edit, write_lines
from sim.studies.explain.study import explain, explain_conflict
from sim.studies.solve_case import Clock


@command("explain")
@scenarios_argument
@option("--all", "whole", is_flag=True, help="help_explain_all")
@lang_option
@json_option
def explain_command(scenarios: tuple[Path, ...], whole: bool, texts: Texts, as_json: bool) -> None:
    """Say why a scenario has no plan and what would give it one; else, what binds.

    Writes nothing. Exit code 0 also where no plan exists: it is explained.
    """
    screen, errors = Screen(), Screen(stderr=True)

    def one(path: Path) -> dict[str, Any]:
        with errors.status(f"{path}") as status:
            found = explain(path, tell_steps(path, status, texts))
        if not as_json:
            for line in write_lines(found, texts, whole=whole):
                screen.print(line, soft_wrap=True, highlight=False)
        return describe(found)

    for_each(scenarios, one, texts, as_json=as_json, refuse=lambda: check_names(scenarios, None))


def tell_steps(path: Path, status: Status, texts: Texts) -> Clock:
    """Return a clock that shows the steps of an explanation."""

    def tell(step: str) -> None:
        key = f"explain_step_{step}"
        words = texts.say(key if key in WORDS else f"step_{step}")
        status.update(f"{path.name}: {words}")

    return Clock(tell)


def explain_failure(
    path: Path, error: InfeasibleError, status: Status, texts: Texts, *, as_json: bool
) -> InfeasibleError:
    """Return the error of an infeasible run with the explanation in it.

    For machines the limits of the conflict are its problems; for people its message says all.
    """
    try:
        found = explain_conflict(path, tell_steps(path, status, texts))
    except SimError:
        return error
    if not as_json:
        return InfeasibleError(plain("\n".join(write_lines(found, texts))))
    problems = [
        Problem(limit.at, plain(name_limit(limit, texts)), code="conflict")
        for limit in found.conflict
    ]
    problems += [
        Problem(edit.limit.at, plain(say_edit(edit, texts)), plain(edit.yaml), f"way_out_{number}")
        for number, way in enumerate(found.ways, start=1)
        for edit in way.edits
    ]
    return InfeasibleError(message("explain_no_plan"), problems)
