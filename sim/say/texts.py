"""Sentences, figures and names, bound to the language of one reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from sim.say import WORDS, label, say
from sim.say.message import Sayable
from sim.say.scales import FigureWriter

_SITES = ("zones", "plants", "sinks", "markets", "terminals", "areas")


class InBoth(Protocol):
    """What is called something in English and in Chinese, such as a metric."""

    @property
    def en(self) -> str:
        """Return the English words."""

    @property
    def zh(self) -> str:
        """Return the Chinese words."""


@dataclass(frozen=True)
class Texts(FigureWriter):
    """What a reader of one language is shown.

    >>> Texts("zh").amount(1200), Texts("en").pick({"name_en": "Mine", "name_zh": "矿"}, "name")
    ('120 万吨/年', 'Mine')
    """

    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Kind of thing (an input table) -> id -> name in the language."""

    def say(self, key: str, /, **values: object) -> str:
        """Return the words for `key`, with `values` filled in."""
        return say(key, self.language, **values)

    def tell(self, words: Sayable) -> str:
        """Return a message, listing or name that knows no language, said in this one."""
        return words.say(self.language)

    def spoken(self, value: object) -> object:
        """Return a value said in the language, if it is to be said; else as it is."""
        return self.tell(value) if isinstance(value, Sayable) else value

    def of(self, thing: InBoth | Mapping[Any, Any]) -> str:
        """Return what a thing or a record is called that has `en` and `zh`."""
        if isinstance(thing, Mapping):
            return str(thing[self.language])
        return thing.zh if self.language == "zh" else thing.en

    def fill(self, wording: InBoth, *values: object, **named: object) -> str:
        """Return a sentence that stands where its rule is stated, with its values filled in."""
        return self.of(wording).format(*values, **named)

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

    def pick(self, row: Mapping[Any, Any], stem: str) -> str:
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


EN, ZH = Texts("en"), Texts("zh")
BOTH = (EN, ZH)
"""What tables are written with that hold each text in both languages."""
