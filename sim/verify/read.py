"""A results folder read back as plain rows, for the verification alone."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic.fields import FieldInfo

from sim import units
from sim.rules.metrics import METRICS
from sim.scenario.document import Scenario
from sim.scenario.fields import Unit
from sim.scenario.tables import TABLES
from sim.verify.tally import Tally

Cells = dict[str, Any]
"""One row: column -> text, number, switch or tuple; `at` is its file and line."""

_KEPT = (
    "residues_sold_kt_yr high_value_kt_yr medium_value_kt_yr low_value_kt_yr backfill_kt_yr"
    " restoration_kt_yr"
)
_RATES = (
    "utilization_rate_pct gross_utilization_rate_pct utilization_rate_without_restoration_pct"
    " utilization_rate_without_fill_pct gross_rate_without_restoration_pct"
    " gross_rate_without_fill_pct high_value_rate_pct"
)
_WASTE = (
    "generation_kt_yr legacy_used_kt_yr uptake_kt_yr residues_disposed_kt_yr net_utilized_kt_yr"
    f" unused_kt_yr {_KEPT} uptake_backfill_kt_yr uptake_restoration_kt_yr cross_border_kt_yr"
    f" logistics_cost_MCNY_yr waste_work_Mt_km_yr waste_transport_co2_kt_yr {_RATES}"
)
CREDITED = tuple(
    metric
    for metric in METRICS.values()
    if metric.scoped and metric.amount_column not in _WASTE.split()
)
"""Metrics that may be asked of one zone, with columns of their own."""
_MORE = list(dict.fromkeys(column for metric in CREDITED for column in metric.columns))
_WASTE = " ".join([_WASTE, *_MORE])
_ENDS = (
    "role origin origin_kind origin_city origin_province destination destination_kind"
    " destination_city destination_province material mode via cross_border distance_method treated"
)
_COLUMNS = {
    "flows": (
        _ENDS,
        "amount_kt_yr km cost_CNY_t cost_MCNY_yr revenue_MCNY_yr co2_kg_t co2_kt_yr work_Mt_km_yr",
    ),
    "lines": (
        "line plant city province technology tier counting status",
        "capacity_kt_yr available_kt_yr activity_kt_yr load_pct uptake_kt_yr residue_input_kt_yr"
        " residues_made_kt_yr net_utilized_kt_yr min_load_kt_yr capex_MCNY_yr treated_kt_yr",
    ),
    "built": (
        "line plant technology status",
        "today_kt_yr up_to_kt_yr built_kt_yr closed_kt_yr investment_MCNY annuity_MCNY_yr",
    ),
    "line_inputs": (
        "line recipe material producer source",
        "amount_kt_yr share min_share max_share",
    ),
    "line_outputs": ("line recipe material kind", "amount_kt_yr"),
    "zones": ("zone city county province industry owner basin role", _WASTE),
    "wastes": ("zone material", _WASTE),
    "areas": ("level area", f"{_WASTE} received_kt_yr"),
    "costs": ("part", "amount_MCNY_yr"),
    "actors": ("kind actor owner province item scope partner", "amount_MCNY_yr"),
    "borders": (
        "kind quota from_area to_area waste_class material purpose rule",
        "quota_kt_yr used_kt_yr used_pct cost_CNY_t utilization_rate_pp_per_unit"
        " net_cost_MCNY/yr_per_unit",
    ),
    "transfers": (
        "level origin destination material role",
        "amount_kt_yr cost_MCNY_yr work_Mt_km_yr",
    ),
    "unused": ("zone material reason cause", "unused_kt_yr"),
    "openings": ("kind id option open", "used_kt_yr least_kt_yr most_kt_yr fixed_cost_MCNY_yr"),
}
"""Result table -> columns of text and columns of numbers that the checks read."""
_WHERE_ASKED = {"built", "openings"}
"""Tables that are there only where a scenario has something for them."""
_WORTH = {"utilization_rate_pp_per_unit", "net_cost_MCNY/yr_per_unit"}
_SIGNED = {
    "net_utilized_kt_yr",
    "revenue_MCNY_yr",
    "amount_MCNY_yr",
    "cost_CNY_t",
    "cost_MCNY_yr",
    "logistics_cost_MCNY_yr",
    "co2_kg_t",
    "co2_kt_yr",
    "waste_transport_co2_kt_yr",
    *_KEPT.split(),
    *_RATES.split(),
    *_WORTH,
    *_MORE,
}
_MAY_BE_BLANK = {
    "share",
    "load_pct",
    "received_kt_yr",
    "quota_kt_yr",
    "used_pct",
    "km",
    "work_Mt_km_yr",
    "waste_work_Mt_km_yr",
    "waste_transport_co2_kt_yr",
    *_RATES.split(),
    *_WORTH,
    *_MORE,
}
_ZERO_WHERE_BLANK = {"co2_kg_t", "co2_kt_yr"}
"""Columns that sums go over: what is not known adds nothing, and is noted beside it."""
_FORMULA_START = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Written:
    """What stands in a results folder."""

    results: dict[str, list[Cells]]
    inputs: dict[str, list[Cells]]
    summary: dict[str, Any]
    reference: dict[tuple[str, ...], float] | None = None
    """Origin, destination, material -> kt/yr of the reference plan."""


def read_written(folder: Path, scenario: Scenario, tables: Tally, numbers: Tally) -> Written:
    """Read result tables, resolved inputs and summary; note missing files, columns and numbers.

    A missing table is empty, an unreadable number 0, so that reading goes on.
    """
    results = {
        name: [
            _read_result(name, row, scenario.year, tables, numbers)
            for row in _rows(folder / f"{name}.csv", f"period {text} {amounts}".split(), tables)
        ]
        for name, (text, amounts) in _COLUMNS.items()
        if name not in _WHERE_ASKED or (folder / f"{name}.csv").exists()
    }
    results |= {name: [] for name in _WHERE_ASKED - results.keys()}
    inputs = {name: _read_input(folder / "inputs", name, tables, numbers) for name in TABLES}
    reference = None
    if scenario.reference is not None:
        reference = _read_reference(folder / "reference" / "flows.csv", tables, numbers)
    return Written(results, inputs, _read_summary(folder / "summary.json", tables), reference)


def read_rows(path: Path, columns: tuple[str, str], tables: Tally, numbers: Tally) -> list[Cells]:
    """Return the rows of a table beside those of a run: columns of text, columns of numbers."""
    text, amounts = (part.split() for part in columns)
    return [
        {
            **{column: _restore(row[column]) for column in text},
            **{
                column: _number(row[column], f"{row['at']}: {column}", numbers, blank=False)
                for column in amounts
            },
            "at": row["at"],
        }
        for row in _rows(path, [*text, *amounts], tables)
    ]


def _read_reference(path: Path, tables: Tally, numbers: Tally) -> dict[tuple[str, ...], float]:
    """Return the reference plan: origin, destination, material -> kt/yr."""
    flows: dict[tuple[str, ...], float] = {}
    for row in _rows(path, ["origin", "destination", "material", "amount_kt_yr"], tables):
        key = tuple(_restore(row[column]) for column in ("origin", "destination", "material"))
        amount = _number(row["amount_kt_yr"], f"reference, {row['at']}", numbers, blank=False)
        flows[key] = flows.get(key, 0.0) + amount
    return flows


def _rows(path: Path, columns: list[str], tables: Tally) -> list[Cells]:
    """Return the rows of a CSV file as text, when all `columns` are there."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            rows = [{**row, "at": f"{path.name}:{reader.line_num}"} for row in reader]
            header = reader.fieldnames or []
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        tables.true(False, f"{path.name} cannot be read: {type(error).__name__}")
        return []
    missing = [column for column in columns if column not in header]
    tables.true(not missing, f"{path.name} has no column {', '.join(missing)}")
    uneven = [row["at"] for row in rows if None in row or None in row.values()]
    tables.true(not uneven, f"{', '.join(uneven[:3])} has cells too many or too few")
    return [] if missing or uneven else rows


