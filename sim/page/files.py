"""Files of a plan: what `sim run` writes of the scenario that the page saves, and a workbook."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sim.checks import check_case
from sim.errors import InputError, Problem
from sim.loader.load import make_case
from sim.page.asked import Asked
from sim.page.scenario_file import Written, write_scenario
from sim.results.workbook import WORKBOOK
from sim.say.message import message
from sim.studies.run.run import RunOptions, run_case
from sim.studies.solve_case import Clock, be_silent

TYPES = {
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
    "png": "image/png",
    "svg": "image/svg+xml",
    "yaml": "application/yaml; charset=utf-8",
}
_ENDINGS = {
    "report": "html",
    "excel": "xlsx",
    "csv": "zip",
    "geojson": "zip",
    "png": "png",
    "svg": "svg",
    "yaml": "yaml",
}
"""What is asked for -> ending of the file."""
_SINGLE = {"report": "report.html", "png": "map.png", "svg": "map.svg", "excel": WORKBOOK}
_DRAWN = frozenset({"report", "png", "svg"})
"""What needs the map."""
_PACKED = {"csv": "*", "geojson": "*.geojson"}
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""Time of the files in an archive: equal plans give equal archives."""


def check_kind(what: object) -> str:
    """Return the kind of file that is asked for.

    Raises
    ------
    InputError
    """
    if not isinstance(what, str) or what not in _ENDINGS:
        named = message("page_no_file", kind=str(what)[:40])
        raise InputError([Problem("what", named, code="kind")])
    return what


def make_file(asked: Asked, what: str) -> Iterator[str | dict[str, Any]]:
    """Yield the names of steps, and last a file: its name, its type and its bytes.

    Raises
    ------
    SimError
    """
    ending = _ENDINGS[what]
    written = write_scenario(asked)
    if what == "yaml":
        content, name = written.text.encode(), written.path.name
    else:
        yield "solve"
        content = _run(asked, written, what)
        name = f"{written.path.stem}-{what}.{ending}"
    yield {"file": {"name": name, "type": TYPES[ending], "content": content}}


def _run(asked: Asked, written: Written, what: str) -> bytes:
    """Run the scenario as if it were saved, in a folder that goes; return what is asked for."""
    loaded = written.load(asked.setup.root)
    case = make_case(loaded)
    check_case(case)
    basemap = "schematic" if what in _DRAWN else "none"
    told = asked.edits if what == "excel" else ()
    edits = tuple(edit.say(asked.ground, asked.texts) for edit in told if edit.on)
    options = RunOptions(texts=asked.texts, basemap=basemap, edits=edits)
    with TemporaryDirectory(prefix="sim-") as name:
        folder = Path(name) / case.scenario.name
        run_case(case, folder, options, Clock(be_silent))
        if what in _SINGLE:
            return (folder / _SINGLE[what]).read_bytes()
        return _pack(folder, _PACKED[what])


def _pack(folder: Path, pattern: str) -> bytes:
    """Return the files of a folder as an archive."""
    file = io.BytesIO()
    paths = sorted(path for path in folder.rglob(pattern) if path.is_file())
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in paths:
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
    return file.getvalue()
