"""Comparisons: what went in differently, and what came out differently."""

from __future__ import annotations

import csv
import doctest
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd
import pytest
import yaml

from sim.cli.project import create
from sim.errors import InputError
from sim.loader import Case, load_case
from sim.results.tables import ResultTables
from sim.say import WORDS
from sim.say.texts import EN, ZH
from sim.say.words.compare import COLUMNS as COLUMN_WORDS
from sim.say.words.compare import TABLES as TABLE_WORDS
from sim.scenario.document import Scenario
from sim.scenario.fields import Sourced
from sim.scenario.tables import TABLES
from sim.studies.compare import sentences as compare_words
from sim.studies.compare.inputs import COMPARED, compare_inputs
from sim.studies.compare.notes import summarize_inputs
from sim.studies.compare.sentences import (
    short_titles,
    tell_areas,
    tell_flows,
    tell_inputs,
    tell_lines,
    write_change,
    write_value,
)
from sim.studies.compare.study import (
    ComparedRun,
    Comparison,
    compare,
    read_current,
    read_run,
    summarize_comparison,
)
from sim.studies.compare.tables import compare_flows, compare_kpis, join_runs
from sim.studies.run.run import RunOptions, run
from tests.tiny_project import make_project

pytestmark = pytest.mark.xdist_group("compare")

