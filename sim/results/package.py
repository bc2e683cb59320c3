"""`datapackage.json`: what every CSV file of a results folder holds, for programs that read tables.

It keeps to the Data Package standard (https://datapackage.org), profile `tabular-data-package`.
"""

from __future__ import annotations

import csv
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd

from sim import __version__
from sim.loader.case import Case
from sim.loader.columns import Column, columns_of
from sim.results.heads import WORTHS, bare_title, unit_of_change
from sim.results.tables import IS_NUMBER, SWITCHES, TABLE_NAMES
from sim.rules.metrics import METRICS
from sim.say.texts import Texts
from sim.scenario.field_docs import field_docs
from sim.scenario.tables import TABLES

PACKAGE = "datapackage.json"
_PROFILE, _RESOURCE = "tabular-data-package", "tabular-data-resource"
_NOT_IN_NAME = re.compile(r"[^-a-z0-9._]+")
_ADDRESS = re.compile(r"https?://[^\s;,]+")
_HEADING = re.compile(r"(.+?)\s*\[(.*)\]")
_TYPES = {
    "quantity": "number",
    "number": "number",
    "whole number": "integer",
    "switch": "boolean",
    "content": "any",
}
"""Kind of a column of the input -> type of its cells; others are text. A content may be Bq/kg."""
Field = Callable[[str, str, Texts], dict[str, Any]]
"""Table, heading -> what the column is."""
_EVERY = "*"
_ANY_PRICE = "<metric>_<unit>_per_unit"


def describe_package(case: Case, folder: Path, texts: Texts) -> dict[str, Any]:
    """Return the description of the tables in a results folder, each with its fields.

    Titles are in the language of the reader; what fields mean is told in English.
    """
    scenario, sources = case.scenario, list(_list_sources(case.tables))
    results = [(name, _result_field) for name in TABLE_NAMES]
    inputs = [(f"inputs/{name}", _input_field) for name in TABLES]
    return {
        "profile": _PROFILE,
        "name": _NOT_IN_NAME.sub("-", scenario.name.lower()).strip("-") or "results",
        "title": texts.of(scenario.title) or scenario.title.en,
        "description": texts.say("package_description", version=__version__),
        "licenses": [{"name": "notspecified", "title": texts.say("package_licence")}],
        **({"sources": sources} if sources else {}),
        "resources": [
            _describe(folder / f"{name}.csv", name, field, texts)
            for name, field in [*results, *inputs]
            if (folder / f"{name}.csv").exists()
        ],
    }


def _describe(path: Path, name: str, field: Field, texts: Texts) -> dict[str, Any]:
    """Return a file with its size, its hash and its fields."""
    content = path.read_bytes()
    heads = next(csv.reader(content.decode("utf-8-sig").splitlines()[:1]))
    return {
        "profile": _RESOURCE,
        "name": name,
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig" if content.startswith(BOM_UTF8) else "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
        "schema": {
            "fields": [field(path.stem, head, texts) for head in heads],
            "missingValues": [""],
        },
    }


def _result_field(table: str, column: str, texts: Texts) -> dict[str, Any]:
    unit, meaning = _meaning(table, column)
    title = bare_title(column, texts)
    field: dict[str, Any] = {"name": column, "type": "string", "title": title}
    if column == "period":
        field["type"] = "integer"
    elif column in SWITCHES:
        field |= {"type": "boolean", "trueValues": ["True"], "falseValues": ["False"]}
    elif IS_NUMBER.fullmatch(column):
        field["type"] = "number"
    has_unit = unit and column not in SWITCHES
    return {**field, "description": meaning, **({"unit": unit} if has_unit else {})}


def _input_field(table: str, head: str, _texts: Texts) -> dict[str, Any]:
    parts = _HEADING.fullmatch(head)
    name, unit = parts.groups() if parts else (head, "")
    column: Column = columns_of(table)[name]
    field: dict[str, Any] = {"name": head, "type": _TYPES.get(column.kind, "string")}
    if column.kind == "switch":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    if column.choices:
        field["constraints"] = {"enum": list(column.choices)}
    field["description"] = field_docs(TABLES[table].row).get(name, name)
    return {**field, **({"unit": unit} if unit else {})}


def _meaning(table: str, column: str) -> tuple[str, str]:
    """Return unit and meaning of a column of a result table."""
    known = _fields()
    if column.endswith(("_name_en", "_name_zh")):
        language = "English" if column.endswith("en") else "Chinese"
        return "", f"{language} name of {column[:-8]}"
    for place in (table, _EVERY):
        if (place, column) in known:
            return known[place, column]
    return _metric_meaning(table, column)


def _metric_meaning(table: str, column: str) -> tuple[str, str]:
    """Return unit and meaning of a column that is named after a metric."""
    if column in WORTHS:
        unit = unit_of_change(WORTHS[column])
        pattern = f"<metric>_{unit}_per_unit"
        known = _fields()
        meaning = known.get((table, pattern), known[table, _ANY_PRICE])[1]
        return f"{unit} per unit", meaning
    metric = next(metric for metric in METRICS.values() if column in metric.columns)
    return "%" if column == metric.column and metric.is_rate else metric.unit, metric.en


@cache
def _fields() -> Mapping[tuple[str, str], tuple[str, str]]:
    """Return table and column -> unit and meaning, as docs/results.md has them."""
    text = (files("sim.results") / "fields.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {(row["table"], row["column"]): (row["unit"], row["meaning"]) for row in rows}


def _list_sources(tables: Mapping[str, pd.DataFrame]) -> Iterator[dict[str, str]]:
    """Yield the documents that the rows of the input name, each once."""
    named = [frame["source"].dropna() for frame in tables.values() if "source" in frame]
    for title in dict.fromkeys(text for column in named for text in column if text):
        address = _ADDRESS.search(title)
        yield {"title": title, **({"path": address.group()} if address else {})}
