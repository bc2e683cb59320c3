"""Workbooks as people type them: rows of other cities below, groups for plants, examples."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from sim.say import Language
from sim.say.texts import EN, ZH, Texts
from sim.workbooks.account import Account
from sim.workbooks.blocks import Entry, read_sheet
from sim.workbooks.catalogue import catalogue
from sim.workbooks.changes import Changer
from sim.workbooks.library import Library, find_library
from sim.workbooks.sheets import open_workbook
from sim.workbooks.take import gather_workbook
from sim.workbooks.template import write_template

PLANTS = [
    {"id": "a", "name_en": "Huaxin Daye", "name_zh": "华新水泥(大冶)"},
    {"id": "b", "name_en": "Huaxin Yangxin", "name_zh": "华新水泥(阳新)"},
    {"id": "c", "name_en": "Conch", "name_zh": "海螺水泥"},
]
MILLS = [
    {"id": f"{p['id']}-mill", "plant": p["id"], "technology": "cement_mill", "capacity": 500.0}
    for p in PLANTS
]


@pytest.fixture(scope="module")
def library(project_root: Path) -> Library:
    return find_library(project_root / "scenarios" / "library", project_root)


def entries_of(path: Path, rows: list[list[object]]) -> list[Entry]:
    made = openpyxl.Workbook()
    sheet = made.create_sheet("b")
    for row in rows:
        sheet.append(row)
    made.save(path)
    account = Account(path.name)
    return [entry for sheet in open_workbook(path) for entry in read_sheet(sheet, account)]


@pytest.mark.parametrize(
    ("own", "areas"),
    [
        ([None, None, "大冶市"], {"county": "大冶市"}),
        ([None, "黄石", None], {"city": "黄石"}),
        ([None, None, "柴桑区"], {"province": "江西", "city": "九江", "county": "柴桑区"}),
        ([None, "南昌", None], {"province": "江西", "city": "南昌"}),
        ([None, None, None], {"province": "江西", "city": "九江"}),
    ],
)
def test_a_wider_area_goes_on_only_where_the_own_one_lies_in_it(
    tmp_path: Path, own: list[object], areas: dict[str, str]
) -> None:
    """A row that names a county of another city takes neither city nor province from above."""
    rows: list[list[object]] = [
        ["企业名称", "省份", "城市", "县（市、区）", "工艺", "产能（万吨/年）"],
        ["甲厂", "江西", "九江", None, "水泥粉磨", 30],
        ["乙厂", *own, "水泥粉磨", 40],
    ]
    _, second = entries_of(tmp_path / "b.xlsx", rows)
    found = {n: t for n, t in second.texts.items() if n in ("province", "city", "county")}
    assert found == areas


def change(library: Library, tmp_path: Path, name: str) -> tuple[Changer, Entry]:
    head: list[object] = ["方案", "变更对象", "变更内容", "变更值"]
    (entry,) = entries_of(tmp_path / "b.xlsx", [head, ["扩产", name, "产能", "+20 %"]])
    return Changer({"plants": PLANTS, "lines": MILLS}, library, Account("b.xlsx")), entry


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (
            "华新",
            "“华新”可指多家：华新水泥(大冶)、华新水泥(阳新)；请写其中一家的全称，涉及几家就写几行",
        ),
        (
            "九江矿渣线",
            "没有名为“九江矿渣线”的企业或站点（新建企业请写在“利用产线”表中）",
        ),
        ("海罗水泥", "没有名为“海罗水泥”的企业或站点（是否应为“海螺水泥”？）"),
    ],
)
def test_a_name_that_is_no_plant_is_answered(
    library: Library, tmp_path: Path, name: str, told: str
) -> None:
    """Those that it may mean are named, however many others there are."""
    changer, entry = change(library, tmp_path, name)
    changer.add(entry, "扩产")
    (problem,) = changer.account.problems.kept
    assert told in problem.say("zh")


def test_what_is_changed_is_told_in_the_language(library: Library, tmp_path: Path) -> None:
    changer, entry = change(library, tmp_path, "华新水泥(阳新)")
    changer.add(entry, "扩产")
    (line,) = changer.account.lines
    assert line.what.say("zh").endswith("：产能乘以 1.2")
    assert line.what.say("en").endswith(": Capacity times 1.2")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_examples_of_a_template_tell_one_story(library: Library, language: Language) -> None:
    """A mine has a waste, a cement works a kiln; the port is a port and goes by water."""
    made = openpyxl.load_workbook(io.BytesIO(write_template(library, Texts(language))))
    texts = ZH if language == "zh" else EN
    rows = {
        name: [cell.value for cell in made[texts.of(subject)][4]]
        for name, subject in catalogue().subjects.items()
        if subject.columns
    }
    mine, works, port, road = (
        ("示例：青山铜矿", "示例：江滨水泥", "示例：江滨港", "公路")
        if language == "zh"
        else ("Example: Green Hill mine", "Example: River cement", "Example: River port", "Road")
    )
    holding = {text: [n for n, row in rows.items() if text in row] for text in (mine, works)}
    assert holding == {mine: ["generation", "links"], works: ["lines", "changes"]}
    assert port in rows["terminals"]
    assert road not in rows["terminals"]


@pytest.mark.parametrize(
    ("technologies", "sold"),
    [
        (["水泥窑"], ["clinker"]),
        (["水泥窑", "水泥粉磨"], []),
        (["蒸压加气混凝土"], ["aac_block"]),
    ],
)
def test_clinker_that_no_line_takes_is_sold(
    tmp_path: Path, library: Library, technologies: list[str], sold: list[str]
) -> None:
    """A kiln alone could not run: what it makes has a market, as what other lines make."""
    made = openpyxl.Workbook()
    sheet = made.create_sheet("产线")
    sheet.append(["企业名称", "城市", "工艺", "产能（万吨/年）"])
    for technology in technologies:
        sheet.append(["甲厂", "黄石", technology, 100])
    wastes = made.create_sheet("产生")
    wastes.append(["企业名称", "城市", "固废种类", "产生量（万吨/年）"])
    wastes.append(["乙厂", "黄石", "粉煤灰", 10])
    path = tmp_path / "b.xlsx"
    made.save(path)
    tables = gather_workbook(path, open_workbook(path), library, ZH).gathered.tables
    products = [m.values["product"] for m in tables["markets"]]
    assert [p for p in products if p in ("clinker", "aac_block")] == sold