def _read_result(name: str, row: Cells, year: int, tables: Tally, numbers: Tally) -> Cells:
    """Return a result row with its numbers read and its texts as they were before writing."""
    text, amounts = _COLUMNS[name]
    tables.true(row["period"] == str(year), f"{row['at']}: period is {row['period']}, not {year}")
    cells: Cells = {column: _restore(row[column]) for column in text.split()}
    for column in amounts.split():
        words = f"{row['at']}: {column}"
        blank = column in _MAY_BE_BLANK or column in _ZERO_WHERE_BLANK
        cells[column] = _number(row[column], words, numbers, blank=blank)
        if column in _ZERO_WHERE_BLANK:
            cells[f"{column} is blank"] = not row[column]
            cells[column] = 0.0 if not row[column] else cells[column]
        if column not in _SIGNED:
            numbers.at_least(cells[column] if row[column] else 0.0, 0.0, words)
    return {**cells, "at": row["at"]}


def _restore(text: str) -> str:
    """Take off the apostrophes that keep spreadsheets from reading a text as a formula."""
    bare = text.lstrip("'")
    return bare if bare.startswith(_FORMULA_START) else text


def _number(text: str, words: str, numbers: Tally, *, blank: bool) -> float:
    if blank and not text:
        return math.nan
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    numbers.true(math.isfinite(value), f"{words} is '{text}', not a finite number")
    return value if math.isfinite(value) else 0.0


