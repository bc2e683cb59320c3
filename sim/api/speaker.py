"""What cases, results and studies share that show themselves in a language."""

from __future__ import annotations

from sim.say import Language
from sim.say.texts import Texts


class Speaker:
    """Shows itself in the language it was made with, unless another is asked for."""

    language: Language

    def _texts(self, language: Language | None = None) -> Texts:
        """Return the texts of a language, or of its own."""
        return Texts(language or self.language)
