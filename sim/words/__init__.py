"""One catalogue of every sentence a user sees, in English and Chinese."""

from __future__ import annotations

from typing import Literal

from sim.words import (
    alternatives,
    cli,
    compare,
    explain,
    frontier,
    ledger,
    maps,
    prices,
    report,
    sweep,
)

Language = Literal["en", "zh"]
PARTS: dict[str, dict[str, tuple[str, str]]] = {
    "alternatives": alternatives.WORDS,
    "cli": cli.WORDS,
    "compare": compare.WORDS,
    "explain": explain.WORDS,
    "frontier": frontier.WORDS,
    "ledger": ledger.WORDS,
    "maps": maps.WORDS,
    "prices": prices.WORDS,
    "report": report.WORDS,
    "sweep": sweep.WORDS,
}
"""Part of the product -> key -> (English, Chinese). Keys are unique over all parts."""
WORDS = {key: words for part in PARTS.values() for key, words in part.items()}


def say(key: str, language: str, **values: object) -> str:
    """Return the words for `key` in a language, with `values` filled in."""
    text = WORDS[key][1 if language == "zh" else 0]
    return text.format(**values) if values else text
