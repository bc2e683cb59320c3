"""A results folder that was damaged or changed is refused by name, and nothing is compared."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.seeds import some_of
from tests.test_result_folders import PLAIN, run_sim
from tests.tiny_project import make_project

READ = [
    "flows.csv",
    "areas.csv",
    "line_outputs.csv",
    "zones.csv",
    "excluded_routes.csv",
    "summary.json",
    "scenario.resolved.yaml",
    "inputs/lines.csv",
]
"""Files of each kind that a comparison reads."""


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A results folder; not to be changed."""
    path = make_project(tmp_path_factory.mktemp("good") / "p")
    assert run_sim("run", path, *PLAIN) == 0
    return path.parents[1] / "results" / "tiny"


def _remove(path: Path) -> None:
    path.unlink()


def _tear(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _garble(path: Path) -> None:
    raw = path.read_bytes()
    path.write_bytes(raw[:20] + b"\xff" + raw[21:])


def _double(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines, lines[-1]]), encoding="utf-8")


def _make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("spoil", [_remove, _tear, _empty, _garble, _double, _make_folder])
@pytest.mark.parametrize("file", READ)
def test_damage_is_refused(
    file: str,
    spoil: Callable[[Path], None],
    good: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Exit 2, folder and file named, and what to do; nothing is written."""
    bad = tmp_path / "bad"
    shutil.copytree(good, bad)
    spoil(bad / file)
    assert run_sim("compare", bad, good, "--out", tmp_path / "out", *PLAIN) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert f"{bad}: this is no complete results folder" in said
    assert Path(file).name in said
    assert "run the scenario again" in said
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("spoil", [_remove, _tear, _empty, _garble, _make_folder])
def test_a_folder_without_its_mark_is_refused(
    spoil: Callable[[Path], None], good: Path, tmp_path: Path
) -> None:
    """A manifest that cannot be read tells nothing of the folder around it."""
    bad = tmp_path / "bad"
    shutil.copytree(good, bad)
    spoil(bad / "manifest.json")
    assert run_sim("compare", good, bad, "--out", tmp_path / "out", *PLAIN) == 2


def test_pictures_and_notes_do_not_matter(good: Path, tmp_path: Path) -> None:
    """What no comparison reads may be changed, added or taken away."""
    bad = tmp_path / "bad"
    shutil.copytree(good, bad)
    (bad / "report.html").unlink()
    (bad / "notes.md").write_text("mine", encoding="utf-8")
    assert run_sim("compare", good, bad, "--out", tmp_path / "out", *PLAIN) == 0


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("line_outputs.csv", "kind", "kinds"),
        ("line_outputs.csv", "period", "perioden"),
        ("flows.csv", "origin_lon", "origin_long"),
        ("lines.csv", "l1", "nowhere"),
        ("summary.json", "scenario", "scenarios"),
    ],
)
def test_folders_of_earlier_versions_are_looked_into(
    file: str,
    old: str,
    new: str,
    good: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Where files are not listed, missing columns and unknown names are found all the same."""
    bad = forget_files(good, tmp_path / "bad")
    text = (bad / file).read_text(encoding="utf-8")
    assert old in text
    (bad / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    assert run_sim("compare", bad, good, "--out", tmp_path / "out", *PLAIN) == 2
    assert f"{bad}: this is no complete results folder" in " ".join(capsys.readouterr().err.split())


def test_rows_that_stand_twice_are_found(good: Path, tmp_path: Path) -> None:
    """A doubled row of any table, also in a folder whose files are not listed."""
    for file in ("areas.csv", "zones.csv", "lines.csv", "wastes.csv"):
        bad = forget_files(good, tmp_path / file)
        _double(bad / file)
        assert run_sim("compare", bad, good, "--out", tmp_path / "out", *PLAIN) == 2


def test_whole_folders_of_earlier_versions_are_compared(good: Path, tmp_path: Path) -> None:
    """A folder without the list of its files is still a results folder."""
    old = forget_files(good, tmp_path / "old")
    assert run_sim("compare", old, good, "--out", tmp_path / "out", *PLAIN) == 0


@pytest.mark.parametrize("seed", some_of([11, 12, 13], 1))
def test_random_damage_is_no_internal_error(good: Path, tmp_path: Path, seed: int) -> None:
    """Bytes, lines and cells changed at random: a comparison or a refusal, never exit 1."""
    rng = random.Random(seed)
    bad = tmp_path / "bad"
    for turn in range(10):
        shutil.rmtree(bad, ignore_errors=True)
        forget_files(good, bad)
        path = bad / rng.choice(READ)
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        number = rng.randrange(len(lines))
        cells = lines[number].split(",")
        cells[rng.randrange(len(cells))] = rng.choice(["", "x", "1e400", "nan", '"', "\x00"])
        lines[number : number + 1] = rng.choice([[], [",".join(cells)], lines[number : number + 2]])
        path.write_text("".join(lines), encoding="utf-8")
        code = run_sim("compare", bad, good, "--out", tmp_path / "out", *PLAIN)
        assert code in (0, 2), (turn, path.name, number)


def forget_files(folder: Path, copy: Path) -> Path:
    """Copy a results folder, its manifest as earlier versions wrote it."""
    shutil.copytree(folder, copy)
    manifest = json.loads((copy / "manifest.json").read_text(encoding="utf-8"))
    del manifest["written"]
    (copy / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return copy