NAMES = ("baseline", "closed-border", "more-grinding")


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The results folders of the three scenarios of the example project."""
    project = tmp_path_factory.mktemp("example") / "project"
    create(project)
    options = RunOptions(basemap="none")
    return {n: run(project / "scenarios" / f"{n}.yaml", options).folder for n in NAMES}


@pytest.fixture(scope="module")
def comparison(folders: dict[str, Path]) -> Comparison:
    return compare([read_run(folder) for folder in folders.values()])


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> ComparedRun:
    """A run of another region."""
    path = make_project(tmp_path_factory.mktemp("tiny") / "project", limits=None)
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    document["limits"] = []
    path.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    return read_run(run(path, RunOptions(basemap="none")).folder)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def one(frame: pd.DataFrame, **where: str) -> dict[str, Any]:
    """The only row of a frame with these cells."""
    for column, value in where.items():
        frame = frame[frame[column] == value]
    assert len(frame) == 1, frame
    return dict(frame.iloc[0])


# ---- result tables ------------------------------------------------------------------------------


def test_differences_are_those_worked_out_by_hand() -> None:
    """Gained, lost, started, stopped, more, less and same; amounts of what is missing are 0."""
    before = pd.DataFrame(
        [
            ("p", "P", 100.0, 50.0),
            ("q", "Q", 30.0, 20.0),
            ("r", "R", 0.0, 0.0),
            ("s", "S", 8.0, 80.0),
            ("t", "T", 5.0, 10.0),
            ("u", "U", 7.0, 70.0),
        ],
        columns=["id", "name", "used_kt_yr", "rate_pct"],
    )
    after = pd.DataFrame(
        [
            ("p", "P2", 160.0, 80.0),
            ("q", "Q", 10.0, 5.0),
            ("r", "R", 4.0, 40.0),
            ("s", "S", 0.0, 0.0),
            ("t", "T", 5.0 + 1e-9, 10.0),
            ("v", "V", 200.0, 90.0),
        ],
        columns=["id", "name", "used_kt_yr", "rate_pct"],
    )
    joined = join_runs({"a": before, "b": after}, ["id"], ["name"], ["used_kt_yr", "rate_pct"])
    told = joined.set_index("id")
    assert list(joined["id"]) == ["v", "p", "q", "s", "u", "r", "t"]
    assert dict(told["change"]) == {
        "v": "gained",
        "p": "more",
        "q": "less",
        "s": "stopped",
        "u": "lost",
        "r": "started",
        "t": "same",
    }
    differences = {"v": 200.0, "p": 60.0, "q": -20.0, "s": -8.0, "u": -7.0, "r": 4.0, "t": 0.0}
    assert dict(told["b:difference:used_kt_yr"]) == differences
    assert told.loc["p", "b:difference:rate_pct"] == 30.0
    assert told.loc["v", "a:used_kt_yr"] == 0.0
    assert pd.isna(told.loc["v", "a:rate_pct"])
    assert pd.isna(told.loc["v", "b:difference:rate_pct"])
    assert (told.loc["u", "runs"], told.loc["v", "runs"], told.loc["p", "runs"]) == (
        "a",
        "b",
        "a; b",
    )
    assert told.loc["p", "name"] == "P"


def test_a_thing_of_the_middle_run_only_is_listed() -> None:
    """Three runs: what only the second has is there, with its difference, and named."""
    frame = pd.DataFrame({"id": ["x"], "used_kt_yr": [3.0]})
    both = pd.DataFrame({"id": ["x", "y"], "used_kt_yr": [3.0, 9.0]})
    joined = join_runs({"a": frame, "b": both, "c": frame}, ["id"], [], ["used_kt_yr"])
    row = one(joined, id="y")
    assert (row["runs"], row["change"]) == ("b", "gained")
    assert (row["b:difference:used_kt_yr"], row["c:difference:used_kt_yr"]) == (9.0, 0.0)


def test_figures_differ_in_their_unit_and_in_per_cent() -> None:
    """A cost below zero falls by its size; nothing is a per cent of nothing; unknown is blank."""
    words = {"en": "Cost", "zh": "成本", "unit": "MCNY/yr"}
    first = [{"name": "net_cost", "value": -200.0, **words}, {"name": "tax", "value": 0.0, **words}]
    second = [{"name": "net_cost", "value": -250.0, **words}, {"name": "new", "value": 1, **words}]
    frame = compare_kpis({"a": first, "b": second}).set_index("name")
    assert frame.loc["net_cost", "b:difference"] == -50.0
    assert frame.loc["net_cost", "b:difference_pct"] == pytest.approx(-25.0)
    assert frame.loc["net_cost", "better"] == "low"
    assert pd.isna(frame.loc["tax", "b:value"])
    assert pd.isna(frame.loc["tax", "b:difference_pct"])
    assert pd.isna(frame.loc["new", "a:value"])
    assert frame.loc["new", "b:value"] == 1.0


@pytest.mark.parametrize("other", NAMES[1:])
def test_flows_are_those_of_the_written_tables(
    comparison: Comparison, folders: dict[str, Path], other: str
) -> None:
    """Differences of every flow equal those summed from the CSV files without pandas."""
    keys = ("role", "origin", "destination", "material", "mode", "via")
    sums: dict[tuple[str, ...], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for name in NAMES:
        for row in rows_of(folders[name] / "flows.csv"):
            sums[tuple(row[k] for k in keys)][name] += float(row["amount_kt_yr"])
    moved = {key: ends for key, ends in sums.items() if max(ends.values()) > 1e-6}
    found = {tuple(row[k] for k in keys): row for row in comparison.flows.to_dict("records")}
    assert set(found) == set(moved)
    for key, ends in moved.items():
        expected = ends[other] - ends["baseline"]
        assert found[key][f"{other}:difference:amount_kt_yr"] == pytest.approx(expected, abs=2e-6)
    assert any(ends["baseline"] == 0 for ends in moved.values())
    assert any(ends[other] == 0 for ends in moved.values())


def test_areas_and_figures_tell_the_same(comparison: Comparison) -> None:
    """What the region utilizes more is what its provinces, and its zones, utilize more."""
    column = "closed-border:difference:net_utilized_kt_yr"
    figure = one(comparison.kpis, name="net_utilized")["closed-border:difference"]
    assert figure < -100
    assert one(comparison.areas, level="region")[column] == pytest.approx(figure, abs=1e-5)
    provinces = comparison.areas[comparison.areas["level"] == "province"]
    assert len(provinces) == 2
    assert provinces[column].sum() == pytest.approx(figure, abs=1e-5)
    assert comparison.zones[column].sum() == pytest.approx(figure, abs=1e-5)


def test_largest_differences_come_first(comparison: Comparison) -> None:
    """Every table is sorted by the largest difference of any run; areas level by level."""
    for frame, lead in (
        (comparison.flows, "amount_kt_yr"),
        (comparison.lines, "uptake_kt_yr"),
        (comparison.zones, "net_utilized_kt_yr"),
    ):
        size = frame[[f"{n}:difference:{lead}" for n in NAMES[1:]]].abs().max(axis=1)
        assert size.is_monotonic_decreasing
        assert size.iloc[0] > 0
    levels = list(comparison.areas["level"])
    assert levels == sorted(levels, key=list(dict.fromkeys(levels)).index)


def test_closing_the_border_loses_every_flow_across_it(comparison: Comparison) -> None:
    """Waste that crossed in the reference is gone in the closed run."""
    flows = comparison.flows
    crossing = flows[flows["cross_border"].astype(bool) & (flows["baseline:amount_kt_yr"] > 0)]
    waste = crossing[crossing["material_kind"].isin(["waste", "residue"])]
    assert len(waste) > 0
    assert (waste["closed-border:amount_kt_yr"] == 0).all()


def test_a_flow_without_tonnes_is_none(folders: dict[str, Path]) -> None:
    """A row of the size of rounding in one run counts as not there."""
    found = read_run(folders["baseline"])
    table = found.table("flows").head(2).copy()
    empty = table.copy()
    empty.loc[empty.index[0], "amount_kt_yr"] = 1e-9
    joined = compare_flows({"a": table, "b": empty}, [found.case.tables["materials"]])
    assert sorted(joined["change"]) == ["lost", "same"]


# ---- other regions ------------------------------------------------------------------------------


def test_regions_may_differ(comparison: Comparison, tiny: ComparedRun) -> None:
    """Runs of two regions: the union of sites, lines, wastes; each names who has it."""
    first = comparison.runs[0]
    both = compare([first, tiny])
    for frame, key in ((both.zones, "zone"), (both.lines, "line")):
        table = f"{key}s"
        expected = {*first.table(table)[key], *tiny.table(table)[key]}
        assert set(frame[key]) == expected
        assert set(frame["change"]) == {"gained", "lost"}
        assert set(frame["runs"]) == {"baseline", "tiny"}
    row = one(both.zones, zone="z1")
    assert row["baseline:generation_kt_yr"] == 0.0
    assert row["tiny:generation_kt_yr"] == 230.0
    assert pd.isna(row["tiny:difference:utilization_rate_pct"])
    assert set(both.flows["change"]) == {"gained", "lost"}
    region = one(both.inputs, table="scenario", key="region")
    assert (region["baseline:value"], region["tiny:value"]) == ("two-provinces", "tiny")
    added = one(both.inputs, table="zones", key="z1")
    assert (added["column"], added["baseline:value"]) == ("(row)", "")
    assert "industry mine" in added["tiny:value"]
    assert tell_inputs(both, "tiny", EN)[-1].endswith("see inputs.csv")
    assert any("not in this run" in text for text in tell_lines(both, "tiny", EN))


def test_other_years_are_compared(folders: dict[str, Path]) -> None:
    """A run of another period is held against the first, not beside it."""
    first = read_run(folders["baseline"])
    frames = {
        name: frame.assign(period=2035) if "period" in frame else frame
        for name, frame in first.results.frames.items()
    }
    later = replace(
        first, name="later", results=ResultTables(frames, {**first.results.summary, "period": 2035})
    )
    both = compare([first, later])
    assert set(both.zones["change"]) == {"same"}
    assert set(both.flows["change"]) == {"same"}


# ---- inputs -------------------------------------------------------------------------------------


@pytest.fixture
def variant(tmp_path: Path) -> Callable[..., dict[str, Case]]:
    """Return a function that makes the tiny scenario and one that extends it by some keys."""
    path = make_project(tmp_path / "project")

    def make(**keys: Any) -> dict[str, Case]:
        document = {"format": 1, "name": "v", "title": {"en": "V"}, "extends": "tiny.yaml", **keys}
        other = path.with_name("v.yaml")
        other.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
        return {"a": load_case(path), "b": load_case(other)}

    return make


def told(cases: dict[str, Case]) -> list[tuple[str, ...]]:
    """What differs, where the numbers come from left out."""
    frame = compare_inputs(cases, dict.fromkeys(cases, "tiny"))
    return [
        (r["table"], r["key"], r["column"], r["a:value"], r["b:value"])
        for r in frame.to_dict("records")
        if r["column"] not in Sourced.model_fields
    ]


def test_the_same_input_has_no_difference(variant: Callable[..., dict[str, Case]]) -> None:
    """Only title and name differ: nothing is told."""
    assert told(variant()) == []


def test_changed_cells_are_told_in_planners_units(variant: Callable[..., dict[str, Case]]) -> None:
    """After inheritance: shares in per cent, amounts with their unit, one row a cell."""
    cases = variant(
        change=[
            {"table": "lines", "where": {"id": "l1"}, "set": {"availability": "75 %"}},
            {"table": "lines", "where": {"id": "l2"}, "scale": {"capacity": 2}},
            {"table": "materials", "where": {"id": "slag"}, "set": {"purchase_co2": 0.08}},
            {"table": "composition", "where": {"property": "Pb"}, "set": {"value": "0.1 %"}},
            {"table": "legacy", "set": {"yearly_limit": "2 %/yr"}},
            {"table": "links", "where": {"origin": "z1", "destination": "p2"}, "drop": True},
            {
                "table": "generation",
                "add": [
                    {
                        "zone": "z2",
                        "material": "tailings",
                        "amount": "1.2 Mt/yr",
                        "confidence": "assumed",
                    }
                ],
            },
        ]
    )
    assert told(cases) == [
        ("materials", "slag", "purchase_co2", "0 t/t", "0.08 t/t"),
        ("composition", "tailings; ; Pb", "value", "0.08 %", "0.1 %"),
        ("generation", "z2; tailings", "(row)", "", "amount 1200 kt/yr"),
        ("legacy", "z1; tailings", "yearly_limit", "1 %/yr", "2 %/yr"),
        ("lines", "l1", "availability", "90 %", "75 %"),
        ("lines", "l2", "capacity", "300 kt/yr", "600 kt/yr"),
        ("links", "z1; p2; road", "(row)", "km 95 km", ""),
    ]


def test_rules_limits_and_aims_are_told(variant: Callable[..., dict[str, Case]]) -> None:
    """Border rules, limits, stages and statuses that one scenario adds or sets otherwise."""
    cases = variant(
        statuses=["operating"],
        objective=[{"minimize": "net_cost"}],
        borders=[{"from": "any", "to": "West", "rule": "filing", "quota": "1.2 Mt/yr"}],
        limits=[{"cap": "net_cost", "at": "0.5 billion CNY/yr"}],
    )
    assert told(cases) == [
        ("scenario", "statuses", "", "operating; assumed; added", "operating"),
        (
            "scenario",
            "objective",
            "stage 1",
            "maximize utilization_rate; slack 0.2 %",
            "minimize net_cost; slack 0 %",
        ),
        ("scenario", "objective", "stage 2", "minimize net_cost; slack 0 %", ""),
        (
            "scenario",
            "borders",
            "from any to West; class any; purpose utilization",
            "",
            "filing; quota 1200 kt/yr",
        ),
        ("scenario", "limits", "cap net_cost (2)", "", "500 MCNY/yr"),
    ]


def test_the_order_of_rules_is_told(variant: Callable[..., dict[str, Case]]) -> None:
    """The last rule that matches holds, so the same rules in another order differ."""
    cases = variant()
    rules = variant(borders=[{"from": "East", "to": "any", "rule": "closed"}])["b"].scenario.borders
    pair = [cases["a"].scenario.model_copy(update={"borders": b}) for b in (rules, rules[::-1])]
    swapped = dict(zip("ab", (replace(cases["a"], scenario=s) for s in pair), strict=True))
    ((table, key, column, before, after),) = told(swapped)
    assert (table, key, column) == ("scenario", "borders", "order")
    assert before.split(" | ") == after.split(" | ")[::-1]


def test_the_same_amount_in_another_unit_is_no_difference(
    variant: Callable[..., dict[str, Case]],
) -> None:
    """A limit of 0.9 billion is one of 900 million."""
    cases = variant()
    limits = [
        limit.model_copy(update={"at": "0.9 billion CNY/yr"}) if limit.cap else limit
        for limit in cases["b"].scenario.limits
    ]
    scenario = cases["b"].scenario.model_copy(update={"limits": limits})
    assert told({**cases, "b": replace(cases["b"], scenario=scenario)}) == []


def test_no_key_of_a_scenario_is_forgotten() -> None:
    """Every key is told, is applied to the tables, or changes no plan."""
    applied = {"extends", "library", "tables", "change"}
    idle = {"format", "name", "title", "description", "sweep", "ensemble", "years"}
    assert set(Scenario.model_fields) - applied - idle <= COMPARED
    assert all(f"compare_table_{key}" in WORDS for key in COMPARED)


def test_alike_changes_make_one_note(comparison: Comparison) -> None:
    """Two markets scaled by the same factor are one line with the factor; one line its values."""
    notes = summarize_inputs(comparison.inputs, "baseline", "more-grinding")
    by_column = {(n.table, n.column): n for n in notes}
    market = by_column["markets", "max"]
    assert (market.rows, market.alike) == (2, False)
    assert market.ratio == pytest.approx(1.2)
    line = by_column["lines", "capacity"]
    assert (line.before, line.after, line.rows) == ("1200 kt/yr", "2400 kt/yr", 1)
    assert not summarize_inputs(comparison.inputs, "baseline", "baseline")


# ---- words --------------------------------------------------------------------------------------


def test_the_inputs_are_told_in_both_languages(comparison: Comparison) -> None:
    """Limit, line and market in a planner's words; the Chinese has no unit of the English."""
    english = tell_inputs(comparison, "more-grinding", EN)
    assert english == [
        "Cap on Waste logistics cost: none → 90 million CNY/yr",
        "Lines · capacity, East grinding station · cement mill: 1200 kt/yr → 2400 kt/yr",
        "Markets · maximum, 2 rows: × 1.2",
    ]
    chinese = tell_inputs(comparison, "more-grinding", ZH)
    assert chinese[0] == "固废物流成本上限：无 → 0.9 亿元/年"
    assert chinese[1].endswith("120 万吨/年 → 240 万吨/年")
    assert tell_inputs(comparison, "closed-border", ZH) == [
        "跨省规则 任意 → 任意（各类，任何用途）：新增规则，关闭"
    ]


