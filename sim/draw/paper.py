"""The size that a picture is printed in."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from sim.errors import InputError, Problem
from sim.say.message import message

NAMED = {"a4": (16.0, 20.5), "slide": (33.87, 19.05)}
"""Name -> width and height in cm: what fits between the margins of a page; a whole slide."""
LEAST_CM, MOST_CM = 15.0, 120.0
LEAST_DPI, MOST_DPI = 50, 1200
_USUAL_DPI = 300
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*[x×]\s*(\d+(?:\.\d+)?)(?:\s*cm)?", re.IGNORECASE)


@dataclass(frozen=True)
class Paper:
    """A size in print, and how fine it is."""

    width_cm: float
    height_cm: float
    dpi: int = _USUAL_DPI


def read_paper(text: str, dpi: int | None = None) -> Paper | None:
    """Return the paper of `a4`, `slide` or `15x18` (cm); None where that is no size for a picture.

    >>> read_paper("15x18.5cm").height_cm, read_paper("a4", 150).dpi, read_paper("15")
    (18.5, 150, None)
    """
    found = _SIZE.fullmatch(text.strip())
    size = NAMED.get(text.strip().lower())
    if found:
        size = float(found[1]), float(found[2])
    if size is None or not all(LEAST_CM <= side <= MOST_CM for side in size):
        return None
    return Paper(*size, dpi or _USUAL_DPI)


def paper_of(size: str | None, dpi: int | None = None, usual: Paper | None = None) -> Paper | None:
    """Return the paper that is asked for: the usual one where none is.

    Without a size, dots per inch are those of the usual paper, else of a slide.

    Raises
    ------
    InputError
        That is no size for a picture.
    """
    if size is None and dpi is None:
        return usual
    if size is None and usual is not None:
        return replace(usual, dpi=dpi or usual.dpi)
    found = read_paper("slide" if size is None else size, dpi)
    if found is None:
        what = message("size_unknown", size=size)
        hint = message("size_hint", least=f"{LEAST_CM:g}", most=f"{MOST_CM:g}")
        raise InputError([Problem("--size", what, hint, "size")])
    return found
