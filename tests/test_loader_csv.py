"""Reading CSV: headers with units, blanks, lines, guards, speed."""

import pytest

from sim import units
from sim.errors import Problem
from sim.loader.case import Rows
from sim.loader.read.csv_text import read_csv
from sim.loader.read.words import MOST_PROBLEMS

LINES = "id,plant,technology,capacity"


def read(text: str, table: str = "lines") -> Rows:
    """Return the rows of a text in which nothing is wrong."""
    rows, problems = read_csv(text, "t.csv", table)
    assert not problems
    return rows


def complain(text: str, table: str = "lines") -> list[Problem]:
    """Return the problems of a text."""
    return read_csv(text, "t.csv", table)[1]


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("capacity", "1.2 Mt/a"),
        ("capacity", "120 万吨/年"),
        ("capacity", '"1,200 kt/yr"'),
        ("capacity [kt/yr]", "1200"),
        ("capacity [kt/yr]", '"1,200"'),
        ("capacity [万吨/年]", "120"),
        ("capacity[Mt/a]", "1.2"),
        (" capacity [ t/yr ] ", " 1.2e6 "),
    ],
)
def test_unit_in_heading_or_cell(heading: str, cell: str) -> None:
    """The unit may stand in the heading or in the cell, and means the same."""
    rows = read(f"id,plant,technology,{heading}\nl1,p1,mill,{cell}\n")
    assert rows.records[0].values["capacity"] == 1200.0


@pytest.mark.parametrize(
    ("heading", "cell", "value"),
    [
        ("value", "35 %", 0.35),
        ("value", "800 mg/kg", 0.0008),
        ("value", "120 Bq/kg", 120.0),
        ("value [%]", "35", 0.35),
        ("value [mg/kg]", "800", 0.0008),
        ("value [Bq/kg]", "120", 120.0),
    ],
)
def test_content_is_a_share_or_an_activity(heading: str, cell: str, value: float) -> None:
    """A content is kept as a mass fraction, or in Bq/kg."""
    rows = read(f"material,property,{heading}\nslag,X,{cell}\n", "composition")
    assert rows.records[0].values["value"] == value


def test_blank_cells_take_the_default() -> None:
    """A blank cell is the same as a column that is not there."""
    header, row = f"{LINES},availability,only_zones,year,note", "l1,p1,mill,1 t/yr,,,,"
    (given,), (absent,) = (
        read(f"{header}\n{row}\n").records,
        read(f"{LINES}\nl1,p1,mill,1 t/yr\n").records,
    )
    assert given.values == absent.values
    assert given.values["availability"] == 1.0
    assert given.values["only_zones"] == ()
    assert given.values["year"] is None


def test_rows_know_their_line() -> None:
    """Blank rows are skipped and cells of several lines counted."""
    rows = read(
        f"\n{LINES},note\n"
        'l1,p1,mill,1 t/yr,"two\nlines"\n'
        "\n"
        ",,,,\n"
        "l2,p1,mill,1 t/yr,\r\n"
        "l3,p1,mill,1 t/yr,\n"
    )
    assert [(r.values["id"], r.at) for r in rows.records] == [
        ("l1", "t.csv:3"),
        ("l2", "t.csv:7"),
        ("l3", "t.csv:8"),
    ]
    assert rows.records[0].values["note"] == "two\nlines"


def test_lists_and_switches() -> None:
    """Lists are separated by semicolons; switches know the usual words."""
    (line,) = read(f"{LINES},recipes\nl1,p1,mill,1 t/yr, a ;b; \n").records
    assert line.values["recipes"] == ("a", "b")
    links = read("origin,destination,mode,km,both_ways\na,b,m,1 km,no\na,c,m,1 km,TRUE\n", "links")
    assert [r.values["both_ways"] for r in links.records] == [False, True]


@pytest.mark.parametrize(
    ("cell", "text"), [("'=1+1", "=1+1"), ("''=1", "'=1"), ("'quoted'", "'quoted'"), ("=1", "=1")]
)
def test_guard_against_formulas_is_taken_off(cell: str, text: str) -> None:
    """The quote that keeps a spreadsheet from computing a text is not part of the text."""
    (line,) = read(f"{LINES},note\nl1,p1,mill,1 t/yr,{cell}\n").records
    assert line.values["note"] == text


def test_refused_rows_are_remembered() -> None:
    """Ids of refused rows stay known, so that references to them are not reported as well."""
    rows, problems = read_csv(
        f"{LINES}\nl1,p1,mill,x\nl2,p1,mill\nl3,p1,mill,1 t/yr\n", "t.csv", "lines"
    )
    assert [r.values["id"] for r in rows.records] == ["l3"]
    assert rows.broken == {"l1", "l2"}
    assert [p.where for p in problems] == ["t.csv:2", "t.csv:3"]


def test_every_cell_of_a_row_is_checked() -> None:
    """Two wrong cells of one row are two problems of one line."""
    problems = complain(f"{LINES},availability\nl1,p1,mill,x,y\n")
    assert [p.where for p in problems] == ["t.csv:2", "t.csv:2"]
    assert sorted(str(p.what).partition(":")[0] for p in problems) == ["availability", "capacity"]


def test_a_cell_without_end_is_refused() -> None:
    """A cell of more than 131,072 characters is refused at its row."""
    (problem,) = complain(f'{LINES}\nl1,p1,mill,"{"x" * 140_000}"\n')
    assert problem.where == "t.csv:2"
    assert "longer than" in str(problem.what)


def test_many_problems_are_counted() -> None:
    """Of a file that is wrong throughout the first problems are told and the rest counted."""
    problems = complain(LINES + "\n" + "l1,p1,mill,x\n" * 5000)
    assert len(problems) == MOST_PROBLEMS + 1
    assert str(problems[-1].what) == "4800 more problems in this file are not shown"


def test_each_spelling_of_a_unit_is_parsed_once() -> None:
    """50,000 rows of mixed spellings ask the unit registry a handful of times, not per cell."""
    units.factor.cache_clear()
    rows = "".join(
        f"l{i},p{i % 500},mill,{i % 997 + 0.25} kt/yr,{i % 97},60 %,operating,Some source\n"
        for i in range(50_000)
    )
    header = f"{LINES},capacity_low [t/yr],availability,status,source\n"
    assert len(read(header + rows).records) == 50_000
    assert units.factor.cache_info().misses < 20
