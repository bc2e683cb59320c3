"""What the page gives to keep: exactly what a run of the saved scenario writes, and a workbook."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pytest

from sim.errors import InputError
from sim.page.asked import Setup
from sim.page.files import TYPES, make_file
from sim.page.saving import save_scenario
from sim.page.tasks import download
from sim.results.heads import head_of
from sim.results.tables import OPTIONAL, TABLE_NAMES, ResultTables
from sim.results.workbook import About, write_workbook
from sim.say.texts import EN, ZH
from sim.studies.run.run import RunOptions, run
from tests.page_parts import ask, make_example

EDITS: list[dict[str, Any]] = [
    {"kind": "capacity", "line": "cement-mill", "value": 1800.123456789},
    {
        "kind": "border",
        "from": "Westland",
        "to": "Eastland",
        "rule": "filing",
        "quota": 100.1,
        "class": "general",
    },
    {"kind": "limit_off", "position": 0},
]
BASE = "scenarios/more-grinding.yaml"
MORE = ("contents", "figures", "sources", "about")
"""Sheets that are no table."""
SPREAD = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TOTAL = re.compile(r"SUBTOTAL\(109,[A-Z]+2:[A-Z]+\d+\)$|IF\([A-Z\d+]+>0,100\*\([A-Z\d-]+\)/")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def setup(tmp_path_factory: pytest.TempPathFactory) -> Setup:
    """The example project, with a scenario that was saved of the edits."""
    setup = make_example(tmp_path_factory.mktemp("files") / "example")
    save_scenario(ask(setup, *EDITS, scenario=BASE, name="kept", title="Kept"))
    return setup


@pytest.fixture(scope="module")
def folder(setup: Setup) -> Path:
    """What a run of the saved file writes."""
    return run(setup.root / "scenarios/kept.yaml", RunOptions(basemap="none")).folder


def give(setup: Setup, what: str, **more: Any) -> dict[str, Any]:
    """The file that the page gives."""
    asked = ask(setup, *EDITS, scenario=BASE, name="kept", title="Kept", **more)
    *steps, last = make_file(asked, what)
    assert all(isinstance(step, str) for step in steps)
    assert isinstance(last, dict)
    found: dict[str, Any] = last["file"]
    assert found["type"] in TYPES.values()
    return found


def test_tables_are_those_of_a_run_of_the_saved_file(setup: Setup, folder: Path) -> None:
    """Byte by byte: tables, input, resolved scenario; figures in the summary too."""
    given = give(setup, "csv")
    assert given["name"] == "kept-csv.zip"
    with zipfile.ZipFile(io.BytesIO(given["content"])) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert {f"{table}.csv" for table in {*TABLE_NAMES} - {*OPTIONAL}} <= files.keys()
    of_run = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    assert files.keys() == of_run.keys()
    timed = {"summary.json", "report.html", "manifest.json"}
    assert [name for name in files.keys() - timed if files[name] != of_run[name].read_bytes()] == []
    mine, other = (
        json.loads(text) for text in (files["summary.json"], of_run["summary.json"].read_bytes())
    )
    del mine["times_s"], other["times_s"]
    assert mine == other
    mine, other = (
        json.loads(text) for text in (files["manifest.json"], of_run["manifest.json"].read_bytes())
    )
    assert mine["inputs_sha256"] == other["inputs_sha256"]


def test_pictures_and_text(setup: Setup) -> None:
    """Map, places and scenario file are files that programs open."""
    assert give(setup, "svg", lang="zh")["content"].lstrip().startswith(b"<?xml")
    with zipfile.ZipFile(io.BytesIO(give(setup, "geojson")["content"])) as archive:
        assert archive.namelist() == ["flows.geojson", "sites.geojson"]
        assert json.loads(archive.read("flows.geojson"))["type"] == "FeatureCollection"
    text = give(setup, "yaml")["content"]
    assert text == (setup.root / "scenarios/kept.yaml").read_bytes()
    with pytest.raises(InputError):
        list(download(setup, {"what": "../etc"}))


def read_workbook(content: bytes) -> dict[str, list[list[Any]]]:
    """Sheet -> rows of texts and numbers; a formula but a total, or a link out of it, fails."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        names = [
            n.get("name")
            for n in ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{SPREAD}sheet")
        ]
        shared = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        texts = ["".join(t.text or "" for t in si.iter(f"{SPREAD}t")) for si in shared]
        sheets = {}
        for number, name in enumerate(names, start=1):
            tree = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
            assert [f.text for f in tree.iter(f"{SPREAD}f") if not TOTAL.match(f.text or "")] == []
            links = list(tree.iter(f"{SPREAD}hyperlink"))
            assert all(set(link.keys()) <= {"ref", "location", "display"} for link in links)
            rows = []
            for row in tree.iter(f"{SPREAD}row"):
                cells: list[Any] = []
                for cell in row:
                    value, at = cell.findtext(f"{SPREAD}v"), str(cell.get("r")).rstrip("0123456789")
                    place = sum(26**n * (ord(c) - 64) for n, c in enumerate(reversed(at)))
                    cells += [None] * (place - len(cells))
                    if value is not None:
                        cells[-1] = texts[int(value)] if cell.get("t") == "s" else float(value)
                rows.append(cells)
            sheets[str(name)] = rows
    return sheets


