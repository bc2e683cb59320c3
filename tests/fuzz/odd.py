"""Odd values: what stands in a cell by accident, by habit of another tool, or by malice."""

from __future__ import annotations

import random
import re

NUMBERS = (
    "0",
    "-0",
    "0.0",
    "1",
    "-1",
    "1e-6",
    "1e-9",
    "1e-16",
    "1e-300",
    "5e-324",
    "1e6",
    "1e12",
    "1e200",
    "1e302",
    "1e308",
    "1e309",
    "nan",
    "NaN",
    "inf",
    "-inf",
    "0.5",
    "100",
    "101",
    "-0.001",
    "0,400",
    "1,5",
    "1.000,5",
    "1 000",
    "1_000",
    "٣",
    "１２",
    "½",
    "400²",
    "1e",
    "0x10",
    "1/3",
    "100 %",
    "0 %",
    "-5 %",
    "101 %",
    "1e-7 %",
    "50 ‰",
    "0.5 %",
    "3-5",
    "~3",
    "<3",
    "> 1e3",
)
UNITS = (
    "",
    "t/yr",
    "kt/yr",
    "Mt/yr",
    "万吨/年",
    "t/d",
    "kg",
    "t",
    "kt",
    "CNY/t",
    "元/吨",
    "CNY/t/km",
    "CNY/km",
    "USD/t",
    "%",
    "kg/t",
    "t/t",
    "mg/kg",
    "Bq/kg",
    "km",
    "m",
    "mi",
    "d",
    "yr",
    "CNY",
    "h",
    "万元",
    "kWh/t",
    "kg/t/km",
    "degC",
    "kt/yr²",
    "kt/a",
    "foo",
)
WORDS = (
    "",
    " ",
    "\t",
    "\u00a0",
    "\u200b",
    "x",
    "none",
    "None",
    "null",
    "N/A",
    "#REF!",
    "TRUE",
    "yes",
    "any",
    "all",
    "-",
    "—",
    "?",
    "=1+1",
    "+1",
    "-1+1",
    "@x",
    "=cmd|'x'!A0",
    "'0",
    "a\rb",
    "a\nb",
    "a\r=1+1",
    "<b>x</b>",
    "[/b]",
    "[red]",
    "{x}",
    "%s",
    "\\",
    "\x1b[31m",
    "\u202e",
    "\ufeff",
    "a;b",
    "a; ;b",
    ";",
    "a,b",
    '"',
    '""',
    "//",
    "../..",
    "é",
    "e\u0301",
    "ｘ",
    "а",
    "😀",
    "中文",
    "a" * 300,
    "[]",
    "id",
    "2025",
    "2025.0",
    "1900-01-01",
    "12:30",
    "0123",
    "1e5",
)
NESTED = (
    None,
    True,
    False,
    0,
    1,
    -1,
    0.5,
    10**30,
    1e302,
    float("nan"),
    float("inf"),
    "",
    "x",
    "0",
    "0 %",
    "1e-16",
    [],
    {},
    [[]],
    [{}],
    [None],
    ["x", "x"],
    {"x": 1},
    {"en": 1},
    [1, 2],
    {"": ""},
    "null",
)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_LOOK_ALIKE = str.maketrans("aeopcxyi-0123", "аеорсхуі−０１２３")


def odd_text(chance: random.Random, old: str) -> str:
    """Return what could stand in the place of a cell: a number, a word, or the old text bent."""
    kind = chance.random()
    if kind < 0.35:
        return chance.choice(NUMBERS)
    if kind < 0.45:
        return f"{chance.choice(NUMBERS[:12])} {chance.choice(UNITS)}"
    if kind < 0.6:
        return chance.choice(WORDS)
    return bend(chance, old)


def bend(chance: random.Random, text: str) -> str:
    """Return a text with a small fault."""
    ways = (
        lambda: text.translate(_LOOK_ALIKE),
        text.upper,
        lambda: f" {text}\u00a0",
        lambda: text[: len(text) // 2],
        lambda: text + text[-1:],
        lambda: f"{text} {chance.choice(UNITS)}",
        lambda: f"={text}",
        lambda: text.replace(".", ","),
        lambda: f"{text}\r",
        lambda: f"{text}; {text}",
        lambda: _scaled(chance, text),
        lambda: _scaled(chance, text),
        lambda: _scaled(chance, text),
        lambda: f"-{text}",
    )
    return chance.choice(ways)()


def _scaled(chance: random.Random, text: str) -> str:
    """Return a text whose first number is another size."""
    factor = 10.0 ** chance.choice((-12, -9, -7, -6, -3, -2, -1, 1, 2, 3, 6, 9, 12, 300))

    def scale(match: re.Match[str]) -> str:
        return f"{float(match.group()) * factor:.12g}"

    return _NUMBER.sub(scale, text, count=1) if _NUMBER.search(text) else f"{text}{text}"
