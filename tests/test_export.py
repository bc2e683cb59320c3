"""`sim export`: what it writes, what it never overwrites, and how it refuses."""

from __future__ import annotations

import json
import re
import runpy
from pathlib import Path

import pytest
from click.testing import CliRunner

from sim.cli.main import cli
from sim.errors import InputError
from sim.folders.file import MarkedFile
from tests.tiny_project import make_project


def export(path: Path, kind: str, out: Path, *options: str) -> tuple[int, str]:
    """Return exit code and output of `sim export`."""
    done = CliRunner().invoke(cli, ["export", str(path), "--as", kind, "--out", str(out), *options])
    return done.exit_code, done.output


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_project(tmp_path_factory.mktemp("tiny"))


@pytest.mark.parametrize(("kind", "comment"), [("mps", "*"), ("lp", "\\")])
def test_a_file_and_its_names_are_written(
    tiny: Path, tmp_path: Path, kind: str, comment: str
) -> None:
    """The file begins with its mark; the names stand beside it; both are told."""
    out = tmp_path / "new" / f"tiny.{kind}"
    code, said = export(tiny, kind, out, "--stage", "2")
    assert code == 0, said
    assert said.splitlines() == [
        f"{out}: 34 rows, 24 columns, stage 2, minimize net_cost",
        f"{out.with_name('tiny.names.csv')}: what the names mean",
    ]
    assert out.read_text(encoding="utf-8").startswith(f"{comment} sim export ")
    names = out.with_name("tiny.names.csv").read_text(encoding="utf-8").splitlines()
    assert names[0] == "kind,name,component,index_1,index_2,index_3,index_4,index_5"
    assert len(names) == 1 + 34 + 24
    assert {path.name for path in out.parent.iterdir()} == {out.name, "tiny.names.csv"}


def test_the_script_rebuilds_solves_and_reads_back(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is written as a Pyomo script runs as it stands, from wherever it lies."""
    out = tmp_path / "tiny.py"
    code, said = export(tiny, "pyomo", out)
    assert (code, said) == (0, f"{out}: run it with Python\n")
    ran = runpy.run_path(str(out))
    assert ran["result"].status == "given"
    printed = capsys.readouterr().out
    assert re.search(r"^utilization_rate +0\.67", printed, re.MULTILINE)
    assert re.search(r"^net_cost +-37\.86", printed, re.MULTILINE)
    code, _ = export(tiny, "pyomo", out, "--lang", "zh")
    assert code == 0
    assert "可在此添加约束" in out.read_text(encoding="utf-8")


def test_only_what_it_wrote_is_replaced(tiny: Path, tmp_path: Path) -> None:
    """A changed script, a foreign file or table and a folder stay, until told otherwise."""
    out, names = tmp_path / "tiny.lp", tmp_path / "tiny.names.csv"
    assert export(tiny, "lp", out)[0] == 0
    assert export(tiny, "lp", out)[0] == 0
    ours = out.read_text(encoding="utf-8")
    for path, text in ((out, ours + "x"), (out, "mine"), (names, "mine"), (out, "\\ sim export")):
        before = path.read_bytes()
        path.write_text(text, encoding="utf-8")
        code, said = export(tiny, "lp", out)
        assert code == 2
        assert "not written by 'sim export', or was changed since" in said
        assert "--replace" in said
        assert path.read_text(encoding="utf-8") == text
        path.write_bytes(before)
    out.write_text("mine", encoding="utf-8")
    assert export(tiny, "lp", out, "--replace")[0] == 0
    assert out.read_text(encoding="utf-8") == ours
    code, said = export(tiny, "lp", tmp_path, "--replace")
    assert (code, "this is a folder" in said) == (2, True)


def test_a_names_file_alone_is_not_lost(tiny: Path, tmp_path: Path) -> None:
    """A table of that name that was there before is refused before anything is solved."""
    (tmp_path / "tiny.names.csv").write_text("precious", encoding="utf-8")
    assert export(tiny, "mps", tmp_path / "tiny.mps")[0] == 2
    assert [path.name for path in tmp_path.iterdir()] == ["tiny.names.csv"]


def test_a_stage_that_is_not_there_is_refused(tiny: Path, tmp_path: Path) -> None:
    """The scenario has two stages, the third is the tie-break; nothing is written for a fourth."""
    out = tmp_path / "tiny.mps"
    code, said = export(tiny, "mps", out, "--stage", "4")
    assert (code, "it has 2, and 3 is the tie-break" in " ".join(said.split())) == (2, True)
    assert not list(tmp_path.iterdir())
    code, said = export(tiny, "mps", out, "--stage", "3", "--json")
    (told,) = json.loads(said)
    assert (code, told["rows"], told["columns"], told["maximize"]) == (0, 35, 24, False)


def test_a_scenario_without_a_plan_ends_as_a_run_does(tiny: Path, tmp_path: Path) -> None:
    """Where an earlier stage has no plan the exit code is 3, and nothing is written."""
    path = tiny.with_name("harsh.yaml")
    text = tiny.read_text(encoding="utf-8").replace("name: tiny", "name: harsh")
    path.write_text(text.replace("at: 10 %", "at: 100 %"), encoding="utf-8")
    limit = "cap: net_cost, at: 900 million CNY/yr"
    path.write_text(path.read_text("utf-8").replace(limit, "floor: uptake, at: 900 kt/yr"), "utf-8")
    code, said = export(path, "mps", tmp_path / "x.mps", "--stage", "2")
    assert code == 3, said
    assert not list(tmp_path.iterdir())


def test_a_file_is_looked_at_again_before_it_is_written(tmp_path: Path) -> None:
    """What appeared while a programme was being built is not overwritten."""
    file = MarkedFile("export", tmp_path / "x.lp", "\\")
    file.check()
    file.path.write_text("mine", encoding="utf-8")
    with pytest.raises(InputError):
        file.write("text\n", {})
    assert [path.name for path in tmp_path.iterdir()] == ["x.lp"]
