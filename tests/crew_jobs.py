"""Small jobs for workers: what they solve is known without solving it."""

from __future__ import annotations

import os
import time
from pathlib import Path

from sim.errors import InfeasibleError
from sim.say.message import message


class Squarer:
    """Squares numbers; writes down that it was made, and what it began."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / f"made-{os.getpid()}-{time.monotonic_ns()}").touch()

    def solve(self, number: int) -> int:
        """Return the square; 13 has none, and -1 waits until it is killed or let go."""
        if number == 13:
            raise InfeasibleError(message("no_plan_row", row=str(number)))
        if number == 14:
            time.sleep(0.3)
            raise InfeasibleError(message("no_plan_row", row=str(number)))
        if number == -1:
            began = self.folder / f"began-{os.getpid()}"
            began.touch()
            while not (self.folder / "let-go").exists():
                time.sleep(0.02)
        return number * number


def solve(squarer: Squarer, number: int) -> int:
    """Return the square of a number."""
    return squarer.solve(number)
