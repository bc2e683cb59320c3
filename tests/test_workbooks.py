"""Workbooks as people have them become the tables that they mean."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import sim
from sim.errors import InputError
from sim.loader import load_case
from sim.say.texts import ZH
from sim.workbooks.account import Account
from sim.workbooks.blocks import Entry, read_sheet
from sim.workbooks.cells import read_figure
from sim.workbooks.gather import Gathered
from sim.workbooks.heads import read_heading
from sim.workbooks.library import Library, find_library
from sim.workbooks.sheets import open_workbook
from sim.workbooks.take import Taken, gather_workbook, import_changes, import_project

Rows = Sequence[Sequence[Any]]


@pytest.fixture(scope="module")
def library(project_root: Path) -> Library:
    return find_library(project_root / "scenarios" / "library", project_root)


def book(path: Path, merged: dict[str, Sequence[str]] | None = None, **sheets: Rows) -> Path:
    """Write a workbook: a sheet for each name, its cells merged as asked."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for cells in (merged or {}).get(name, ()):
            sheet.merge_cells(cells)
    made.save(path)
    return path


def taken(path: Path, library: Library) -> Taken:
    return gather_workbook(path, open_workbook(path), library, ZH)


def rows_of(gathered: Gathered, table: str, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(made.values.get(c) for c in columns) for made in gathered.tables[table]]


LINES: Rows = [
    ["企业名称", "城市", "生产线", "设计产能(万吨)", "Utilisation (%)", "状态", "联系电话"],
    ["华新水泥（阳新）有限公司", "黄石", "水泥熟料线", "380", "60", "在产", "0714"],
    ["九江矿粉厂", "九江市", "年产100万吨矿渣微粉生产线", "１００", 85, "运行", ""],
    ["铜陵某砖厂", "铜陵", "免烧砖", 30, None, "停产", ""],
]


def test_a_chinese_inventory(tmp_path: Path, library: Library) -> None:
    """Merged titles and provinces, subtotals, notes, 约, full-width digits, ranges, two tables."""
    wastes: Rows = [
        ["黄石—九江片区2023年大宗工业固废产生情况表"],
        ["填报单位：区域协同办", None, None, None, None, "单位：万吨/年"],
        [
            "序号",
            "省份",
            "所在县（市、区）",
            "企业名称",
            "固废种类",
            "产生量",
            "历史堆存量（万吨）",
            "备注",
        ],
        [1, "湖北", "大冶市", "铜绿山矿", "铜尾矿", "约１２０", None, None],
        [2, None, "阳新县", "丰山铜矿", "铜尾砂", "85.5", " 1,250 ", "待核"],
        ["湖北小计", None, None, None, None, 205.5, None, None],
        [3, "江西", "柴桑区", "九江电厂", "粉煤灰", "60～70", None, None],
        [4, None, None, None, "脱硫石膏", "12", None, None],
        ["合计", None, None, None, None, 282.5, None, None],
        ["注：产生量为干基。"],
    ]
    both: Rows = [
        *LINES,
        [],
        ["产品", "市场范围", "需求量（万吨）", "单价（元/吨）"],
        ["矿渣粉", "江西", 300, "240"],
    ]
    merged = {"产生": ["A1:H1", "B4:B5", "A6:C6"]}
    found = taken(book(tmp_path / "plan.xlsx", merged, 产生=wastes, 利用=both), library).gathered
    assert rows_of(found, "generation", "zone", "material", "amount", "amount_low", "year") == [
        ("铜绿山矿", "cu_tail", 1200.0, None, 2023),
        ("丰山铜矿", "cu_tail", 855.0, None, 2023),
        ("九江电厂", "fly_ash", 650.0, 600.0, 2023),
        ("九江电厂", "fgd_gypsum", 120.0, None, 2023),
    ]
    assert rows_of(found, "legacy", "zone", "stock") == [("丰山铜矿", 12500.0)]
    assert rows_of(found, "zones", "id", "city", "province", "lon", "lat") == [
        ("铜绿山矿", "Huangshi", "Hubei", 114.95, 30.083),
        ("丰山铜矿", "Huangshi", "Hubei", 115.302, 29.923),
        ("九江电厂", "Jiujiang", "Jiangxi", 115.887, 29.608),
    ]
    assert rows_of(found, "lines", "technology", "capacity", "availability", "status") == [
        ("kiln", 3800.0, 0.6, "operating"),
        ("ggbs", 1000.0, 0.85, "operating"),
    ]
    assert rows_of(found, "plants", "city") == [("Huangshi",), ("Jiujiang",)]
    asked = [row for row in rows_of(found, "markets", "product", "area", "max", "price") if row[2]]
    assert asked == [("ggbs_powder", "Jiangxi", 3000.0, 240.0)]


