"""Templates can be filled in and read back; tables of a scenario come back as they were."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from sim.say import Language
from sim.say.texts import EN, Texts
from sim.workbooks.account import Account
from sim.workbooks.blocks import read_sheet
from sim.workbooks.catalogue import catalogue
from sim.workbooks.house import write_house
from sim.workbooks.library import Library, find_library
from sim.workbooks.sheets import open_workbook
from sim.workbooks.take import gather_workbook, import_project
from sim.workbooks.template import head_text, write_template
from tests.tiny_project import FILES, SCENARIO


@pytest.fixture(scope="module")
def library(project_root: Path) -> Library:
    return find_library(project_root / "scenarios" / "library", project_root)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_heading_of_a_template_is_read(
    tmp_path: Path, library: Library, language: Language
) -> None:
    """All columns are known in their units, the example is left out, lists are hidden."""
    path = tmp_path / "t.xlsx"
    path.write_bytes(write_template(library, Texts(language)))
    account = Account(path.name)
    sheets = open_workbook(path)
    entries = [e for sheet in sheets if not sheet.is_hidden for e in read_sheet(sheet, account)]
    kinds = [line.kind for line in account.lines]
    subjects = [s for s in catalogue().subjects.values() if s.columns]
    assert kinds.count("table") == len(subjects)
    assert kinds.count("column") == sum(len(s.columns) for s in subjects)
    assert "unread" not in kinds
    assert account.problems.kept == []
    assert [entry for entry in entries if "Example" in str(entry) or "示例" in str(entry)] == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_filled_template_is_read(tmp_path: Path, library: Library, language: Language) -> None:
    """What is typed below the headings is what the tables say."""
    made = openpyxl.load_workbook(io.BytesIO(write_template(library, Texts(language))))
    factor = 10 if language == "zh" else 1
    fill = {
        "generation": {"name": "A", "county": "大冶市", "material": "fly_ash", "amount": 5},
        "lines": {
            "name": "B",
            "city": "黄石",
            "technology": "kiln",
            "capacity": 7,
            "availability": 60,
        },
    }
    for name, cells in fill.items():
        subject = catalogue().subjects[name]
        sheet = made[subject.zh if language == "zh" else subject.en]
        heads = [cell.value for cell in sheet[3]]
        for field, value in cells.items():
            text = head_text(catalogue().columns[field], Texts(language))
            sheet.cell(5, heads.index(text) + 1, value)
    for sheet in made:
        sheet.delete_rows(4) if sheet.title != "lists" and sheet["A5"].value is None else None
    path = tmp_path / "t.xlsx"
    made.save(path)
    tables = gather_workbook(path, open_workbook(path), library, Texts(language)).gathered.tables
    (waste,), (line,) = tables["generation"], tables["lines"]
    assert waste.values["amount"] == 5 * factor
    assert (line.values["capacity"], line.values["availability"]) == (7 * factor, 0.6)


def test_tables_come_back_byte_for_byte(tmp_path: Path, library: Library) -> None:
    """Every table and the scenario, through a workbook and back: numbers, texts and blanks."""
    for name, text in FILES.items():
        file = tmp_path / "first" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    path = tmp_path / "b.xlsx"
    path.write_bytes(write_house(tmp_path / "first" / SCENARIO))
    import_project(path, tmp_path / "made", library, EN, lambda _: None)
    back = {
        name: (tmp_path / "made" / name).read_text(encoding="utf-8")
        for name in FILES
        if (tmp_path / "made" / name).exists()
    }
    assert back == FILES
