"""The page, the notebook and the scripts for Python run as they are printed, on a tiny project."""

import contextlib
import io
import json
import re
import runpy
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.results.tables import TABLE_NAMES
from tests.seeds import some_of
from tests.tiny_project import make_project

DOCS = Path(__file__).resolve().parents[1] / "docs"
CODE = re.compile(r"```python\n(.*?)```", re.DOTALL)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose scenario is called as the shipped one."""
    scenario = make_project(tmp_path_factory.mktemp("project"))
    shutil.copyfile(scenario, scenario.with_name("baseline.yaml"))
    return scenario.parents[1]


def show(value: Any) -> str:
    """Show a value as a notebook would: as HTML, as a picture, else as text."""
    for name in ("_repr_html_", "_repr_png_"):
        if (give := getattr(value, name, None)) is not None:
            return str(give())
    return repr(value)


def run_cell(text: str, names: dict[str, Any]) -> str:
    """Run a cell; return what it prints, and what it shows of its last expression."""
    *_, last = lines = text.rstrip().splitlines()
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        if last[:1].isspace() or "=" in last.partition("(")[0]:
            exec(compile(text, "<cell>", "exec"), names)
            return printed.getvalue()
        exec(compile("\n".join(lines[:-1]), "<cell>", "exec"), names)
        return printed.getvalue() + show(eval(last, names))


def test_the_page_runs(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every example of the page, one after the other."""
    monkeypatch.chdir(project)
    blocks = CODE.findall((DOCS / "python.md").read_text(encoding="utf-8"))
    assert len(blocks) >= 5
    names: dict[str, Any] = {}
    printed = io.StringIO()
    before = sorted(project.rglob("*"))
    with contextlib.redirect_stdout(printed):
        for block in blocks:
            exec(compile(block, "docs/python.md", "exec"), names)
    assert "did you mean 'mill'?" in printed.getvalue()
    assert sorted(project.rglob("*")) == before


def test_the_page_names_the_methods() -> None:
    """Public methods of cases and results stand on the page; so do most tables."""
    text = (DOCS / "python.md").read_text(encoding="utf-8")
    verbs = (
        "change",
        "limit",
        "border",
        "aim",
        "extend",
        "replace",
        "rename",
        "run",
        "explain",
        "frontier",
        "sweep",
        "alternatives",
        "synergy",
    )
    for name in (*verbs, "map", "report", "save", "kpis", "notes", "verification"):
        assert hasattr(sim.Case, name) or hasattr(sim.Result, name)
        assert re.search(rf"\b{name}\b", text), name
    assert all(hasattr(sim.Result, table) for table in TABLE_NAMES)


@pytest.mark.parametrize("language", some_of(["zh", "en"], 1))
def test_the_notebook_runs(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    """Every cell of the notebook, in order; nothing is written; Chinese words on request."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SIM_SCENARIO", str(project / "scenarios" / "baseline.yaml"))
    text = (DOCS / "notebooks" / "first-steps.ipynb").read_text(encoding="utf-8")
    book = json.loads(text.replace('language = \\"en\\"', f'language = \\"{language}\\"'))
    names: dict[str, Any] = {}
    shown = ""
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []
            shown += run_cell("".join(cell["source"]), names)
    assert "did you mean 'capacity'?" in shown
    assert ("综合利用率（净）</td>" in shown) == (language == "zh")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("script", sorted(p.name for p in (DOCS / "examples").glob("*.py")))
def test_scripts_run(
    project: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    script: str,
) -> None:
    """Each script prints tables and writes nothing."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", [script, str(project / "scenarios" / "baseline.yaml")])
    runpy.run_path(str(DOCS / "examples" / script), run_name="__main__")
    assert len(capsys.readouterr().out.splitlines()) >= 3
    assert list(tmp_path.iterdir()) == []
