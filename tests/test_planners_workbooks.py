"""Workbooks as planners have them: untidy, edited in LibreOffice, of 50,000 rows; and back."""

from __future__ import annotations

import csv
import io
import multiprocessing
import resource
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from lxml import etree
from xlsxwriter import Workbook

from sim.loader import load_case
from sim.say.texts import EN, ZH
from sim.workbooks.house import read_house, write_house
from sim.workbooks.library import Library, find_library
from sim.workbooks.sheets import open_workbook
from sim.workbooks.take import Taken, gather_workbook, import_project
from tests.tiny_project import FILES, REGION, make_project

SOFFICE = shutil.which("soffice")
SECONDS, MEGABYTES = 90, 900
"""Processor time and memory that 50,000 rows may take; they took 11 s and 360 MB."""


@pytest.fixture(scope="module")
def library(project_root: Path) -> Library:
    return find_library(project_root / "scenarios" / "library", project_root)


# -- a workbook with everything that is not tidy -------------------------------------------------


def write_inventory(path: Path) -> None:
    """Write two sheets of three tables, none of them clean."""
    with Workbook(path) as book:
        bold = book.add_format({"bold": True, "border": 1, "bg_color": "#FFF2CC"})
        percent = book.add_format({"num_format": "0%"})
        thousands = book.add_format({"num_format": "#,##0.0"})
        sheet = book.add_worksheet("附表1 产生与利用情况")
        title = "长江中游片区２０２４年大宗工业固体废物产生与综合利用情况统计表"
        sheet.merge_range("A1:G1", title, bold)
        sheet.write_row("A2", ["填报单位（盖章）：区域协同办公室", None, "填报人：张三"])
        heads = ["备注", "２０２４年产生量（万吨/年）", "Waste type", "单位名称"]
        heads += ["所在县（市、区）", "历史堆存量（万 t）", "编号"]
        sheet.write_row("A3", heads, bold)
        sheet.write_row("A4", ["干基", "１，２３４．５", "铜尾矿", None, None, "约 2,500", 1])
        sheet.write_row("A5", [None, 85.5, "废石", None, None, None, 2])
        sheet.merge_range("D4:D5", "铜绿山矿")
        sheet.merge_range("E4:E5", "大冶市")
        sheet.write_row("A6", [None, 1320, None, "大冶市小计"], bold)
        sheet.write_row("A7", ["估算", "６０～７０", "fly ash", "九江电厂", "柴桑区", "—", 3])
        sheet.write_row("A8", ["按脱硫负荷推算", None, "FGD gypsum", "九江电厂", "柴桑区", None, 4])
        sheet.write_formula("B8", "=65*0.2", thousands, 13)
        sheet.write_row("A9", [None, None, "合计", None, None, "2500"], bold)
        sheet.write_formula("B9", "=B6+65+B8", thousands, 1398)
        sheet.write("A10", "注：1．产生量均为干基；2．带“约”“～”者为估算。")
        sheet.write("A12", "二、综合利用企业")
        heads = ["企业名称", "工艺（Process）", "设计产能（万吨／年）", "负荷率", "省份", "城市"]
        sheet.write_row("A13", [*heads, "状态", "数据来源"], bold)
        first = ["华新水泥（阳新）有限公司", "水泥熟料", "３８０", None, "湖北", "黄石", "在产"]
        sheet.write_row("A14", [*first, "企业年报"])
        sheet.write("D14", 0.6, percent)
        second = ["九江矿粉", "年产100万吨矿渣微粉生产线", " 100 ", None, None, "九江", "运行"]
        sheet.write_row("A15", second)
        sheet.write("D15", 0.85, percent)
        sheet.write_row("A16", ["总计", None, 480], bold)
        sheet.set_column("A:G", 18)
        sheet.write_comment("B4", "以环统数据为准")
        market = book.add_worksheet("附表2")
        market.merge_range("C2:F2", "主要产品市场", bold)
        market.write_row("C3", ["单价", "需求量（Mt/a）", "产品", "市场范围"], bold)
        market.write_row("C4", ["(元/吨)", None, None, None], bold)
        market.write_row("C5", ["240.00", "3", "矿渣粉", "江西"])
        hidden = book.add_worksheet("草稿")
        hidden.write_row("A1", ["单位名称", "固废种类", "产生量（万吨）"])
        hidden.write_row("A2", ["不应读取", "粉煤灰", 999])
        hidden.hide()


