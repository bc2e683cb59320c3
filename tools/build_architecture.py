"""Draw the rooms of the house, the way data run and the way imports run.

`python -m tools.build_architecture` writes docs/images/architecture.svg. What stands in the rooms
below is all that it knows; tests hold the names against the order that imports are held to.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from tools.blocks import ROOT, write

PICTURE = ROOT / "docs" / "images" / "architecture.svg"
_SIZE = (1460, 606)
_PIPE_TOP, _PIPE_HEIGHT, _PIPE_LEFT, _STEP, _GAP = 156, 118, 184, 114, 22
_SIDE_TOP, _SIDE_HEIGHT = 312, 68


@dataclass(frozen=True)
class Room:
    """A room as a box: its name, what it does in short lines, libraries that it alone knows."""

    name: str
    lines: tuple[str, ...]
    knows: str = ""
    gives: str = ""
    """What it passes on to the next one."""


PIPE = (
    Room("loader", ("reads tables", "and scenarios,", "strictly"), "yaml", "Case"),
    Room("network", ("what may flow", "where, as tidy", "tables"), gives="Network"),
    Room("model", ("the programme", "as arrays"), gives="Programme"),
    Room("solve", ("finds the best", "plan, stage", "by stage"), "highspy", "Plan"),
    Room("diagnose", ("why it is so,", "what limits", "are worth"), "highspy", "Findings"),
    Room("results", ("tables that", "people read"), gives="ResultTables"),
    Room("draw", ("maps and", "GeoJSON"), "matplotlib", "pictures"),
    Room("report", ("one page", "a run"), "plotly, jinja2"),
)
"""From what planners write to what they read."""
ASIDE = {
    "synthetic": (0, Room("synthetic", ("makes up regions",))),
    "geo": (1, Room("geo", ("distances, maps",), "geopandas")),
    "checks": (2, Room("checks", ("do tables agree?",))),
    "years": (3, Room("years", ("several at once",))),
    "exchange": (4, Room("exchange", ("other solvers",), "pyomo, highspy")),
    "workbooks": (6, Room("workbooks", ("projects from Excel",), "calamine")),
    "verify": (5, Room("verify", ("checks the files",))),
    "documents": (7, Room("documents", ("Word, PDF",), "docx, reportlab")),
}
"""Rooms beside the way: below which step each stands."""
ABOVE = (
    (
        Room("cli", ("the command `sim`",), "click, rich"),
        Room("page", ("the planner's page",), "tornado"),
        Room("api", ("`import sim` in Python",)),
    ),
    (Room("studies", ("run · compare · frontier · alternatives · sweep · synergy · explain",)),),
)
BASE = (
    (
        Room("scenario", ("types of tables and scenarios",)),
        Room("workers", ("many solves at once",), "distributed"),
        Room("folders", ("folders that commands may write",)),
    ),
    (Room("rules", ("families of constraints and metrics, each stated once",)),),
    (
        Room("errors", ("one family",)),
        Room("units", ("as people write them",), "pint"),
        Room("games", ("sharing a gain",)),
        Room("processes", ("processes of our own",)),
    ),
    (Room("say", ("every sentence and figure that a user sees, in English and Chinese",)),),
)
"""What all others stand on, the lowest last."""
_HEAD = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" \
font-family="Noto Sans, DejaVu Sans, Arial, sans-serif" font-size="13" fill="#1f2933">
  <title>Rooms of the simulator, the way data run and the way imports run</title>
  <defs>
    <marker id="data" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" \
orient="auto"><path d="M0 0 L10 5 L0 10 z" fill="#0b6e99"/></marker>
    <marker id="import" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" \
orient="auto"><path d="M0 0 L10 5 L0 10 z" fill="#8a6d3b"/></marker>
    <style>
      text {{ text-anchor: middle }}
      .room {{ fill: #eaf3f7; stroke: #0b6e99; stroke-width: 1.5 }}
      .base {{ fill: #f3f0e8; stroke: #8a6d3b; stroke-width: 1.5 }}
      .file {{ fill: #ffffff; stroke: #6b7785; stroke-width: 1.2 }}
      .name {{ font-weight: bold; font-size: 16px }}
      .knows {{ font-size: 12px; fill: #5a6672; font-style: italic }}
      .thing {{ font-weight: bold; fill: #0b6e99; font-size: 12.5px }}
      .flow {{ stroke: #0b6e99; stroke-width: 2.2; fill: none; marker-end: url(#data) }}
      .import {{ stroke: #8a6d3b; stroke-width: 2.2; stroke-dasharray: 7 4; fill: none; \
marker-end: url(#import) }}
      .head {{ fill: #5a6672 }}
    </style>
  </defs>
  <rect width="{w}" height="{h}" fill="#ffffff"/>"""


