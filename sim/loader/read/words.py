"""Planner's words: quoted texts, near misses, short lists."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from functools import cached_property, partial

from sim.errors import Problem
from sim.say.message import Listing, Message, Sayable, listed, message

_SHOWN = 80
_MANY = 2000
MOST_PROBLEMS = 200
"""Problems told of one file; the rest is counted."""


def show(value: object) -> Message:
    """Return a value in quotes, on one line and of bounded length.

    >>> print(show("a\\nb"), show("a").say("zh"))
    'a b' “a”
    """
    text = "true" if value is True else "false" if value is False else str(value)
    text = "".join(c if c.isprintable() else " " for c in text[: _SHOWN + 1])
    return message("quoted", text=text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")


def closest(word: str, options: Collection[str]) -> str | None:
    """Return the option that `word` is most likely a misspelling of.

    >>> closest("capcity", ["capacity", "status"])
    'capacity'
    """
    folded = {option.casefold(): option for option in _likely(word, options)}
    matches = get_close_matches(word.casefold(), folded, n=5, cutoff=0.6)
    if not matches:
        return None
    best = SequenceMatcher(None, matches[0], word.casefold()).ratio()
    equal = [m for m in matches if SequenceMatcher(None, m, word.casefold()).ratio() == best]
    # Of equally near words the one that begins alike: the first letter is seldom wrong.
    return folded[next((m for m in equal if m[:1] == word[:1].casefold()), equal[0])]


def _likely(word: str, options: Collection[str]) -> Iterable[str]:
    """Return all options, or of very many those that begin alike and are about as long."""
    if len(options) <= _MANY:
        return options
    return [o for o in options if o[:1] == word[:1] and abs(len(o) - len(word)) <= 2]


def list_some(options: Iterable[object], most: int = 12) -> Listing:
    """Return the options as a short list.

    >>> print(list_some(["a", "b", "c"], most=2))
    a, b, …
    """
    some = list(options)
    return listed([*some[:most], *(["…"] if len(some) > most else [])])


@dataclass(frozen=True, eq=False)
class Late(Sayable):
    """A hint that is looked for when it is said: of very many problems most never are."""

    find: Callable[[], Sayable]

    @cached_property
    def found(self) -> Sayable:
        """Return the hint."""
        return self.find()

    def say(self, language: str) -> str:
        """Return the hint in a language."""
        return self.found.say(language)

    __str__ = Sayable.__str__


def suggest(
    word: str, options: Collection[str], label: str = "there_are", **values: object
) -> Late | None:
    """Return a hint: the nearest option, else some of them; None when there is none.

    `label` is the sentence that the options stand in, `values` what else it says.

    >>> print(suggest("zz", ["alpha", "beta"]))
    there are: alpha, beta
    """
    return Late(partial(_suggest, word, options, label, values)) if options else None


def _suggest(
    word: str, options: Collection[str], label: str, values: Mapping[str, object]
) -> Message:
    near = closest(word, options)
    if near is not None:
        return message("did_you_mean", near=near)
    return message(label, options=list_some(options), **values)


class Noted:
    """The problems of a file: the first of them whole, the others counted."""

    def __init__(self, problems: Iterable[Problem] = ()) -> None:
        self.kept: list[Problem] = []
        self._more = 0
        for problem in problems:
            self.add(problem)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.kept) + self._more

    def add(self, problem: Problem) -> None:
        """Note a problem."""
        if self.is_full:
            self._more += 1
        else:
            self.kept.append(problem)

    def add_more(self, count: int) -> None:
        """Note problems that need not be described any more."""
        self._more += count

    @property
    def is_full(self) -> bool:
        """Return whether further problems are only counted."""
        return len(self.kept) >= MOST_PROBLEMS

    def told(self, file: str | Message) -> list[Problem]:
        """Return what is told of the file."""
        if not self._more:
            return self.kept
        what = message("more_problems", count=self._more)
        return [*self.kept, Problem(file, what, code="more", count=self._more)]


def curb(problems: Iterable[Problem], file: str | Message) -> list[Problem]:
    """Return the problems of a file, those beyond the bound replaced by their count."""
    return Noted(problems).told(file)
