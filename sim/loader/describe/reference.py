"""The reference page: every key of a scenario and every column of a table, in Markdown."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from inspect import cleandoc
from types import NoneType
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sim.loader.columns import Column, range_of, unit_of
from sim.loader.describe.resolve import ordered_columns, write_number
from sim.rules.metric import Metric
from sim.rules.metrics import METRICS
from sim.scenario.chinese import CHOICES, Chinese
from sim.scenario.document import (
    BorderRule,
    Change,
    Limit,
    Scenario,
    Stage,
    Words,
)
from sim.scenario.ensemble import Ensemble, RangePick, Together
from sim.scenario.expansion import Expansion, Replacement
from sim.scenario.field_docs import field_docs
from sim.scenario.fields import ANY_NUMBER, Bounds, Unit
from sim.scenario.part import MetricName, TableName
from sim.scenario.settings import Solver
from sim.scenario.sweep import BorderPick, ExpandPick, LimitPick, Sweep, SweepParameter
from sim.scenario.tables import TABLES
from sim.scenario.years import YearPath, Years

PARTS: dict[type[BaseModel], str] = {
    Words: "Texts in both languages",
    Stage: "Entries of `objective`",
    BorderRule: "Entries of `borders`",
    Limit: "Entries of `limits`",
    Change: "Entries of `change`",
    Solver: "Keys of `solver`",
    Sweep: "Keys of `sweep`",
    SweepParameter: "Parameters of a sweep",
    LimitPick: "Limits that a parameter picks",
    BorderPick: "Border rules that a parameter picks",
    ExpandPick: "Entries of `expand` that a parameter picks",
    Years: "Keys of `years`",
    YearPath: "Paths of `years`",
    Ensemble: "Keys of `ensemble`",
    Together: "What moves together",
    RangePick: "Cells that are left out",
    Expansion: "Entries of `expand`",
    Replacement: "What closes for what is built",
}
"""Mappings inside a scenario -> what they are called."""
_PLAIN = {str: "text", int: "whole number", float: "number", bool: "true or false"}
_NAMED = {MetricName: "[metric](#metrics)", TableName: "[table](#tables)"}
_HEAD = """\
# Scenarios and tables

This page is generated from the types that the loader checks against; do not edit it.
A quantity is written with its unit (`12 kt/yr`, `1.2 Mt/a`, `120 万吨/年`); a share may also be a
bare number (`0.6`). In a table the unit may stand in the heading instead: `capacity [kt/yr]`.
The point is the decimal sign, a comma separates thousands (`1,200`); what could be either (`0,400`)
is refused. A year has 365 days, a month is a twelfth of it: `100 t/d` are 36.5 kt/yr.
A blank cell takes the default.
"""
_CHINESE = """\
## Chinese words

In a scenario and in tables these Chinese words may stand in place of the English ones. Wherever an
`id` of a table can stand, a name of it in either language may.
"""
_TABLES = """\
## Tables

