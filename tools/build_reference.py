"""Write reference.md and scenario.schema.json from the types: python -m tools.build_reference."""

from __future__ import annotations

import json

from sim.loader import json_schema, reference_markdown
from tools import build_columns_zh
from tools.blocks import ROOT, write

REFERENCE = ROOT / "docs" / "reference.md"
SCHEMA = ROOT / "docs" / "scenario.schema.json"


def reference_text() -> str:
    """Return the text of the reference page."""
    return reference_markdown().rstrip("\n") + "\n"


def schema_text() -> str:
    """Return the text of the schema file."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


def main() -> None:
    """Write both files, and what their columns are called in Chinese."""
    write(REFERENCE, reference_text())
    write(SCHEMA, schema_text())
    build_columns_zh.main()


if __name__ == "__main__":
    main()
