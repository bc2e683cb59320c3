"""The JSON schema of a scenario, generated from its types, for editors that know schemas."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from sim.loader.columns import columns_of, range_of
from sim.loader.describe.reference import PARTS
from sim.loader.describe.resolve import write_number
from sim.scenario.document import Scenario
from sim.scenario.field_docs import field_docs
from sim.scenario.tables import TABLES

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TITLE = "Scenario of regional solid-waste synergy"
_AMOUNTS = (("Limit", "at"), ("Stage", "slack"))
_ONE_OF = {
    "Limit": ("cap", "floor"),
    "Stage": ("maximize", "minimize"),
    "Change": ("set", "scale", "use", "drop", "add"),
}
_SOURCES = ("extends", "region", "tables")


def json_schema() -> dict[str, Any]:
    """Return the schema of a scenario file (JSON Schema, draft 2020-12).

    Quantities are texts with a unit, as people write them; what a change may name depends on
    its table.
    """
    schema: dict[str, Any] = _tidy(Scenario.model_json_schema(by_alias=True))
    parts = schema["$defs"]
    _describe(schema, Scenario)
    for kind in PARTS:
        _describe(parts[kind.__name__], kind)
    for part, key in _AMOUNTS:
        parts[part]["properties"][key]["type"] = ["string", "number"]
    for part, keys in _ONE_OF.items():
        parts[part]["oneOf"] = [{"required": [key]} for key in keys]
    parts["Change"]["allOf"] = [_columns_rule(table) for table in TABLES]
    parts["Words"] = {"anyOf": [{"type": "string", "minLength": 1}, parts["Words"]]}
    schema["required"].remove("title")
    schema["anyOf"] = [
        {"required": [key] if key == "extends" else [key, "title"]} for key in _SOURCES
    ]
    return {"$schema": _DIALECT, "title": _TITLE, **schema}


def _describe(node: dict[str, Any], part: type[BaseModel]) -> None:
    """Say in the schema of a mapping what its keys mean."""
    meanings = field_docs(part)
    for name, info in part.model_fields.items():
        if name in meanings:
            key = info.alias or name
            node["properties"][key] = {"description": meanings[name], **node["properties"][key]}


def _tidy(node: Any) -> Any:
    """Return a schema with quantities as texts, and without the titles nobody wrote."""
    if isinstance(node, list):
        return [_tidy(entry) for entry in node]
    if not isinstance(node, dict):
        return node
    tidy = {
        key: {name: _tidy(child) for name, child in value.items()}
        if key in {"properties", "$defs"}
        else _tidy(value)
        for key, value in node.items()
        if key != "title"
    }
    return _as_quantity(tidy) if "unit" in tidy else tidy


def _as_quantity(node: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a number as that of a text with a unit."""
    unit = node.pop("unit")
    is_share = unit == "share"
    kinds = {"type": ["string", "number"] if is_share else "string"}
    if isinstance(node.get("default"), float):
        number = write_number(node["default"])
        kinds["default"] = number if is_share else f"{number} {unit}"
    return {**node, **kinds}


def _columns_rule(table: str) -> dict[str, Any]:
    """Return the rule that a change of `table` names columns of it."""
    columns = columns_of(table)
    every = {"propertyNames": {"enum": list(columns)}}
    scaled = {"propertyNames": {"enum": [c.name for c in columns.values() if c.takes_unit]}}
    ranged = {"propertyNames": {"enum": [name for name in columns if range_of(table, name)]}}
    return {
        "if": {"properties": {"table": {"const": table}}},
        "then": {
            "properties": {
                "where": every,
                "set": every,
                "scale": scaled,
                "use": ranged,
                "add": {"items": every},
            }
        },
    }
