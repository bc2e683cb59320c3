"""Draw transfers, payments, and what open borders add: python -m tools.build_transfers.

Runs the commands that docs/results.md and docs/studies.md name and stores their pictures.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from tools.blocks import ROOT
from tools.build_outputs import Workshop, shrink

IMAGES = ROOT / "docs" / "images"
RUN = "sim run scenarios/closed-borders.yaml scenarios/open-borders.yaml"
COMPARE = "sim compare results/closed-borders results/open-borders"
PICTURES = {
    "open-borders/transfers.png": "transfers.png",
    "open-borders/map-transfers.png": "map-transfers.png",
    "open-borders/actors.png": "actors.png",
    "compare-closed-borders-open-borders/difference-transfers.png": "difference-transfers.png",
}
"""Picture in results/ -> its name in docs/images/."""


def main() -> None:
    """Run both scenarios, compare them, and keep the pictures."""
    with tempfile.TemporaryDirectory() as folder:
        workshop = Workshop(Path(folder))
        workshop.run(f"{RUN} --pictures all --basemap schematic")
        workshop.run(f"{COMPARE} --transfers --basemap schematic")
        for source, name in PICTURES.items():
            shrink(workshop.folder / "results" / source, IMAGES / name)


if __name__ == "__main__":
    main()
