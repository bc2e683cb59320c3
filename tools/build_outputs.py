"""Run every command whose output a page shows: python -m tools.build_outputs [PAGE…].

The steps of a page (`tools/steps.py`) are taken from its top to its end, in a copy of the project
(the pages of FROM_NOTHING: in an empty folder), and what is printed is written under what is typed.
Of pages that list commands (all but those of FOLLOWED) only what shows its output is run.
`<!-- scenarios -->` … `<!-- end -->` is a table of all shipped scenarios.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml
from PIL import Image

from tools.blocks import ROOT, grid, read, replace_block, write
from tools.steps import list_steps, take

COPIED = ("scenarios", "geodata")
FOLLOWED = (
    "tutorial.md",
    "tutorial.zh.md",
    "tutorial-own-tables.md",
    "tutorial-own-tables.zh.md",
    "trace.md",
    "trace.zh.md",
)
"""Pages whose every step is taken; of others only the commands that show what they print."""
FROM_NOTHING = frozenset(name for name in FOLLOWED if not name.startswith("tutorial."))
"""Pages that begin in an empty folder."""
PAGES = (
    ROOT / "README.md",
    ROOT / "README.zh.md",
    *(ROOT / "docs" / name for name in FOLLOWED),
)
PICTURE = ROOT / "docs" / "images" / "baseline-schematic.png"
_PICTURE_WIDTH = 2000
_FLAT_COLORS = 96
_COLUMNS = "92"
_INTERNAL = "Something went wrong inside the simulator"
_HEADS = {
    "en": [
        "scenario",
        "what it changes",
        "net rate",
        "gross rate",
        "unused, Mt/yr",
        "across provinces, Mt/yr",
        "waste logistics, million CNY/yr",
    ],
    "zh": [
        "情景",
        "含义",
        "净利用率",
        "毛利用率",
        "未利用（万吨/年）",
        "跨省（万吨/年）",
        "固废物流成本（亿元/年）",
    ],
}


class Workshop:
    """A folder in which the commands of a page are run: a copy of the project, or empty."""

    def __init__(self, folder: Path, *, empty: bool = False) -> None:
        self.folder = self.place = folder
        if empty:
            return
        for name in COPIED:
            shutil.copytree(ROOT / name, folder / name)
        (folder / "results").mkdir()

    def run(self, command: str) -> str:
        """Return what commands print, places in the file system shortened; `cd` is kept.

        Raises
        ------
        RuntimeError
            The command failed inside, which no page should show.
        """
        where = self.folder / ".where"
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            f'{command}\nended=$?\npwd > "$WHERE"\nexit $ended',
            shell=True,
            cwd=self.place,
            text=True,
            encoding="utf-8",
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PATH": path, "COLUMNS": _COLUMNS, "WHERE": str(where)},
        )
        self.place = Path(where.read_text(encoding="utf-8").strip())
        where.unlink()
        if done.returncode == 1 or _INTERNAL in done.stdout:
            raise RuntimeError(f"{command}\n{done.stdout}")
        lines = done.stdout.replace(str(self.folder), "…").splitlines()
        return "\n".join(line.rstrip() for line in lines).strip("\n")


def fill(text: str, workshop: Workshop, *, whole: bool = False) -> str:
    """Return a page with what its commands print; `whole`: all its steps are taken."""
    parts, end = [], 0
    for step in list_steps(text):
        if step.kind != "type":
            take(step, workshop.place)
        elif step.text is not None:
            parts += [text[end : step.span[0]], f"{workshop.run(step.what)}\n"]
            end = step.span[1]
        elif whole:
            workshop.run(step.what)
    return "".join([*parts, text[end:]])


def list_figures(workshop: Workshop) -> list[dict[str, Any]]:
    """Return KPIs and titles of every shipped scenario of one year; the baseline first."""
    documents = {
        path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))
        for path in (ROOT / "scenarios").glob("*.yaml")
    }
    of_one_year = sorted(name for name, document in documents.items() if "years" not in document)
    files = " ".join(f"scenarios/{name}.yaml" for name in of_one_year)
    printed = workshop.run(f"sim run {files} --basemap none --json 2>/dev/null")
    found = []
    for entry in json.loads(printed):
        name = entry["summary"]["scenario"]["name"]
        figures = {kpi["name"]: kpi["value"] for kpi in entry["summary"]["kpis"]}
        found.append({"name": name, **figures, **documents[name]["title"]})
    return sorted(found, key=lambda row: (row["name"] != "baseline", row["name"]))


def scenario_table(figures: list[dict[str, Any]], language: str) -> str:
    """Return the table of the shipped scenarios."""
    tonnes, money = (0.1, 0.01) if language == "zh" else (1e-3, 1.0)
    rows = [
        [
            f"`{row['name']}`",
            re.split("[:\N{FULLWIDTH COLON}]\\s*", row[language], maxsplit=1)[-1],
            f"{row['utilization_rate']:.1%}",
            f"{row['gross_utilization_rate']:.1%}",
            _figure(row["unused"] * tonnes, language),
            _figure(row["cross_border"] * tonnes, language),
            f"{row['logistics_cost'] * money:,.{2 if language == 'zh' else 0}f}",
        ]
        for row in figures
    ]
    return grid(_HEADS[language], rows, frozenset({2, 3, 4, 5, 6}))


def _figure(value: float, language: str) -> str:
    return f"{value:,.0f}" if language == "zh" else f"{value:,.2f}"


def shrink(source: Path, target: Path) -> None:
    """Write a picture smaller: fewer pixels, 256 colours."""
    with Image.open(source) as picture:
        size = (_PICTURE_WIDTH, round(picture.height * _PICTURE_WIDTH / picture.width))
        small = picture.convert("RGB").resize(size, Image.Resampling.LANCZOS)
    small.quantize(palette=pick_palette(small), dither=Image.Dither.NONE).save(
        target, optimize=True
    )


def pick_palette(picture: Image.Image) -> Image.Image:
    """Return 256 colours: the most frequent as they are, the rest spread over what there is."""
    counted = sorted(picture.getcolors(picture.width * picture.height) or [], reverse=True)
    colors = [color for _, color in counted[:_FLAT_COLORS]]
    spread = (
        picture.quantize(256 - len(colors), method=Image.Quantize.MAXCOVERAGE).getpalette() or []
    )
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for color in colors for part in color] + spread)
    return palette


def main(names: list[str]) -> None:
    """Fill the pages, draw the committed map, and show the scenarios."""
    pages = [Path(name).resolve() for name in names] or list(PAGES)
    for page in pages:
        with tempfile.TemporaryDirectory() as folder:
            workshop = Workshop(Path(folder), empty=page.name in FROM_NOTHING)
            write(page, fill(read(page), workshop, whole=page.name in FOLLOWED))
    if not any("<!-- scenarios -->" in read(page) for page in pages):
        return
    with tempfile.TemporaryDirectory() as folder:
        workshop = Workshop(Path(folder))
        workshop.run("sim run scenarios/baseline.yaml --basemap schematic")
        shrink(workshop.folder / "results" / "baseline" / "map.png", PICTURE)
        figures = list_figures(workshop)
    for page in pages:
        language = "zh" if page.name.endswith(".zh.md") else "en"
        if "<!-- scenarios -->" in read(page):
            table = scenario_table(figures, language)
            write(page, replace_block(read(page), "scenarios", table))


if __name__ == "__main__":
    main(sys.argv[1:])
