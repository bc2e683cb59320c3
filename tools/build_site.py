"""Make the documentation site: python -m tools.build_site [FOLDER] (site/ when none is given).

The pages link each other, and files beside them, as they stand in the repository. So all of them
are gathered in a temporary folder of the same layout, and links work on a site as they do in an
editor. Folders that a page links become a list of files, the notebook becomes a page.

Nothing of the site asks for a network, and nothing is fetched to make it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tools.blocks import ROOT, read, write

OWN = ROOT / "tools" / "site"
"""The configuration and what the theme has of our own."""
NOTEBOOK = "docs/notebooks/first-steps.ipynb"
LINK = re.compile(r"(!?\[[^\]]*\]\()([^)\s#]+)((?:#[^)\s]*)?\))")
ITEM = re.compile(r"(?:[-*]|\d+\.) ")
FENCE = re.compile(r"^```.*?^```$|`[^`\n]+`", re.MULTILINE | re.DOTALL)


def list_pages() -> list[str]:
    """Return every page of the site that stands in the repository, by its path."""
    patterns = ("README*.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/*.md", "benchmarks/*.md")
    found = [path for pattern in patterns for path in ROOT.glob(pattern)]
    return sorted(p.relative_to(ROOT).as_posix() for p in [*found, ROOT / "geodata/SOURCES.md"])


def linked_files(page: str, text: str) -> Iterator[Path]:
    """Yield the files and folders of the repository, no pages, that a page links."""
    for _, target, _ in LINK.findall(FENCE.sub("", text)):
        if "://" not in target and not target.startswith("mailto:"):
            path = Path(os.path.normpath(ROOT / Path(page).parent / target))
            if path.suffix != ".md" and path.is_relative_to(ROOT):
                yield path


def notebook_page(notebook: dict[str, object]) -> str:
    """Return a notebook as a page: its texts and its code; it holds no output.

    >>> notebook_page({"cells": [{"cell_type": "code", "source": ["import sim"]}]})
    '```python\\nimport sim\\n```\\n'
    """
    parts = []
    for cell in notebook["cells"]:  # type: ignore[attr-defined]
        text = "".join(cell["source"]).strip()
        parts.append(text if cell["cell_type"] == "markdown" else f"```python\n{text}\n```")
    return "\n\n".join(parts) + "\n"


def folder_page(folder: Path) -> str:
    """Return a page that lists the files of a folder."""
    files = sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )
    files = [name for name in files if "__pycache__" not in name]
    return "\n".join([f"# {folder.name}\n", *(f"- [{name}]({name})" for name in files)]) + "\n"


def spaced_lists(text: str) -> str:
    r"""Return a page whose lists have a blank line before them, which the builder asks for.

    >>> spaced_lists("Three:\n- one\n- two\n\n```text\nx\n- y\n```\n")
    'Three:\n\n- one\n- two\n\n```text\nx\n- y\n```\n'
    """
    lines: list[str] = []
    in_code = inside = False
    for line in text.split("\n"):
        in_code ^= line.startswith("```")
        begins = not in_code and ITEM.match(line) is not None
        if begins and not inside and lines and lines[-1].strip():
            lines.append("")
        inside = begins or (inside and bool(line.strip()))
        lines.append(line)
    return "\n".join(lines)


def on_the_site(text: str) -> str:
    """Return a page with what differs on a site: links of folders and the notebook, lists."""

    def turn(found: re.Match[str]) -> str:
        head, target, tail = found.groups()
        if "://" in target:
            return found[0]
        if target.endswith("/"):
            target += "index.md"
        return head + re.sub(r"\.ipynb$", ".md", target) + tail

    return spaced_lists(LINK.sub(turn, text))


def gather(folder: Path) -> None:
    """Put all pages, and what they link, into a folder of the layout of the repository."""
    for page in list_pages():
        text = read(ROOT / page)
        target = folder / page
        target.parent.mkdir(parents=True, exist_ok=True)
        write(target, on_the_site(text))
        for path in linked_files(page, text):
            beside = folder / path.relative_to(ROOT)
            beside.parent.mkdir(parents=True, exist_ok=True)
            if path.is_dir():
                ignored = shutil.ignore_patterns("__pycache__", "results")
                shutil.copytree(path, beside, ignore=ignored, dirs_exist_ok=True)
                write(beside / "index.md", folder_page(path))
            else:
                shutil.copyfile(path, beside)
    write(
        folder / NOTEBOOK.replace(".ipynb", ".md"), notebook_page(json.loads(read(ROOT / NOTEBOOK)))
    )


def build(site: Path) -> int:
    """Make the site, strictly, and return the exit code of mkdocs."""
    with tempfile.TemporaryDirectory() as folder:
        pages = Path(folder) / "pages"
        gather(pages)
        config = Path(folder) / "mkdocs.yml"
        text = read(OWN / "mkdocs.yml")
        write(
            config, f"{text}docs_dir: {json.dumps(str(pages))}\nsite_dir: {json.dumps(str(site))}\n"
        )
        command = [
            sys.executable,
            "-m",
            "mkdocs",
            "build",
            "--strict",
            "--config-file",
            str(config),
        ]
        theme = os.environ | {"SITE_THEME": str(OWN / "theme"), "NO_MKDOCS_2_WARNING": "1"}
        return subprocess.run(command, env=theme, check=False).returncode


def main(arguments: list[str]) -> int:
    """Make the site in a folder."""
    site = Path(arguments[0]) if arguments else ROOT / "site"
    return build(site.resolve())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