def test_the_largest_changes_are_told(comparison: Comparison) -> None:
    """Flows of waste only, with what was and what is; at most five of a kind."""
    told_flows = tell_flows(comparison, "closed-border", EN)
    assert told_flows[0].startswith("−368 kt/yr  blast-furnace slag: Delta steelworks → ")
    assert told_flows[0].endswith(" · gone")
    assert any("335 kt/yr → 472 kt/yr" in text for text in told_flows)
    assert len(tell_flows(comparison, "closed-border", EN, most=2)) == 2
    assert not any("cement:" in text for text in told_flows)
    assert "−284 kt/yr" in tell_lines(comparison, "closed-border", EN)[0]
    assert tell_areas(comparison, "closed-border", EN)[0] == (
        "−368 kt/yr  Eastland: rate 65.5 % → 39.3 %"
    )


def test_titles_tell_the_runs_apart(comparison: Comparison) -> None:
    """Cut at the colon only where that differs; equal titles get the names of their runs."""
    titles = short_titles(comparison, EN)
    assert titles["baseline"] == "Example: today"
    first = comparison.runs[0]
    twin = compare([first, replace(first, name="baseline.2")])
    assert short_titles(twin, EN)["baseline.2"] == "Example: today (baseline.2)"


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        ("", "none", "无"),
        ("60 %", "60 %", "60 %"),
        ("1200 kt/yr", "1200 kt/yr", "120 万吨/年"),
        ("900 MCNY/yr", "900 million CNY/yr", "9 亿元/年"),
        ("operating; added", "operating; added", "在运；新增"),
        ("minimize net_cost", "minimize Net cost", "最小化 净成本"),
        ("<script>", "<script>", "<script>"),
    ],
)
def test_values_are_written_in_the_language(text: str, english: str, chinese: str) -> None:
    """Amounts, money, statuses, rules; what is not known stays as it is."""
    assert (write_value(text, EN), write_value(text, ZH)) == (english, chinese)


