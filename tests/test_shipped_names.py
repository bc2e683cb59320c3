"""Chinese names of the shipped tables are set as Chinese is, and found however they are typed."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from sim.loader import load_case
from tests.tiny_project import FILES, REGION, make_project

FOLDERS = ("geodata/*/*.csv", "scenarios/library/*.csv", "sim/example/**/*.csv")
PLANTS = FILES[f"{REGION}/plants.csv"].replace("西水泥", "西水泥（二厂）")


def chinese_cells(root: Path) -> dict[str, list[str]]:
    """File -> all that stands in its columns of Chinese."""
    found: dict[str, list[str]] = {}
    for path in sorted(path for folder in FOLDERS for path in root.glob(folder)):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                cells = [text for name, text in row.items() if name and name.endswith("_zh")]
                found.setdefault(str(path.relative_to(root)), []).extend(cells)
    return found


def test_brackets_are_full_width(project_root: Path) -> None:
    """A half-width bracket beside Chinese characters leaves a gap, in tables and on maps."""
    cells = chinese_cells(project_root)
    assert sum(map(len, cells.values())) > 500
    narrow = [
        (file, text) for file, texts in cells.items() for text in texts if set("()") & {*text}
    ]
    assert narrow == []


@pytest.mark.parametrize("table", ["zones", "plants", "terminals"])
@pytest.mark.parametrize("region", ["daye-anqing-jiujiang", "handan-changzhi-anyang"])
def test_every_site_has_a_chinese_name(project_root: Path, region: str, table: str) -> None:
    """None is told by its English name in a Chinese sentence."""
    path = project_root / "geodata" / region / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        assert [row["id"] for row in csv.DictReader(file) if not row["name_zh"].strip()] == []


@pytest.mark.parametrize("typed", ["西水泥（二厂）", "西水泥(二厂)"])
def test_a_name_is_found_with_brackets_of_either_width(tmp_path: Path, typed: str) -> None:
    """Input methods set the one, spreadsheets the other."""
    scenario = FILES["scenarios/tiny.yaml"].replace(
        "where: {technology: mill}", f"where: {{plant: {typed}}}"
    )
    case = load_case(make_project(tmp_path, scenario=scenario, plants=PLANTS))
    lines = case.tables["lines"].set_index("id")
    assert lines.loc["l2", "capacity"] == pytest.approx(300.0)
