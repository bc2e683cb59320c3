"""What is wrong with a value, in planner's words: from pydantic's errors to problems."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from sim.errors import Problem
from sim.loader.columns import Column
from sim.loader.read.words import show, suggest
from sim.loader.read.yaml_text import Document, Path
from sim.say.message import Message, Sayable, message
from sim.scenario.document import Scenario

Said = tuple[Message, Sayable | None, str]
"""What is wrong, hint, code."""
_NAME_THEMSELVES = frozenset({"missing", "scope", "add_where", "sweep"})
_BOUNDS = {
    "greater_than_equal": ("ge", "value_below"),
    "greater_than": ("gt", "value_not_above"),
    "less_than_equal": ("le", "value_above"),
    "less_than": ("lt", "value_not_below"),
}
_TYPES = {
    "string": ("wanted_text", "put_in_quotes"),
    "int": ("wanted_whole_number", ""),
    "float": ("wanted_number", ""),
    "finite": ("wanted_finite_number", ""),
    "bool": ("wanted_switch", "write_switch"),
    "dict": ("wanted_mapping", "write_mapping"),
    "model": ("wanted_mapping", "write_mapping"),
    "list": ("wanted_list", "write_list"),
    "tuple": ("wanted_list", "separate_entries"),
}
"""First word of the kind of error -> what is wanted, what to write."""


def explain(error: ErrorDetails, example: Message | None = None) -> Said:
    """Return what is wrong with one value, what to write instead, and the kind of problem."""
    kind, value, context = error["type"], error["input"], error.get("ctx") or {}
    if "what" in context:
        return context["what"], context["hint"], kind
    if kind == "missing":
        return message("key_missing", key=show(error["loc"][-1])), example, "missing"
    if kind == "literal_error":
        options = re.findall(r"'([^']*)'", str(context["expected"])) or [str(context["expected"])]
        options = ["true" if option == "True" else option for option in options]
        near = suggest(str(value), options, "write_one_of" if len(options) > 1 else "write")
        return message("not_allowed", value=_shown(value)), near, "choice"
    if kind in _BOUNDS:
        name, key = _BOUNDS[kind]
        return message(key, value=_shown(value), bound=context[name]), None, "bound"
    if kind in {"string_too_long", "too_long"}:
        what = message("text_long", text=_shown(value), most=context["max_length"])
        return what, None, "too_long"
    if kind in {"string_too_short", "too_short"}:
        hint = message("give_one_entry") if kind == "too_short" else None
        return message("this_is_empty"), hint, "empty"
    return _explain_type(kind, value, example)


def explain_refusal(error: PydanticCustomError) -> Said:
    """Return what a value was refused for, outside of a type that pydantic validates."""
    context = error.context or {}
    return context["what"], context["hint"], error.type


def _explain_type(kind: str, value: Any, example: Message | None) -> Said:
    """Explain a value of the wrong type."""
    wanted, write = _TYPES.get(kind.partition("_")[0], ("wanted_here", ""))
    hint = message(write) if write else example if wanted == "wanted_here" else None
    return message("wrong_type", value=_shown(value), wanted=message(wanted)), hint, "type"


def _shown(value: Any) -> Message:
    if isinstance(value, (dict, list)):
        return message("this_mapping" if isinstance(value, dict) else "this_list")
    return message("a_blank") if value is None or value == "" else show(value)


def at_column(column: object, what: Message) -> Message:
    """Return what is wrong with the name of the column or key before it."""
    return message("at_column", column=column, what=what)


def document_problems(error: ValidationError, document: Document) -> Iterator[Problem]:
    """Yield the problems of a scenario, each at the line of its key."""
    for detail in error.errors(include_url=False):
        yield from _document_problems(detail, document)


def _document_problems(error: ErrorDetails, document: Document) -> Iterator[Problem]:
    path: Path = error["loc"]
    context = error.get("ctx") or {}
    if error["type"] == "extra_forbidden":
        yield _unknown_key(path, document)
    elif error["type"] == "unknown_column":
        yield from _unknown_columns(path, context, document)
    else:
        names_itself = error["type"] in _NAME_THEMSELVES
        yield _problem((*path, *context.get("steps", ())), document, explain(error), names_itself)
        for other in context.get("further", ()):
            steps = (other.context or {}).get("steps", ())
            yield _problem((*path, *steps), document, explain_refusal(other), names_itself)


def _problem(path: Path, document: Document, said: Said, names_itself: bool) -> Problem:
    what, hint, code = said
    if not (names_itself or path == () or isinstance(path[-1], int)):
        what = at_column(path[-1], what)
    return Problem(document.where(path), what, hint, code)


def _unknown_key(path: Path, document: Document) -> Problem:
    hint = suggest(str(path[-1]), known_keys(path[:-1]), "the_keys_are")
    what = message("unknown_key", key=show(path[-1]))
    return Problem(document.where(path), what, hint, "unknown_key")


def _unknown_columns(
    path: Path, context: Mapping[str, Any], document: Document
) -> Iterator[Problem]:
    for part, column in context["unknown"]:
        yield Problem(
            document.where((*path, part, column)),
            message("no_column", table=context["table"], column=show(column)),
            suggest(column, context["columns"], "it_has"),
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
    shown = column.shown_example
    example = message("write_for_example", example=shown) if column.takes_unit else None
    what, hint, code = explain(error, example)
    if code == "quantity" and unit:
        hint = message("header_gives_unit", unit=unit)
    elif code == "quantity" and unit is not None and what.key == "unit_missing":
        heading = f"{column.name} [{column.unit}]"
        hint = message("unit_in_header", hint=hint, heading=heading)
    elif code == "choice":
        hint = suggest(str(error["input"]), column.choices, "write_one_of")
    elif code == "bound" and column.name == "lat":
        hint = message("lon_lat_swapped")
    what = what if code == "missing" else at_column(column.name, what)
    return Problem(where, what, hint, code)
