"""Sentences, figures and names, bound to the language of one reader."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.say import WORDS, Language, label, say
from sim.say.figures import Scale, scale_of, write_amount, write_figure, write_money

_SITES = ("zones", "plants", "sinks", "markets", "terminals", "areas")


@dataclass(frozen=True)
class Texts:
    """What a reader of one language is shown.

    >>> Texts("zh").amount(1200), Texts("en").pick({"name_en": "Mine", "name_zh": "矿"}, "name")
    ('120 万吨/年', 'Mine')
    """

    language: Language
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Kind of thing (an input table) -> id -> name in the language."""

    def say(self, key: str, /, **values: object) -> str:
        """Return the words for `key`, with `values` filled in."""
        return say(key, self.language, **values)

    def label(self, name: object, text: object) -> str:
        """Return a text with what it is called before it."""
        return label(name, text, self.language)

    def join(self, parts: Iterable[str], joint: str = "list_comma") -> str:
        """Return several things in a row, with the words of `joint` between them."""
        return self.say(joint).join(parts)

    def word(self, group: str, word: object) -> str:
        """Return what the catalogue calls `group_word`; the word itself where it has nothing."""
        key = f"{group}_{word}"
        return self.say(key) if key in WORDS else str(word)

    def pick(self, row: Mapping[Hashable, Any], stem: str) -> str:
        """Return `stem_en` or `stem_zh` of a row; the other language where one is blank."""
        languages = ("zh", "en") if self.language == "zh" else ("en", "zh")
        values = (row.get(f"{stem}_{language}") for language in languages)
        return next((v for v in values if isinstance(v, str) and v.strip()), "")

    def name(self, kind: str, key: object) -> str:
        """Return the name of a thing; its id where it has none."""
        return self.names.get(kind, {}).get(str(key), "") or str(key)

    def site(self, key: object) -> str:
        """Return the name of a zone, plant, sink, market, port or area."""
        known = (self.names.get(kind, {}).get(str(key)) for kind in _SITES)
        return next((name for name in known if name), str(key))

    def amount(self, kt: float, *, yearly: bool = True) -> str:
        """Return a tonnage; see `sim.say.figures.write_amount`."""
        return write_amount(kt, self.language, yearly=yearly)

    def money(self, mcny: float) -> str:
        """Return money a year; see `sim.say.figures.write_money`."""
        return write_money(mcny, self.language)

    def figure(self, value: float | None, unit: str) -> str:
        """Return a figure with its canonical unit; see `sim.say.figures.write_figure`."""
        return write_figure(value, unit, self.language)

    def scale(self, unit: str) -> Scale:
        """Return the unit of heads and axes; see `sim.say.figures.scale_of`."""
        return scale_of(unit, self.language)
