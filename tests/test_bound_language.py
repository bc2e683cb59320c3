"""Which language a reader has is bound once: inside, texts are passed on, and no language."""

from __future__ import annotations

import ast
import doctest
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from sim.rules import wording
from sim.rules.wording import Wording
from sim.say import apart, figures, message, scales, texts
from sim.say.message import Bilingual, in_both, listed
from sim.say.message import message as say_later
from sim.say.texts import BOTH, EN, ZH
from sim.studies.synergy import chart

BORDER = {
    "api": "the Python API, where a language may be asked for",
    "cli/options.py": "--lang, of which texts are made",
    "draw/fonts.py": "the font says which language can be drawn",
    "errors.py": "a problem is said as every message is",
    "loader/read/words.py": "a hint is said as every message is",
    "page/base.py": "the texts of a request",
    "page/programmes.py": "the texts of a request",
    "say": "where a sentence is looked up, and messages that know no language until then",
}
"""Room or module of `sim/` -> why functions there take a language."""


def _taking_language(root: Path) -> Iterator[str]:
    """Yield the module of each function that takes a language."""
    for path in sorted(root.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                given = node.args
                taken = (*given.posonlyargs, *given.args, *given.kwonlyargs)
                if any(one.arg in ("lang", "language") for one in taken):
                    yield path.relative_to(root).as_posix()


def test_only_borders_take_a_language(project_root: Path) -> None:
    """A function inside takes the texts of the reader, or what has them; each border has one."""
    found = list(_taking_language(project_root / "sim"))
    known = {of for of in BORDER for path in found if path == of or path.startswith(f"{of}/")}
    stray = [p for p in found if not any(p == of or p.startswith(f"{of}/") for of in BORDER)]
    assert stray == []
    assert known == set(BORDER)
    assert len(found) < 45


def test_texts_say_what_knows_no_language() -> None:
    """Messages, things of two names, records and wordings are said in the reader's language."""
    row = say_later("unused_rows_of", count=3, table="lines")
    assert in_both(listed([row, "x"])) == {t.language: t.tell(listed([row, "x"])) for t in BOTH}
    assert (EN.of(Bilingual("Mine", "矿")), ZH.of({"en": "Mine", "zh": "矿"})) == ("Mine", "矿")
    assert ZH.fill(Wording("{0}: {n} mines", "{0}：{n} 座矿"), "甲", n=2) == "甲：2 座矿"
    assert (EN.spoken(7), ZH.spoken(Bilingual("Mine", "矿"))) == (7, "矿")


@pytest.mark.parametrize("module", [apart, chart, figures, message, scales, texts, wording])
def test_the_examples_in_the_code_hold(module: ModuleType) -> None:
    """Examples that are written in docstrings come out as written."""
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0
