"""A table of results that is no table any more is refused by a comparison, whichever it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.results.tables import OPTIONAL, TABLE_NAMES
from tests.test_result_folders import PLAIN, run_sim, with_name
from tests.tiny_project import make_project

pytestmark = pytest.mark.usefixtures("undrawn")


def test_any_table_without_its_columns_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also where the mark of the folder lists no files, as earlier versions did not."""
    path = make_project(tmp_path / "p")
    other = path.with_name("other.yaml")
    other.write_text(with_name("other"), encoding="utf-8")
    assert run_sim("run", path, other, *PLAIN) == 0
    results = tmp_path / "p" / "results"
    manifest = results / "other" / "manifest.json"
    content = json.loads(manifest.read_text(encoding="utf-8"))
    del content["written"]["files"]
    manifest.write_text(json.dumps(content), encoding="utf-8")
    for name in [table for table in TABLE_NAMES if table not in OPTIONAL]:
        table = results / "other" / f"{name}.csv"
        whole = table.read_bytes()
        table.write_text('{"a": [1, 2]}', encoding="utf-8")
        assert run_sim("compare", results / "tiny", results / "other", *PLAIN) == 2, name
        assert "no complete results folder" in " ".join(capsys.readouterr().err.split()), name
        table.write_bytes(whole)