def test_a_change_that_rounds_to_nothing_has_no_direction() -> None:
    """Neither plus nor minus stands before 0.0 points."""
    assert write_change(0.0002, "", EN) == "±0.0 points"
    assert write_change(0.0, "kt/yr", EN) == "±0 kt/yr"


def test_every_table_has_its_words() -> None:
    """Tables have names in both languages, and words are only given to columns that exist."""
    assert set(TABLES) <= set(TABLE_WORDS)
    columns = {c for spec in TABLES.values() for c in spec.row.model_fields}
    assert set(COLUMN_WORDS) <= columns | {"time_limit", "threads", "order"}
    assert all(f"compare_column_{name}" in WORDS for name in COLUMN_WORDS)


@pytest.mark.parametrize("module", [compare_words], ids=["compare_words"])
def test_the_examples_in_the_code_hold(module: ModuleType) -> None:
    """What docstrings show is what the functions return."""
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0


# ---- reading ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda folder: (folder / "costs.csv").unlink(), "there is no costs.csv"),
        (lambda folder: (folder / "summary.json").write_text("{", "utf-8"), "no complete results"),
        (lambda folder: (folder / "summary.json").write_text("[]", "utf-8"), "no complete results"),
        (lambda folder: (folder / "zones.csv").write_text("zone\nz\n", "utf-8"), "no complete"),
    ],
    ids=["table gone", "broken summary", "other summary", "other columns"],
)
def test_a_folder_that_is_no_result_is_refused(
    folders: dict[str, Path], tmp_path: Path, spoil: Callable[[Path], object], said: str
) -> None:
    """The folder is named, and what to do."""
    folder = tmp_path / "spoiled"
    folder.mkdir()
    for path in folders["baseline"].rglob("*"):
        if path.is_file():
            copy = folder / path.relative_to(folders["baseline"])
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    assert read_run(folder).name == "baseline"
    spoil(folder)
    with pytest.raises(InputError, match=said) as caught:
        read_run(folder)
    assert str(folder) in str(caught.value)
    assert "sim run" in str(caught.value)


