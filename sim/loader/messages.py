"""What is wrong with a value, in planner's words: from pydantic's errors to problems."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from sim.errors import Problem
from sim.loader.columns import Column
from sim.loader.words import show, suggest
from sim.loader.yaml_text import Document, Path
from sim.scenario.document import Scenario

Said = tuple[str, str, str]
"""What is wrong, hint, code."""
_OWN_KINDS = frozenset(
    {
        "quantity", "negative", "identifier", "one_of", "scope", "add_where", "no_region",
        "bare_rate", "sweep", "one_way",
    }
)  # fmt: skip
_NAME_THEMSELVES = frozenset({"missing", "scope", "add_where", "sweep"})
_BOUNDS = {
    "greater_than_equal": ("ge", "is below"),
    "greater_than": ("gt", "must be above"),
    "less_than_equal": ("le", "is above"),
    "less_than": ("lt", "must be below"),
}
_TYPES = {
    "string": ("a text", "put it in quotes"),
    "int": ("a whole number", ""),
    "float": ("a number", ""),
    "finite": ("a finite number", ""),
    "bool": ("true or false", "write true or false"),
    "dict": ("a mapping", "write 'key: value' lines"),
    "model": ("a mapping", "write 'key: value' lines"),
    "list": ("a list", "write one entry a line, each after '- '"),
    "tuple": ("a list", "separate the entries with ';'"),
}


def explain(error: ErrorDetails, example: str = "") -> Said:
    """Return what is wrong with one value, what to write instead, and the kind of problem."""
    kind, value, context = error["type"], error["input"], error.get("ctx") or {}
    if kind in _OWN_KINDS:
        return _explain_own(error)
    if kind == "missing":
        return f"{show(error['loc'][-1])} is missing", example, "missing"
    if kind == "literal_error":
        options = re.findall(r"'([^']*)'", str(context["expected"])) or [str(context["expected"])]
        options = ["true" if option == "True" else option for option in options]
        hint = suggest(str(value), options, "write one of" if len(options) > 1 else "write")
        return f"{_shown(value)} is not allowed here", hint, "choice"
    if kind in _BOUNDS:
        name, words = _BOUNDS[kind]
        return f"{_shown(value)} {words} {context[name]:g}", "", "bound"
    if kind in {"string_too_long", "too_long"}:
        what = f"{_shown(value)} is longer than {context['max_length']} characters"
        return what, "", "too_long"
    if kind in {"string_too_short", "too_short"}:
        hint = "give at least one entry" if kind == "too_short" else ""
        return "this is empty", hint, "empty"
    wanted, hint = _TYPES.get(kind.partition("_")[0], ("what is wanted here", example))
    return f"{_shown(value)} is not {wanted}", hint, "type"


def _explain_own(error: ErrorDetails) -> Said:
    """Explain the problems that the types of the scenario raise themselves."""
    what, context = error["msg"], error.get("ctx") or {}
    if error["type"] == "quantity":
        hint = f"write for example '{context['example']}'"
        return str(context["error"]), hint, "quantity"
    return what, "write zero or more" if error["type"] == "negative" else "", error["type"]


def _shown(value: Any) -> str:
    if isinstance(value, (dict, list)):
        return "this mapping" if isinstance(value, dict) else "this list"
    return "a blank" if value is None or value == "" else show(value)


def document_problems(error: ValidationError, document: Document) -> list[Problem]:
    """Return the problems of a scenario, each at the line of its key."""
    return [problem for e in error.errors() for problem in _document_problems(e, document)]


def _document_problems(error: ErrorDetails, document: Document) -> Iterator[Problem]:
    path: Path = error["loc"]
    context = error.get("ctx") or {}
    if error["type"] == "extra_forbidden":
        yield _unknown_key(path, document)
    elif error["type"] == "unknown_column":
        yield from _unknown_columns(path, context, document)
    else:
        path = (*path, context["key"]) if "key" in context else (*path, *context.get("steps", ()))
        what, hint, code = explain(error)
        names_itself = error["type"] in _NAME_THEMSELVES or path == () or isinstance(path[-1], int)
        what = what if names_itself else f"{path[-1]}: {what}"
        yield Problem(document.where(path), what, hint, code)


def _unknown_key(path: Path, document: Document) -> Problem:
    hint = suggest(str(path[-1]), known_keys(path[:-1]), "the keys are")
    return Problem(document.where(path), f"unknown key {show(path[-1])}", hint, "unknown_key")


def _unknown_columns(
    path: Path, context: Mapping[str, Any], document: Document
) -> Iterator[Problem]:
    for part, column in context["unknown"]:
        yield Problem(
            document.where((*path, part, column)),
            f"table '{context['table']}' has no column {show(column)}",
            suggest(column, context["columns"], "it has"),
            "unknown_column",
        )


def known_keys(path: Path) -> list[str]:
    """Return the keys that the mapping at `path` of a scenario may have."""
    model: type[BaseModel] = Scenario
    for step in path:
        if isinstance(step, str):
            model = _model_within(_field(model, step)) or model
    return [info.alias or name for name, info in model.model_fields.items()]


def _field(model: type[BaseModel], key: str) -> Any:
    for name, info in model.model_fields.items():
        if key in {name, info.alias}:
            return info.annotation
    return None


def _model_within(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((m for arg in get_args(annotation) if (m := _model_within(arg))), None)


def cell_problem(
    error: ErrorDetails, column: Column, where: str, unit: str | None = None
) -> Problem:
    """Return what is wrong with a cell of `column`.

    `unit` is the one in the header of a file, empty when there is none; None outside of files.
    """
    example = f"write for example '{column.example}'" if column.takes_unit else ""
    what, hint, code = explain(error, example)
    if code == "quantity" and unit:
        hint = f"the header gives the unit '{unit}'"
    elif code == "quantity" and unit is not None and "has no unit" in what:
        hint = f"{hint}, or put the unit in the header: '{column.name} [{column.unit}]'"
    elif code == "choice":
        hint = suggest(str(error["input"]), column.choices, "write one of")
    what = what if code == "missing" else f"{column.name}: {what}"
    return Problem(where, what, hint, code)
