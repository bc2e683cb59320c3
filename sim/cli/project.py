"""`sim new`: the example project."""

from __future__ import annotations

import csv
import io
from functools import partial
from importlib.resources import as_file, files
from pathlib import Path

from sim.cli.options import FolderPath, lang_option
from sim.cli.screen import echo
from sim.cli.speech import argument, command
from sim.folders.place import fill_empty
from sim.say.texts import EN, Texts

SCENARIO = Path("scenarios") / "baseline.yaml"
_CHINESE = "zh"
"""Folder of the example with what is another file in a Chinese project, and words of cells."""
_CELLS = "cells.csv"
_INDUSTRY = "industry"


def create(folder: Path, texts: Texts = EN) -> Path:
    """Copy the bundled project into a folder, in a language; return its first scenario."""
    with as_file(files("sim") / "example") as source:
        chinese = source / _CHINESE
        is_chinese = texts.language == _CHINESE
        words = _read_words(chinese / _CELLS) if is_chinese else {}
        for file in sorted(path for path in source.rglob("*") if path.is_file()):
            if file.is_relative_to(chinese):
                continue
            place = file.relative_to(source)
            own = chinese / place
            content = (own if is_chinese and own.exists() else file).read_bytes()
            copy = folder / place
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(_translate(content, words) if file.suffix == ".csv" else content)
    return folder / SCENARIO


def _read_words(file: Path) -> dict[tuple[str, str], str]:
    """Return (column, English) -> Chinese."""
    rows = csv.DictReader(file.read_text(encoding="utf-8").splitlines())
    return {(row["column"], row["en"]): row["zh"] for row in rows}


def _translate(content: bytes, words: dict[tuple[str, str], str]) -> bytes:
    """Return a table whose cells are said in the words of their columns."""
    if not words:
        return content
    head, *rows = csv.reader(io.StringIO(content.decode("utf-8")))
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(head)
    for row in rows:
        level = dict(zip(head, row, strict=True)).get("level")
        columns = [_INDUSTRY if level == _INDUSTRY and c == "id" else c for c in head]
        table.writerow([words.get(pair, pair[1]) for pair in zip(columns, row, strict=True)])
    return written.getvalue().encode("utf-8")


@command("new")
@argument("folder", type=FolderPath())
@lang_option
def new(folder: Path, texts: Texts) -> None:
    """Make a small example project in FOLDER, to be edited into your own region."""
    scenario = fill_empty(folder, partial(create, texts=texts))
    echo(texts.say("made_project", folder=folder, scenario=scenario))
