"""What is wrong with a table as a file: headers among the rows, tables absent or empty."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import InputError
from sim.loader import load_case
from tests.tiny_project import FILES, LIBRARY, REGION, make_project


def told(path: Path) -> list[str]:
    """Return all that is said of a scenario."""
    with pytest.raises(InputError) as refused:
        load_case(path)
    return [str(problem) for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("zones", "id,name_en,name_zh,city,province,lon,lat,industry"),
        ("zones", "ID,Name_en,name_zh,city,province,lon,lat,industry"),
        (
            "generation",
            "zone,material,amount [Mt/yr],amount_low,amount_high,source,year,confidence",
        ),
    ],
)
def test_header_again(tmp_path: Path, table: str, row: str) -> None:
    """Files put together keep their headers; one made a zone called 'id', or ten problems."""
    text = FILES[f"{REGION}/{table}.csv"]
    (said,) = told(make_project(tmp_path, **{table: f"{text}{row}\n"}))
    line = text.count("\n") + 1
    assert said == f"{REGION}/{table}.csv:{line}: the header stands here again (remove the row)"


def test_header_again_of_a_table_without_numbers(tmp_path: Path) -> None:
    """Zones without coordinates took it for a zone in silence."""
    zones = "id,name_en,city\nz1,Mine,eastby\nid,name_en,city\nz2,Smelter,westby\n"
    (said,) = told(make_project(tmp_path, zones=zones))
    assert said.startswith(f"{REGION}/zones.csv:3: the header stands here again")


@pytest.mark.parametrize(
    ("table", "text", "where"),
    [
        ("modes", "id,name_en,medium\n", f"{LIBRARY}/modes.csv:1"),
        ("modes", None, f"{LIBRARY}/modes.csv"),
        ("lines", "id,plant,technology,capacity\n", f"{REGION}/lines.csv:1"),
        ("lines", None, f"{REGION}/lines.csv"),
    ],
)
def test_needed_table(tmp_path: Path, table: str, text: str | None, where: str) -> None:
    """An empty table is told at its own file, an absent one where it belongs."""
    said = told(make_project(tmp_path, **{table: text}))
    assert any(s.startswith(f"{where}: the table '{table}' ") for s in said), said
