"""Every column of every table of results has a head in Chinese, and stands on the page of them."""

from __future__ import annotations

import csv
import re

import pytest

from sim.results.heads import head_of
from sim.say.texts import EN, ZH
from sim.studies.compare.sentences import name_column
from tools.build_columns_zh import PAGE, TABLES_PAGE, page_text, tables_text
from tools.build_fields import FIELDS

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_no_head_of_the_chinese_workbook_is_english() -> None:
    """What is built and what is open too, which few runs have."""
    fields = csv.DictReader(FIELDS.read_text(encoding="utf-8").splitlines())
    columns = [row["column"] for row in fields if not row["column"].startswith("<")]
    assert [c for c in columns if not CHINESE.search(head_of(c, ZH).title)] == []
    assert [
        c for c in columns if CHINESE.search(head_of(c, EN).title.replace("(Chinese)", ""))
    ] == []


@pytest.mark.parametrize(
    ("column", "due"),
    [
        ("today_kt_yr", "现有产能（万吨/年）"),
        ("closed_kt_yr", "关停（万吨/年）"),
        ("annuity_MCNY_yr", "投资年金（亿元/年）"),
        ("most_kt_yr", "至多（万吨/年）"),
    ],
)
def test_heads_of_what_is_built(column: str, due: str) -> None:
    """They are in the units of the workbook."""
    assert head_of(column, ZH).title == due


def test_the_page_is_what_the_catalogue_says() -> None:
    """If not: python -m tools.build_columns_zh."""
    assert PAGE.read_text(encoding="utf-8") == page_text()
    assert TABLES_PAGE.read_text(encoding="utf-8") == tables_text()


def test_every_column_of_the_input_has_a_chinese_name() -> None:
    """Sentences of a comparison say it too, ends of ranges among them."""
    rows = [line for line in tables_text().splitlines() if line.startswith("| `")]
    assert len(rows) > 300
    assert [row for row in rows if not CHINESE.search(row.split("|")[3])] == []
    assert name_column("availability_high", ZH) == "运转率（高值）"
    assert name_column("fixed_cost", EN) == "fixed cost"
