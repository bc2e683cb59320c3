"""Write the constraints of formulation.md from the registry: python -m tools.build_formulation.

The docstring of a family's file is its section, the heading its name and its indices.
"""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

from sim.rules.families import MODULES
from tools.blocks import ROOT, read, replace_block, write

FORMULATION = ROOT / "docs" / "formulation.md"
BLOCK = "constraints: tools/build_formulation.py, from sim/rules/families"


def constraints_text() -> str:
    """Return the sections of all constraints, in the order of the registry."""
    sections = []
    for module in MODULES:
        family = module.FAMILY
        head = f"### `{family.name}[{family.symbols}]`"
        sections.append(f"{head}\n\n{_section(module)}\n")
    return "\n".join(sections)


def _section(module: ModuleType) -> str:
    """Return the docstring of a module as it is written: Python takes the indents of formulas."""
    assert module.__file__ is not None
    source = Path(module.__file__).read_text(encoding="utf-8")
    text = source.split('"""')[1]
    return text.strip("\n")


def formulation_text() -> str:
    """Return the page as it must be."""
    return replace_block(read(FORMULATION), BLOCK, constraints_text())


def main() -> None:
    """Write the page."""
    write(FORMULATION, formulation_text())


if __name__ == "__main__":
    main()
