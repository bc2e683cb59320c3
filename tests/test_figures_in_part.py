"""A summary whose figures lack what a comparison reads is refused as no complete results folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.errors import InputError
from sim.studies.compare.study import read_run
from tests.test_damaged_results import forget_files
from tests.test_result_folders import PLAIN, run_sim
from tests.tiny_project import make_project

pytestmark = pytest.mark.usefixtures("undrawn")


def test_a_figure_without_any_of_its_parts_is_refused(tmp_path: Path) -> None:
    """Name, value, unit and both names of a figure are asked for, also of earlier versions."""
    assert run_sim("run", make_project(tmp_path / "p"), *PLAIN) == 0
    folder = forget_files(tmp_path / "p" / "results" / "tiny", tmp_path / "bad")
    summary = folder / "summary.json"
    whole = summary.read_text(encoding="utf-8")
    assert read_run(folder).name == "tiny"
    for part in ("name", "value", "unit", "en", "zh"):
        content = json.loads(whole)
        del content["kpis"][3][part]
        summary.write_text(json.dumps(content), encoding="utf-8")
        with pytest.raises(InputError, match="no complete results folder"):
            read_run(folder)