NONE = None


def cells(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """The rows of some columns; what is not stated is NONE."""
    known = frame[list(columns)].astype(object)
    rows = known.where(known.notna(), NONE).itertuples(index=False, name=None)
    return [tuple(row) for row in rows]


def test_an_untidy_chinese_workbook_becomes_a_project(tmp_path: Path, library: Library) -> None:
    """Every figure in canonical units, province and city inferred, totals and notes left out."""
    path = tmp_path / "统计表.xlsx"
    write_inventory(path)
    taken, scenario = import_project(path, tmp_path / "made", library, ZH, lambda _: None)
    tables = load_case(scenario).tables
    wastes = tables["generation"]
    assert cells(wastes, "zone", "material", "amount", "amount_low", "amount_high", "year") == [
        ("九江电厂", "fgd_gypsum", 130.0, NONE, NONE, 2024),
        ("九江电厂", "fly_ash", 650.0, 600.0, 700.0, 2024),
        ("铜绿山矿", "cu_tail", 12345.0, NONE, NONE, 2024),
        ("铜绿山矿", "waste_rock", 855.0, NONE, NONE, 2024),
    ]
    assert set(wastes["confidence"]) == {"assumed"}
    assert cells(tables["legacy"], "zone", "material", "stock") == [
        ("铜绿山矿", "cu_tail", 25000.0)
    ]
    assert cells(tables["zones"], "id", "city", "province") == [
        ("九江电厂", "Jiujiang", "Jiangxi"),
        ("铜绿山矿", "Huangshi", "Hubei"),
    ]
    assert cells(tables["lines"], "technology", "capacity", "availability", "status") == [
        ("ggbs", 1000.0, 0.85, "operating"),
        ("kiln", 3800.0, 0.6, "operating"),
    ]
    assert cells(tables["plants"], "city", "province") == [
        ("Jiujiang", "Jiangxi"),
        ("Huangshi", "Hubei"),
    ]
    sold = tables["markets"].set_index("product").loc["ggbs_powder"]
    assert (sold["area"], sold["max"], sold["price"]) == ("Jiangxi", 3000.0, 240.0)
    totals = [where.partition("!")[2] for where in told_of(taken, "total")]
    assert totals == ["B6", "B9", "A16"]
    assert told_of(taken, "unread") == []


def told_of(taken: Taken, kind: str) -> list[str]:
    return [line.where for line in taken.account.lines if line.kind == kind]


# -- a workbook of the tool that LibreOffice writes ----------------------------------------------


def convert(path: Path, ending: str, folder: Path) -> Path:
    """Have LibreOffice save a file as another kind."""
    assert SOFFICE is not None
    profile = f"-env:UserInstallation=file://{folder}/profile"
    order = [SOFFICE, "--headless", profile, "--convert-to", ending, "--outdir", str(folder)]
    subprocess.run([*order, str(path)], check=True, capture_output=True, timeout=180)
    return folder / f"{path.stem}.{ending}"


def edit(path: Path, sheet: str, row: int, column: int, number: float) -> None:
    """Type a number into a cell of a flat spreadsheet; rows and columns count from 0."""
    office = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
    table = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
    text = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
    book = etree.parse(str(path))
    (page,) = (t for t in book.iter(f"{table}table") if t.get(f"{table}name") == sheet)
    cell = page.findall(f".//{table}table-row")[row].findall(f"{table}table-cell")[column]
    assert cell.get(f"{office}value-type") == "float"
    cell.set(f"{office}value", str(number))
    cell.find(f"{text}p").text = str(number)  # type: ignore[union-attr]
    book.write(str(path), xml_declaration=True, encoding="UTF-8")


@pytest.mark.thorough
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not there")
def test_a_cell_edited_in_libreoffice_is_all_that_changes(tmp_path: Path, library: Library) -> None:
    """Exported, opened and saved by LibreOffice with another number in one cell, read back."""
    exported = tmp_path / "out.xlsx"
    exported.write_bytes(write_house(make_project(tmp_path / "first")))
    flat = convert(exported, "fods", tmp_path)
    edit(flat, "generation", 1, 2, 210.5)
    saved = convert(flat, "xlsx", tmp_path)
    import_project(saved, tmp_path / "made", library, EN, lambda _: None)
    found = {name: (tmp_path / "made" / name).read_text(encoding="utf-8") for name in FILES}
    due = dict(FILES)
    table = f"{REGION}/generation.csv"
    due[table] = due[table].replace("z1,tailings,200,", "z1,tailings,210.5,")
    assert due[table] != FILES[table]
    assert found == due


# -- round trips ---------------------------------------------------------------------------------

AWKWARD: Sequence[Sequence[str]] = [
    ["area", "level", "scope", "generation", "rate", "source", "year", "confidence", "note"],
    ["007", "1e5", 'Slag, "cold"', "1.50 Mt/yr", "12 %", "'=1+1", "2023", "published", "０１"],
    ["1/2", "2024-01-02", "true", "0.10000000000000055 kt/yr", "", "two\nlines", "", "", "x"],
    ["#N/A", "-0", "1234567890123456789", "3 kt/yr", "0.5", "https://a.b/?d=1&e=%20", "", "", "矿"],
]


def test_texts_and_numbers_come_back_as_they_were(tmp_path: Path) -> None:
    """Texts that look like numbers, dates, errors or formulas stay what they are."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(AWKWARD)
    scenario = make_project(tmp_path / "first", statistics=text.getvalue())
    name = f"{REGION}/statistics.csv"
    path = tmp_path / "b.xlsx"
    path.write_bytes(write_house(scenario))
    assert read_house(open_workbook(path)).files[name] == text.getvalue()


def test_the_shipped_tables_come_back_byte_for_byte(tmp_path: Path, project_root: Path) -> None:
    """A whole region of sources, notes and addresses, and the scenario that it is run by."""
    path = tmp_path / "b.xlsx"
    path.write_bytes(write_house(project_root / "scenarios/baseline.yaml"))
    files = read_house(open_workbook(path)).files
    assert len(files) > 20
    for name, text in files.items():
        assert text == (project_root / name).read_text(encoding="utf-8"), name


# -- 50,000 rows ---------------------------------------------------------------------------------

MANY, WASTES = 10_000, ("粉煤灰", "脱硫石膏", "铜尾矿", "铁尾矿", "高炉矿渣")


def write_many(path: Path) -> None:
    """Write 50,000 rows of 10,000 generators, and a plant."""
    with Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("产生")
        sheet.write_row(0, 0, ["企业名称", "城市", "固废种类", "产生量（万吨/年）"])
        for number in range(MANY * len(WASTES)):
            site, waste = divmod(number, len(WASTES))
            row = [f"甲{site}厂", "黄石", WASTES[waste], f"约{number % 90 + 1}"]
            sheet.write_row(number + 1, 0, row)
        lines = book.add_worksheet("产线")
        lines.write_row(0, 0, ["企业名称", "城市", "工艺", "产能（万吨/年）"])
        lines.write_row(1, 0, ["乙厂", "黄石", "水泥熟料", 400])


def take_many(path: Path, library: Library, found: Any) -> None:
    """Read the workbook in a process of its own, and say what it took."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    tables = gather_workbook(path, open_workbook(path), library, ZH).gathered.tables
    after = resource.getrusage(resource.RUSAGE_SELF)
    last = tables["generation"][-1].values
    sizes = len(tables["zones"]), len(tables["generation"])
    found.put((sizes, last["amount"], after.ru_utime - before.ru_utime, after.ru_maxrss / 1024))


@pytest.mark.thorough
def test_fifty_thousand_rows_take_bounded_time_and_memory(tmp_path: Path, library: Library) -> None:
    """Every row is there, the last one with its figure."""
    path = tmp_path / "many.xlsx"
    write_many(path)
    context = multiprocessing.get_context("fork")
    found: Any = context.Queue()
    process = context.Process(target=take_many, args=(path, library, found))
    process.start()
    sizes, amount, seconds, megabytes = found.get(timeout=600)
    process.join()
    assert sizes == (MANY, MANY * len(WASTES))
    assert amount == 10.0 * ((MANY * len(WASTES) - 1) % 90 + 1)
    assert seconds < SECONDS
    assert megabytes < MEGABYTES
