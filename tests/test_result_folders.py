"""Only a folder that the same command wrote from the same source is replaced; the rest stays."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import sim.studies.run.run
from sim.cli.main import main
from sim.cli.project import create
from sim.errors import InputError
from sim.folders.marker import Origin, Source
from sim.folders.place import claim
from sim.results.write import describe_run, write_json
from sim.say.message import Message
from tests.tiny_project import FILES, SCENARIO, make_project

PLAIN = ("--basemap", "none")
SWEEP = """\
sweep:
  kind: grid
  parameters:
    - {name: mill, table: lines, where: {id: l2}, scale: {capacity: [1, 2]}}
"""


def run_sim(*arguments: str | Path) -> int:
    """Run the command in this process; return its exit code."""
    try:
        main([str(argument) for argument in arguments])
    except SystemExit as ending:
        return int(ending.code or 0)
    return 0


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its content."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def ignore(_text: Message) -> None:
    """Hear a message without a word."""


def write(target: Path, origin: Origin, files: Mapping[str, str]) -> None:
    """Write a folder as commands do: files, the manifest, and the mark in it."""

    def fill(folder: Path) -> None:
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        hashes = {source.file: source.sha256 for source in origin.sources}
        write_json(describe_run(hashes), folder / "manifest.json")

    with claim(target, origin, ignore) as place:
        place.write(fill)


def read(folder: Path) -> dict[str, str]:
    """Return every file of a folder but the manifest, as text."""
    found = {name: content.decode() for name, content in snapshot(folder).items()}
    found.pop("manifest.json")
    return found


@pytest.fixture
def no_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the test fail where a command begins to solve."""
    forbid_solving(monkeypatch)


