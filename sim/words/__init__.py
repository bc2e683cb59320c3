"""One catalogue of every sentence a user sees, in English and Chinese."""

from __future__ import annotations

from typing import Literal

from sim.words import cli, ledger, maps

Language = Literal["en", "zh"]
PARTS: dict[str, dict[str, tuple[str, str]]] = {
    "cli": cli.WORDS,
    "ledger": ledger.WORDS,
    "maps": maps.WORDS,
}
"""Part of the product -> key -> (English, Chinese). Keys are unique over all parts."""
WORDS = {key: words for part in PARTS.values() for key, words in part.items()}


def say(key: str, language: str, **values: object) -> str:
    """Return the words for `key` in a language, with `values` filled in."""
    text = WORDS[key][1 if language == "zh" else 0]
    return text.format(**values) if values else text
