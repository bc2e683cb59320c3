"""Writing a project from a workbook: tables, scenarios, and an account of what was taken."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from sim import __version__
from sim.errors import InputError, Problem
from sim.folders.file import MarkedFile
from sim.loader.columns import columns_of
from sim.loader.describe.resolve import write_number
from sim.loader.describe.scenario_text import write_scenario_text
from sim.loader.load import load_case, load_rows
from sim.say.message import message
from sim.say.texts import Texts
from sim.scenario.escaping import LINE_END, guard
from sim.scenario.fields import Sourced
from sim.workbooks.account import Account
from sim.workbooks.gather import Gathered, Made
from sim.workbooks.gazetteer import short
from sim.workbooks.house import House
from sim.workbooks.library import Library

ACCOUNT = "import.csv"
BASELINE = "baseline"
_BORDERS: list[dict[str, Any]] = [
    {"from": "any", "to": "any", "class": "general", "purpose": "utilization", "rule": "filing"},
    {"from": "any", "to": "any", "class": "general", "purpose": "disposal", "rule": "closed"},
    {"from": "any", "to": "any", "class": "hazardous", "purpose": "any", "rule": "approval"},
]


STATUSES = ["operating", "assumed", "placeholder", "added"]


@dataclass(frozen=True)
class Taken:
    """What was made of a workbook."""

    account: Account
    gathered: Gathered
    scenarios: Mapping[str, dict[str, Any]]
    """Name -> scenario, beside the baseline."""


def add_markets(
    gathered: Gathered,
    known: Mapping[str, Sequence[Mapping[str, Any]]],
    library: Library,
    account: Account,
    texts: Texts,
) -> None:
    """Add a market for every product that could not leave: no row asks for it.

    An intermediate, clinker for example, has one where no line of all scenarios takes it.
    `known` are the rows of the project beside which the workbook stands, by table.
    """
    lines, markets = gathered.tables["lines"], gathered.tables["markets"]
    shared = [made.values for made in lines if not made.scenario]
    taking = dict.fromkeys(str(r["technology"]) for r in (*known.get("lines", ()), *shared))
    taken = {material for technology in taking for material in library.inputs_of(technology)}
    sold = {str(r["product"]) for r in (*known.get("markets", ()), *(m.values for m in markets))}
    for technology in dict.fromkeys(made.values["technology"] for made in lines):
        for product in library.products_of(technology):
            goes_on = product in taken and library.kind_of(product) == "intermediate"
            if product not in sold and not goes_on:
                sold.add(product)
                _add_market(gathered, library, account, product, texts)


def _add_market(
    gathered: Gathered, library: Library, account: Account, product: str, texts: Texts
) -> None:
    called, price = library.called("material", product), library.prices.get(product, 0.0)
    key = "wb_market" if product in library.prices else "wb_market_free"
    told = message(key, product=called, price=price)
    row: dict[str, Any] = {
        "id": f"m_{product}",
        "name_en": called.en,
        "name_zh": called.zh,
        "product": product,
    }
    row |= {"price": price, "confidence": "assumed", "note": texts.tell(told)}
    gathered.tables["markets"].append(Made(row, account.file))
    account.tell(account.file, "inferred", told)


def name_areas(gathered: Gathered, known: Iterable[Mapping[str, Any]] = ()) -> None:
    """Give markets the ids of the areas that they name."""
    names = {
        str(row[key]): str(row["id"])
        for row in (*known, *(made.values for made in gathered.tables["areas"]))
        for key in ("name_zh", "name_en", "id")
        if row.get(key)
    }
    rows = gathered.tables["markets"]
    for number, made in enumerate(rows):
        area = str(made.values.get("area", ""))
        own = names.get(area) or names.get(short(area)) or area
        rows[number] = replace(made, values=made.values | {"area": own})


def write_project(folder: Path, taken: Taken, library: Library, title: str, texts: Texts) -> Path:
    """Write a project into an empty folder, and read it as any other; return its scenario.

    Raises
    ------
    InputError
        What the loader finds wrong, told at the cells it came from.
    """
    region, gathered, account = "region", taken.gathered, taken.account
    shutil.copytree(library.folder, folder / "scenarios" / "library")
    tables = folder / "geodata" / region
    tables.mkdir(parents=True)
    origins: dict[tuple[str, int], str] = {}
    for table, rows in gathered.tables.items():
        shared = [made for made in rows if not made.scenario]
        if shared:
            write_table(tables / f"{table}.csv", table, [made.values for made in shared])
            file = f"geodata/{region}/{table}.csv"
            origins |= {(file, line): made.where for line, made in enumerate(shared, start=2)}
    for name, document in _documents(gathered, title, region, taken.scenarios).items():
        path = folder / "scenarios" / f"{name}.yaml"
        path.write_text(write_scenario_text(document), encoding="utf-8")
    write_account(folder / ACCOUNT, account, texts)
    check_written(folder, [BASELINE, *taken.scenarios], origins, account)
    return folder / "scenarios" / f"{BASELINE}.yaml"


def write_house_project(folder: Path, house: House, account: Account) -> Path:
    """Write the files that a workbook holds into an empty folder; return its scenario.

    Raises
    ------
    InputError
        What the loader finds wrong, told at the rows it came from.
    """
    (folder / "geodata").mkdir()
    for name, text in house.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
    check_written(folder, [Path(house.scenario).stem], house.origins, account)
    return folder / house.scenario


def _documents(
    gathered: Gathered, title: str, region: str, scenarios: Mapping[str, dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    base: dict[str, Any] = {
        "format": 1,
        "name": BASELINE,
        "title": title,
        "region": region,
        "statuses": STATUSES,
        "objective": [{"maximize": "utilization_rate"}, {"minimize": "net_cost"}],
        "borders": _BORDERS,
    }
    if gathered.years:
        base["year"] = max(gathered.years)
    return {BASELINE: base, **scenarios}


def write_table(path: Path, table: str, rows: list[dict[str, Any]]) -> None:
    """Write a table of the house, numbers in the canonical unit of their column."""
    used = {name for row in rows for name, value in row.items() if value not in (None, "")}
    columns = [column for name, column in columns_of(table).items() if name in used]
    columns.sort(key=lambda column: column.name in Sourced.model_fields)
    heads = [f"{c.name} [{c.unit}]" if c.takes_unit and c.unit else c.name for c in columns]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(heads)
        writer.writerows([write_cell(row.get(c.name)) for c in columns] for row in rows)


def write_cell(value: Any) -> str:
    """Return a value as a cell of a table of the house."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return write_number(value)
    return guard(" ".join(str(value).split()))