def names() -> set[str]:
    """Return the names of all rooms in the picture."""
    rows = [PIPE, [room for _, room in ASIDE.values()], *ABOVE, *BASE]
    return {room.name for row in rows for room in row}


def _text(kind: str, x: float, y: float, words: str) -> str:
    return f'  <text class="{kind}" x="{x:g}" y="{y:g}">{escape(words)}</text>'


def _box(kind: str, x: float, y: float, w: float, h: float) -> str:
    return f'  <rect class="{kind}" x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}" rx="7"/>'


def _tall(room: Room, x: float, y: float, w: float, h: float) -> list[str]:
    """A box with the name on top, then its lines; libraries at the foot."""
    middle = x + w / 2
    lines = [_box("room", x, y, w, h), _text("name", middle, y + 22, room.name)]
    lines += [_text("say", middle, y + 42 + 16 * i, line) for i, line in enumerate(room.lines)]
    return [*lines, *([_text("knows", middle, y + h - 8, room.knows)] if room.knows else [])]


def _row(rooms: tuple[Room, ...], kind: str, y: float, h: float = 40) -> list[str]:
    """Boxes side by side over the width of the pipe, each with one line of text."""
    whole, lines = 8 * _STEP + 7 * _GAP, []
    width = (whole - _GAP * (len(rooms) - 1)) / len(rooms)
    for i, room in enumerate(rooms):
        x = _PIPE_LEFT + i * (width + _GAP)
        knows = f" ({room.knows})" if room.knows else ""
        lines += [
            _box(kind, x, y, width, h),
            _text("name", x + width / 2, y + 17, room.name),
            _text("say", x + width / 2, y + 33, room.lines[0].replace("`", "") + knows),
        ]
    return lines


def _left(place: int) -> float:
    return _PIPE_LEFT + place * (_STEP + _GAP)


def _pipe() -> list[str]:
    lines, middle = [], _PIPE_TOP + _PIPE_HEIGHT / 2
    for i, room in enumerate(PIPE):
        lines += _tall(room, _left(i), _PIPE_TOP, _STEP, _PIPE_HEIGHT)
        if room.gives:
            end = _left(i) + _STEP
            lines += [
                f'  <path class="flow" d="M{end:g} {middle:g} h{_GAP - 2}"/>',
                _text("thing", end + _GAP / 2, _PIPE_TOP + _PIPE_HEIGHT + 20, room.gives),
            ]
    for place, room in ASIDE.values():
        lines += _tall(room, _left(place) - 8, _SIDE_TOP, _STEP + 16, _SIDE_HEIGHT)
    return lines


def _files(x: float, head: str, groups: tuple[tuple[str, str], ...]) -> list[str]:
    lines = [_text("head", x + 68, _PIPE_TOP - 10, head)]
    for i, (first, second) in enumerate(groups):
        y = _PIPE_TOP + i * 40
        lines += [_box("file", x, y, 136, 37), _text("say", x + 68, y + 15, first)]
        lines += [_text("say", x + 68, y + 31, second)]
    return lines


def picture() -> str:
    """Return the picture as SVG."""
    middle, left, right = _PIPE_TOP + _PIPE_HEIGHT / 2, _PIPE_LEFT, _left(8) - _GAP
    lines = [_HEAD.format(w=_SIZE[0], h=_SIZE[1])]
    lines += [row for i, rooms in enumerate(ABOVE) for row in _row(rooms, "room", 18 + 50 * i)]
    wrote = (
        ("scenarios/", "*.yaml"),
        ("scenarios/library/", "*.csv"),
        ("geodata/<region>/", "*.csv"),
    )
    read = (
        ("*.csv, *.json,", "inputs/"),
        ("map.png, map.svg,", "*.geojson"),
        ("report.html,", "pictures"),
    )
    lines += _files(18, "what planners write", wrote)
    lines += _files(right + 30, "results/<name>/", read)
    lines += [f'  <path class="flow" d="M154 {middle:g} H{left - 4}"/>']
    lines += [f'  <path class="flow" d="M{right} {middle:g} h26"/>']
    lines += _pipe()
    lines += [row for i, rooms in enumerate(BASE) for row in _row(rooms, "base", 396 + 46 * i)]
    lines += [
        f'  <path class="import" d="M{right + 90:g} 290 V582"/>',
        _text("say", right + 90, 600, "and down"),
        f'  <path class="import" d="M{right:g} 594 H{left + 170:g}"/>',
        _text("say", left + 80, 598, "imports run to the left"),
    ]
    return "\n".join([*lines, "</svg>"]) + "\n"


def main() -> None:
    """Write the picture."""
    write(PICTURE, picture())


if __name__ == "__main__":
    main()