A table is a CSV file `<table>.csv` (UTF-8, commas) in the library folder, in the folder of the
region, or in both: the rows are put together. **Bold** columns must be given; the
columns named under a heading identify a row. `x_low` and `x_high` are the ends of the range of `x`.
A number outside of its range is refused; one outside of what is usual is told
by `sim check` and `sim run`, with what may be meant, and taken as it is.
"""


def reference_markdown() -> str:
    """Return the page with every key, metric, table and column."""
    blocks = [
        _HEAD,
        "## Keys of a scenario\n",
        _part_table(Scenario),
        *(f"### {title}\n\n{_part_table(part)}" for part, title in PARTS.items()),
        _CHINESE,
        _grid(("what", "Chinese words"), map(_chinese_row, CHOICES.items())),
        "## Metrics\n",
        _metric_table(),
        _TABLES,
        *(_table_section(table) for table in TABLES),
    ]
    return "\n".join(blocks)


def _chinese_row(choice: tuple[str, Chinese]) -> tuple[str, str]:
    """Return a row that tells what each Chinese word of a choice stands for."""
    what, chinese = choice
    return f"`{what}`", ", ".join(f"{word} = `{of}`" for word, of in chinese.words.items())


def _grid(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a Markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(_escape(cell) for cell in line)} |\n" for line in lines)


def _escape(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def _part_table(part: type[BaseModel]) -> str:
    meanings = field_docs(part)
    rows = (
        (
            _mark(info.alias or name, info.is_required()),
            _key_kind(info),
            meanings.get(name, ""),
            _key_default(info),
        )
        for name, info in part.model_fields.items()
    )
    return (
        f"{cleandoc(part.__doc__ or '')}\n\n{_grid(('key', 'value', 'meaning', 'default'), rows)}"
    )


def _mark(name: str, is_required: bool) -> str:
    return f"**`{name}`**" if is_required else f"`{name}`"


def _key_kind(info: FieldInfo) -> str:
    unit = unit_of(info)
    if unit is not None:
        return "; ".join([f"quantity, e.g. `{unit.example}`", *_range_words(unit)])
    return _kind_of(info.annotation)


def _kind_of(annotation: Any) -> str:
    """Return in words what a key takes."""
    if annotation in _NAMED:
        return _NAMED[annotation]
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _kind_of(arguments[0])
    if origin is Literal:
        return ", ".join(f"`{_yaml(word)}`" for word in arguments)
    if origin is list:
        return f"list of {_kind_of(arguments[0])}"
    if origin is dict:
        return f"mapping: column to {_kind_of(arguments[1])}"
    if arguments:
        return " or ".join(_kind_of(a) for a in arguments if a is not NoneType)
    if annotation in PARTS:
        return f"[{PARTS[annotation].lower()}](#{_anchor(PARTS[annotation])})"
    return _PLAIN.get(annotation, "value")


def _anchor(title: str) -> str:
    return title.lower().replace("`", "").replace(" ", "-")


def _yaml(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _key_default(info: FieldInfo) -> str:
    if info.is_required():
        return "required"
    value = info.get_default(call_default_factory=True, validated_data={})
    if value is None or value in ("", [], {}):
        return ""
    unit = unit_of(info)
    if unit is not None:
        return f"`{write_number(value)} {unit.canonical}`".replace(" `", "`")
    return ", ".join(_words(value)) if isinstance(value, list) else _one_default(value)


def _words(values: list[Any]) -> Iterator[str]:
    for value in values:
        yield _one_default(value)


def _one_default(value: Any) -> str:
    if isinstance(value, Stage):
        return f"`{'maximize' if value.maximize else 'minimize'}: {value.metric}`"
    return "see below" if isinstance(value, BaseModel) else f"`{_yaml(value)}`"


def _metric_table() -> str:
    rows = (
        (
            f"`{metric.name}`",
            metric.unit or "share",
            metric.en,
            metric.zh,
            _how_written(metric),
            _ways(metric),
            "zone, city, province, material" if metric.scoped else "",
        )
        for metric in METRICS.values()
    )
    heads = ("metric", "unit", "English", "中文", "in a scenario", "may be", "limited to one")
    return _grid(heads, rows)


def _how_written(metric: Metric) -> str:
    """Return what a stage or a limit of a scenario writes for a metric."""
    by = f", `by: {metric.level}`" if metric.level else ""
    needs = ", needs `reference`" if metric.needs_reference else ""
    return f"`{metric.in_document}`{by}{needs}"


def _ways(metric: Metric) -> str:
    """Return the keys under which a metric may stand."""
    ways = {"high": ("maximize", "floor"), "low": ("minimize", "cap")}
    keys = ways[metric.better] if metric.one_way else (*ways["high"], *ways["low"])
    return ", ".join(f"`{key}`" for key in keys)


def _table_section(table: str) -> str:
    spec = TABLES[table]
    key = ", ".join(f"`{column}`" for column in spec.key)
    needed = "Every case needs it. " if spec.required else ""
    about = f"{cleandoc(spec.row.__doc__ or '')}\n\n{needed}A row is identified by {key}.\n"
    meanings = field_docs(spec.row)
    rows = (
        _column_row(column, meanings.get(column.name) or _implied_meaning(table, column.name))
        for column in ordered_columns(table)
    )
    grid = _grid(("column", "type or unit", "meaning", "range", "default"), rows)
    return f"### {table}\n\n{about}\n{grid}"


def _column_row(column: Column, meaning: str) -> tuple[str, ...]:
    return (
        _mark(column.name, column.required),
        _column_kind(column),
        meaning,
        "; ".join(_range_words(column.spec)) if column.takes_unit else "",
        _column_default(column),
    )


def _column_kind(column: Column) -> str:
    if column.takes_unit:
        return "share or Bq/kg" if column.kind == "content" else column.unit or "share"
    if column.choices:
        return ", ".join(f"`{choice}`" for choice in column.choices)
    return {"switch": "true or false", "list": "list `a; b`"}.get(column.kind, column.kind)


def _range_words(spec: Unit) -> Iterator[str]:
    """Yield what a number may be, and what it usually is; nothing where there is no bound."""
    least = 0.0 if not spec.signed else -math.inf
    if spec.possible not in (ANY_NUMBER, (least, math.inf)):
        yield _span(spec, spec.possible)
    if spec.usual not in (ANY_NUMBER, spec.possible):
        yield f"usually {_usual_words(spec)}"


def _usual_words(spec: Unit) -> str:
    """Return the usual range of a number, and from what size on it is usual."""
    if not spec.small:
        return _span(spec, spec.usual)
    if spec.signed:
        return f"{_span(spec, spec.usual)}, in size 0 or at least {spec.say(spec.small)}"
    return f"0, or {_span(spec, (spec.small, spec.usual[1]))}"


def _span(spec: Unit, bounds: Bounds) -> str:
    least, most = (str(spec.say(bound)) for bound in bounds)
    if not math.isfinite(bounds[1]):
        return f"at least {least}"
    return f"{least} to {most}" if spec.signed or bounds[0] else f"up to {most}"


def _implied_meaning(table: str, column: str) -> str:
    """Return the meaning of a column without words of its own: an end of a range, a reference."""
    for suffix, words in (("_low", "Low"), ("_high", "High")):
        base = column.removesuffix(suffix)
        if base != column and range_of(table, base):
            return f"{words} end of the range of `{base}`."
    targets = TABLES[table].references.get(column, ())
    return f"An `id` of {' or '.join(targets)}." if targets else ""


def _column_default(column: Column) -> str:
    if column.required:
        return "required"
    if column.default is None or column.default in ("", ()):
        return ""
    if isinstance(column.default, float):
        return f"{write_number(column.default)} {column.unit}".strip()
    return f"`{_yaml(column.default)}`"
