"""The face for Python: a case is loaded, changed and run without a file being written.

What `sim run` tells of a scenario, `sim.load(...).run()` gives as tables, to the last digit.
"""

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import sim
from sim.folders.marker import read_marker
from sim.results.tables import OPTIONAL, TABLE_NAMES, read_table, write_table
from sim.studies.run.run import RunOptions, run
from tests.tiny_project import make_project

HEAVY = ("pandas", "pydantic", "highspy", "matplotlib", "geopandas")


def list_files(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_project(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="module")
def case(project: Path) -> sim.Case:
    return sim.load(project)


@pytest.fixture(scope="module")
def result(case: sim.Case) -> sim.Result:
    return case.run()


@pytest.fixture(scope="module")
def folder(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `sim run` writes."""
    out = tmp_path_factory.mktemp("out")
    return run(project, RunOptions(out, basemap="schematic")).folder


def test_import_loads_nothing_heavy() -> None:
    """`import sim` costs nothing: what a name needs is loaded when it is used."""
    code = f"import sim, sys; print(sorted(set(sys.modules) & set({HEAVY!r})), *dir(sim))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("[] ")
    assert {"load", "Case", "SimError"} <= set(done.stdout.split())


def test_load_draws_nothing(project: Path) -> None:
    """To load and run a case takes no library that draws."""
    lines = f"import sim, sys; sim.load({str(project)!r}).run()"
    code = f"{lines}\nprint(sorted(set(sys.modules) & {{'matplotlib', 'geopandas', 'plotly'}}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_unknown_name_is_refused() -> None:
    """A misspelt name is an AttributeError, as of any module."""
    with pytest.raises(AttributeError, match="laod"):
        sim.laod  # noqa: B018 - it is asked for to be refused


def test_run_writes_nothing(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    """Neither the project nor the working folder has a new file, and nothing is printed."""
    monkeypatch.chdir(tmp_path)
    before = list_files(project.parents[1])
    found = sim.load(project).run()
    assert found.status == "optimal"
    assert list_files(project.parents[1]) == before
    assert list_files(tmp_path) == set()
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("table", TABLE_NAMES)
def test_tables_are_those_of_the_command(
    result: sim.Result, folder: Path, table: str, tmp_path: Path
) -> None:
    """Every table is what `sim run` writes."""
    write_table(result.table(table), tmp_path / "here.csv")
    if table in OPTIONAL:
        assert result.table(table).empty
        assert not (folder / f"{table}.csv").exists()
    else:
        assert (tmp_path / "here.csv").read_bytes() == (folder / f"{table}.csv").read_bytes()
    pd.testing.assert_frame_equal(getattr(result, table), result.table(table))


def test_columns_state_their_units(result: sim.Result) -> None:
    """`attrs` holds the unit of every column with one, of results and of inputs."""
    units = result.flows.attrs["units"]
    assert units["amount_kt_yr"] == "kt/yr"
    assert units["cost_CNY_t"] == "CNY/t"
    assert "origin" not in units
    assert result.zones.attrs["units"]["utilization_rate_pct"] == "%"
    case = sim.load(make_path(result))
    assert case.tables["lines"].attrs["units"]["capacity"] == "kt/yr"


def make_path(result: sim.Result) -> Path:
    return result.data.root / result.data.file


def test_a_changed_copy_changes_no_result(result: sim.Result) -> None:
    """Tables are copies: what is done to them stays with who does it."""
    flows = result.flows
    flows["amount_kt_yr"] = 0.0
    assert result.flows["amount_kt_yr"].sum() > 0


def test_kpis_by_name(result: sim.Result) -> None:
    """The figures stand under their names with value and unit; 330 kt/yr are generated."""
    assert result.kpis.loc["generation", ["value", "unit"]].tolist() == [330.0, "kt/yr"]
    assert result.kpi("generation") == 330.0
    assert result.summary["verified_checks"] == len(result.verification["checks"]) > 10


# -- changes -----------------------------------------------------------------------------------


def test_change_gives_a_new_case(case: sim.Case) -> None:
    """Half the capacity of the mill, which the scenario makes 300 kt/yr; the old case stays."""
    half = case.change("lines", where={"technology": "mill"}, scale={"capacity": 0.5})
    assert half.tables["lines"].set_index("id").loc["l2", "capacity"] == 150.0
    assert case.tables["lines"].set_index("id").loc["l2", "capacity"] == 300.0


def test_changes_add_up(case: sim.Case) -> None:
    """Changes apply one after the other."""
    one = case.change("lines", where={"id": "l2"}, set={"capacity": "0.2 Mt/yr"})
    two = one.change("lines", where={"id": "l2"}, scale={"capacity": 2})
    assert two.tables["lines"].set_index("id").loc["l2", "capacity"] == 400.0


def test_change_equals_the_yaml(project: Path, case: sim.Case, tmp_path: Path) -> None:
    """A change in Python gives the tables that the same change in YAML gives."""
    other = make_project(tmp_path)
    text = other.read_text(encoding="utf-8") + (
        "  - {table: generation, where: {zone: z1}, scale: {amount: 1.1}}\n"
        "  - {table: lines, where: {city: 东城}, set: {capacity: 90 kt/yr}}\n"
    )
    other.write_text(text, encoding="utf-8")
    written = sim.load(other)
    changed = case.change("generation", where={"zone": "z1"}, scale={"amount": 1.1}).change(
        "lines", where={"city": "东城"}, set={"capacity": "90 kt/yr"}
    )
    for name in written.tables:
        pd.testing.assert_frame_equal(changed.tables[name], written.tables[name])


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            {"where": {"technology": "mil"}, "scale": {"capacity": 2}},
            "no row of table 'lines' has technology 'mil' (did you mean 'mill'?)",
        ),
        (
            {"set": {"capcity": "3 kt/yr"}},
            "table 'lines' has no column 'capcity' (did you mean 'capacity'?)",
        ),
        (
            {"set": {"capacity": 3}},
            "capacity: '3' has no unit (write for example '12 kt/yr')",
        ),
        ({"scale": {"capacity": -1}}, "capacity: '-1' is below 0"),
    ],
)
def test_wrong_change_is_refused_at_its_line(case: sim.Case, given: dict, message: str) -> None:
    """The messages are those of YAML, at the line of the call."""
    with pytest.raises(sim.InputError) as caught:
        case.change("lines", **given)
    (problem,) = caught.value.problems
    file, _, line = str(problem.where).partition(":")
    assert file == "test_python_face.py"
    assert int(line) > 0
    assert message in str(caught.value)


def test_limit_binds(case: sim.Case, result: sim.Result) -> None:
    """A cap on what crosses borders holds; without it more does."""
    assert result.kpi("cross_border") > 10.0
    capped = case.limit(cap="cross_border", at="10 kt/yr").run()
    assert capped.kpi("cross_border") <= 10.0 + 1e-6


def test_limits_are_added_or_replaced(case: sim.Case) -> None:
    """`limit` adds one; `replace` leaves what is given."""
    assert len(case.limit(cap="net_co2", at="5 kt/yr").scenario.limits) == 3
    assert case.replace(limits=[]).scenario.limits == []


def test_border_rule_is_added(case: sim.Case) -> None:
    """The last rule that matches holds: closed, nothing crosses from East to West."""
    closed = case.border(rule="closed", origin="East", destination="West")
    assert closed.scenario.borders[-1].rule == "closed"
    assert closed.run().kpi("cross_border") == 0.0


def test_objective_is_replaced(case: sim.Case, result: sim.Result) -> None:
    """Least cost first costs no more than most use first."""
    cheap = case.aim({"minimize": "net_cost"}).run()
    assert cheap.kpi("net_cost") <= result.kpi("net_cost")
    assert [s.metric for s in cheap.data.scenario.objective] == ["net_cost"]


@pytest.mark.parametrize("key", ["region", "tables", "library", "extends", "format"])
def test_tables_of_a_loaded_case_are_settled(case: sim.Case, key: str) -> None:
    """Which tables are read cannot be changed afterwards."""
    with pytest.raises(sim.InputError, match=f"'{key}' is settled once a scenario is loaded"):
        case.extend(**{key: "other"})


def test_wrong_value_is_no_data(case: sim.Case) -> None:
    """What YAML could not hold is a TypeError."""
    with pytest.raises(TypeError, match="neither text, number, list nor mapping"):
        case.change("lines", set={"capacity": object()})


def test_no_plan_raises(case: sim.Case) -> None:
    """A floor that nothing reaches: no result, but an error that reads as a sentence."""
    with pytest.raises(sim.InfeasibleError) as caught:
        case.limit(floor="utilization_rate", at="99 %").run()
    assert isinstance(caught.value, sim.SimError)
    assert str(caught.value)


def test_failed_verification_raises(case: sim.Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables that contradict their input give no result."""

    def fail(folder: Path, scenario: object) -> dict:
        content = (folder / "flows.csv").read_text(encoding="utf-8")
        assert content.startswith("period,")
        return {"passed": False, "checks": [{"name": "mass", "passed": False, "failures": []}]}

    monkeypatch.setattr("sim.studies.run.run.verify", fail)
    monkeypatch.setattr("sim.studies.run.run.summarize_failures", lambda _report: [])
    with pytest.raises(sim.VerificationError):
        case.run()


# -- files and pictures ------------------------------------------------------------------------


def test_save_writes_what_the_command_writes(
    result: sim.Result, folder: Path, tmp_path: Path
) -> None:
    """The saved folder is that of `sim run`, file by file, but for times and hashes of them."""
    saved = result.save(tmp_path / "tiny", basemap="schematic")
    assert list_files(saved) == list_files(folder)
    timed = {"summary.json", "manifest.json"}
    for name in list_files(folder) - timed:
        assert (saved / name).read_bytes() == (folder / name).read_bytes(), name
    marker = read_marker(saved)
    assert marker is not None
    assert marker.command == "run"


def test_save_replaces_its_own_only(case: sim.Case, result: sim.Result, tmp_path: Path) -> None:
    """What was saved is replaced; a changed case never replaces the results of its file."""
    saved = result.save(tmp_path / "tiny", basemap="none")
    assert result.save(saved, basemap="none") == saved
    other = case.change("lines", scale={"capacity": 0.9}).run()
    with pytest.raises(sim.InputError, match="holds the results of another scenario"):
        other.save(saved, basemap="none")
    mine = other.save(tmp_path / "other", basemap="none")
    with pytest.raises(sim.InputError, match="a case changed in Python"):
        result.save(mine, basemap="none")
    assert read_table(mine / "flows.csv")["amount_kt_yr"].sum() > 0


def test_map_is_a_figure(result: sim.Result) -> None:
    """The map can be shown, and saved as any figure."""
    figure = result.map(basemap="schematic")
    assert figure.get_size_inches()[0] > 5
    assert figure._repr_png_().startswith(b"\x89PNG")


def test_report_is_the_page(result: sim.Result, folder: Path, tmp_path: Path) -> None:
    """The page is that of `sim run`."""
    page = result.report()
    assert str(page) == (folder / "report.html").read_text(encoding="utf-8")
    assert page.save(tmp_path / "page.html").stat().st_size > 100_000
    assert "<iframe" in page._repr_html_()


# -- showing -----------------------------------------------------------------------------------


def test_notebook_shows_the_main_figures(result: sim.Result, case: sim.Case) -> None:
    """Title, name and figures with their units."""
    shown = result._repr_html_()
    assert "<b>Tiny</b>" in shown
    assert "67.4 %" in shown
    assert "2 zones" in case._repr_html_()
    assert repr(result).startswith("<Result tiny: optimal; utilization_rate 0.67")


def test_names_of_the_data_are_text(tmp_path: Path) -> None:
    """A title with markup in it shows as it is written."""
    scenario = make_project(tmp_path)
    text = scenario.read_text(encoding="utf-8").replace("en: Tiny", "en: <script>x</script>")
    scenario.write_text(text, encoding="utf-8")
    case = sim.load(scenario)
    for shown in (case._repr_html_(), case.run()._repr_html_()):
        assert "<script>" not in shown
        assert "&lt;script&gt;x" in shown


def test_chinese_on_request(project: Path) -> None:
    """With language="zh" cases and results show themselves in Chinese."""
    case = sim.load(project, language="zh")
    assert case.title == "小例"
    assert "综合利用率" in case.run()._repr_html_()


def test_progress_on_request(case: sim.Case) -> None:
    """Steps are told as sentences to whom asks."""
    told: list[str] = []
    case.run(progress=told.append)
    assert "tiny: solving" in told