def test_a_column_for_each_waste(tmp_path: Path, library: Library) -> None:
    """Heads of two rows, a waste a column, a place as one text, a line that heads rows below."""
    wastes: Rows = [
        ["附件2"],
        ["序号", "单位名称", "所在地", "产生量（万吨）", None, "备注"],
        [None, None, None, "粉煤灰", "脱硫石膏", None],
        [1, "神皖安庆电厂", "安徽省安庆市迎江区", 45.2, 8.1, ""],
        ["一", "池州市"],
        [2, "九华电厂", None, 30, "—", None],
        ["总计", None, None, 75.2, 8.1],
    ]
    merged = {"台账": ["D2:E2", "A2:A3", "B2:B3", "C2:C3", "F2:F3"]}
    path = book(tmp_path / "b.xlsx", merged, 台账=wastes, 利用=LINES)
    found = taken(path, library).gathered
    assert rows_of(found, "generation", "zone", "material", "amount") == [
        ("神皖安庆电厂", "fly_ash", 452.0),
        ("神皖安庆电厂", "fgd_gypsum", 81.0),
        ("九华电厂", "fly_ash", 300.0),
    ]
    assert rows_of(found, "zones", "city") == [("Anqing",), ("Chizhou",)]


def test_english_tables_side_by_side(tmp_path: Path, library: Library) -> None:
    """Two tables in the same rows; units in brackets, behind a comma, in the cells."""
    rows: Rows = [
        [
            "Company",
            "City",
            "Waste",
            "Annual generation (10⁴ t/a)",
            None,
            "Plant",
            "Place",
            "Process",
            "Capacity, Mt/yr",
        ],
        [
            "Handan Steel",
            "Handan",
            "Blast furnace slag",
            "ca. 320",
            None,
            "Jinyu",
            "Handan",
            "Grinding station",
            2.0,
        ],
        [None, None, "BOF slag", " 110.5 ", None, "Xinfeng", "Handan", "slag powder", "600 kt/yr"],
        ["Subtotal Handan", None, None, 430.5],
    ]
    links: Rows = [["From", "To", "km"], ["Handan Steel", "Xinfeng", "１２ km"]]
    found = taken(book(tmp_path / "b.xlsx", Data=rows, Roads=links), library).gathered
    assert rows_of(found, "generation", "zone", "material", "amount", "confidence") == [
        ("handan_steel", "bf_slag", 3200.0, "assumed"),
        ("handan_steel", "bof_slag", 1105.0, "assumed"),
    ]
    assert rows_of(found, "lines", "plant", "technology", "capacity") == [
        ("jinyu", "cement_mill", 2000.0),
        ("xinfeng", "ggbs", 600.0),
    ]
    assert rows_of(found, "links", "origin", "destination", "mode", "km") == [
        ("handan_steel", "xinfeng", "truck", 12.0)
    ]