def write_account(path: Path, account: Account, texts: Texts) -> None:
    """Write what was taken for what, row by row."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator=LINE_END)
        writer.writerow([texts.say(f"wb_head_{head}") for head in ("where", "kind", "what")])
        for line in account.lines:
            kind = texts.say(f"wb_kind_{line.kind}")
            writer.writerow([guard(line.where), kind, guard(texts.tell(line.what))])


def check_written(
    folder: Path, scenarios: list[str], origins: Mapping[tuple[str, int], str], account: Account
) -> None:
    """Read what was written; what is wrong is told at the cells of the workbook."""
    found: list[Problem] = []
    for name in scenarios:
        try:
            load_case(folder / "scenarios" / f"{name}.yaml")
        except InputError as error:
            found += error.problems
    told = []
    for problem in found:
        where = origins.get(problem.place)
        told.append(replace(problem, where=account.problem_at(where)) if where else problem)
    if told:
        raise InputError(told)


def write_scenarios(taken: Taken, base: Path) -> list[Path]:
    """Write scenarios beside the one they extend, each read before any is written.

    Raises
    ------
    InputError
        What the loader finds wrong, or a file that is not to be replaced stands there.
    """
    texts = {
        base.parent / f"{name}.yaml": write_scenario_text(document)
        for name, document in taken.scenarios.items()
    }
    files = {path: MarkedFile("import", path, "#") for path in texts}
    for path, text in texts.items():
        files[path].check()
        load_rows(path, text=text)
    for path, text in texts.items():
        files[path].write(text, {})
    return list(texts)


def write_manifest(folder: Path, *workbooks: Path) -> None:
    """Write what the project was made from, so that it can be made anew in its place."""
    content = {
        "waste-synergy": __version__,
        "inputs_sha256": {w.name: sha256(w.read_bytes()).hexdigest() for w in workbooks},
    }
    path = folder / "manifest.json"
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
