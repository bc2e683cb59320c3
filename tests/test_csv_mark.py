"""CSV files that Excel opens without garbling: written with a mark, and read back as the others."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

import sim
from sim.cli.main import cli
from sim.cli.project import create
from sim.results.tables import read_table, write_table
from sim.scenario.escaping import marked_csv
from sim.studies.compare.study import compare, read_run
from sim.studies.run.run import RunOptions, run

pytestmark = pytest.mark.usefixtures("undrawn")


MARK = b"\xef\xbb\xbf"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example project, run twice: with the mark and without it."""
    root = tmp_path_factory.mktemp("mark") / "example"
    create(root)
    path = root / "scenarios/baseline.yaml"
    run(path, RunOptions(root / "plain", basemap="none"))
    with marked_csv():
        run(path, RunOptions(root / "marked", basemap="none"))
    return root


def test_the_mark_is_all_that_differs(project: Path) -> None:
    """Result tables and inputs begin with it; behind it stands the same."""
    plain, marked = (project / name / "baseline" for name in ("plain", "marked"))
    files = sorted(path.relative_to(plain) for path in plain.rglob("*.csv"))
    assert Path("inputs/zones.csv") in files
    for file in files:
        assert (marked / file).read_bytes() == MARK + (plain / file).read_bytes()


def test_the_description_says_the_mark(project: Path) -> None:
    """Programs that read by `datapackage.json` find the first column called as it is."""
    for name, encoding in (("plain", "utf-8"), ("marked", "utf-8-sig")):
        folder = project / name / "baseline"
        package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        assert {one["encoding"] for one in package["resources"]} == {encoding}
        for one in package["resources"]:
            text = (folder / one["path"]).read_text(encoding=one["encoding"])
            assert text.startswith(one["schema"]["fields"][0]["name"])


def test_results_with_a_mark_are_compared(project: Path) -> None:
    """A comparison reads both kinds, and finds no difference."""
    runs = [read_run(project / name / "baseline", name) for name in ("plain", "marked")]
    compared = compare(runs)
    assert set(compared.flows["change"]) == {"same"}
    assert compared.inputs.empty


def test_results_with_a_mark_are_a_reference(project: Path) -> None:
    """A plan that others are held against may be written so, and its tables may be run."""
    path = project / "scenarios/again.yaml"
    path.write_text(
        "format: 1\nname: again\ntitle: {en: Again}\nextends: baseline.yaml\n"
        "reference: marked/baseline\nobjective: [{minimize: change_from_reference}]\n",
        encoding="utf-8",
    )
    case = sim.load(path)
    assert case.run().kpi("change_from_reference") == pytest.approx(0.0, abs=1e-6)
    resolved = sim.load(project / "marked/baseline/scenario.resolved.yaml")
    assert resolved.name == "baseline"


def test_a_table_is_read_back_as_it_was(tmp_path: Path) -> None:
    """The mark is no part of the first heading, nor is it left over for the next table."""
    frame = pd.DataFrame({"zone": ["矿山", "=x"], "amount_kt_yr": [1.5, 2.0]})
    with marked_csv():
        write_table(frame, tmp_path / "a.csv")
    write_table(frame, tmp_path / "b.csv")
    assert (tmp_path / "a.csv").read_bytes().startswith(MARK)
    assert (tmp_path / "b.csv").read_bytes().startswith(b"zone")
    for name in ("a.csv", "b.csv"):
        pd.testing.assert_frame_equal(read_table(tmp_path / name), frame, check_dtype=False)


@pytest.mark.parametrize(
    ("options", "environment", "is_marked"),
    [(["--bom"], {}, True), ([], {"SIM_BOM": "1"}, True), ([], {}, False)],
)
def test_commands_take_the_switch(
    options: list[str], environment: dict[str, str], is_marked: bool, tmp_path: Path
) -> None:
    """An option of every command that writes tables, or a setting for good."""
    table = tmp_path / "costs.csv"
    table.write_text("coalition,cost\na,3\nb,4\na + b,5\n", encoding="utf-8")
    out = tmp_path / "out"
    given = ["share", str(table), "--out", str(out), *options]
    told = CliRunner(env=environment).invoke(cli, given, catch_exceptions=False)
    assert told.exit_code == 0, told.output
    content = (out / "costs-share/shares.csv").read_bytes()
    assert content.startswith(MARK) is is_marked
    for name in ("run", "compare", "sweep", "frontier", "target", "alternatives", "synergy"):
        command = cli.get_command(None, name)  # type: ignore[arg-type]
        assert command is not None
        assert "--bom" in [text for param in command.params for text in param.opts]


def test_python_writes_them_too(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`save` takes the switch: what it writes begins with the mark, what comes later does not."""
    frame = pd.DataFrame({"zone": ["矿山"]})
    monkeypatch.setattr(
        "sim.api.result.save_run", lambda _case, _tables, to, *_: write_table(frame, to)
    )
    result = sim.load(project / "scenarios/baseline.yaml").run()
    for bom in (True, False):
        assert result.save(tmp_path / "x.csv", bom=bom).read_bytes().startswith(MARK) is bom
