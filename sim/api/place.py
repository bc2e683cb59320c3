"""Where in a user's code something was asked for, for messages."""

from __future__ import annotations

import sys
from pathlib import Path

_CELLS = ("<ipython-input", "<doctest", "<stdin", "<string")


def find_caller() -> str:
    """Return `file:line` of the first caller outside of the package; `notebook` for a cell."""
    frame = sys._getframe()
    while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith("sim."):
        frame = frame.f_back
    file = frame.f_code.co_filename
    is_cell = "ipykernel" in file or file.startswith(_CELLS)
    return f"{'notebook' if is_cell else Path(file).name}:{frame.f_lineno}"
