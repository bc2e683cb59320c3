"""Where a file is to be read or written: devices, pipes and overlong cells are told, not read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sim.errors import InputError
from sim.exchange.solution_file import read_solution
from sim.folders.file import MarkedFile

ENDLESS = Path("/dev/zero")


def pipe(folder: Path) -> Path:
    """Make a pipe, which nobody fills: reading it would wait for ever."""
    path = folder / "pipe.sol"
    os.mkfifo(path)
    return path


@pytest.mark.parametrize("replace", [False, True])
def test_an_export_replaces_no_device_and_reads_none(tmp_path: Path, replace: bool) -> None:
    """Not even where any file may be replaced; nor as the table beside the file."""
    file = tmp_path / "x.mps"
    for path, beside in ((ENDLESS, ()), (pipe(tmp_path), ()), (file, (ENDLESS,))):
        with pytest.raises(InputError, match="a device or a pipe, not a file"):
            MarkedFile("export", path, "*", replace, beside).check()
    assert not file.exists()


def test_only_the_first_line_of_a_foreign_file_is_read(tmp_path: Path) -> None:
    """What was not written by the command is known by its beginning, however long it is."""
    path = tmp_path / "x.mps"
    with path.open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(InputError, match="was not written by 'sim export'"):
        MarkedFile("export", path, "*").check()


def test_a_plan_is_not_read_from_a_device(tmp_path: Path) -> None:
    """An endless one would fill the memory."""
    for path in (ENDLESS, pipe(tmp_path)):
        with pytest.raises(InputError, match="a device or a pipe, not a file"):
            read_solution(path)


@pytest.mark.parametrize("head", ["name,value", "name,value," + "x" * 200_000])
def test_a_cell_without_an_end_is_told(tmp_path: Path, head: str) -> None:
    """In the heading or in a row, by its line; it was an error inside."""
    path = tmp_path / "x.csv"
    path.write_text(f"{head}\n" + "y" * 200_000 + ",1\n", encoding="utf-8")
    with pytest.raises(InputError, match="longer than 131072 characters") as caught:
        read_solution(path)
    assert caught.value.problems[0].where == f"{path}:{1 if 'x' in head else 2}"
