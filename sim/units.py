"""Quantities as people write them ("12 kt/yr", "120 万吨/年", "3.2 亿元/年"), converted with pint.

A unit is a product of words. A space, "·" or nothing at all between two words binds closer than
"/", so that "元/吨·公里" and "CNY/t km" are per tonne-kilometre, and "元/万吨" is per 10,000 t.

A year has 365 days, so that 100 t/d are 36.5 kt/yr; a month is a twelfth of it. The point is the
decimal sign; a comma separates thousands, and what could be either is refused.
"""

from __future__ import annotations

import math
import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from sim.say import WORDS
from sim.say.message import Message, MessageError, message, plain
from sim.say.texts import EN

if TYPE_CHECKING:
    import pint

    Quantity = pint.Quantity[float]

MASS_FLOW = "kt/yr"
MASS = "kt"
PRICE = "CNY/t"
DISTANCE = "km"
SHARE = ""
MONEY_FLOW = "MCNY/yr"

MOST = 1e9
"""Largest number of any canonical unit: beyond it all is a slip of the pen, sums lose digits, and a
solver cannot reckon with the product of two."""
FREQUENT = {
    ("%", ""): 0.01,
    ("%/yr", "1/yr"): 0.01,
    ("mg/kg", ""): 1e-6,
    ("Mt", "kt"): 1000.0,
    ("Mt/yr", "kt/yr"): 1000.0,
    (EN.scale(MONEY_FLOW).unit, MONEY_FLOW): 1.0,
    (EN.scale("MCNY").unit, "MCNY"): 1.0,
    ("CNY/(t/yr)", "CNY*yr/t"): 1.0,
}
"""What pint says of units that nearly every project uses; it is loaded for others only."""
_CHINESE = {
    "千万": "1e7",
    "百万": "1e6",
    "亿": "1e8",
    "万": "1e4",
    "千": "1e3",
    "吨标准煤": "tce",
    "吨标煤": "tce",
    "千克标准煤": "kgce",
    "千克标煤": "kgce",
    "公斤标准煤": "kgce",
    "公斤标煤": "kgce",
    "吨": "t",
    "公斤": "kg",
    "千克": "kg",
    "毫克": "mg",
    "克": "g",
    "公里": "km",
    "千米": "km",
    "米": "m",
    "元": "CNY",
    "人民币元": "CNY",
    "人民币": "CNY",
    "千瓦时": "kWh",
    "度": "kWh",
    "吉焦": "GJ",
    "兆焦": "MJ",
    "千焦": "kJ",
    "贝可": "Bq",
    "年": "yr",
    "天": "day",
    "日": "day",
    "小时": "hour",
    "分钟": "minute",
    "秒": "s",
    "个百分点": "0.01",
    "百分点": "0.01",
    "¥": "CNY",
    "%": "0.01",
    "‰": "0.001",
}
_WORDS = {
    "million": "1e6",
    "billion": "1e9",
    "bn": "1e9",
    "thousand": "1e3",
    "a": "yr",
    "y": "yr",
    "ton": "t",
    "tons": "t",
    "tkm": "t*km",
    "ktkm": "kt*km",
    "Mtkm": "Mt*km",
    "tpa": "t/yr",
    "ktpa": "kt/yr",
    "Mtpa": "Mt/yr",
}
# What pint would read as milli-, centi- … tonnes or yuan is a slip of the pen.
_SLIP = re.compile(r"(?:[yzafpnuµmcdh]|da)(?:t|CNY|RMB|yuan)")
_CARBON = re.compile(r"CO2(?:eq|e)?(?![A-Za-z0-9])")
_NUMBER = re.compile(r"[+-]?(?:\d[\d,]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?", re.ASCII)
_ONE_COMMA = re.compile(r"([+-]?)(\d*),(\d+)", re.ASCII)
_DIGIT = re.compile(r"\d")
_TOKEN = re.compile(
    r"\s*(?:(?P<slash>/|每|per\b)|(?P<times>[*×])|(?P<joint>[·•\-])|(?P<open>\()|(?P<close>\))"
    rf"|(?P<word>{'|'.join(sorted(_CHINESE, key=len, reverse=True))}|[A-Za-zµμ]+))\s*"
)
VOLUME = "cbm"
"""What a cubic metre is called inside: its sign has a digit, which no other unit has."""
_VOLUME = re.compile(r"(?<![A-Za-z])(M?)(?:m3|m³|m\^3|立方米)(?![A-Za-z0-9])")
_MAX_LENGTH = 80
_LOCK = Lock()
_DEFINITIONS = Path(__file__).with_name("units.txt")


def name_unit(unit: str) -> Message:
    """Return what a canonical unit is called; the empty one is a share."""
    key = f"unit {unit}"
    return message(key) if key in WORDS else plain(unit)


