"""A study of cooperation from what it found to the folder that is written of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from sim.folders.marker import MANIFEST
from sim.loader import write_inputs
from sim.results.tables import write_table
from sim.results.write import describe_run, write_json
from sim.say.texts import Texts
from sim.studies.synergy.chart import save_synergy
from sim.studies.synergy.study import Synergy
from sim.studies.synergy.tables import (
    check_synergy,
    describe_synergy,
    refuse_failures,
    tabulate_accounts,
    tabulate_coalitions,
    tabulate_divisions,
    tabulate_payments,
    tabulate_players,
)

TABLES = {
    "coalitions": tabulate_coalitions,
    "players": tabulate_players,
    "divisions": tabulate_divisions,
    "payments": tabulate_payments,
    "accounts": tabulate_accounts,
}
"""Written table -> what makes it."""


@dataclass(frozen=True)
class Checked:
    """A study of cooperation whose figures passed their checks, with its tables."""

    study: Synergy
    frames: dict[str, pd.DataFrame]
    """The tables of TABLES."""
    about: dict[str, Any]
    """The content of `synergy.json`."""


def check_study(found: Synergy) -> Checked:
    """Return a study with its tables after checking it.

    Raises
    ------
    VerificationError
    """
    checks = check_synergy(found)
    refuse_failures(checks)
    frames = {name: tabulate(found) for name, tabulate in TABLES.items()}
    return Checked(found, frames, describe_synergy(found, checks))


def fill_synergy(folder: Path, found: Checked, texts: Texts) -> str:
    """Write everything the folder holds; return what to tell the user, or nothing."""
    for name, frame in found.frames.items():
        write_table(frame, folder / f"{name}.csv")
    case = found.study.case
    write_json(found.about, folder / "synergy.json")
    write_json(describe_run(case.inputs), folder / MANIFEST)
    write_inputs(case, folder)
    return save_synergy(found.frames["players"], found.about, folder, texts)
