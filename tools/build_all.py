"""Bring every built part of the pages up to date: python -m tools.build_all (some minutes)."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tools import (
    build_architecture,
    build_columns_zh,
    build_data_tables,
    build_fields,
    build_formulation,
    build_outputs,
    build_page_pictures,
    build_province_level,
    build_reference,
    build_sensitivity,
    build_synergy,
    build_target,
    build_transfers,
    build_validation,
    build_years,
)
from tools.build_outputs import Workshop


def main() -> None:
    """Build everything, the quick parts first."""
    build_reference.main()
    build_fields.main()
    build_columns_zh.main()
    build_architecture.main()
    build_formulation.main()
    build_data_tables.main()
    with tempfile.TemporaryDirectory() as folder:
        workshop = Workshop(Path(folder))
        files = [f"scenarios/{name}.yaml" for s in build_validation.STUDIES for name in s.SCENARIOS]
        workshop.run(f"sim run {' '.join(files)} --basemap none")
        build_validation.main([str(workshop.folder / "results")])
    build_sensitivity.main([])
    build_province_level.main([])
    build_synergy.main()
    build_target.main()
    build_transfers.main()
    build_years.main()
    build_outputs.main([])
    build_page_pictures.main()


if __name__ == "__main__":
    main()
