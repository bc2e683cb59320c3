"""What matplotlib must know while something is drawn; no settings of the user's have a say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib import rcParamsDefault

_FIXED = {"svg.hashsalt": "sim", "svg.fonttype": "path", "text.parse_math": False}
"""The same bytes each time, and names as plain text."""
_OF_SCREENS = ("backend", "interactive", "toolbar", "webagg")


def drawing_style(family: Sequence[str] = ()) -> dict[Any, Any]:
    """Return every setting of a drawing: matplotlib's own ones, fonts, and what is fixed here.

    A `matplotlibrc` of the current folder, which may be anybody's, would change pictures otherwise.
    """
    plain = {
        key: value for key, value in rcParamsDefault.items() if not key.startswith(_OF_SCREENS)
    }
    return {**plain, **({"font.family": list(family)} if family else {}), **_FIXED}
