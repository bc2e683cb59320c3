"""A sentence in both languages, with placeholders."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Wording:
    """A sentence in English and in Chinese; both have the same placeholders.

    >>> from sim.say.texts import Texts
    >>> Texts("zh").fill(Wording("Capacity of {0}", "{0}：产能"), "一号窑")
    '一号窑：产能'
    """

    en: str
    zh: str
