"""What a process remembers of what it found: the newest, no more than so many."""

from __future__ import annotations

from collections import OrderedDict
from typing import TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


def keep(kept: OrderedDict[Key, Value], key: Key, value: Value, most: int) -> None:
    """Remember something as the newest, and forget the oldest beyond `most`."""
    kept[key] = value
    kept.move_to_end(key)
    while len(kept) > most:
        kept.popitem(last=False)
