"""Other currencies: what a unit of each is worth in yuan, and the year of these prices."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from sim import units
from sim.say.message import message
from sim.scenario.refusal import refusal, together

YUAN = "CNY"
YEAR = "year"
CODE = re.compile(r"[A-Z]{3}")
"""Three capital letters, as ISO 4217 has them."""
_YEARS = (1900, 2200)


def read_rates(value: Any) -> Any:
    """Return currency -> CNY, and `year` -> year, of what `{USD: 7.1 CNY, year: 2024}` says."""
    if not isinstance(value, Mapping):
        return value
    found: dict[Any, float | int] = {}
    refused = []
    for key, text in value.items():
        try:
            found[key] = _read_year(text) if key == YEAR else _read_rate(key, text)
        except PydanticCustomError as error:
            refused.append(error)
    if refused:
        raise together(refused)
    return found


def _read_rate(code: Any, text: Any) -> float:
    if not isinstance(code, str) or not CODE.fullmatch(code) or code in (YUAN, "RMB"):
        hint = message("write_for_example", example="USD: 7.1 CNY")
        raise refusal("currency", message("currency_code", code=str(code)[:40]), hint, str(code))
    try:
        rate = float(text) if _is_plain(text) else units.parse(text, YUAN)
    except (units.UnitError, TypeError):
        rate = 0.0
    if not rate > 0:
        hint = message("write_for_example", example=f"{code}: 7.1 CNY")
        raise refusal("currency", message("currency_rate", code=code), hint, code)
    return rate


def _is_plain(text: Any) -> bool:
    is_number = isinstance(text, int | float) and not isinstance(text, bool)
    return is_number or (isinstance(text, str) and units.is_number(text))


def _read_year(text: Any) -> int:
    if str(text).isdigit() and _YEARS[0] <= int(text) <= _YEARS[1]:
        return int(text)
    hint = message("write_for_example", example="year: 2024")
    raise refusal("currency", message("currency_year"), hint, YEAR)


Rates = Annotated[dict[str, float | int], BeforeValidator(read_rates)]
"""Currency -> CNY, and `year`."""
