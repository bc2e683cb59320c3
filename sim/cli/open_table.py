"""Tables without frames, as studies print them."""

from __future__ import annotations

from rich.table import Table


def open_table(title: str, *, head: str = "dim", gap: int = 2) -> Table:
    """Return an empty table; `head` is the style of its heads, `gap` the blanks between columns."""
    return Table(
        title=title,
        title_justify="left",
        title_style="bold",
        box=None,
        padding=(0, gap, 0, 0),
        pad_edge=False,
        header_style=head,
    )
