"""Errors in plain words, for people and for machines; loads nothing that solves."""

from __future__ import annotations

from typing import Any

from rich.text import Text

from sim.cli.problems import tell_problems
from sim.cli.screen import Screen
from sim.errors import SimError
from sim.say.texts import Texts


def show_error(console: Screen, error: SimError, texts: Texts) -> None:
    """Print what is wrong: one line a problem, of very many some of each kind."""
    title = texts.say(f"error_{error.exit_code.name.lower()}")
    text = texts.tell(error.message)
    head = texts.say("error_head", title=title)
    console.print(Text.assemble((head, "bold red"), text), soft_wrap=True)
    for line in tell_problems(error.problems, texts):
        console.print(f"  {line}", soft_wrap=True, highlight=False)


def describe_error(error: SimError, texts: Texts) -> dict[str, Any]:
    """Return an error for machines; its sentences are in the language of the person."""
    return {
        "error": {
            "kind": error.exit_code.name.lower(),
            "exit_code": int(error.exit_code),
            "message": texts.tell(error.message),
            "problems": [
                {
                    "where": texts.spoken(p.where),
                    "what": texts.tell(p.what),
                    "hint": texts.tell(p.hint) if p.hint else "",
                    "code": p.code,
                    "count": p.count,
                }
                for p in error.problems
            ],
        }
    }
