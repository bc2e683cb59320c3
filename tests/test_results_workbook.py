"""results.xlsx: what a person reads of a run and of a comparison, and names beside every id."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from sim.cli.compare import compare_paths
from sim.cli.project import create
from sim.loader import load_case
from sim.results import book
from sim.results.heads import Head, named_head
from sim.results.name_columns import KINDS, NameColumns, kind_of
from sim.results.tables import OPTIONAL, TABLE_NAMES, ResultTables, read_results
from sim.results.workbook import About, write_workbook
from sim.say.texts import BOTH, EN, ZH, Texts
from sim.studies.run.run import RunOptions, run

Rows = list[tuple[Any, ...]]
Book = dict[str, Rows]
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example project, whose baseline and closed border have been run in Chinese."""
    root = tmp_path_factory.mktemp("book") / "example"
    create(root)
    for name in ("baseline", "closed-border"):
        run(root / f"scenarios/{name}.yaml", RunOptions(texts=ZH, basemap="none"))
    return root


@pytest.fixture(scope="module")
def tables(project: Path) -> ResultTables:
    """The tables of the baseline as they were written."""
    return read_results(project / "results/baseline")


@pytest.fixture(scope="module")
def chinese(project: Path) -> Book:
    """The workbook that the run wrote."""
    return read_book(project / "results/baseline/results.xlsx")


def read_book(file: Path | BytesIO) -> Book:
    """Sheet -> rows as they are shown, formulas by their value."""
    sheets = openpyxl.load_workbook(file, data_only=True)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in sheets}


def write(tables: ResultTables, project: Path, texts: Texts) -> Book:
    """The workbook of the baseline in a language."""
    case = load_case(project / "scenarios/baseline.yaml")
    about = About(case.file, (), case.inputs, case.tables)
    return read_book(BytesIO(write_workbook(tables, about, texts)))


def total(rows: Rows, head: str) -> float:
    """What stands below the column of a head in the row of totals."""
    assert rows[-1][0] in ("合计", "Total")
    value = rows[-1][rows[0].index(head)]
    assert isinstance(value, int | float)
    return float(value)


# -- totals ------------------------------------------------------------------------------------


def test_totals_equal_the_key_figures(tables: ResultTables, chinese: Book) -> None:
    """万吨 and 亿元: below each sheet stands what the KPI says, rates too."""
    kpi = {row["name"]: row["value"] for row in tables.summary["kpis"]}
    for sheet in ("产生源", "固废"):
        rows = chinese[sheet]
        assert total(rows, "产生量（万吨/年）") == pytest.approx(kpi["generation"] / 10)
        assert total(rows, "净利用量（万吨/年）") == pytest.approx(kpi["net_utilized"] / 10)
        assert total(rows, "未利用量（万吨/年）") == pytest.approx(kpi["unused"] / 10)
        assert total(rows, "固废物流成本（亿元/年）") == pytest.approx(kpi["logistics_cost"] / 100)
        assert total(rows, "综合利用率（%）") == pytest.approx(100 * kpi["utilization_rate"])
        assert total(rows, "高值化利用率（%）") == pytest.approx(100 * kpi["high_value_rate"])
    assert total(chinese["未利用量"], "未利用量（万吨/年）") == pytest.approx(kpi["unused"] / 10)
    assert total(chinese["成本"], "金额（亿元/年）") == pytest.approx(kpi["net_cost"] / 100)
    assert total(chinese["主体收支"], "金额（亿元/年）") == pytest.approx(0.0, abs=1e-6)
    flows = chinese["物流"]
    assert total(flows, "运输周转量（亿吨公里/年）") == pytest.approx(kpi["transport_work"] / 100)
    assert total(flows, "产品收入（亿元/年）") == pytest.approx(kpi["revenue"] / 100)
    assert flows[-1][flows[0].index("数量（万吨/年）")] is None
    uptake = total(chinese["产线"], "利用设施接收量（万吨/年）")
    assert uptake == pytest.approx(kpi["uptake"] / 10)


def test_transfers_add_up_on_each_sheet(tables: ResultTables, chinese: Book) -> None:
    """Between provinces and between cities stand apart: each sheet has every tonne once."""
    by_level = tables["transfers"].groupby("level")["amount_kt_yr"].sum() / 10
    for sheet, level in (("省际转移", "province"), ("市际转移", "city")):
        assert total(chinese[sheet], "数量（万吨/年）") == pytest.approx(by_level[level])


def test_totals_follow_a_filter(project: Path) -> None:
    """They are sums of what a filter leaves, and a rate is computed from those."""
    sheet = openpyxl.load_workbook(project / "results/baseline/results.xlsx")["产生源"]
    formulas = [cell.value for cell in sheet[sheet.max_row] if cell.value]
    last = sheet.max_row - 1
    assert formulas[0] == "合计"
    assert f"=SUBTOTAL(109,L2:L{last})" in formulas
    assert any(str(formula).startswith("=IF(") for formula in formulas)
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(1, sheet.max_column).column_letter}{last}"
    assert sheet.freeze_panes == "A2"
    assert sheet.print_title_rows == "$1:$1"


