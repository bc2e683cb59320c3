"""The folder that is written of a traced figure."""

from __future__ import annotations

from pathlib import Path

from sim.folders.marker import MANIFEST
from sim.loader.case import Case
from sim.results.tables import write_table
from sim.results.write import describe_run, write_json
from sim.say.texts import Texts
from sim.studies.trace.sentences import describe
from sim.studies.trace.study import Found


def name_folder(case: Case) -> str:
    """Return the name of the folder for a figure of a scenario."""
    return f"trace-{case.scenario.name}"


def fill_trace(folder: Path, found: Found, texts: Texts) -> None:
    """Write everything the folder holds: `trace.csv`, `trace.json` and the manifest."""
    write_table(found.rows, folder / "trace.csv")
    write_json(describe(found, texts), folder / "trace.json")
    write_json(describe_run(found.case.inputs), folder / MANIFEST)
