"""Versions of the libraries that results are made with."""

from __future__ import annotations

import importlib.metadata
from functools import cache


@cache
def version(library: str) -> str:
    """Return the version of an installed library, looked up once."""
    return importlib.metadata.version(library)
