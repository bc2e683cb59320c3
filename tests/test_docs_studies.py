"""docs/studies.md describes every column of the tables that studies write."""

import csv
import re
from pathlib import Path

import pytest

from sim.cli.main import main
from sim.cli.project import create
from sim.rules.metrics import METRICS
from sim.scenario.sweep import metric_column
from tools.blocks import ROOT, read

KPI_COLUMNS = {metric_column(name) for name in METRICS}
SWEEP = """\
format: 1
name: {kind}
title: {{en: "{kind}"}}
extends: baseline.yaml
sweep:
  kind: {kind}
  parameters:
    - {{name: mill, table: lines, where: {{technology: mill}},
       scale: {{capacity: [0.8, 1.0, 1.2]}}}}
    - {{name: kiln, table: lines, where: {{technology: kiln}},
       scale: {{capacity: [0.5, 1.0, 1.5]}}}}
  metrics: [utilization_rate, net_cost]
"""


def run_sim(*arguments: str) -> None:
    """Run the command line; it must end well."""
    try:
        main(list(arguments))
    except SystemExit as ending:
        if ending.code:
            raise RuntimeError(f"sim {arguments} ended with {ending.code}") from ending


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a results folder that holds one study of each kind."""
    baseline = create(tmp_path_factory.mktemp("project"))
    scenarios, out = baseline.parent, tmp_path_factory.mktemp("results")
    said = ["--out", str(out), "--json"]
    plain = ["--basemap", "none", *said]
    run_sim("alternatives", str(baseline), "-n", "1", *said)
    run_sim(
        "frontier",
        str(baseline),
        "--x",
        "net_cost",
        "--y",
        "utilization_rate",
        "--accuracy",
        "5 %",
        "--points",
        "3",
        "--no-check",
        *plain,
    )
    run_sim("compare", str(baseline), str(scenarios / "more-grinding.yaml"), *plain)
    for kind, more in (("one_at_a_time", ""), ("sampled", "  samples: 10\n  seed: 1\n")):
        path = scenarios / f"{kind}.yaml"
        path.write_text(SWEEP.format(kind=kind) + more, encoding="utf-8")
        run_sim("sweep", str(path), *said)
    return out


def flow_columns() -> set[str]:
    """Columns of flows.csv as the page on results has them."""
    section = read(ROOT / "docs" / "results.md").partition("## flows.csv\n")[2]
    return set(re.findall(r"`([^`]+)`", section.partition("\n## ")[0]))


def described(study: str) -> dict[str, set[str]]:
    """Table -> what its columns are said to be, in the section of a study."""
    body = re.split(r"^## ", read(ROOT / "docs" / "studies.md"), flags=re.MULTILINE)
    (section,) = [part for part in body if part.startswith(study)]
    rows = [line.split(" | ", 1) for line in section.splitlines() if line.startswith("| `")]
    tables = {name.strip("| `"): text for name, text in rows if name.endswith(".csv`")}
    if not tables:
        tables = {"frontier.csv": " ".join(name for name, _ in rows)}
    named = {name: set(re.findall(r"`([^`]+)`", text)) for name, text in tables.items()}
    if "results.md#flowscsv" in tables.get("flows.csv", ""):
        named["flows.csv"] |= flow_columns()
    return named


@pytest.mark.parametrize(
    ("study", "folders"),
    [
        ("Compare", ["compare-baseline-more-grinding"]),
        ("Frontier", ["frontier-baseline-utilization_rate-net_cost"]),
        ("Alternatives", ["alternatives-baseline"]),
        ("Sweep", ["sweep-one_at_a_time", "sweep-sampled"]),
    ],
)
@pytest.mark.xdist_group("studies")
def test_every_column_is_described(results: Path, study: str, folders: list[str]) -> None:
    """Each column of each table of a study is named on the page; each table has a row there."""
    tables = described(study)
    found = {file.name: file for folder in folders for file in (results / folder).glob("*.csv")}
    assert set(tables) == set(found)
    everywhere = set().union(*tables.values())
    for name, file in found.items():
        (header,) = csv.reader(file.read_text(encoding="utf-8").splitlines()[:1])
        words = everywhere if study in ("Compare", "Alternatives") else tables[name]
        unknown = [column for column in header if not _is_known(column, words)]
        assert not unknown, f"{name}: {unknown}"


def _is_known(column: str, words: set[str]) -> bool:
    """Whether a column is among the words, or made after a pattern of the page."""
    last = column.rpartition(":")[2]
    base = re.sub(r"_name_(en|zh)$", "", column)
    return (
        {column, last, base, f"<run>:{last}", re.sub(r"\d+", "<n>", column)} & words != set()
        or (column in KPI_COLUMNS)
        or re.sub(r"^([xy])_.*", r"\1_<metric>", column) in words
        or column in ("mill", "kiln")
    )
