"""Planner's words: quoted texts, near misses, short lists."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from difflib import SequenceMatcher, get_close_matches

from sim.errors import Problem
from sim.message import Listing, Message, listed, message

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


def suggest(
    word: str, options: Collection[str], label: str = "there_are", **values: object
) -> Message | None:
    """Return a hint: the nearest option, else some of them; None when there is none.

    `label` is the sentence that the options stand in, `values` what else it says.

    >>> print(suggest("zz", ["alpha", "beta"]))
    there are: alpha, beta
    """
    near = closest(word, options)
    if near is not None:
        return message("did_you_mean", near=near)
    return message(label, options=list_some(options), **values) if options else None


def curb(problems: list[Problem], file: str | Message) -> list[Problem]:
    """Return the problems of a file, those beyond the bound replaced by their count."""
    if len(problems) <= MOST_PROBLEMS:
        return problems
    rest = len(problems) - MOST_PROBLEMS
    more = Problem(file, message("more_problems", count=rest), code="more")
    return [*problems[:MOST_PROBLEMS], more]
