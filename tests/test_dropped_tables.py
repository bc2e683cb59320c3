"""A change may drop every row of a table: the run is verified, and its inputs read again."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.loader import load_case
from sim.scenario.tables import TABLES
from tests.study import write_study
from tests.test_idle_lines import tables
from tests.test_result_folders import PLAIN, run_sim

pytestmark = pytest.mark.usefixtures("undrawn")

REQUIRED = [name for name, spec in TABLES.items() if spec.required]
RESULTS = Path("results") / "study"


def dropped(folder: Path, *names: str) -> Path:
    """Write the study with every row of these tables dropped."""
    change = [{"table": name, "where": {}, "drop": True} for name in names]
    return write_study(folder, tables(), {"change": change})


@pytest.mark.parametrize(
    "names",
    [("lines",), ("generation",), ("generation", "links", "zones"), ("lines", "links", "plants")],
    ids="+".join,
)
def test_a_table_without_rows_is_written_where_it_is_needed(
    names: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No failed verification for a table that is not there; the resolved scenario says the same."""
    path = dropped(tmp_path, *names)
    assert run_sim("run", path, *PLAIN) == 0, capsys.readouterr().err
    written = tmp_path / RESULTS
    for name in REQUIRED:
        assert (written / "inputs" / f"{name}.csv").exists(), name
    again = load_case(written / "scenario.resolved.yaml")
    case = load_case(path)
    assert {n: len(t) for n, t in again.tables.items()} == {
        n: len(t) for n, t in case.tables.items()
    }
