"""`sim brief`: a document of a few pages whose every number stands in the result tables."""

from __future__ import annotations

import copy
import json
import re
from dataclasses import replace
from pathlib import Path

import docx
import pandas as pd
import pytest

import sim
from sim.cli.main import main
from sim.cli.project import create
from sim.documents import pdf_fonts
from sim.documents.document import Document, Heading, Paragraph, Table
from sim.documents.typesetting import typeset_document
from sim.documents.write import write_document
from sim.say.texts import EN, ZH, Texts
from sim.studies.brief.compose import compose
from sim.studies.brief.subject import make_subject
from sim.studies.compare.study import ComparedRun, read_run

PLAIN = ("--basemap", "none")
BOTH = pytest.mark.parametrize("texts", [EN, ZH], ids=lambda texts: texts.language)


def run_sim(*arguments: str | Path) -> int:
    """Run the command in this process; return its exit code."""
    try:
        main([str(argument) for argument in arguments])
    except SystemExit as ending:
        return int(ending.code or 0)
    return 0


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An example project with results of two scenarios; not to be changed."""
    project = tmp_path_factory.mktemp("solved") / "project"
    create(project)
    names = ("baseline", "closed-border")
    assert run_sim("run", *(project / f"scenarios/{n}.yaml" for n in names), *PLAIN) == 0
    return project


@pytest.fixture(scope="module")
def runs(solved: Path) -> list[ComparedRun]:
    """Both runs, the reference first."""
    return [read_run(solved / "results" / name) for name in ("baseline", "closed-border")]


def write(runs: list[ComparedRun], texts: Texts) -> Document:
    """The document of runs, without maps."""
    return typeset_document(compose(make_subject(runs, texts), (), ""))


def figures_of(document: Document) -> Table:
    """The table of the main figures."""
    return next(block for block in document.blocks if isinstance(block, Table))


def finding_of(document: Document) -> str:
    """The paragraph below the second heading."""
    heads = [n for n, block in enumerate(document.blocks) if isinstance(block, Heading)]
    block = document.blocks[heads[1] + 1]
    assert isinstance(block, Paragraph)
    return block.text


def squeeze(text: str) -> str:
    """A text without spaces: Chinese is set without those around figures."""
    return text.replace(" ", "")


@BOTH
def test_the_finding_says_what_the_summary_says(runs: list[ComparedRun], texts: Texts) -> None:
    """Rate, its change, and where all waste ends: the parts make up what is generated."""
    before, kpis = (run.kpis() for run in runs)
    finding = squeeze(finding_of(write(runs, texts)))
    for name in ("generation", "net_utilized", "residues_disposed", "unused"):
        assert squeeze(texts.amount(kpis[name])) in finding, name
    rates = [run["utilization_rate"] for run in (before, kpis)]
    assert all(squeeze(rate) in finding for rate in texts.figures(rates, ""))
    points = f"{100 * abs(rates[1] - rates[0]):.1f}"
    assert squeeze(texts.say("compare_points", value=points)) in finding
    parts = kpis["net_utilized"] + kpis["residues_disposed"] + kpis["unused"]
    assert parts == pytest.approx(kpis["generation"] + kpis["legacy_used"])


@BOTH
def test_no_number_is_typed(runs: list[ComparedRun], texts: Texts) -> None:
    """A summary of other figures gives a document of other figures, in text and table."""
    summary = copy.deepcopy(dict(runs[1].results.summary))
    for row in summary["kpis"]:
        if row["name"] in ("utilization_rate", "net_utilized"):
            row["value"] = {"utilization_rate": 0.4321, "net_utilized": 76.5}[row["name"]]
    other = replace(runs[1], results=replace(runs[1].results, summary=summary))
    document = write([runs[0], other], texts)
    finding = squeeze(finding_of(document))
    assert "43.2%" in finding
    assert squeeze(texts.amount(76.5)) in finding
    rows = {row[0]: row for row in figures_of(document).rows}
    name = next(
        row["zh" if texts is ZH else "en"]
        for row in summary["kpis"]
        if row["name"] == "net_utilized"
    )
    size = {"Mt/yr": 1000.0, "kt/yr": 1.0, "万吨/年": 10.0}[rows[name][1]]
    assert float(rows[name][3]) == pytest.approx(76.5 / size, rel=0.01)


@BOTH
def test_gains_are_those_of_the_actors(runs: list[ComparedRun], texts: Texts) -> None:
    """What all sites of a province earn, now and against the reference, is summed by hand."""
    document = write(runs, texts)
    caption = texts.say("brief_provinces_of", money=texts.scale("MCNY/yr").unit)
    table = next(
        b
        for b in document.blocks
        if isinstance(b, Table) and squeeze(b.caption) == squeeze(caption)
    )
    scale = texts.scale("MCNY/yr")

    def total(run: ComparedRun, province: str) -> float:
        actors = run.results["actors"]
        here = actors["kind"].isin(["generator", "plant", "sink"]) & (
            actors["province"] == province
        )
        return scale.of(float(actors.loc[here, "amount_MCNY_yr"].sum()))

    areas = runs[1].results["areas"]
    named = areas[areas["level"] == "province"].set_index(f"name_{texts.language}")["area"]
    assert len(table.rows) == len(named)
    for name, *_, balance, change in table.rows:
        before, now = (total(run, named[name]) for run in runs)
        assert float(balance.replace("−", "-").replace(",", "")) == pytest.approx(now, abs=0.06)
        assert float(change.replace("−", "-").replace(",", "")) == pytest.approx(
            now - before, abs=0.06
        )


def test_all_is_in_one_language(runs: list[ComparedRun]) -> None:
    """English holds no Chinese; Chinese has full-width marks and no space before units."""
    texts = {
        t.language: json.dumps([repr(b) for b in write(runs, t).blocks[:-3]], ensure_ascii=False)
        for t in (EN, ZH)
    }
    assert not re.search("[\u4e00-\u9fff]", texts["en"])
    assert not re.search(r"[\u4e00-\u9fff],|\d 万吨|\d %", texts["zh"])
    assert "万吨/年" in texts["zh"]


def test_a_scenario_is_held_against_what_it_extends(solved: Path, tmp_path: Path) -> None:
    """Word, PDF and Markdown are written from results at hand, headings in Chinese."""
    scenario = solved / "scenarios/closed-border.yaml"
    asked = ("--as", "docx", "--as", "pdf", "--as", "md", "--lang", "zh", *PLAIN)
    before = (solved / "results/baseline/summary.json").stat().st_mtime_ns
    assert run_sim("brief", scenario, *asked) == 0
    folder = solved / "results/brief-closed-border"
    names = {"brief.docx", "brief.pdf", "brief.md", "manifest.json"}
    assert {path.name for path in folder.iterdir()} == names
    assert (solved / "results/baseline/summary.json").stat().st_mtime_ns == before
    word = docx.Document(str(folder / "brief.docx"))
    paragraphs = [p.text for p in word.paragraphs]
    assert paragraphs[0].startswith("关于“")
    assert [p for p in paragraphs if re.match("[一二三四五六七八]、", p)][1] == "二、主要结论"
    assert (folder / "brief.pdf").read_bytes().startswith(b"%PDF")
    markdown = (folder / "brief.md").read_text("utf-8")
    finding = next(p for p in paragraphs if "净综合利用率为" in p)
    assert finding in markdown
    title = json.loads((solved / "results/baseline/summary.json").read_text("utf-8"))["scenario"][
        "title"
    ]
    assert re.split("[:：]", title["zh"])[0] in finding
    cells = [[c.text for c in row.cells] for row in word.tables[0].rows]
    assert cells[0][:2] == ["指标", "单位"]
    run = read_run(solved / "results/closed-border")
    amount = ZH.scale("kt/yr").of(run.kpis()["net_utilized"])
    row = next(row for row in cells if row[0] == "净利用量")
    assert float(row[3]) == pytest.approx(amount, abs=0.06)


def test_alone_and_several(solved: Path, tmp_path: Path) -> None:
    """Without a reference nothing is compared; several are held against the first."""
    one, two = (solved / "results" / name for name in ("baseline", "closed-border"))
    assert run_sim("brief", two, "--as", "md", "--out", tmp_path, *PLAIN) == 0
    text = (tmp_path / "brief-closed-border/brief.md").read_text("utf-8")
    assert "against" not in text
    assert "## 4 The main figures" in text
    assert run_sim("brief", one, two, "--as", "md", "--out", tmp_path, *PLAIN) == 0
    assert "What changes against the reference" in (
        tmp_path / "brief-baseline-closed-border/brief.md"
    ).read_text("utf-8")


def test_what_is_not_its_own_stays(solved: Path, tmp_path: Path) -> None:
    """A folder with something else in it is not replaced, and nothing is written."""
    target = tmp_path / "brief-baseline"
    target.mkdir()
    (target / "letter.txt").write_text("mine")
    assert run_sim("brief", solved / "results/baseline", "--out", tmp_path, *PLAIN) == 2
    assert [path.name for path in target.iterdir()] == ["letter.txt"]


def test_no_plan_no_brief(solved: Path, tmp_path: Path) -> None:
    """A scenario without a plan ends with exit code 3, and nothing stays."""
    scenario = solved / "scenarios/impossible.yaml"
    scenario.write_text(
        "format: 1\nname: impossible\ntitle: Too much\nextends: baseline.yaml\n"
        "limits:\n  - {floor: utilization_rate, at: 99.9 %}\n",
        encoding="utf-8",
    )
    assert run_sim("brief", scenario, "--out", tmp_path, *PLAIN) == 3
    assert not (tmp_path / "brief-impossible").exists()
    scenario.unlink()


@pytest.mark.parametrize("form", ["docx", "pdf", "md"])
def test_names_of_any_kind(runs: list[ComparedRun], tmp_path: Path, form: str) -> None:
    """Marks of every form, control characters, emoji and very long words in names do no harm."""
    hostile = "<b>&amp; |*_`# \x07\x00 😀 \u202e " + "W" * 120
    frames = dict(runs[1].results.frames)
    lines = frames["lines"].copy()
    lines[["plant_name_en", "plant_name_zh"]] = hostile
    summary = copy.deepcopy(dict(runs[1].results.summary))
    summary["scenario"]["title"] = {"en": hostile, "zh": hostile}
    results = replace(runs[1].results, frames={**frames, "lines": lines}, summary=summary)
    document = compose(make_subject([runs[0], replace(runs[1], results=results)], ZH), (), "")
    write_document(document, tmp_path, "brief", (form,))
    assert (tmp_path / f"brief.{form}").stat().st_size > 1000
    if form == "docx":
        titles = [p.text for p in docx.Document(str(tmp_path / "brief.docx")).paragraphs]
        assert "<b>&amp; |*_`#" in titles[0]


def test_python_gives_the_same(solved: Path, tmp_path: Path) -> None:
    """`sim.brief` writes what the command writes, and shows Markdown in a notebook."""
    folders = [solved / "results" / name for name in ("baseline", "closed-border")]
    brief = sim.brief(*folders, language="zh")
    saved = brief.save(tmp_path / "mine", forms=["md"], basemap="none")
    assert run_sim("brief", *folders, "--as", "md", "--lang", "zh", "--out", tmp_path, *PLAIN) == 0
    command = tmp_path / "brief-baseline-closed-border/brief.md"
    assert (saved / "brief.md").read_text("utf-8") == command.read_text("utf-8") == brief.text()
    assert repr(brief) == "<Brief of baseline, closed-border>"


def test_a_map_in_the_size_of_the_page(solved: Path, tmp_path: Path) -> None:
    """The picture stands beside the document and in it, as wide as it was asked for."""
    folder = solved / "results/baseline"
    asked = ("--size", "15x20", "--dpi", "100", "--as", "docx", "--basemap", "schematic")
    assert run_sim("brief", folder, "--out", tmp_path, *asked) == 0
    word = docx.Document(str(tmp_path / "brief-baseline/brief.docx"))
    assert word.inline_shapes[0].width.cm == pytest.approx(15.0, abs=0.01)
    data = (tmp_path / "brief-baseline/map.png").read_bytes()
    assert int.from_bytes(data[16:20], "big") == pytest.approx(15 / 2.54 * 100, abs=2)


def test_a_tall_map_fits_a_page(solved: Path, tmp_path: Path) -> None:
    """What is taller than a page is made smaller, in proportion."""
    asked = ("--size", "15x40", "--dpi", "50", "--as", "docx", "--as", "pdf")
    folder = solved / "results/baseline"
    assert run_sim("brief", folder, "--out", tmp_path, *asked, "--basemap", "schematic") == 0
    shape = docx.Document(str(tmp_path / "brief-baseline/brief.docx")).inline_shapes[0]
    assert shape.height.cm < 22.5
    assert shape.height.cm / shape.width.cm == pytest.approx(40 / 15, rel=0.02)
    assert (tmp_path / "brief-baseline/brief.pdf").stat().st_size > 1000


def test_no_chinese_font_is_told(
    runs: list[ComparedRun], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A Chinese PDF needs a font; the error names some, and nothing is written."""
    monkeypatch.setattr(pdf_fonts, "_list_faces", dict)
    document = compose(make_subject([runs[0]], ZH), (), "")
    with pytest.raises(sim.InputError, match="no font on this machine writes Chinese"):
        write_document(document, tmp_path, "brief", ("pdf",))
    assert list(tmp_path.iterdir()) == []


def test_frames_of_a_run_are_left_as_they_are(runs: list[ComparedRun]) -> None:
    """Composing changes no table."""
    before = runs[0].results["actors"].copy()
    write(runs, EN)
    pd.testing.assert_frame_equal(before, runs[0].results["actors"])
