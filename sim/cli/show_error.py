"""Errors in plain words, for people and for machines; loads nothing that solves."""

from __future__ import annotations

from typing import Any

from rich.text import Text

from sim.cli.problems import tell_problems
from sim.cli.screen import Screen
from sim.errors import SimError
from sim.say import say
from sim.say.message import spoken


def show_error(console: Screen, error: SimError, language: str) -> None:
    """Print what is wrong: one line a problem, of very many some of each kind."""
    title = say(f"error_{error.exit_code.name.lower()}", language)
    text = error.message.say(language)
    head = say("error_head", language, title=title)
    console.print(Text.assemble((head, "bold red"), text), soft_wrap=True)
    for line in tell_problems(error.problems, language):
        console.print(f"  {line}", soft_wrap=True, highlight=False)


def describe_error(error: SimError, language: str) -> dict[str, Any]:
    """Return an error for machines; its sentences are in the language of the person."""
    return {
        "error": {
            "kind": error.exit_code.name.lower(),
            "exit_code": int(error.exit_code),
            "message": error.message.say(language),
            "problems": [
                {
                    "where": spoken(p.where, language),
                    "what": p.what.say(language),
                    "hint": p.hint.say(language) if p.hint else "",
                    "code": p.code,
                    "count": p.count,
                }
                for p in error.problems
            ],
        }
    }
