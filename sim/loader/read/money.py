"""Amounts in other currencies, turned into yuan where they are read, at the rates of the scenario.

Behind the border there is one currency: what a scenario and its tables say in another stands in
yuan from here on, in the case as in all results.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic_core import PydanticCustomError

from sim.loader.read.scaled import scale, unit_of
from sim.loader.read.yaml_text import Document
from sim.scenario.currency import YEAR, YUAN, read_rates

_PROSE = frozenset({"name", "title", "description", "note", "source", "currency"})
"""Keys of a scenario that hold no amounts."""


@dataclass(frozen=True)
class Money:
    """What a unit of other currencies is worth."""

    rates: Mapping[str, float] = field(default_factory=dict)
    """Currency -> CNY."""

    def unit(self, unit: str) -> tuple[str, float]:
        """Return a unit in yuan, and how many of it one of the given is.

        >>> Money({"USD": 7.0}).unit("USD/t"), Money({"USD": 7.0}).unit("kt/yr")
        (('CNY/t', 7.0), ('kt/yr', 1.0))
        """
        for code, rate in self.rates.items():
            word = re.compile(rf"(?<![A-Za-z]){code}(?![A-Za-z])")
            above, slash, below = unit.partition("/")
            if word.search(above):
                return word.sub(YUAN, above, count=1) + slash + below, rate
        return unit, 1.0

    def quantity(self, text: str) -> str:
        """Return a quantity in yuan; any other text as it is.

        >>> Money({"USD": 7.1}).quantity("12 USD/t"), Money({"USD": 7.1}).quantity("12 CNY/t")
        ('85.2 CNY/t', '12 CNY/t')
        """
        own = unit_of(text) if self.rates else ""
        unit, rate = self.unit(own)
        if unit == own:
            return text
        return scale(text, rate, unit) or text


def read_money(document: Document) -> Money:
    """Return the rates of a document; none where they cannot be read, which is told elsewhere."""
    try:
        rates = read_rates(document.data.get("currency") or {})
    except PydanticCustomError:
        return Money()
    if not isinstance(rates, Mapping):
        return Money()
    return Money({code: rate for code, rate in rates.items() if code != YEAR})


def in_yuan(document: Document, money: Money) -> Document:
    """Return a document whose amounts are in yuan."""
    if not money.rates:
        return document
    data = {k: v if k in _PROSE else _walk(v, money) for k, v in document.data.items()}
    return Document(data, document.places)


def _walk(value: Any, money: Money) -> Any:
    if isinstance(value, str):
        return money.quantity(value)
    if isinstance(value, list):
        return [_walk(one, money) for one in value]
    if isinstance(value, dict):
        return {k: v if k in _PROSE else _walk(v, money) for k, v in value.items()}
    return value
