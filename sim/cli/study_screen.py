"""What commands of studies show alike: a bar while they solve, and where the results are."""

from __future__ import annotations

from pathlib import Path

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

from sim.cli.screen import Screen
from sim.say.texts import Texts


def open_bar(screen: Screen) -> Progress:
    """Return a bar that tells how many of how many are done; it goes when it is left.

    Where nobody looks at a terminal there is none.
    """
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=screen,
        transient=True,
        disable=not screen.is_terminal,
    )


def show_places(screen: Screen, texts: Texts, places: dict[str, Path]) -> None:
    """Print where things are; the keys are those of what each place is called."""
    for key, path in places.items():
        line = texts.label(texts.say(key), str(path))
        screen.print(line, soft_wrap=True, highlight=False)