def test_all_that_is_wrong_is_told_with_its_cell(tmp_path: Path, library: Library) -> None:
    """Errors, formulas without a value, dates, unknown names, clashes: at once, nothing written."""
    wastes: Rows = [
        ["企业名称", "城市", "固废", "产生量（万吨/年）"],
        ["甲矿", "黄石", "铜尾矿", "#N/A"],
        ["乙矿", "黄石", "铜尾矿", "=B2*2"],
        ["丙矿", "黄石", "黄铜矿渣尾", "12"],
        ["丁矿", "黄石", "铁尾矿", date(2024, 3, 5)],
        ["戊矿", "火星市", "铁尾矿", 3],
        ["己矿", "黄石", "铁尾矿", 40],
        ["庚矿", "黄石", "铁尾矿", None],
        ["辛矿", "黄石", "铁尾矿", "12,5"],
    ]
    lines: Rows = [["企业", "省", "城市", "工艺", "产能"], ["某厂", "江西", "黄石", "水泥磨", 100]]
    path = book(tmp_path / "b.xlsx", {"产生": ["D7:D8"]}, 产生=wastes, 产线=lines)
    with pytest.raises(InputError) as refused:
        import_project(path, tmp_path / "made", library, ZH, lambda _: None)
    told = [str(problem.where).removeprefix("b.xlsx: ") for problem in refused.value.problems]
    assert sorted(told) == sorted(
        [
            "产生!D2",
            "产生!D3",
            "产生!C4",
            "产生!D5",
            "产生!6",
            "产生!D8",
            "产生!D9",
            "产线!C2",
            "产线!E2",
        ]
    )
    assert not (tmp_path / "made").exists()


def test_what_the_loader_refuses_is_told_at_the_cell(tmp_path: Path, library: Library) -> None:
    """A negative amount stands in a row of the workbook, not in a file that nobody wrote."""
    wastes: Rows = [["企业", "城市", "固废", "产生量(万吨)"], ["甲矿", "黄石", "铜尾矿", -3]]
    path = book(tmp_path / "b.xlsx", 产生=wastes, 产线=LINES)
    with pytest.raises(InputError) as refused:
        import_project(path, tmp_path / "made", library, ZH, lambda _: None)
    assert [problem.where for problem in refused.value.problems] == ["b.xlsx: 产生!2"]
    assert not (tmp_path / "made").exists()


def test_a_project_is_made_and_made_again(tmp_path: Path, library: Library) -> None:
    """The project can be read; a second import replaces it and keeps what was put into it."""
    wastes: Rows = [["企业", "城市", "固废", "产生量(万吨)"], ["甲矿", "黄石", "铜尾矿", 3]]
    path = book(tmp_path / "b.xlsx", 产生=wastes, 产线=LINES)
    to = tmp_path / "made"
    _, scenario = import_project(path, to, library, ZH, lambda _: None)
    assert load_case(scenario).tables["generation"]["amount"].tolist() == [30.0]
    (to / "mine.txt").write_text("kept", encoding="utf-8")
    import_project(path, to, library, ZH, lambda _: None)
    assert (to / "mine.txt").read_text(encoding="utf-8") == "kept"
    assert "甲矿" in (to / "import.csv").read_text(encoding="utf-8-sig")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a.txt").touch()
    with pytest.raises(InputError):
        import_project(path, tmp_path / "other", library, ZH, lambda _: None)


