"""What planners type where it does not belong is told with its cell, and with where it belongs."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sim.cli.main import main
from sim.errors import InputError
from sim.say.texts import ZH
from sim.workbooks.gather import Gathered
from sim.workbooks.library import Library, find_library
from sim.workbooks.points import open_source
from sim.workbooks.sheets import open_workbook
from sim.workbooks.take import gather_workbook, import_changes
from tests.tiny_project import make_project

Row = Sequence[Any]
WASTES: Row = ["企业名称", "省份", "城市", "县（市、区）", "固废种类", "产生量（万吨/年）"]
LINES: Row = ["企业名称", "城市", "工艺", "产能（万吨/年）", "状态"]
MINE: Row = ["铜绿山矿", "湖北", "黄石", "大冶市", "铜尾矿", 120]
WORKS: Row = ["江滨水泥", "黄石", "水泥熟料", 200, "在产"]


@pytest.fixture(scope="module")
def library(project_root: Path) -> Library:
    return find_library(project_root / "scenarios" / "library", project_root)


def take(path: Path, library: Library, waste: Row = MINE, line: Row = WORKS) -> Gathered:
    """Gather a workbook of a waste and a line."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in (("产生", (WASTES, waste)), ("产线", (LINES, line))):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    book.save(path / "b.xlsx")
    return gather_workbook(path / "b.xlsx", open_workbook(path / "b.xlsx"), library, ZH).gathered


def told(path: Path, library: Library, **rows: Row) -> list[str]:
    """All that is refused, in Chinese."""
    with pytest.raises(InputError) as error:
        take(path, library, **rows)
    return [ZH.tell(problem) for problem in error.value.problems]


@pytest.mark.parametrize(
    ("rows", "due"),
    [
        (
            {"line": ["江滨水泥", "黄石", "在产", 200, "水泥熟料"]},
            [
                ("产线!C2", "库中没有工艺“在产”", "似应填在“状态”列"),
                ("产线!E2", "“水泥熟料”不是产线状态", "似应填在"),
            ],
        ),
        (
            {"waste": ["铜绿山矿", "湖北", "黄石", "大冶市", "水泥粉磨", 120]},
            [("产生!E2", "库中没有物料“水泥粉磨”", "似应填在“工艺”列")],
        ),
        (
            {"waste": ["铜绿山矿", "湖北", "黄石", "大冶市", "阳新县", 120]},
            [("产生!E2", "库中没有物料“阳新县”", "似应填在“所在地”列")],
        ),
        (
            {"waste": ["铜绿山矿", "湖北", "黄石", "大冶市", "铜尾矿", "较多"]},
            [("产生!F2", "产生量", "“较多”不是")],
        ),
        (
            {"waste": ["铜绿山矿", "江西", "黄石", "大冶市", "铜尾矿", 120]},
            [("产生!C2", "“黄石”属于湖北省，不属于江西省", "请改正其一")],
        ),
    ],
)
def test_a_word_in_a_wrong_column(
    tmp_path: Path, library: Library, rows: dict[str, Row], due: list[tuple[str, ...]]
) -> None:
    """Each wrong cell by itself, and nothing else."""
    found = told(tmp_path, library, **rows)
    assert len(found) == len(due), found
    for text, parts in zip(found, due, strict=True):
        assert all(part in text for part in parts), text


def test_a_county_of_several_cities_needs_its_city(tmp_path: Path, library: Library) -> None:
    """Those that it may be are named; a province among them settles it."""
    waste = ["甲厂", None, None, "鼓楼区", "粉煤灰", 12]
    (text,) = told(tmp_path, library, waste=waste)
    assert text.startswith("b.xlsx: 产生!D2")
    for city in ("江苏省南京市鼓楼区", "江苏省徐州市鼓楼区", "福建省福州市鼓楼区"):
        assert city in text
    assert "请补充省份或城市" in text
    placed = take(tmp_path, library, waste=["甲厂", "福建", None, "鼓楼区", "粉煤灰", 12])
    (zone,) = placed.tables["zones"]
    assert (zone.values["city"], zone.values["province"]) == ("Fuzhou", "Fujian")


def test_a_name_of_several_materials_is_refused_with_them(tmp_path: Path, library: Library) -> None:
    """Gypsum may be of a power station or of a fertilizer works."""
    (text,) = told(tmp_path, library, waste=["甲厂", "湖北", "黄石", None, "石膏", 12])
    assert "“石膏”可能指：" in text
    assert "脱硫石膏" in text
    assert "磷石膏" in text


def test_a_formula_that_nobody_computed_is_told(tmp_path: Path, library: Library) -> None:
    """Programs that write workbooks leave formulas without values: a zero would be a lie."""
    (text,) = told(tmp_path, library, waste=[*MINE[:5], "=60*2"])
    assert "产生!F2" in text
    assert "公式" in text