class UnitError(MessageError):
    """The text is not a quantity of the wanted kind."""

    def __init__(self, message: Message, hint: Message | None = None) -> None:
        super().__init__(message)
        self.hint = hint
        """What to write instead, where the text tells what was meant."""


def registry() -> pint.UnitRegistry[float]:
    """Return the one unit registry of the project, whichever thread asks first."""
    with _LOCK:
        return _load_registry()


@lru_cache(maxsize=1)
def _load_registry() -> pint.UnitRegistry[float]:
    import pint

    return pint.UnitRegistry(
        str(_DEFINITIONS), cache_folder=None, autoconvert_offset_to_baseunit=True
    )


@lru_cache(maxsize=1024)
def _quantity_of(word: str) -> Quantity:
    """Return what one word of a unit stands for."""
    if _SLIP.fullmatch(word):
        raise UnitError(message("unit_slip", word=word))
    known = _CHINESE.get(word) or _WORDS.get(word)
    ureg = registry()
    try:
        if known is not None:
            return ureg.Quantity(ureg.parse_expression(known))
        return ureg.Quantity(1.0, ureg.parse_units(word))
    except Exception:
        raise UnitError(message("unit_unknown", word=word)) from None


class _UnitText:
    """Reads the text of a unit from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[tuple[str, str]] = []
        position = 0
        while position < len(text):
            match = _TOKEN.match(text, position)
            if match is None:
                raise UnitError(message("unit_unreadable", text=text))
            self.tokens.append((match.lastgroup or "", match.group().strip()))
            position = match.end()

    def read(self) -> Quantity:
        """Return the quantity that the whole text stands for."""
        value = registry().Quantity(1.0) if self._next() == "slash" else self._read_joint()
        while self._next() in {"slash", "times"}:
            kind, _ = self.tokens.pop(0)
            factor_ = self._read_joint()
            value = value / factor_ if kind == "slash" else value * factor_
        return value

    def read_all(self) -> Quantity:
        """Return the quantity, and refuse what is left over."""
        value = self.read()
        if self.tokens:
            raise UnitError(message("unit_unreadable", text=self.text))
        return value

    def _next(self) -> str:
        return self.tokens[0][0] if self.tokens else ""

    def _read_joint(self) -> Quantity:
        """Read words that stand side by side: they bind closer than a slash."""
        value = self._read_word()
        while self._next() in {"joint", "word", "open"}:
            if self._next() == "joint":
                self.tokens.pop(0)
            value = value * self._read_word()
        return value

    def _read_word(self) -> Quantity:
        kind = self._next()
        if kind == "word":
            return _quantity_of(self.tokens.pop(0)[1])
        if kind == "open":
            self.tokens.pop(0)
            value = self.read()
            if self._next() == "close":
                self.tokens.pop(0)
                return value
        raise UnitError(message("unit_unreadable", text=self.text))


def _read_unit(unit: str) -> Quantity:
    """Return the quantity of one `unit`; nothing stands for a share."""
    text = _CARBON.sub(" ", unit).strip()
    text = re.sub(r"^1\s*(?=/)", "", text)
    return _UnitText(text).read_all() if text else registry().Quantity(1.0)


@lru_cache(maxsize=4096)
def factor(unit: str, to: str) -> float:
    """Return by how much a number in `unit` is multiplied to be in `to`.

    Raises
    ------
    UnitError
        The unit is unknown, or measures something else than `to`.
    """
    if unit == to:
        return 1.0
    found = FREQUENT[unit, to] if (unit, to) in FREQUENT else _answer(unit, to)
    if isinstance(found, Message):
        raise UnitError(found)
    return found


@lru_cache(maxsize=4096)
def _answer(unit: str, to: str) -> float | Message:
    """Return the factor that pint finds, or why there is none, asked once."""
    try:
        return _ask_pint(unit, to)
    except UnitError as error:
        return error.message


def _ask_pint(unit: str, to: str) -> float:
    """Return the factor that pint finds, once it knows the words of a unit."""
    if len(unit) > _MAX_LENGTH:
        raise UnitError(message("unit_long", most=_MAX_LENGTH))
    quantity, wanted = _read_unit(plain_signs(plain_volumes(unit))), registry().parse_units(to)
    if not quantity.is_compatible_with(wanted):
        raise UnitError(message("unit_differs", unit=unit, wanted=name_unit(to)))
    value = float(quantity.to(wanted).magnitude)
    # Where a few digits say the same, they are the factor and the rest is noise.
    short = float(f"{value:.12g}")
    return short if math.isclose(short, value, rel_tol=1e-14) else value


def _multiply(digits: str, by: float) -> float:
    """Return the product, the same to the last digit for 120 x 10 and 1.2 x 1000."""
    if by == 1.0:
        return float(digits)
    try:
        return float(Decimal(digits) * Decimal(repr(by)))
    except ArithmeticError:
        return math.inf


def _refuse_commas(digits: str) -> UnitError:
    """Return the error of commas that do not separate thousands, with what may be meant."""
    match = _ONE_COMMA.fullmatch(digits)
    if match is None:
        return UnitError(message("number_unreadable", text=digits), message("commas_thousands"))
    sign, whole, rest = match.groups()
    decimal = f"{sign}{whole.lstrip('0') or '0'}.{rest}"
    if len(rest) != 3:
        return UnitError(
            message("number_unreadable", text=digits), message("write_this", text=decimal)
        )
    joined = f"{sign}{(whole + rest).lstrip('0') or '0'}"
    return UnitError(
        message("number_ambiguous", text=digits),
        message("write_either", one=decimal, other=joined),
    )


def plain_volumes(text: str) -> str:
    """Return a text with a word for cubic metres; `Mm3` are a million of them, as in mining.

    >>> plain_volumes("12 Mm3/yr"), plain_volumes("1.6 t/m³")
    ('12 million cbm/yr', '1.6 t/cbm')
    """
    if "m" not in text and "立方米" not in text:
        return text
    return _VOLUME.sub(lambda found: f"{'million ' if found.group(1) else ''}{VOLUME}", text)


def plain_signs(text: str) -> str:
    """Return a text with full-width and other compatible signs in their plain form.

    Raises
    ------
    UnitError
        A sign that would turn into a digit and is none: a power, an index, a fraction.

    >>> plain_signs("１２，５００ ｔ"), plain_signs("tCO₂")
    ('12,500 t', 'tCO2')
    """
    if text.isascii():
        return text
    signs: list[str] = []
    for sign in text:
        simple = unicodedata.normalize("NFKC", sign)
        is_index = sign == "₂" and "".join(signs[-2:]) == "CO"
        if _DIGIT.search(simple) and not (sign.isascii() or is_index or "０" <= sign <= "９"):
            raise UnitError(message("number_sign", sign=sign, text=text[:_MAX_LENGTH]))
        signs.append(simple)
    return "".join(signs).replace("\N{MINUS SIGN}", "-")


def is_number(text: str) -> bool:
    """Return whether a text is a number without a unit, in signs that `parse` reads.

    >>> is_number("1,200.5"), is_number("１２"), is_number("4²"), is_number("1_000")
    (True, True, False, False)
    """
    try:
        return _NUMBER.fullmatch(plain_signs(text).strip()) is not None
    except UnitError:
        return False


@lru_cache(maxsize=65536)
def _convert(text: str, to: str) -> float:
    shown = text[:_MAX_LENGTH]
    match = _NUMBER.match(text)
    if match is None:
        raise UnitError(message("number_with_unit" if to else "number_unreadable", text=shown))
    digits, unit = match.group(), text[match.end() :].strip()
    if "," in digits and not _GROUPED.fullmatch(digits):
        raise _refuse_commas(digits[:_MAX_LENGTH])
    if not unit and to:
        raise UnitError(message("unit_missing", text=shown))
    if _DIGIT.search(unit) and _DIGIT.search(_CARBON.sub("", unit).removeprefix("1/")):
        hint = message("commas_thousands") if unit.startswith(",") else None
        raise UnitError(message("number_several", text=shown), hint)
    value = _multiply(digits.replace(",", ""), factor(unit, to))
    if math.isinf(value):
        raise UnitError(message("number_infinite", text=shown))
    if is_beyond(value):
        raise UnitError(message("number_beyond", text=shown, most=show_most(to)))
    return value


def is_beyond(value: float) -> bool:
    """Return whether a number of a canonical unit is larger than MOST, or none at all."""
    return not abs(value) <= MOST


def show_most(unit: str) -> str:
    """Return the largest number of a canonical unit as it is written.

    >>> show_most("kt/yr"), show_most("")
    ('1e12 kt/yr', '1e12')
    """
    return f"1e{math.log10(MOST):.0f} {unit}".strip()


def parse(text: str | int | float, to: str) -> float:
    """Return the number of `to` units that `text` stands for.

    A bare number is accepted only where `to` is a share ("").

    Raises
    ------
    UnitError
        Not a number, not finite or larger than MOST, no unit where one is due, or one of another
        kind.
    """
    if isinstance(text, bool):
        raise UnitError(message("not_a_quantity", text=text))
    written = text if isinstance(text, str) else repr(text)
    return _convert(plain_signs(plain_volumes(written)).strip(), to)
