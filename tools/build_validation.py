"""Set runs beside published totals and rates: python -m tools.build_validation [RESULTS].

Reads the results folders that each page names, below `results/` when no other folder is given,
and the statistics of the region; writes docs/validation*.md.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tools import validation_daye, validation_taihang
from tools.blocks import ROOT, write

STUDIES = (validation_daye, validation_taihang)
"""Modules with PAGE, REGION, SCENARIOS (files they need runs of) and `page(results)`."""


def main(arguments: list[str]) -> None:
    """Write the page of every region."""
    results = Path(arguments[0]) if arguments else ROOT / "results"
    for study in STUDIES:
        write(ROOT / "docs" / study.PAGE, study.page(results))


if __name__ == "__main__":
    main(sys.argv[1:])
