"""What people put into a folder that a command wrote stays when the folder is replaced."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from sim.folders.marker import MANIFEST, WRITING, Marker

_KEPT = "kept"


def carry_over(old: Path, new: Path, marker: Marker) -> None:
    """Move to the new folder what the command did not write, or what was changed since.

    Where the new folder has something of that name, `.kept` is added to it.
    """
    for name in list(_list_own(old, marker)):
        target = _free_name(new / name)
        target.parent.mkdir(parents=True, exist_ok=True)
        (old / name).rename(target)


def remove(folder: Path) -> None:
    """Remove a folder, its mark last: what a killed process leaves can still be told."""
    for entry in folder.iterdir():
        if entry.name in (MANIFEST, WRITING):
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
    shutil.rmtree(folder)


def _list_own(folder: Path, marker: Marker, below: str = "") -> Iterator[str]:
    """Yield what is not the command's: files, and folders of which nothing is."""
    for entry in (folder / below).iterdir():
        name = f"{below}/{entry.name}" if below else entry.name
        if entry.is_dir() and not entry.is_symlink() and marker.has_below(name):
            yield from _list_own(folder, marker, name)
        elif not marker.wrote(folder, name):
            yield name


def _free_name(path: Path) -> Path:
    """Return the path, or the first one like it under which there is nothing."""
    number = 1
    found = path
    while found.exists() or found.is_symlink():
        kept = _KEPT if number == 1 else f"{_KEPT}{number}"
        found = path.with_name(f"{path.stem}.{kept}{path.suffix}")
        number += 1
    return found
