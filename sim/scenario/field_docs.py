"""What the fields of the types mean: the sentences below them in the code.

Pydantic can read them too, but does so for every type whenever it is loaded; here they are read
for the pages that show them.
"""

from __future__ import annotations

import ast
import sys
from functools import cache
from inspect import cleandoc
from itertools import pairwise
from pathlib import Path

from pydantic import BaseModel


def field_docs(part: type[BaseModel]) -> dict[str, str]:
    """Return field -> what it means, for the fields that have words of their own."""
    found: dict[str, str] = {}
    for kind in reversed(part.__mro__):
        if issubclass(kind, BaseModel) and kind is not BaseModel:
            found |= _read(kind.__module__).get(kind.__name__, {})
    return found


@cache
def _read(module: str) -> dict[str, dict[str, str]]:
    """Return class -> field -> the text below it, for the classes of a module."""
    tree = ast.parse(Path(str(sys.modules[module].__file__)).read_text(encoding="utf-8"))
    return {
        node.name: {
            field.target.id: " ".join(cleandoc(text.value.value).split())
            for field, text in pairwise(node.body)
            if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
            if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant)
            if isinstance(text.value.value, str)
        }
        for node in tree.body
        if isinstance(node, ast.ClassDef)
    }
