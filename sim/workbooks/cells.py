"""Reading a cell as people fill it: 约12.5, １，２００, 80～100, 12万吨, a dash for nothing."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, time, timedelta

from sim import units
from sim.say.message import message
from sim.units import UnitError
from sim.workbooks.catalogue import catalogue, fold
from sim.workbooks.sheets import Value

_SPACED = re.compile(r"(?<=\d)[\s\u00a0\u2009\u202f'’](?=\d{3}(?:\D|$))")
_TEN = re.compile(r"(?:1\s*)?[×x*]?\s*10\s*(?:\^\s*4|⁴|\*\*\s*4)")
_TEN_IN_UNIT = re.compile(r"(?<![\d.,])(?:10\s?4|10{4}|10,000)\s?(?=[t吨m])")
"""Ten thousand as the first part of a unit; a power that has lost its form is one too."""
_RANGE = re.compile(
    r"(?P<low>[\d.,]+)(?P<unit>[^\d.,~～至\-–—]*)(?:~|～|至|到|-|–|—|to)\s*(?P<high>[\d.,]+)(?P<rest>.*)"
)
_YEARLY = "/yr"


@dataclass(frozen=True)
class Figure:
    """A number of a cell in the canonical unit of its column."""

    number: float
    low: float | None = None
    high: float | None = None
    is_about: bool = False
    """Whether the cell says that it is a guess."""


def text_of(value: Value) -> str:
    """Return what a cell shows, on one line, its signs in their plain form.

    >>> text_of(12.0), text_of(" 华新\\n水泥（阳新） "), text_of(None)
    ('12', '华新 水泥(阳新)', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    if isinstance(value, (date, time, timedelta)):
        return str(value)
    plain = unicodedata.normalize("NFKC", _TEN.sub("万", value))
    return " ".join(plain.replace("\ufeff", "").split())


def is_blank(value: Value) -> bool:
    """Return whether a cell says nothing: it is empty, or a dash stands in it."""
    if value is None:
        return True
    if not isinstance(value, str):
        return False
    text = value.strip()
    return (
        not text or text in catalogue().words["blank"] or fold(text) in catalogue().words["blank"]
    )


def plain_unit(text: str) -> str:
    """Return a unit in words that are known: 10⁴ t/a are 万t/a.

    >>> plain_unit("×10⁴t/a"), plain_unit("10^4 吨")
    ('万t/a', '万 吨')
    """
    return _TEN_IN_UNIT.sub("万", unicodedata.normalize("NFKC", _TEN.sub("万", text))).strip()


def unit_factor(unit: str, canonical: str) -> float | None:
    """Return by how much a number in a unit is multiplied; 万吨 of a yearly amount is 万吨/年."""
    for text in (unit, f"{unit}{_YEARLY}" if canonical.endswith(_YEARLY) else ""):
        try:
            if text:
                return units.factor(text, canonical)
        except UnitError:
            continue
    return None


def read_figure(value: Value, unit: str | None, canonical: str) -> Figure:
    """Return the number of a cell; `unit` is that of the heading, None where it gives none.

    Raises
    ------
    UnitError
        It is no number, or nobody says in which unit.
    """
    if isinstance(value, float):
        return Figure(_number(repr(value).removesuffix(".0"), unit, canonical))
    if isinstance(value, (bool, date, time, timedelta)):
        raise UnitError(message("wb_date", value=text_of(value)), message("wb_date_hint"))
    text, is_about = _without_about(_SPACED.sub("", text_of(value)))
    text = text_of(text)
    parts = _RANGE.fullmatch(text)
    if parts is None:
        try:
            return Figure(_number(text, unit, canonical), is_about=is_about)
        except UnitError:
            # What cannot be read is told whole: 较多, not what is left without its 多.
            return Figure(_number(text_of(value), unit, canonical))
    tail = parts["rest"].strip() or parts["unit"].strip()
    low = _number(f"{parts['low']}{parts['unit'].strip() or tail}", unit, canonical)
    high = _number(f"{parts['high']}{tail}", unit, canonical)
    middle = float(f"{(low + high) / 2:.12g}")
    return Figure(middle, min(low, high), max(low, high), is_about=True)


def _number(text: str, unit: str | None, canonical: str) -> float:
    """Return a number with or without a unit of its own in the canonical unit."""
    if not units.is_number(text):
        own = re.fullmatch(r"([+-]?[\d.,]+)\s*(\D.*)", text)
        if own and canonical and unit_factor(own[2], canonical) is not None:
            return _times(own[1], own[2], canonical)
        return units.parse(text, canonical)
    if unit is not None:
        return _times(text, unit, canonical)
    if canonical:
        raise UnitError(message("wb_no_unit", text=text), message("wb_no_unit_hint"))
    return units.parse(text, canonical)


def _times(number: str, unit: str, canonical: str) -> float:
    try:
        return units.parse(f"{number} {unit}", canonical)
    except UnitError:
        if not canonical.endswith(_YEARLY):
            raise
        return units.parse(f"{number} {unit}{_YEARLY}", canonical)


def _without_about(text: str) -> tuple[str, bool]:
    """Return a text without the words that say it is a guess, and whether there were any."""
    words = sorted(catalogue().words["about"], key=len, reverse=True)
    text, was = text.strip(), text
    while True:
        lower = text.casefold()
        head = next((w for w in words if w and lower.startswith(w)), "")
        if head:
            text = text[len(head) :].lstrip(" .:：")
            continue
        tail = next((w for w in words if w and lower.endswith(w)), "")
        if not tail:
            return text, text != was.strip()
        text = text[: -len(tail)].rstrip()
