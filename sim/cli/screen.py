"""Where commands speak to a person or a program: what they are given is text and nothing else.

Names and paths may hold brackets, which rich takes for markup, and signs that move the cursor of a
terminal, colour it or turn text round: here the first stay as they are and the others are written
out.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable
from typing import Any

import click
from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.status import Status
from rich.text import Text

from sim.scenario.escaping import visible, visible_json

_BEFORE_LINE_END = re.compile(r" +(?=\n)")


class Screen(Console):
    """A console whose texts hold no markup, and show every sign that would act on a terminal."""

    def __init__(self, *, stderr: bool = False, **settings: Any) -> None:
        super().__init__(stderr=stderr, markup=False, emoji=False, **settings)

    def render_str(self, text: str, **how: Any) -> Text:
        """Return a text as it is shown."""
        return super().render_str(visible(text), **how)

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """Yield the parts of what is shown; only rich's own control codes are sent as such.

        Blanks at the end of a line, with which tables fill up their last column, are left out.
        """
        blanks: list[Segment] = []
        for part in super().render(renderable, options):
            if part.control:
                yield part
                continue
            text = _BEFORE_LINE_END.sub("", visible(part.text))
            if text.startswith("\n"):
                blanks.clear()
            body = text.rstrip(" ")
            if body:
                yield from blanks
                blanks.clear()
                yield Segment(body, part.style)
            if len(body) < len(text):
                blanks.append(Segment(text[len(body) :], part.style))
        yield from blanks

    def status(self, status: RenderableType, **how: Any) -> Status:
        """Return a line that says what is being done."""
        return _Line(status, console=self, **how)


class _Line(Status):
    """A line whose text holds no markup."""

    def __init__(self, status: RenderableType, **how: Any) -> None:
        super().__init__(_plain(status), **how)

    def update(self, status: RenderableType | None = None, **how: Any) -> None:
        """Say something else."""
        super().update(None if status is None else _plain(status), **how)


def _plain(said: RenderableType) -> RenderableType:
    return Text(visible(said)) if isinstance(said, str) else said


def echo(text: str, *, err: bool = False, nl: bool = True) -> None:
    """Print a text."""
    click.echo(visible(text), err=err, nl=nl)


def echo_json(content: Any) -> None:
    """Print JSON for a program; a person may be looking on, and read what can be written."""
    text = json.dumps(content, ensure_ascii=False, indent=2)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(content, indent=2)
    click.echo(visible_json(text))
