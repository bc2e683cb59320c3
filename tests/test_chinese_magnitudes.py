"""Large figures in Chinese are counted in 亿, money in 亿元 or 万元: nobody says 百万元."""

from __future__ import annotations

import pytest

from sim.say.texts import EN, ZH


@pytest.mark.parametrize(
    ("kt", "written"),
    [
        (1_377_690.0, "13.8 亿吨/年"),
        (100_000.0, "1 亿吨/年"),
        (99_949.0, "9,995 万吨/年"),
        (-250_000.0, "-2.5 亿吨/年"),
    ],
)
def test_tonnages_from_one_hundred_million_on(kt: float, written: str) -> None:
    """From 1 亿吨 on a tonnage is told in it, everywhere a tonnage is told."""
    assert ZH.amount(kt) == written
    assert ZH.figure(kt, "kt/yr") == written


def test_a_limit_keeps_its_digits() -> None:
    """All digits of a limit are kept in the larger unit."""
    assert ZH.exact(137_769.5, "kt/yr") == "1.377695 亿吨/年"


@pytest.mark.parametrize(
    ("value", "unit", "english", "chinese"),
    [
        (-10_831.4, "MCNY/yr", "-10,831 million CNY/yr", "-108.31 亿元/年"),
        (12.34, "MCNY/yr", "12.3 million CNY/yr", "0.123 亿元/年"),
        (0.4217, "MCNY/yr", "0.422 million CNY/yr", "42.2 万元/年"),
        (0.0, "MCNY/yr", "0 million CNY/yr", "0 亿元/年"),
        (2841.6, "Mt*km/yr", "2,842 million t·km/yr", "28.42 亿吨公里/年"),
        (1326.0, "kt/yr", "1,326 kt/yr", "133 万吨/年"),
        (0.846, "", "84.6 %", "84.6 %"),
    ],
)
def test_ends_of_ranges(value: float, unit: str, english: str, chinese: str) -> None:
    """A range that a price holds over is as exact in one language as in the other."""
    assert EN.end(value, unit) == english
    assert ZH.end(value, unit) == chinese
