"""Tables in the encodings and with the marks that spreadsheets save are read, and it is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.checks import find_unusual
from sim.loader import load_case
from tests.tiny_project import FILES, REGION, SCENARIO

ZONES, LINES = f"{REGION}/zones.csv", f"{REGION}/lines.csv"


def project(root: Path, **_: str) -> Path:
    for name, text in FILES.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root


def said(root: Path) -> list[str]:
    return [str(problem) for problem in find_unusual(load_case(root / SCENARIO))]


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8-sig", "saved as UTF-8 with a mark (BOM), read so"),
        ("gb18030", "saved as GB 18030, read so"),
        ("utf-16", "saved as UTF-16, read so"),
    ],
)
def test_encodings_are_read(tmp_path: Path, encoding: str, told: str) -> None:
    """The names are as they were, and the check says how the file was read."""
    root = project(tmp_path)
    plain = load_case(root / SCENARIO).tables["zones"]
    (root / ZONES).write_bytes(FILES[ZONES].encode(encoding))
    assert load_case(root / SCENARIO).tables["zones"].equals(plain)
    assert f"{ZONES}: {told}" in said(root)


def test_declared_separators_and_decimal_commas(tmp_path: Path) -> None:
    """`sep=;` and `decimal=,` before the header, blank columns behind: read, and said."""
    root = project(tmp_path)
    plain = load_case(root / SCENARIO).tables["generation"]
    name = f"{REGION}/generation.csv"
    rows = [line.split(",") for line in FILES[name].splitlines()]
    assert all("," not in cell for row in rows for cell in row)
    text = "\n".join(";".join([*(cell.replace(".", ",") for cell in row), "", ""]) for row in rows)
    (root / name).write_text(f"sep=;\ndecimal=,\n{text}\n", encoding="utf-8")
    assert load_case(root / SCENARIO).tables["generation"].equals(plain)
    told = [line for line in said(root) if line.startswith(name)]
    assert told == [
        f"{name}: cells are separated by ';', as the first line says",
        f"{name}: the decimal sign is ',', as the file says",
        f"{name}: blank cells behind the last column are left out",
    ]
