"""Sentences of the catalogue that are said later, where the language of the reader is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sim.say import say


class Sayable:
    """Something that can be said in each language; as text it is English."""

    def say(self, language: str) -> str:
        """Return it in a language."""
        raise NotImplementedError

    def __str__(self) -> str:
        return self.say("en")


@dataclass(frozen=True)
class Message(Sayable):
    """A sentence of the catalogue with its values."""

    key: str
    values: tuple[tuple[str, object], ...] = ()
    """Placeholder -> text, number, or something that is itself said in the language."""

    def say(self, language: str) -> str:
        """Return the sentence in a language."""
        return say(self.key, language, **{n: spoken(v, language) for n, v in self.values})

    __str__ = Sayable.__str__


@dataclass(frozen=True)
class Listing(Sayable):
    """Several things in a row, joined by the words of `joint`."""

    items: tuple[object, ...]
    joint: str = "list_comma"

    def say(self, language: str) -> str:
        """Return the row in a language."""
        return say(self.joint, language).join(str(spoken(item, language)) for item in self.items)

    __str__ = Sayable.__str__


@dataclass(frozen=True)
class Bilingual(Sayable):
    """A name that the data or the vocabulary give in both languages."""

    en: str
    zh: str

    def say(self, language: str) -> str:
        """Return the name in a language; the English one where there is no Chinese one."""
        return self.zh if language == "zh" and self.zh else self.en

    __str__ = Sayable.__str__


def message(key: str, /, **values: object) -> Message:
    """Return the sentence of `key` with its values.

    >>> print(message("not_empty", folder="a").say("zh"))
    目录“a”非空
    """
    return Message(key, tuple(values.items()))


def listed(items: Iterable[object], joint: str = "list_comma") -> Listing:
    """Return things in a row."""
    return Listing(tuple(items), joint)


def in_both(words: Sayable) -> dict[str, str]:
    """Return something in both languages, as notes and tables of results keep it.

    >>> in_both(listed(["a", "b"]))
    {'en': 'a, b', 'zh': 'a、b'}
    """
    return {"en": words.say("en"), "zh": words.say("zh")}


def plain(text: str) -> Message:
    """Return a text that is the same in every language: a name, or what was said already."""
    return message("plain", text=text)


def spoken(value: object, language: str) -> object:
    """Return a value as it is said in a language; what needs no words stays as it is."""
    return value.say(language) if isinstance(value, Sayable) else value


class MessageError(ValueError):
    """What is wrong, as a message; the base of errors that become part of a problem."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message
