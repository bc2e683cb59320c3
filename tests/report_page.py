"""Reading a written page: its elements, texts and data, and a small study with hostile names."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from sim.report.write_report import write_report
from sim.results.tables import ResultTables
from sim.say.texts import Texts
from tests.study import Solved, solve_file
from tests.tiny_project import FILES, LIBRARY, REGION, make_project

HOSTILE_ZONE = "<script>alert(1)</script>"
HOSTILE_PLANT = "<img src=x onerror=alert(2)>"
HOSTILE_MATERIAL = "</script><script>alert(3)</script>"
_VOID = {"meta", "link", "input", "br", "img", "path"}


@dataclass
class Element:
    """An element of the page with its own text and that of all elements in it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Page(HTMLParser):
    """A page taken apart."""

    source: str
    elements: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[Element] = []
        self.feed(self.source)
        self.close()
        assert self._open == [], "an element is not closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            assert self._open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def all(self, tag: str, name: str = "") -> list[Element]:
        """Return the elements of a tag that have an attribute."""
        return [e for e in self.elements if e.tag == tag and (not name or name in e.attributes)]

    def rows(self, table: str) -> list[list[str]]:
        """Return the texts of the cells of a table, row by row, without its head."""
        start = next(
            i for i, e in enumerate(self.elements) if e.attributes.get("id") == f"table-{table}"
        )
        rows: list[list[str]] = []
        for element in self.elements[start + 1 :]:
            if element.tag == "table":
                break
            if element.tag == "tr":
                rows.append([])
            elif element.tag == "td":
                rows[-1].append(element.text)
        return [row for row in rows if row]

    @property
    def data(self) -> dict[str, Any]:
        """Return what the script of the page draws."""
        (element,) = [e for e in self.all("script") if e.attributes.get("id") == "report-data"]
        content: dict[str, Any] = json.loads(element.text)
        return content


def hostile_project(folder: Path) -> Path:
    """Write the tiny project with markup for names; return its scenario file."""
    swaps = {
        "zones": (f"{REGION}/zones.csv", {"East Mine": HOSTILE_ZONE, "东矿": HOSTILE_ZONE}),
        "plants": (f"{REGION}/plants.csv", {"East Bricks": HOSTILE_PLANT, "东砖": HOSTILE_PLANT}),
        "materials": (
            f"{LIBRARY}/materials.csv",
            {",Tailings": f",{HOSTILE_MATERIAL}", "尾矿": HOSTILE_MATERIAL},
        ),
    }
    tables = {}
    for name, (file, words) in swaps.items():
        text = FILES[file]
        for old, new in words.items():
            assert old in text
            text = text.replace(old, new)
        tables[name] = text
    return make_project(folder, **tables)


def solve_tiny(folder: Path, *, hostile: bool = False) -> Solved:
    """Return the solved tiny project."""
    return solve_file(hostile_project(folder) if hostile else make_project(folder))


def report_on(
    solved: Solved, folder: Path, language: Any = "en", *, passed: bool = True, **options: Any
) -> Path:
    """Write the page of a solved study beside a verification that says `passed`."""
    check = {
        "name": "kpis",
        "passed": passed,
        "compared": 30,
        "worst": 0.0,
        "tolerance": 1e-6,
        "where": "",
    }
    content = {"format": 1, "passed": passed, "checks": [check]}
    folder.mkdir(exist_ok=True)
    (folder / "verification.json").write_text(json.dumps(content), encoding="utf-8")
    tables: ResultTables = solved.tables
    return write_report(
        folder,
        tables,
        solved.case.tables,
        solved.case.scenario,
        root=solved.case.root,
        texts=Texts(language),
        **options,
    )
