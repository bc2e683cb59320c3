"""Quality formulas: `CaO >= 2.8*SiO2 + 0.35*Fe2O3`, read into coefficients."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import Literal

from sim.say.message import MessageError, message

Sense = Literal["<=", ">=", "=="]
_SENSES: dict[type[ast.cmpop], Sense] = {ast.LtE: "<=", ast.GtE: ">=", ast.Eq: "=="}
_MAX_LENGTH = 400
_ODD_NUMBER = re.compile(r"\b\d\w*_|\b0[xob]", re.IGNORECASE)
"""What Python takes for a number and nobody else does: 1_000, 0x10."""
ACTIVITY = "activity"
MASS = "mass"


class FormulaError(MessageError):
    """The text is not a linear comparison of properties."""


@dataclass(frozen=True)
class Formula:
    """A linear rule `sum(coefficient * name) sense 0`."""

    coefficients: dict[str, float]
    """Property, `mass` or `activity` -> coefficient, all on the left-hand side."""
    sense: Sense


def read_formula(text: str) -> Formula:
    """Return the formula that `text` states.

    Raises
    ------
    FormulaError
        Not one comparison (<=, >=, ==) of sums of numbers times names.
    """
    if len(text) > _MAX_LENGTH:
        raise FormulaError(message("formula_long", most=_MAX_LENGTH))
    if _ODD_NUMBER.search(text):
        raise FormulaError(message("formula_unreadable", text=text))
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError):
        raise FormulaError(message("formula_unreadable", text=text)) from None
    if not isinstance(tree, ast.Compare) or len(tree.ops) != 1 or type(tree.ops[0]) not in _SENSES:
        raise FormulaError(message("formula_sign", text=text))
    left = _linear(tree.left)
    for name, value in _linear(tree.comparators[0]).items():
        left[name] = left.get(name, 0.0) - value
    constant = left.pop("", 0.0)
    if constant:
        raise FormulaError(message("formula_constant", text=text, number=constant))
    if not any(left.values()):
        raise FormulaError(message("formula_empty", text=text))
    return Formula(left, _SENSES[type(tree.ops[0])])


def _linear(node: ast.expr) -> dict[str, float]:
    """Return name -> coefficient of an expression; the constant stands under ''."""
    match node:
        case ast.Name(id=name):
            return {name: 1.0}
        case ast.Constant(value=value) if isinstance(value, (int, float)) and not isinstance(
            value, bool
        ):
            return {"": float(value)}
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return _scaled(_linear(operand), -1.0)
        case ast.BinOp(op=ast.Add() | ast.Sub(), left=left, right=right):
            total = _linear(left)
            sign = 1.0 if isinstance(node.op, ast.Add) else -1.0
            for name, value in _linear(right).items():
                total[name] = total.get(name, 0.0) + sign * value
            return total
        case ast.BinOp(op=ast.Mult(), left=left, right=right):
            first, second = _linear(left), _linear(right)
            if set(first) == {""}:
                return _scaled(second, first[""])
            if set(second) == {""}:
                return _scaled(first, second[""])
        case ast.BinOp(op=ast.Div(), left=left, right=right):
            divisor = _linear(right)
            if set(divisor) == {""} and divisor[""]:
                return _scaled(_linear(left), 1.0 / divisor[""])
    raise FormulaError(message("formula_part", text=ast.unparse(node)))


def _scaled(terms: dict[str, float], by: float) -> dict[str, float]:
    return {name: value * by for name, value in terms.items()}
