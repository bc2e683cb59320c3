"""Files that systems and programs leave beside tables take no part; a table is never ignored."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import InputError
from sim.folders.place import fill_empty
from sim.geo.basemap import load_basemap
from sim.loader import load_case
from tests.tiny_project import LIBRARY, REGION, make_project

LEFT = (
    "._zones.csv",
    "._.DS_Store",
    ".DS_Store",
    "~$zones.csv",
    ".~lock.zones.csv#",
    "#zones.csv#",
    ".#zones.csv",
    ".zones.csv.swp",
    "zones.csv~",
    "zones.csv.bak",
    ".hidden.csv",
    "Thumbs.db",
    "desktop.ini",
    "zones.xlsx",
    "SOURCES.md",
    "zones.md",
)
"""What takes no part, where the table has its CSV."""
MEANT = {
    "zone.csv": "no table is called so (did you mean 'zones.csv'?)",
    "Zones.CSV": "no table is called so",
    "zones copy.csv": "no table is called so",
    "zones (1).csv": "no table is called so",
    "statistics.xlsx": "from CSV files only (save it as 'statistics.csv' (CSV, UTF-8), or name",
    "statistics.et": "from CSV files only",
    "crossings.csv.txt": "from CSV files only",
    "places.tsv": "from CSV files only",
}
"""What is named like a table and would not be read -> what is said."""


@pytest.mark.parametrize("place", [REGION, LIBRARY])
def test_left_over_files_take_no_part(tmp_path: Path, place: str) -> None:
    """Resource forks, locks and copies of editors change nothing, binary as they may be."""
    path = make_project(tmp_path)
    before = load_case(path)
    beside = "zones" if place == REGION else "materials"
    for name in (name.replace("zones", beside) for name in LEFT):
        (tmp_path / place / name).write_bytes(b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X\xff")
    (tmp_path / "geodata" / "._tiny").write_bytes(b"\x00\x05\x16\x07")
    after = load_case(path)
    assert after.inputs == before.inputs
    assert all(after.tables[name].equals(before.tables[name]) for name in before.tables)


@pytest.mark.parametrize("name", MEANT)
def test_what_may_be_meant_as_a_table_is_refused(tmp_path: Path, name: str) -> None:
    """With the file, and what to do about it."""
    path = make_project(tmp_path)
    (tmp_path / REGION / name).write_bytes(b"PK\x03\x04")
    with pytest.raises(InputError) as refused:
        load_case(path)
    (problem,) = refused.value.problems
    assert str(problem.where) == f"{REGION}/{name}"
    assert MEANT[name] in str(problem)
    assert problem.say("zh") != problem.say("en")


def test_base_map_and_new_folder(tmp_path: Path, project_root: Path) -> None:
    """Neither is a base map spoilt by such a file, nor a folder that holds nothing else in use."""
    folder = tmp_path / "geodata" / "basemap"
    folder.mkdir(parents=True)
    for file in (project_root / "geodata" / "basemap").glob("*.geojson"):
        (folder / file.name).write_bytes(file.read_bytes())
        (folder / f"._{file.name}").write_bytes(b"\x00\x05\x16\x07\xff")
    found = load_basemap("natural-earth", (114.0, 29.0, 116.0, 31.0), tmp_path)
    assert len(found.rivers)
    new = tmp_path / "new"
    new.mkdir()
    (new / ".DS_Store").touch()
    (new / "._x").touch()
    fill_empty(new, lambda folder: (folder / "made").touch())
    assert (new / "made").exists()
    (new / "made").unlink()
    (new / ".git").mkdir()
    with pytest.raises(InputError):
        fill_empty(new, lambda folder: (folder / "made").touch())
