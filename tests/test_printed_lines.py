"""What commands print: lines end where their text ends."""

from __future__ import annotations

import io

from rich.table import Table
from rich.text import Text

from sim.cli.screen import Screen


def shown(*things: object, end: str = "\n") -> str:
    """Return what a screen of 60 columns prints."""
    file = io.StringIO()
    Screen(file=file, width=60).print(*things, end=end)
    return file.getvalue()


def test_no_line_of_a_table_ends_with_blanks() -> None:
    """Neither its title nor a last column of words is filled up."""
    table = Table(title="By province", title_justify="left", box=None, show_header=False)
    table.add_row("East Province", Text("kt/yr"))
    table.add_row("West", Text("million t"))
    lines = shown(table).splitlines()
    assert [line.strip() for line in lines] == [
        "By province",
        "East Province  kt/yr",
        "West           million t",
    ]
    assert lines == [line.rstrip() for line in lines]


def test_blanks_within_a_line_and_before_an_answer_stay() -> None:
    """Only the end of a line is cut: not what separates words, nor a question left open."""
    assert shown(Text("a  b ", style="bold"), Text(" c  \n d")) == "a  b   c\n d\n"
    assert shown("Replace it? ", end="") == "Replace it? "
