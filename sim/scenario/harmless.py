"""Text in CSV cells that no spreadsheet takes for a formula."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def guard(text: str) -> str:
    """Return a text that no spreadsheet computes; `unguard` gives it back.

    >>> guard("=1+1"), guard("'=1"), guard("1+1")
    ("'=1+1", "''=1", '1+1')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """Return the text that was guarded.

    >>> unguard("'=1+1"), unguard("'tis")
    ('=1+1', "'tis")
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