@pytest.mark.parametrize("language", ["en", "zh"])
def test_workbook_says_all_in_the_language_of_the_reader(
    setup: Setup, folder: Path, language: str
) -> None:
    """A sheet a table with heads and units, and before them where the numbers come from."""
    sheets = read_workbook(give(setup, "excel", lang=language)["content"])
    transfers_apart = 1
    assert len(sheets) == len({*TABLE_NAMES} - {*OPTIONAL}) + transfers_apart + len(MORE)
    lines = sheets["Lines" if language == "en" else "产线"]
    frame = pd.read_csv(folder / "lines.csv")
    assert len(lines) == 1 + len(frame) + 1
    column = lines[0].index("Capacity (kt/yr)" if language == "en" else "产能（万吨/年）")
    size = 1.0 if language == "en" else 10.0
    shown = [row[column] for row in lines[1:-1]]
    assert shown == pytest.approx((frame["capacity_kt_yr"] / size).tolist(), rel=1e-9)
    about = [text for row in sheets["About" if language == "en" else "说明"] for text in row]
    said = "\n".join(map(str, about))
    for part in (
        "scenarios/kept.yaml",
        "HiGHS",
        "waste-synergy",
        "geodata/two-provinces/lines.csv",
        "1.800123457 Mt/yr" if language == "en" else "180.0123457 万吨/年",
    ):
        assert part in said, part
    assert bool(CHINESE.search(sheets["Flows" if language == "en" else "物流"][0][0])) is (
        language == "zh"
    )


def test_every_column_of_results_has_words(folder: Path) -> None:
    """No head of a sheet is the name of a column."""
    written = {*TABLE_NAMES} - {*OPTIONAL}
    columns = {c for t in written for c in pd.read_csv(folder / f"{t}.csv", nrows=0).columns}
    columns |= {c for own in OPTIONAL.values() for c in own}
    bare = [c for c in sorted(columns) if "_" in head_of(c, EN).title]
    bare += [c for c in sorted(columns) if not CHINESE.search(head_of(c, ZH).title)]
    assert bare == []


def test_nothing_in_a_workbook_is_computed() -> None:
    """Names of data are text, whatever they begin with; what is not known is blank."""
    evil = ["=1+1", "http://a.b", "@SUM(A1)", "", "0012", "x" * 40_000]
    blank = pd.DataFrame({"period": [], "level": [], "class": []})
    empty = dict.fromkeys(TABLE_NAMES, blank)
    frame = pd.DataFrame({"period": 2025, "zone": evil, "uptake_kt_yr": [1.5, None, 0, 1, 2, 3]})
    summary: Any = {
        "scenario": {"name": "x", "title": {"en": "=cmd|'/c calc'!A1", "zh": ""}},
        "status": "optimal",
        "objectives": [],
        "kpis": [],
        "assumed_inputs": [],
        "notes": [],
    }
    tables = ResultTables({**empty, "flows": frame}, summary)
    sheets = read_workbook(write_workbook(tables, About("=x", ["=y"], {}), EN))
    assert [row[1] for row in sheets["Flows"][1:3]] == ["=1+1", "http://a.b"]
    assert sheets["Flows"][1] == [2025.0, "=1+1", 1.5]
    assert len(sheets["Flows"][6][1]) == 32_767
    assert ["Changes", "=y"] in sheets["About"]