def forbid_solving(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every command fail where it begins to solve."""

    def fail(*_: object) -> None:
        raise AssertionError("it was solved before it was refused")

    monkeypatch.setattr(sim.studies.run.run, "solve_case", fail)
    monkeypatch.setattr("sim.studies.sweep.folder.solve_blocks", fail)
    monkeypatch.setattr("sim.studies.frontier.folder.Search", fail)
    monkeypatch.setattr("sim.cli.synergy.study_synergy", fail)
    monkeypatch.setattr("sim.studies.alternatives.folder.find_alternatives", fail)


def with_name(name: str, more: str = "") -> str:
    """Return the tiny scenario under another name."""
    return FILES[SCENARIO].replace("name: tiny", f"name: {name}") + more


# -- what no command wrote -----------------------------------------------------------------------


@pytest.mark.usefixtures("no_solver")
def test_a_project_is_not_replaced_by_its_results(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`sim new baseline; sim run baseline/scenarios/baseline.yaml --out .` deletes nothing."""
    create(tmp_path / "baseline")
    before = snapshot(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert run_sim("run", "baseline/scenarios/baseline.yaml", "--out", ".", *PLAIN) == 2
    assert snapshot(tmp_path) == before
    said = capsys.readouterr().err
    assert "baseline: the folder is not one that 'sim run' wrote" in said
    assert "--out" in said


@pytest.mark.usefixtures("no_solver")
@pytest.mark.parametrize("name", ["geodata", "scenarios"])
def test_tables_and_scenarios_are_not_replaced(name: str, tmp_path: Path) -> None:
    """A scenario may be called as a folder of the project; that folder stays."""
    path = make_project(tmp_path / "p", scenario=with_name(name))
    before = snapshot(tmp_path)
    assert run_sim("run", path, "--out", tmp_path / "p", *PLAIN) == 2
    assert snapshot(tmp_path) == before


@pytest.mark.usefixtures("no_solver")
@pytest.mark.parametrize(
    ("command", "folder"),
    [
        (("run",), "tiny"),
        (("run", "--alternatives", "1"), "alternatives-tiny"),
        (("sweep",), "sweep-tiny"),
        (
            ("frontier", "--x", "net_cost", "--y", "utilization_rate"),
            "frontier-tiny-utilization_rate-net_cost",
        ),
        (("synergy",), "tiny-synergy"),
        (("synergy", "--players", "city"), "tiny-synergy-city"),
        (("alternatives",), "alternatives-tiny"),
    ],
)
def test_every_command_leaves_what_it_did_not_write(
    command: tuple[str, ...], folder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 2 before anything is solved, the folder named, every file as it was."""
    path = make_project(tmp_path / "p", scenario=with_name("tiny", SWEEP))
    mine = tmp_path / "out" / folder
    mine.mkdir(parents=True)
    (mine / "thesis.docx").write_text("years of work", encoding="utf-8")
    before = snapshot(tmp_path)
    name, *options = command
    assert run_sim(name, path, *options, "--out", tmp_path / "out") == 2
    assert snapshot(tmp_path) == before
    assert [entry.name for entry in (tmp_path / "out").iterdir()] == [folder]
    assert str(mine) in capsys.readouterr().err.replace("\n", "")


def test_a_comparison_leaves_what_it_did_not_write(tmp_path: Path) -> None:
    """So does `sim compare`; a comparison of its own is replaced, notes in it are kept."""
    path = make_project(tmp_path / "p")
    assert run_sim("run", path, "--out", tmp_path / "one", *PLAIN) == 0
    shutil.copytree(tmp_path / "one" / "tiny", tmp_path / "two" / "tiny")
    mine = tmp_path / "out" / "compare-tiny-tiny.2"
    mine.mkdir(parents=True)
    (mine / "notes.md").write_text("mine", encoding="utf-8")
    runs = [tmp_path / name / "tiny" for name in ("one", "two")]
    command = ("compare", *runs, "--out", tmp_path / "out", *PLAIN)
    assert run_sim(*command) == 2
    assert list(mine.iterdir()) == [mine / "notes.md"]
    (mine / "notes.md").unlink()
    assert run_sim(*command) == 0
    (mine / "notes.md").write_text("mine", encoding="utf-8")
    assert run_sim(*command) == 0
    assert (mine / "notes.md").read_text(encoding="utf-8") == "mine"
    shutil.copytree(tmp_path / "one" / "tiny", tmp_path / "three" / "tiny")
    other = (runs[0], tmp_path / "three" / "tiny")
    assert run_sim("compare", *other, "--out", tmp_path / "out", *PLAIN) == 2


@pytest.mark.usefixtures("undrawn")
def test_notes_in_a_results_folder_are_kept(tmp_path: Path) -> None:
    """Notes, folders of notes and tables with remarks are there after a rerun."""
    path = make_project(tmp_path / "p")
    assert run_sim("run", path, *PLAIN) == 0
    folder = tmp_path / "p" / "results" / "tiny"
    first = snapshot(folder)
    (folder / "notes.md").write_text("call the mill", encoding="utf-8")
    (folder / "mails" / "empty").mkdir(parents=True)
    (folder / "inputs" / "sources.txt").write_text("a permit", encoding="utf-8")
    (folder / "lines.csv").write_text("line,remark\nl1,ask\n", encoding="utf-8")
    assert run_sim("run", path, *PLAIN) == 0
    second = snapshot(folder)
    assert second["notes.md"] == b"call the mill"
    assert second["inputs/sources.txt"] == b"a permit"
    assert second["lines.kept.csv"] == b"line,remark\nl1,ask\n"
    assert second["lines.csv"] == first["lines.csv"]
    assert (folder / "mails" / "empty").is_dir()
    assert second.keys() - first.keys() == {"notes.md", "inputs/sources.txt", "lines.kept.csv"}
    assert [entry.name for entry in folder.parent.iterdir()] == ["tiny"]


def test_files_of_the_command_go_with_the_folder(tmp_path: Path) -> None:
    """What an earlier run wrote and this one does not is gone; a name that is taken gets another.

    A note called as a file of the new run is kept beside it, as often as that happens.
    """
    origin = Origin("run", (Source(tmp_path, "a.yaml", "1"),))
    (tmp_path / "a.yaml").touch()
    target = tmp_path / "results" / "a"
    write(target, origin, {"flows.csv": "1", "map.png": "drawn", "plans/p/flows.csv": "1"})
    for number in (1, 2):
        (target / f"new{number}.csv").write_text(f"mine {number}", encoding="utf-8")
    (target / "plans" / "p" / "mine.txt").write_text("mine", encoding="utf-8")
    write(target, origin, {"flows.csv": "2", "new1.csv": "run"})
    expected = {
        "flows.csv": "2",
        "new1.csv": "run",
        "new1.kept.csv": "mine 1",
        "new2.csv": "mine 2",
        "plans/p/mine.txt": "mine",
    }
    assert read(target) == expected
    (target / "new1.csv").write_text("changed", encoding="utf-8")
    write(target, origin, {"new1.csv": "run"})
    del expected["flows.csv"]
    assert read(target) == {**expected, "new1.kept2.csv": "changed"}


def test_folders_of_earlier_versions_count(tmp_path: Path) -> None:
    """A manifest without a mark is that of a run; its files are known by their names."""
    path = make_project(tmp_path / "p")
    assert run_sim("run", path, *PLAIN) == 0
    folder = tmp_path / "p" / "results" / "tiny"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest.pop("written")["command"] == "run"
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (folder / "transfers.png").write_bytes(b"of the earlier run")
    (folder / "notes.md").write_text("mine", encoding="utf-8")
    later = {"unused_rows.csv", "results.xlsx", "datapackage.json"}
    later |= {"map.gpkg", "sites.qml", "flows.qml"}
    for name in later:
        (folder / name).unlink()
    before = set(snapshot(folder))
    assert run_sim("run", path, *PLAIN) == 0
    assert set(snapshot(folder)) == before - {"transfers.png"} | later
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    other = tmp_path / "p" / "scenarios" / "copy.yaml"
    other.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert run_sim("run", other, *PLAIN) == 2


@pytest.mark.parametrize(
    "manifest",
    ["", "{", "[]", '"waste-synergy"', '{"name": "my app", "version": 3}', "\udcff"],
)
def test_another_manifest_is_no_mark(manifest: str, tmp_path: Path) -> None:
    """Many programs write a manifest.json: theirs is no mark, and neither is a broken one."""
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "manifest.json").write_bytes(manifest.encode("utf-8", "surrogateescape"))
    before = snapshot(tmp_path)
    with pytest.raises(InputError, match="is not one that 'sim run' wrote"):
        write(tmp_path / "app", Origin("run", ()), {})
    assert snapshot(tmp_path) == before


# -- whose results they are -----------------------------------------------------------------------


@pytest.mark.usefixtures("undrawn")
def test_a_copied_scenario_does_not_overwrite(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With `name` unchanged the results of the copy would replace the other's: both are named."""
    path = make_project(tmp_path / "p")
    assert run_sim("run", path, *PLAIN) == 0
    before = snapshot(tmp_path / "p" / "results")
    copy = path.with_name("copy.yaml")
    copy.write_text(with_name("tiny").replace("0.2 %", "0.3 %"), encoding="utf-8")
    forbid_solving(monkeypatch)
    assert run_sim("run", copy, *PLAIN) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert "of another scenario, scenarios/tiny.yaml; those of scenarios/copy.yaml would" in said
    assert "change 'name' in the scenario" in said
    assert snapshot(tmp_path / "p" / "results") == before


@pytest.mark.usefixtures("no_solver")
@pytest.mark.parametrize("command", ["run", "check", "sweep"])
def test_equal_names_are_refused_at_once(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two files of one name in one command: both are named, nothing is solved; also as JSON."""
    path = make_project(tmp_path / "p", scenario=with_name("tiny", SWEEP))
    copy = path.with_name("copy.yaml")
    copy.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    assert run_sim(command, path, copy) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert "scenarios/copy.yaml:2: name 'tiny' is that of" in said
    assert "give each scenario a 'name' of its own" in said
    assert run_sim(command, path, copy, "--json") == 2
    told = json.loads(capsys.readouterr().out)
    assert [one["path"] for one in told] == [str(path), str(copy)]
    assert {one["error"]["problems"][0]["code"] for one in told} == {"equal_name"}
    assert not (tmp_path / "p" / "results").exists()


@pytest.mark.usefixtures("undrawn")
def test_equal_names_of_different_places_are_fine(tmp_path: Path) -> None:
    """The same file twice, and scenarios of two projects, do not meet; with one --out they do."""
    paths = [make_project(tmp_path / name) for name in ("p", "q")]
    assert run_sim("check", paths[0], paths[0].parent / "." / "tiny.yaml") == 0
    assert run_sim("check", *paths) == 0
    assert run_sim("run", *paths, "--out", tmp_path / "out") == 2
    assert not (tmp_path / "out").exists()


def test_compare_says_that_names_are_equal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two scenarios of one name are no 'same run': their name is what is wrong."""
    path = make_project(tmp_path / "p")
    copy = path.with_name("copy.yaml")
    copy.write_text(with_name("tiny"), encoding="utf-8")
    assert run_sim("compare", path, copy) == 2
    assert "name 'tiny' is that of" in " ".join(capsys.readouterr().err.split())


def make_source(root: Path, file: str, text: str = "1") -> Origin:
    """Write a scenario file of a project; return what a run of it marks folders with."""
    (root / file).parent.mkdir(parents=True, exist_ok=True)
    (root / file).write_text(text, encoding="utf-8")
    return Origin("run", (Source(root, file, text),))


def test_a_moved_project_goes_on(tmp_path: Path) -> None:
    """A project that was moved or renamed, or its scenario renamed, writes where it wrote."""
    outside = tmp_path / "outside"
    first = make_source(tmp_path / "p", "scenarios/a.yaml")
    for target in (tmp_path / "p" / "results" / "a", outside / "a"):
        write(target, first, {"flows.csv": "1"})
    (tmp_path / "p").rename(tmp_path / "moved")
    moved = Origin("run", (Source(tmp_path / "moved", "scenarios/a.yaml", "1"),))
    for target in (tmp_path / "moved" / "results" / "a", outside / "a"):
        write(target, moved, {"flows.csv": "2"})
    (moved.sources[0].path).rename(moved.sources[0].path.with_name("b.yaml"))
    renamed = Origin("run", (Source(tmp_path / "moved", "scenarios/b.yaml", "1"),))
    for target in (tmp_path / "moved" / "results" / "a", outside / "a"):
        write(target, renamed, {"flows.csv": "3"})
        assert read(target) == {"flows.csv": "3"}


def _copy_project(root: Path) -> tuple[Origin, Path]:
    shutil.copytree(root / "p", root / "q")
    return Origin("run", (Source(root / "q", "scenarios/a.yaml", "1"),)), root / "out" / "a"


def _copy_scenario(root: Path) -> tuple[Origin, Path]:
    return make_source(root / "p", "scenarios/b.yaml"), root / "out" / "a"


def _replace_scenario(root: Path) -> tuple[Origin, Path]:
    (root / "p" / "scenarios" / "a.yaml").unlink()
    return make_source(root / "p", "scenarios/b.yaml", "other"), root / "out" / "a"


def _into_the_results_of_another(root: Path) -> tuple[Origin, Path]:
    shutil.copytree(root / "p", root / "q")
    return Origin("run", (Source(root / "q", "scenarios/a.yaml", "1"),)), root / "p/results/a"


@pytest.mark.parametrize(
    "change", [_copy_project, _copy_scenario, _replace_scenario, _into_the_results_of_another]
)
def test_results_of_another_source_are_kept(
    change: Callable[[Path], tuple[Origin, Path]], tmp_path: Path
) -> None:
    """Another file, another project with a file of that name, or another file in its place."""
    first = make_source(tmp_path / "p", "scenarios/a.yaml")
    for target in (tmp_path / "out" / "a", tmp_path / "p" / "results" / "a"):
        write(target, first, {"flows.csv": "1"})
    origin, target = change(tmp_path)
    with pytest.raises(InputError, match=r"of another scenario, .*scenarios/a\.yaml"):
        write(target, origin, {"flows.csv": "2"})
    assert read(target) == {"flows.csv": "1"}


def test_a_copied_project_goes_on_by_itself(tmp_path: Path) -> None:
    """A project copied with its results replaces its own ones."""
    first = make_source(tmp_path / "p", "scenarios/a.yaml")
    write(tmp_path / "p" / "results" / "a", first, {"flows.csv": "1"})
    shutil.copytree(tmp_path / "p", tmp_path / "q")
    origin = Origin("run", (Source(tmp_path / "q", "scenarios/a.yaml", "1"),))
    write(tmp_path / "q" / "results" / "a", origin, {"flows.csv": "2"})
    assert read(tmp_path / "p" / "results" / "a") == {"flows.csv": "1"}


@pytest.mark.usefixtures("no_solver")
@pytest.mark.parametrize(
    ("command", "name", "folder"),
    [
        ("sweep", "sweep-sw", "sweep-sw"),
        ("alternatives", "alternatives-sw", "alternatives-sw"),
        ("synergy", "sw-synergy", "sw-synergy"),
        ("compare", "compare-a-b", "compare-a-b"),
    ],
)
@pytest.mark.parametrize("is_marked", [True, False])
def test_a_run_does_not_replace_a_study(
    command: str, name: str, folder: str, is_marked: bool, tmp_path: Path
) -> None:
    """A scenario called as the folder of a study is refused, also where versions were earlier."""
    path = make_project(tmp_path / "p", scenario=with_name(name))
    target = tmp_path / "p" / "results" / folder
    telling = {"sweep": "points.csv", "compare": "summary.json"}.get(command, f"{command}.json")
    content = '{"reference": "a", "runs": [], "kpis": []}' if command == "compare" else ""
    source = Source(tmp_path / "p", SCENARIO, "1")
    write(target, Origin(command, (source,)), {telling: content})
    if not is_marked:
        manifest = target / "manifest.json"
        text = json.loads(manifest.read_text(encoding="utf-8"))
        del text["written"]
        manifest.write_text(json.dumps(text), encoding="utf-8")
        if command == "compare":
            manifest.unlink()
    before = snapshot(target)
    with pytest.raises(InputError, match=f"written by 'sim {command}'"):
        sim.studies.run.run.run(path, sim.studies.run.run.RunOptions(basemap="none"))
    assert snapshot(target) == before
    other = tmp_path / "p" / "results" / "other"
    write(other, Origin("run", (source,)), {"verification.json": ""})
    with pytest.raises(InputError, match="written by 'sim run'"):
        write(other, Origin(command, (source,)), {})


# -- folders that are named wrongly ---------------------------------------------------------------


@pytest.mark.parametrize(
    "command",
    [
        ("run", "{path}", "--out", ""),
        ("sweep", "{path}", "--out", " "),
        ("new", ""),
        ("generate", ""),
        ("compare", "{path}", "{path}", "--out", ""),
    ],
)
def test_an_empty_name_is_not_the_current_folder(
    command: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """`--out ""`, as a script with an unset variable writes it, is refused."""
    path = make_project(tmp_path / "p")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert run_sim(*(part.format(path=path) for part in command)) == 2
    assert "the name of the folder is empty" in capsys.readouterr().err
    assert list((tmp_path / "here").iterdir()) == []


def test_a_project_is_made_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where making an example or a region fails, what was made of it goes; used folders stay."""

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a.txt").touch()
    (tmp_path / "empty").mkdir()
    monkeypatch.setattr("sim.synthetic.project.write_document", fail)
    assert run_sim("generate", tmp_path / "deep" / "region", "--routes", 100) == 2
    assert run_sim("generate", tmp_path / "empty", "--routes", 100) == 2
    assert run_sim("generate", tmp_path / "mine", "--routes", 100) == 2
    assert run_sim("new", tmp_path / "mine") == 2
    assert sorted(snapshot(tmp_path)) == ["mine/a.txt"]
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["empty", "mine"]
