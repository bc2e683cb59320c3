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
MOST_PIXELS = 250_000_000
"""Of a picture: about 1 GB while it is drawn; twice what a slide at most dots needs."""
_CM_PER_INCH = 2.54
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*[x×]\s*(\d+(?:\.\d+)?)(?:\s*cm)?", re.IGNORECASE)


@dataclass(frozen=True)
class Paper:
    """A size in print, and how fine it is."""

    width_cm: float
    height_cm: float
    dpi: int = _USUAL_DPI

    @property
    def pixels(self) -> float:
        """All dots of it."""
        return self.width_cm * self.height_cm * (self.dpi / _CM_PER_INCH) ** 2


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
    return Paper(*size, _USUAL_DPI if dpi is None else dpi)


def paper_of(size: str | None, dpi: int | None = None, usual: Paper | None = None) -> Paper | None:
    """Return the paper that is asked for: the usual one where none is.

    Without a size, dots per inch are those of the usual paper, else of a slide.

    Raises
    ------
    InputError
        That is no size for a picture, or too many dots.
    """
    if size is None and dpi is None:
        return usual
    if size is None and usual is not None:
        return _bound(usual if dpi is None else replace(usual, dpi=dpi))
    found = read_paper("slide" if size is None else size, dpi)
    if found is None:
        what = message("size_unknown", size=size)
        hint = message("size_hint", least=f"{LEAST_CM:g}", most=f"{MOST_CM:g}")
        raise InputError([Problem("--size", what, hint, "size")])
    return _bound(found)


def _bound(paper: Paper) -> Paper:
    """Return the paper; refuse dots beyond the bounds, and more of them than can be drawn."""
    if not LEAST_DPI <= paper.dpi <= MOST_DPI:
        what = message("dpi_beyond", dpi=paper.dpi, least=LEAST_DPI, most=MOST_DPI)
        raise InputError([Problem("--dpi", what, None, "size")])
    if paper.pixels > MOST_PIXELS:
        fine = int(paper.dpi * (MOST_PIXELS / paper.pixels) ** 0.5)
        what = message("pixels_many", size=f"{paper.width_cm:g}x{paper.height_cm:g}", dpi=paper.dpi)
        hint = message("pixels_hint", dpi=fine)
        raise InputError([Problem("--dpi", what, hint, "size")])
    return paper
