"""Dots per inch: bounded from Python as in a terminal, and together with the size."""

from __future__ import annotations

import pytest

from sim.draw.paper import Paper, paper_of
from sim.errors import InputError


@pytest.mark.parametrize("dpi", [-300, 0, 49, 1201])
@pytest.mark.parametrize("usual", [None, Paper(16.0, 20.5)])
def test_dots_beyond_the_bounds_are_refused(dpi: int, usual: Paper | None) -> None:
    """None are taken for the usual ones, nor passed on."""
    with pytest.raises(InputError, match=f"{dpi} dots per inch: 50 to 1200 can be drawn"):
        paper_of(None, dpi, usual)


def test_a_picture_that_no_machine_can_hold_is_refused() -> None:
    """120 cm at 1,200 dots would be 3.2 thousand million dots; the finest that fits is named."""
    with pytest.raises(InputError, match="or 334 dots per inch at most"):
        paper_of("120x120", 1200)
    assert paper_of("120x120", 334) == Paper(120.0, 120.0, 334)


@pytest.mark.parametrize("size", ["a4", "slide"])
def test_named_sizes_may_be_as_fine_as_any(size: str) -> None:
    """What the command offers by name is drawn at most dots."""
    paper = paper_of(size, 1200)
    assert paper is not None
    assert paper.dpi == 1200
