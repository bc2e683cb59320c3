"""What a person keeps beside and in results stays, and never stands in the way of a command."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sim.errors import InputError
from sim.folders.beside import fresh
from sim.folders.marker import Origin, Source
from sim.folders.place import claim
from sim.results.write import describe_run, write_json
from sim.say.message import Message
from tests.test_result_folders import PLAIN, run_sim, with_name
from tests.tiny_project import make_project

pytestmark = pytest.mark.usefixtures("undrawn")


def ignore(_text: Message) -> None:
    """Hear a message without a word."""


def write(target: Path, origin: Origin, text: str) -> None:
    """Write a folder as commands do, with one file of this text."""

    def fill(folder: Path) -> None:
        (folder / "flows.csv").write_text(text, encoding="utf-8")
        hashes = {source.file: source.sha256 for source in origin.sources}
        write_json(describe_run(hashes), folder / "manifest.json")

    with claim(target, origin, ignore) as place:
        place.write(fill)


def test_a_hidden_folder_of_a_person_stays(tmp_path: Path) -> None:
    """`.a.new` is removed where a process left it, not where a person keeps something in it."""
    origin = Origin("run", (Source(tmp_path, "a.yaml", "1"),))
    kept, empty, killed = tmp_path / ".a.new", *(fresh(tmp_path / "a", "new") for _ in range(2))
    for folder in (kept, empty, killed):
        folder.mkdir()
    (kept / "thesis.txt").write_text("mine", encoding="utf-8")
    (killed / ".writing").touch()
    (killed / "flows.csv").write_text("half", encoding="utf-8")
    write(tmp_path / "a", origin, "1")
    assert (kept / "thesis.txt").read_text(encoding="utf-8") == "mine"
    assert {entry.name for entry in tmp_path.iterdir()} == {"a", ".a.new"}
    assert {entry.name for entry in (tmp_path / "a").iterdir()} == {"flows.csv", "manifest.json"}


def test_a_project_out_of_reach_keeps_its_results(tmp_path: Path) -> None:
    """Results in a shared folder are not those of another project while theirs is not mounted."""
    target = tmp_path / "shared" / "a"
    first, second = (Source(tmp_path / p, "scenarios/a.yaml", p) for p in ("first", "second"))
    second.path.parent.mkdir(parents=True)
    second.path.write_text("second", encoding="utf-8")
    write(target, Origin("run", (first,)), "1")
    with pytest.raises(InputError, match=r"results of another scenario, .*first/scenarios/a\.yaml"):
        write(target, Origin("run", (second,)), "2")
    assert (target / "flows.csv").read_text(encoding="utf-8") == "1"


def test_tables_of_a_person_in_results_are_not_read(tmp_path: Path) -> None:
    """A copy of a changed table, or a person's own, beside the inputs of a run."""
    path = make_project(tmp_path / "p")
    other = path.with_name("other.yaml")
    other.write_text(with_name("other"), encoding="utf-8")
    assert run_sim("run", path, other, *PLAIN) == 0
    results = tmp_path / "p" / "results"
    inputs = results / "tiny" / "inputs"
    own = ("lines.kept.csv", "notes.csv", "crossings.csv", "crossings.xlsx")
    for name in own:
        (inputs / name).write_text("my,own\n1,2\n", encoding="utf-8")
    assert run_sim("compare", results / "tiny", results / "other", *PLAIN) == 0
    assert {(inputs / name).read_text(encoding="utf-8") for name in own} == {"my,own\n1,2\n"}


def test_a_changed_table_of_results_does_not_block(tmp_path: Path) -> None:
    """It is kept under another name by the next run, and comparisons go on."""
    path = make_project(tmp_path / "p")
    other = path.with_name("other.yaml")
    other.write_text(with_name("other"), encoding="utf-8")
    assert run_sim("run", path, other, *PLAIN) == 0
    lines = tmp_path / "p" / "results" / "tiny" / "inputs" / "lines.csv"
    lines.write_text("mine", encoding="utf-8")
    assert run_sim("run", path, *PLAIN) == 0
    assert lines.with_name("lines.kept.csv").read_text(encoding="utf-8") == "mine"
    assert run_sim("compare", path, other, *PLAIN) == 0


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
def test_a_pipe_is_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A pipe or a device is refused as what it is, and is not waited for."""
    path = make_project(tmp_path / "p")
    path.unlink()
    os.mkfifo(path)
    assert run_sim("check", path) == 2
    assert "a device or a pipe, not a file" in capsys.readouterr().err


def test_a_file_above_the_results_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where a folder is to be made in a file, the file is named before anything is solved."""
    path = make_project(tmp_path / "p")
    out = tmp_path / "p" / "results"
    out.write_text("mine", encoding="utf-8")
    assert run_sim("run", path, *PLAIN) == 2
    assert "this is a file, and a folder is to be written" in " ".join(
        capsys.readouterr().err.split()
    )
    assert out.read_text(encoding="utf-8") == "mine"