def test_results_are_current_while_their_input_is_the_same(
    folders: dict[str, Path], comparison: Comparison
) -> None:
    """Hashes of the manifest against those of a fresh load: any other file makes it stale."""
    folder = folders["baseline"]
    case = load_case(folder.parents[1] / "scenarios" / "baseline.yaml")
    assert read_current(folder, case) is not None
    file = next(iter(case.inputs))
    assert read_current(folder, replace(case, inputs={**case.inputs, file: "0"})) is None
    assert read_current(folder / "none", case) is None
    assert comparison.names == NAMES


def test_a_comparison_needs_runs_of_different_names(comparison: Comparison) -> None:
    """One run, or two of a name, are refused."""
    first = comparison.runs[0]
    with pytest.raises(InputError, match="2 to 12 runs"):
        compare([first])
    with pytest.raises(InputError, match="different names"):
        compare([first, first])


def test_the_summary_counts_what_the_tables_hold(comparison: Comparison) -> None:
    """Counts of changes are those of the frames; figures are there for every run."""
    summary = summarize_comparison(comparison)
    assert summary["reference"] == "baseline"
    assert [r["name"] for r in summary["runs"]] == list(NAMES)
    assert sum(summary["counts"]["flows"].values()) == len(comparison.flows)
    rate = next(k for k in summary["kpis"] if k["name"] == "utilization_rate")
    assert rate["values"]["baseline"] + rate["differences"]["closed-border"] == pytest.approx(
        rate["values"]["closed-border"]
    )