def _read_summary(path: Path, tables: Tally) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        tables.true(False, f"{path.name} cannot be read: {type(error).__name__}")
        return {}
    keys = {"format", "scenario", "period", "status", "objectives", "kpis"}
    complete = isinstance(content, dict) and keys <= content.keys()
    tables.true(complete, f"{path.name} lacks one of {', '.join(sorted(keys))}")
    return content if complete else {}


# -- resolved inputs ---------------------------------------------------------------------------


def _read_input(folder: Path, name: str, tables: Tally, numbers: Tally) -> list[Cells]:
    """Return the rows of a resolved input table, typed as its row type says."""
    path = folder / f"{name}.csv"
    if not path.exists():
        tables.true(not TABLES[name].required, f"inputs/{path.name} is missing")
        return []
    rows = _rows(path, [], tables)
    unit_of = dict(_split_header(key) for key in (rows[0] if rows else {}) if key != "at")
    spelled = {_split_header(key)[0]: key for key in (rows[0] if rows else {})}
    fields = TABLES[name].row.model_fields
    readers = {c: _reader(f, unit_of.get(c, ""), numbers) for c, f in fields.items()}

    def typed(row: Cells) -> Cells:
        cells = {column: row.get(spelled.get(column, ""), "") for column in readers}
        return {c: read(cells[c], f"{row['at']}: {c}") for c, read in readers.items()}

    return [{**typed(row), "at": row["at"]} for row in rows]


def _split_header(header: str) -> tuple[str, str]:
    """`capacity [kt/yr]` -> (`capacity`, `kt/yr`)."""
    name, _, unit = header.partition("[")
    return name.strip(), unit.rstrip("] ")


def _marks(annotation: Any) -> Iterator[Any]:
    """Yield every part of a type: its classes, and what annotates them."""
    yield annotation
    for part in get_args(annotation):
        yield from _marks(part)


def _reader(field: FieldInfo, unit: str, numbers: Tally) -> Callable[[str, str], Any]:
    """Return the function (cell, words) -> value of a column."""
    marks = [*_marks(field.annotation), *field.metadata]
    default = None if field.is_required() else field.default
    if any(get_origin(m) is tuple for m in marks):
        return lambda cell, _: tuple(p.strip() for p in cell.split(";") if p.strip())
    if bool in marks:
        return lambda cell, _: cell.lower() in ("true", "1", "yes") if cell else default
    if float not in marks:
        return lambda cell, _: _restore(cell) if cell else str(default or "")
    known = next((m.canonical for m in marks if isinstance(m, Unit)), "")
    factor = units.factor(unit, known) if unit and known else 1.0
    blank = math.nan if default is None else float(default)

    def read(cell: str, words: str) -> float:
        if not cell:
            return blank
        try:
            return float(cell) * factor
        except ValueError:
            pass
        try:
            return units.parse(cell, "Bq/kg" if "Bq" in cell else known)
        except units.UnitError:
            return _number(cell, f"inputs/{words}", numbers, blank=False)

    return read
