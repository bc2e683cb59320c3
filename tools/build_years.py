"""Draw what docs/years.md shows, in both languages: python -m tools.build_years."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tools.blocks import ROOT
from tools.build_outputs import Workshop, shrink

IMAGES = ROOT / "docs" / "images"
ASKED = "sim years scenarios/towards-2040.yaml"


def main() -> None:
    """Plan the years and keep the pictures."""
    with tempfile.TemporaryDirectory() as folder:
        workshop = Workshop(Path(folder))
        for language in ("en", "zh"):
            workshop.run(f"{ASKED} --lang {language}")
            found = workshop.folder / "results" / "years-towards-2040" / "years.png"
            shrink(found, IMAGES / f"years-{language}.png")


if __name__ == "__main__":
    main()