def test_a_total_of_nothing_has_no_rate() -> None:
    """Where nothing arises the rate is blank, not an error."""
    cells = {"net_kt_yr": [0.0], "base_kt_yr": [0.0]}
    columns = [book.Column(key, Head(key), values, True) for key, values in cells.items()]
    rate = book.Rate(("net_kt_yr",), ("base_kt_yr",))
    columns.append(book.Column("rate_pct", Head("rate"), [None], rate))
    leaf = book.Leaf("x", "", columns)
    rows = read_book(BytesIO(book.write_book([leaf], EN)))["x"]
    assert rows[-1][1:] == (0, None)


# -- words -------------------------------------------------------------------------------------


def test_names_stand_for_ids_and_words_for_codes(tables: ResultTables, chinese: Book) -> None:
    """No id of a site, city, material or line, and no code, is left in the Chinese workbook."""
    flows = tables["flows"]
    ids = {*flows["origin"], *flows["material"], *flows["origin_city"], *tables["lines"]["line"]}
    codes = {*flows["role"], *tables["lines"]["tier"], *tables["actors"]["partner"]}
    shown = {cell for rows in chinese.values() for row in rows for cell in row}
    assert shown & (ids | codes) == set()
    heads = [head for name, rows in chinese.items() for head in rows[0] if name != "目录"]
    assert [head for head in heads if not CHINESE.search(str(head))] == []
    assert [head for head in heads if "编号" in str(head)] == []
    assert {"西部水泥厂", "西港", "西省", "熟料", "汽车"} <= shown


def test_the_english_workbook_has_no_chinese(tables: ResultTables, project: Path) -> None:
    """Sheets, heads and cells are in the language that is asked for."""
    shown = write(tables, project, EN)
    texts = [str(cell) for rows in shown.values() for row in rows for cell in row if cell]
    assert [text for text in [*shown, *texts] if CHINESE.search(text)] == []
    assert total(shown["Generators"], "Generated (kt/yr)") == pytest.approx(
        tables["zones"]["generation_kt_yr"].sum()
    )


def test_contents_and_provenance(project: Path, chinese: Book) -> None:
    """The first sheet lists the others; the last ones say where the numbers come from."""
    contents = {row[0]: row[2] for row in chinese["目录"][1:]}
    assert list(contents) == [name for name in chinese if name != "目录"]
    assert contents["产线"] == len(chinese["产线"]) - 2
    sheet = openpyxl.load_workbook(project / "results/baseline/results.xlsx")["目录"]
    assert sheet["A2"].hyperlink.location == "'主要指标'!A1"
    sources = chinese["数据来源"]
    assert sources[0] == ("表", "来源", "年份", "可信度", "行数")
    rows = sum(
        len(frame)
        for frame in load_case(project / "scenarios/baseline.yaml").tables.values()
        if "source" in frame
    )
    assert sum(row[4] for row in sources[1:]) == rows
    about = "\n".join(str(cell) for row in chinese["说明"] for cell in row if cell)
    for part in ("scenarios/baseline.yaml", "随机种子 0", "waste-synergy", "lines.csv: "):
        assert part in about


def test_a_text_stays_a_text(tables: ResultTables, project: Path) -> None:
    """A name that begins like a formula is no formula, whatever opens the workbook."""
    evil = tables["flows"].assign(origin_name_en="=1+1", material_name_en="@SUM(A1)")
    given = replace(tables, frames={**tables.frames, "flows": evil})
    case = load_case(project / "scenarios/baseline.yaml")
    content = write_workbook(given, About("-x", ("+1",), case.inputs, case.tables), EN)
    sheets = openpyxl.load_workbook(BytesIO(content))
    cells = [cell for row in sheets["Flows"].iter_rows(min_row=2) for cell in row]
    found = {cell.value: cell.data_type for cell in cells if str(cell.value)[:1] in "=@"}
    formulas = {text for text, kind in found.items() if kind == "f"}
    assert found["@SUM(A1)"] == "s"
    assert all(str(text).startswith("=SUBTOTAL(") for text in formulas)


