"""Refusing a value of the scenario or of a table: a pydantic error that carries messages."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic_core import PydanticCustomError

from sim.say.message import Message, message


def refusal(
    code: str, what: Message, hint: Message | None = None, *steps: str | int, **context: object
) -> PydanticCustomError:
    """Return the error to raise: what is wrong, and what to write instead.

    `steps` lead from the part that is validated to the key that the problem is told at.
    """
    return PydanticCustomError(
        code, "{what}", {"what": what, "hint": hint, "steps": steps, **context}
    )


def together(refused: Sequence[PydanticCustomError]) -> PydanticCustomError:
    """Return one error that tells all of several."""
    first, context = refused[0], {**(refused[0].context or {}), "further": refused[1:]}
    return PydanticCustomError(first.type, "{what}", context)


def refuse_columns(
    table: str, unknown: list[tuple[str, str]], columns: list[str]
) -> PydanticCustomError:
    """Return the error of columns that a table does not have: each with the key it stands under."""
    first = message("quoted", text=unknown[0][1])
    what = message("no_column", table=table, column=first)
    return refusal("unknown_column", what, None, table=table, unknown=unknown, columns=columns)
