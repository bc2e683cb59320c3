"""Where a page of figures goes."""

from __future__ import annotations

from pathlib import Path


def publish(page: str, path: Path | None) -> None:
    """Print a page, and write it where a path is given."""
    if path is not None:
        path.write_text(page, encoding="utf-8")
    print(page)
