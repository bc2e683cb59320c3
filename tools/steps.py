"""What a page has its reader do, one step after the other, as it is seen on the page.

- A fenced block under a line in bold, **File** and a path (文件), is a file to be written.
- A `diff` block under **Change in** and a path (修改) is a change of that file: lines with `-` are
  replaced by the lines with `+` after them.
- A `bash` block is typed; a `text` block right under it is what it prints.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

FILE_HEAD = re.compile(r"\*\*(?P<word>File|文件|Change in|修改) `(?P<path>[^`]+)`\*\*\n\n\Z")
_FENCE = re.compile(r"^```(?P<kind>\w*)\n(?P<body>.*?)^```\n", re.MULTILINE | re.DOTALL)
_NEW = ("File", "文件")
_SETS_UP = ("make ", ". .venv/")
"""Commands that install: they are shown, and done before a page is followed."""


@dataclass(frozen=True)
class Step:
    """A file to write, a change to make, or commands to type."""

    kind: Literal["write", "change", "type"]
    what: str
    """The path of the file, or the commands, one a line."""
    text: str | None = None
    """What the file holds or the lines of the change; or what is printed, None where not shown."""
    span: tuple[int, int] = (0, 0)
    """Where on the page what is printed stands."""


def list_steps(page: str) -> Iterator[Step]:
    """Yield the steps of a page, in order.

    >>> file = "**File `a.txt`**\\n\\n```text\\nx\\n```\\n\\n"
    >>> text = f"{file}```bash\\nls\\n```\\n\\n```text\\na.txt\\n```\\n"
    >>> [(step.kind, step.what, step.text) for step in list_steps(text)]
    [('write', 'a.txt', 'x\\n'), ('type', 'ls', 'a.txt\\n')]
    """
    fences = list(_FENCE.finditer(page))
    for number, fence in enumerate(fences):
        head = FILE_HEAD.search(page[: fence.start()])
        if head:
            kind: Literal["write", "change"] = "write" if head["word"] in _NEW else "change"
            yield Step(kind, head["path"], fence["body"])
        elif fence["kind"] == "bash":
            lines = [line.partition(" #")[0].rstrip() for line in fence["body"].splitlines()]
            typed = "\n".join(x for x in lines if x and not x.startswith(_SETS_UP))
            below = fences[number + 1] if number + 1 < len(fences) else None
            if below and below["kind"] == "text" and page[fence.end() : below.start()] == "\n":
                yield Step("type", typed, below["body"], below.span("body"))
            elif typed:
                yield Step("type", typed)


def take(step: Step, folder: Path) -> None:
    """Write the file of a step, or change it.

    Raises
    ------
    ValueError
        The lines to be replaced are not those of the file.
    """
    target = folder / step.what
    if step.kind == "write":
        target.parent.mkdir(parents=True, exist_ok=True)
        text = step.text or ""
    else:
        text = change(target.read_text(encoding="utf-8"), step.text or "")
    target.write_text(text, encoding="utf-8", newline="\n")


def change(text: str, diff: str) -> str:
    """Return a text after the changes of a `diff` block.

    >>> change("a\\nb\\nc\\n", "-b\\n+B\\n+BB\\n-c\\n+C\\n")
    'a\\nB\\nBB\\nC\\n'
    """
    for old, new in re.findall(r"((?:^-.*\n)+)((?:^\+.*\n)*)", diff, re.MULTILINE):
        was, now = (re.sub(r"^[-+]", "", part, flags=re.MULTILINE) for part in (old, new))
        if f"\n{text}".count(f"\n{was}") != 1:
            raise ValueError(f"not once in the file: {was}")
        text = f"\n{text}".replace(f"\n{was}", f"\n{now}", 1)[1:]
    return text
