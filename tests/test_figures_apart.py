"""As many digits as tell figures apart, where figures are read side by side."""

from __future__ import annotations

import math

import pytest

from sim.say.apart import count_digits, write_apart
from sim.say.texts import EN, ZH
from sim.studies.compare.sentences import write_numbers


def test_both_ends_are_told_apart() -> None:
    """Ends of 10.701 and 10.689 million are 10.70 and 10.69, in every row of the column."""
    assert EN.close_bares([10.701, 10.689, 12.0], "MCNY/yr") == ["10.70", "10.69", "12.00"]
    assert EN.close_figures([0.70564, 0.70561], "") == ["70.564 %", "70.561 %"]


def test_three_digits_stay_where_they_suffice() -> None:
    """Nothing is added to figures that differ already, nor to equal ones."""
    assert EN.close_bares([10.7, 84.6], "MCNY/yr") == ["10.7", "84.6"]
    assert EN.figures([0.846, 0.846], "") == ["84.6 %", "84.6 %"]
    assert write_apart([1234.4, 1234.4]) == ["1,234", "1,234"]


def test_what_a_solver_leaves_is_no_difference() -> None:
    """A millionth part of what stands beside is rounding."""
    assert write_apart([46122.1, 46122.1000001, 0.5]) == ["46,122", "46,122", "0.5"]
    assert count_digits([3.0, 3.0 + 1e-9], 1) == 1
    assert count_digits([0.001, 0.002], 1, largest=1e5) == 1


def test_unknown_is_a_dash() -> None:
    """What is not defined is told as such, with no unit."""
    assert EN.close_figures([math.nan, 0.5, None], "") == ["–", "50.00 %", "–"]
    assert EN.figures([None, 1200.0], "kt/yr") == ["–", "1.2 Mt/yr"]


@pytest.mark.parametrize(
    ("values", "due"),
    [
        ([84.6089, 84.6211, 12.0], ["84.61", "84.62", "12.0"]),
        ([-10347.2, -10347.4], ["−10,347.2", "−10,347.4"]),
        ([2.58, 2.61], ["2.58", "2.61"]),
    ],
)
def test_rows_of_a_comparison(values: list[float], due: list[str]) -> None:
    """Runs that differ in the fourth digit show it."""
    assert write_numbers(values) == due


def test_figures_of_different_size_keep_their_units() -> None:
    """Only those that read alike are written anew."""
    assert EN.figures([54512.0, 54530.0, 320.0], "kt/yr") == [
        "54.51 Mt/yr",
        "54.53 Mt/yr",
        "320 kt/yr",
    ]
    assert ZH.figures([12.341, 12.342], "MCNY/yr") == [
        "0.12341 亿元/年",
        "0.12342 亿元/年",
    ]
