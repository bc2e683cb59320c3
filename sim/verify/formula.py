"""A quality formula evaluated with numbers, side by side."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping

_SENSES: dict[type[ast.cmpop], str] = {ast.LtE: "<=", ast.GtE: ">=", ast.Eq: "=="}
_STEPS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def evaluate(formula: str, amounts: Mapping[str, float]) -> tuple[float, str, float]:
    """Return left side, sense (<=, >= or ==) and right side; names without an amount count 0.

    Raises
    ------
    ValueError
        The text is not one comparison of sums and products of numbers and names.
    """
    tree = ast.parse(formula.strip(), mode="eval").body
    if not isinstance(tree, ast.Compare) or len(tree.ops) != 1:
        raise ValueError(f"'{formula}' is not one comparison")
    sense = _SENSES.get(type(tree.ops[0]))
    if sense is None:
        raise ValueError(f"'{formula}' needs <=, >= or ==")
    return _value(tree.left, amounts), sense, _value(tree.comparators[0], amounts)


def _value(node: ast.expr, amounts: Mapping[str, float]) -> float:
    match node:
        case ast.Name(id=name):
            return amounts.get(name, 0.0)
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, amounts)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _STEPS:
            return _STEPS[type(op)](_value(left, amounts), _value(right, amounts))
    raise ValueError(f"'{ast.unparse(node)}' is not a sum of numbers times names")
