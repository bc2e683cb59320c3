"""Write docs/columns.zh.md and docs/tables.zh.md, columns of results and of inputs in Chinese.

python -m tools.build_columns_zh
"""

from __future__ import annotations

import csv
from collections.abc import Iterator

from sim.loader.columns import Column, columns_of
from sim.results.heads import head_of
from sim.results.tables import TABLE_NAMES
from sim.say.texts import ZH
from sim.scenario.fields import Sourced
from sim.scenario.tables import TABLES
from sim.studies.compare.sentences import name_column
from tools.blocks import ROOT, write
from tools.build_fields import FIELDS

PAGE = ROOT / "docs" / "columns.zh.md"
TABLES_PAGE = ROOT / "docs" / "tables.zh.md"
UNITS = {
    "": "",
    "%": "%",
    "CNY/t": "元/吨",
    "CNY/t, dry": "元/吨，干基",
    "True, False": "True、False",
    "as in [prices.csv](#pricescsv)": "指标单位，每单位限额",
    "degrees": "度",
    "kg/t": "千克/吨",
    "km": "公里",
    "kt/yr": "千吨/年",
    "kt/yr of activity": "千吨/年，产线规模",
    "kt/yr, dry": "千吨/年，干基",
    "million CNY": "百万元",
    "million CNY/yr": "百万元/年",
    "Mt·km/yr": "百万吨公里/年",
    "percentage points per unit": "个百分点，每单位限额",
    "points": "个百分点",
    "pp": "个百分点",
    "see `unit`": "见“unit”列",
    "t/t": "吨/吨",
    "unit of the metric per unit": "指标单位，每单位限额",
}
"""Unit as docs/results.md says it -> in Chinese."""
_HEAD = (
    "# 结果表各列对照\n\n"
    "CSV 结果表的列名为英文，数值用规范单位（千吨/年、百万元/年）。"
    "本页列出每一列在 `results.xlsx` 中文工作簿中的表头，\n"
    "括号内是工作簿所用的单位（万吨/年、亿元/年）。"
    "各列的确切含义与计算口径见 [results.md](results.md)（英文），\n"
    "概念见 [glossary.md](glossary.md)。"
    "编号列 `X` 之后另有 `X_name_en`、`X_name_zh` 两列名称，此处不重复列出。\n\n"
    "本页由 `python -m tools.build_columns_zh` 生成。\n"
)
_TABLES_HEAD = (
    "# 输入表各列对照\n\n"
    "输入表的列名为英文；单位可写在表头方括号内或单元格内，如 `12 万吨/年`。"
    "确切含义、取值范围与默认值见 [reference.md](reference.md)（英文），\n"
    "其中“Chinese words”一节列出单元格内可用的中文词。"
    "从 Excel 填报见 [excel.zh.md](excel.zh.md)。\n\n"
    "本页由 `python -m tools.build_columns_zh` 生成。\n"
)
_SHARED, _SHARE = "*", "% 或吨/吨"
Field = dict[str, str]


def page_text() -> str:
    """Return the page: a table for each table of results, and one of what many share."""
    with FIELDS.open(encoding="utf-8", newline="") as file:
        fields = list(csv.DictReader(file))
    parts = [_HEAD, *_section("多表共有的数量列", "", _of(_SHARED, fields))]
    for table in TABLE_NAMES:
        key = f"{table} province" if table == "transfers" else table
        title, tells = ZH.say(f"sheet {key}"), ZH.say(f"tells {key}")
        parts += _section(f"{table}.csv：{title}", f"{tells}。\n\n", _of(table, fields))
    return "\n".join(parts)


def _of(table: str, fields: list[Field]) -> list[Field]:
    return [field for field in fields if field["table"] == table]


def _section(title: str, lead: str, fields: list[Field]) -> Iterator[str]:
    yield f"## {title}\n"
    rows = [f"| `{f['column']}` | {UNITS[f['unit']]} | {_title(f['column'])} |" for f in fields]
    table = "\n".join(["| 列 | CSV 单位 | 表头 |", "| --- | --- | --- |", *rows])
    yield f"{lead}{table}\n"


def _title(column: str) -> str:
    """Return the head in the workbook; of a column for each metric, what stands for it."""
    return "各指标：增加一单位" if column.startswith("<") else head_of(column, ZH).title


def tables_text() -> str:
    """Return the page of the input tables: every column, its unit and what it is called."""
    parts = [_TABLES_HEAD]
    for table in TABLES:
        columns = columns_of(table).values()
        own = sorted(columns, key=lambda column: column.name in Sourced.model_fields)
        rows = map(_input_row, own)
        grid = "\n".join(["| 列 | 单位 | 名称 |", "| --- | --- | --- |", *rows])
        parts.append(f"## {table}.csv：{ZH.word('compare_table', table)}\n\n{grid}\n")
    return "\n".join(parts)


def _input_row(column: Column) -> str:
    unit = ZH.say(f"unit {column.unit}") if column.unit else _SHARE
    unit = unit if column.takes_unit else ""
    name = name_column(column.name, ZH)
    if name == column.name:
        name = ZH.say(f"column {column.name}")
    return f"| `{column.name}` | {unit} | {name} |"


def main() -> None:
    """Write the pages."""
    write(PAGE, page_text())
    write(TABLES_PAGE, tables_text())


if __name__ == "__main__":
    main()
