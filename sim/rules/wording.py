"""A sentence in both languages, with placeholders."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Wording:
    """A sentence in English and in Chinese; both have the same placeholders."""

    en: str
    zh: str

    def say(self, language: str, *values: object, **named: object) -> str:
        """Return the sentence in a language.

        >>> Wording("Capacity of {0}", "{0}：产能").say("zh", "一号窑")
        '一号窑：产能'
        """
        return (self.zh if language == "zh" else self.en).format(*values, **named)