# -- owners --------------------------------------------------------------------------------------

OWNERS = "level,id,city,name_en,name_zh\nowner,River Group,,River Group,江河集团\n"
PLANTS = """\
id,name_en,name_zh,city,province,lon,lat,owner
p1,East Bricks,东砖,eastby,East,115.2,30.1,River Group
p2,West Cement,西水泥,westby,West,115.8,30.2,River Group
"""


def test_an_owner_may_be_written_in_chinese(tmp_path: Path) -> None:
    """A new plant joins the group that the tables know; a change means all plants of it."""
    base = make_project(tmp_path, names=OWNERS, plants=PLANTS)
    book = openpyxl.Workbook()
    book.remove(book.active)
    sheet = book.create_sheet("产线")
    sheet.append(["企业名称", "所属集团", "省份", "经度", "纬度", "工艺", "产能（万吨/年）"])
    sheet.append(["新水泥", "江河集团", "西省", 115.7, 30.2, "砖厂", 15])
    changes = book.create_sheet("方案调整")
    changes.append(["方案", "变更对象", "工艺", "变更内容", "变更值"])
    changes.append(["扩产", "江河集团", "水泥粉磨", "产能", "+20 %"])
    book.save(tmp_path / "b.xlsx")
    taken, _ = import_changes(tmp_path / "b.xlsx", base, ZH)
    (document,) = taken.scenarios.values()
    added = {c["table"]: c["add"] for c in document["change"] if "add" in c}
    assert added["plants"][0]["owner"] == "River Group"
    (changed,) = (c for c in document["change"] if "scale" in c)
    assert changed["where"] == {"plant": "p2", "technology": "mill"}


# -- files and folders ---------------------------------------------------------------------------


def test_a_damaged_geopackage_is_called_what_it_is(tmp_path: Path) -> None:
    """It is no workbook."""
    path = tmp_path / "a.gpkg"
    with sqlite3.connect(path) as database:
        database.execute("create table gpkg_contents (a)")
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(InputError) as error:
        open_source(path)
    text = ZH.tell(error.value.problems[0])
    assert "GPKG" in text
    assert "工作簿" not in text


def test_a_folder_called_like_a_file_is_told(tmp_path: Path) -> None:
    """As of a workbook, so of a geographic file."""
    (tmp_path / "a.gpkg").mkdir()
    with pytest.raises(InputError, match="this is a folder, not a file"):
        open_source(tmp_path / "a.gpkg")


@pytest.mark.parametrize(
    "arguments",
    [
        ["template", "{locked}/plan.xlsx"],
        ["new", "{locked}/project"],
        ["import", "{free}/b.xlsx", "--to", "{locked}/made"],
    ],
)
def test_a_folder_that_may_not_be_written_to_is_told(
    tmp_path: Path,
    project_root: Path,
    library: Library,
    arguments: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """In one sentence with the folder, in Chinese where Chinese is asked for; nothing is left."""
    take(tmp_path, library)
    locked = tmp_path / "locked"
    locked.mkdir()
    if os.geteuid() == 0:
        _deny(monkeypatch, locked)
    else:
        locked.chmod(0o555)
    monkeypatch.chdir(project_root)
    given = [part.format(locked=locked, free=tmp_path) for part in arguments]
    with pytest.raises(SystemExit) as ending:
        main([*given, "--lang", "zh"])
    assert ending.value.code
    said = capsys.readouterr()
    assert str(locked) in said.err
    assert "权限" in said.err
    assert "Traceback" not in said.err
    assert list(locked.iterdir()) == []


def _deny(monkeypatch: pytest.MonkeyPatch, locked: Path) -> None:
    """Have the system refuse to root what it refuses to others: anything new in a folder."""
    makes, opens = os.mkdir, os.open

    def is_inside(path: object) -> bool:
        return isinstance(path, (str, os.PathLike)) and locked in Path(os.fspath(path)).parents

    def mkdir(path: Any, *more: Any, **given: Any) -> None:
        if is_inside(path):
            raise PermissionError(13, "Permission denied", str(path))
        makes(path, *more, **given)

    def open_(path: Any, flags: int, *more: Any, **given: Any) -> int:
        if is_inside(path) and flags & os.O_CREAT:
            raise PermissionError(13, "Permission denied", str(path))
        return opens(path, flags, *more, **given)

    access, reads = os.access, Path.open

    def open_path(path: Path, mode: str = "r", *more: Any, **given: Any) -> Any:
        if is_inside(path) and set(mode) & set("wxa"):
            raise PermissionError(13, "Permission denied", str(path))
        return reads(path, mode, *more, **given)

    monkeypatch.setattr(Path, "open", open_path)
    monkeypatch.setattr(os, "mkdir", mkdir)
    monkeypatch.setattr(os, "open", open_)
    monkeypatch.setattr(os, "access", lambda p, m, **g: p != locked and access(p, m, **g))