def test_a_long_table_is_left_to_its_file(
    tables: ResultTables, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The contents say where it stands; everything else is there."""
    monkeypatch.setattr(book, "LONGEST", len(tables["flows"]) - 1)
    shown = write(tables, project, EN)
    assert "Flows" not in shown
    told = {row[0]: row[1] for row in shown["Contents"]}
    assert told["Flows"] == "Too long for a sheet: it stands in flows.csv"


def test_equal_plans_give_equal_workbooks(tables: ResultTables, project: Path) -> None:
    """No time of day stands in it."""
    case = load_case(project / "scenarios/baseline.yaml")
    about = About(case.file, (), case.inputs, case.tables)
    assert write_workbook(tables, about, ZH) == write_workbook(tables, about, ZH)


@pytest.mark.parametrize(
    ("cells", "written"),
    [
        ([1200.0, 40.0], "#,##0"),
        ([14.84, 120.5, 8.1], "#,##0.0"),
        ([0.0021, 0.0034], "#,##0.00000"),
        ([], "#,##0"),
    ],
)
def test_numbers_of_a_column_are_written_alike(cells: list[float], written: str) -> None:
    """As many decimals as the middle one needs for three digits."""
    assert book.number_format(book.Column("cost_MCNY_yr", Head("x"), cells)) == written


# -- a comparison ------------------------------------------------------------------------------


def test_a_comparison_has_a_workbook_too(project: Path) -> None:
    """Key figures of both runs side by side in the reader's units, then areas, lines and flows."""
    runs = [project / "results" / name for name in ("baseline", "closed-border")]
    options = RunOptions(texts=ZH, basemap="none")
    compared = compare_paths(runs, options, print, print)
    comparison, folder = compared.comparison, compared.folder
    shown = read_book(folder / "results.xlsx")
    assert list(shown) == ["目录", "主要指标", "区域汇总", "产生源", "产线", "物流", "输入差异"]
    head, *rows = shown["主要指标"]
    assert head[:4] == ("指标", "单位", "baseline：数值", "closed-border：数值")
    kpi = comparison.kpis.set_index("name").loc["net_utilized"]
    row = next(row for row in rows if row[0] == "净利用量")
    assert row[1] == "万吨/年"
    assert row[2:5] == pytest.approx(
        [
            kpi["baseline:value"] / 10,
            kpi["closed-border:value"] / 10,
            kpi["closed-border:difference"] / 10,
        ]
    )
    flows = comparison.flows
    assert {"mode_name_zh", "origin_province_name_zh"} <= {*flows}


# -- names beside ids --------------------------------------------------------------------------


@pytest.mark.parametrize("name", [n for n in TABLE_NAMES if n not in OPTIONAL])
def test_names_stand_beside_every_id(name: str, tables: ResultTables) -> None:
    """Each column of ids has both names behind it, filled where the id is."""
    frame = tables[name]
    columns = list(frame.columns)
    for column in filter(kind_of, columns):
        own = ("name_en", "name_zh") if column == "zone" and "name_en" in columns else ()
        named = own or tuple(
            next(n for n in (f"{column}_name_{x}", f"{column}_{x}") if n in columns)
            for x in ("en", "zh")
        )
        filled = frame[column].astype(str) != ""
        for one in named:
            assert columns.index(one) > columns.index(column)
            assert (frame.loc[filled, one].astype(str) != "").all(), (column, one)


def test_names_are_those_of_the_tables(tables: ResultTables) -> None:
    """Cities and provinces in Chinese, ports on the way, ways without a mode of their own."""
    flows = tables["flows"]
    assert dict(zip(flows["origin_city"], flows["origin_city_name_zh"], strict=True)) == {
        "Westport": "西港",
        "Eastport": "东港",
    }
    by_ship = flows[flows["via"] != ""].iloc[0]
    assert by_ship["via_name_zh"] == "西港码头 > 东港码头"
    gates = flows[flows["mode"] == "gate"]
    assert set(gates["mode_name_zh"]) == {"出厂交货"}
    lines = tables["lines"]
    assert "东部粉磨站 – 水泥粉磨" in set(lines["line_name_zh"])


def test_lines_alike_are_told_apart() -> None:
    """Two lines of one plant and technology carry their ids; what has no name its id."""
    ids = {"id": ["x"], "name_en": ["X"], "name_zh": [""]}
    none = {"id": [], "name_en": [], "name_zh": []}
    tables = {name: pd.DataFrame(none) for name in ("areas", "recipes", "modes", "materials")}
    tables |= {name: pd.DataFrame(none) for name in ("places", "crossings", "terminals")}
    tables |= {name: pd.DataFrame(none) for name in ("markets", "sinks", "zones")}
    tables["plants"] = tables["technologies"] = pd.DataFrame(ids)
    tables["names"] = pd.DataFrame({"level": [], "city": [], **none})
    lines = {"id": ["a", "b"], "plant": "x", "technology": "x", "status": "operating"}
    tables["lines"] = pd.DataFrame(lines)
    frame = pd.DataFrame({"line": ["a", "b"], "material": ["slag", ""]})
    named = NameColumns(tables, ()).add(frame)
    assert named["line_name_zh"].tolist() == ["X – X（a）", "X – X（b）"]
    assert named["material_name_en"].tolist() == ["slag", ""]


def test_every_kind_of_id_has_a_head() -> None:
    """What names are put in place of is called something in both languages."""
    for column in KINDS:
        assert all(named_head(column, texts).title != column for texts in BOTH)