def test_changes_from_a_workbook_alone(tmp_path: Path, project_root: Path) -> None:
    """A fifth more at a mill and a new line in a city, beside the shipped baseline."""
    folders = ("scenarios", "scenarios/library", "geodata/daye-anqing-jiujiang")
    for folder in folders:
        (tmp_path / folder).mkdir(parents=True)
        for file in (project_root / folder).glob("*.csv"):
            (tmp_path / folder / file.name).write_bytes(file.read_bytes())
    scenarios = tmp_path / "scenarios"
    text = (project_root / "scenarios" / "baseline.yaml").read_text(encoding="utf-8")
    (scenarios / "baseline.yaml").write_text(text, encoding="utf-8")
    changes: Rows = [
        ["方案", "变更对象", "工艺", "变更内容", "变更值"],
        ["扩产", "华新水泥(阳新)", "水泥粉磨", "产能", 0.2],
    ]
    lines: Rows = [
        ["方案", "企业", "城市", "工艺", "产能（万吨/年）"],
        ["扩产", "九江矿粉厂", "九江", "矿渣微粉", 100],
    ]
    path = book(tmp_path / "b.xlsx", 方案=changes, 新增=lines)
    made = openpyxl.load_workbook(path)
    made["方案"]["E2"].number_format = "0%"
    made.save(path)
    _, files = import_changes(path, scenarios / "baseline.yaml", ZH)
    assert files == [scenarios / "扩产.yaml"]
    before, after = (
        load_case(file).tables["lines"].set_index("id")["capacity"]
        for file in (scenarios / "baseline.yaml", files[0])
    )
    assert after["R1-P002-mill"] == 1.2 * before["R1-P002-mill"]
    assert after["九江矿粉厂-ggbs"] == 1000.0
    assert "added" in files[0].read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("heading", "fields", "unit"),
    [
        ("2023年产生量（万吨/年）", ("amount",), "万吨/年"),
        ("年产生量 （10⁴t/a）", ("amount",), "万t/a"),
        ("Capacity, kt/yr", ("capacity",), "kt/yr"),
        ("设计产能/万吨", ("capacity",), "万吨"),
        ("一般工业固体废物产生量（万吨）", ("amount",), "万吨"),
        ("县（市、区）", ("county",), None),
        ("水泥企业名称", ("name",), None),
    ],
)
def test_headings(heading: str, fields: tuple[str, ...], unit: str | None) -> None:
    """A heading says a column and a unit, in whatever brackets."""
    found = read_heading(heading)
    assert (found.fields, found.unit) == (fields, unit)


@pytest.mark.parametrize(
    ("cell", "unit", "canonical", "number"),
    [
        ("约１，２００", "万吨/年", "kt/yr", 12000.0),
        ("1 200", "t", "kt", 1.2),
        ("12万吨", None, "kt/yr", 120.0),
        ("10000吨", None, "kt/yr", 10.0),
        ("85%", None, "", 0.85),
        ("35元/吨", None, "CNY/t", 35.0),
        ("12.5以上", "万t/a", "kt/yr", 125.0),
    ],
)
def test_figures(cell: str, unit: str | None, canonical: str, number: float) -> None:
    """A cell as people fill it is the number that they mean."""
    assert read_figure(cell, unit, canonical).number == number


def entries_of(path: Path) -> list[Entry]:
    account = Account(path.name)
    return [entry for sheet in open_workbook(path) for entry in read_sheet(sheet, account)]


def test_many_rows_are_read(tmp_path: Path) -> None:
    """Time and memory grow with the rows alone."""
    head = ["企业", "城市", "固废", "产生量(万吨)"]
    rows = [head, *([f"厂{n}", "黄石", "粉煤灰", n] for n in range(1, 3001))]
    found = entries_of(book(tmp_path / "b.xlsx", 产生=rows))
    assert len(found) == 3000
    assert found[-1].figures["amount"].number == 30000.0


def test_a_table_of_cities_with_a_row_of_units(tmp_path: Path, library: Library) -> None:
    """Areas stand for sites; units below the heads; what is not used is said to be unread."""
    wastes: Rows = [
        ["表1 各市产生情况"],
        ["地市", "固废种类", "产生量", "综合利用量"],
        [None, None, "(万吨)", "(万吨)"],
        ["武汉市", "高炉渣", 260, 250],
        [None, "转炉渣", "110.0", 80],
        ["全省合计", None, 370, 330],
    ]
    lines: Rows = [
        ["plant", "technology", "capacity", "city"],
        ["Mill", "cement mill", "500 kt/yr", "Wuhan"],
    ]
    path = book(tmp_path / "b.xlsx", lines=lines, 产生=wastes)
    found = sim.read_workbook(path, library.folder)
    assert found["generation"][["zone", "material", "amount"]].to_numpy().tolist() == [
        ["武汉市", "bf_slag", 2600.0],
        ["武汉市", "bof_slag", 1100.0],
    ]
    assert found["lines"]["capacity"].tolist() == [500.0]
    told = found["account"]
    assert told.loc[told["kind"] == "unread", "where"].tolist() == ["产生!D2"]
    scenario = sim.import_workbook(path, tmp_path / "made", library=library.folder)
    assert scenario == tmp_path / "made" / "scenarios" / "baseline.yaml"
