"""A sweep from its study to the folder that is written of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from sim.folders.marker import MANIFEST
from sim.loader.change.variant_levels import read_levels
from sim.loader.change.variants import Study
from sim.results.goals import known_in_part
from sim.results.tables import write_table
from sim.results.write import describe_run, write_json
from sim.rules.metrics import METRICS
from sim.say.texts import Texts
from sim.studies.solve_case import note_odd
from sim.studies.sweep.blocks import PointBlock, make_job
from sim.studies.sweep.chart import StudyTables, save_charts
from sim.studies.sweep.points import Point, fingerprint
from sim.studies.sweep.study import OPTIMAL, name_limits
from sim.studies.sweep.tables import (
    tabulate_binding,
    tabulate_distributions,
    tabulate_drivers,
    tabulate_points,
    tabulate_responses,
    tabulate_swings,
    tabulate_times,
)
from sim.workers import Crew, solve_blocks

Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Swept:
    """A finished study: its points and every table made of them."""

    study: Study
    points: list[Point]
    frames: dict[str, pd.DataFrame]
    summary: dict[str, Any]


def solve_points(
    study: Study, blocks: Sequence[PointBlock], crew: Crew, take: Callable[[Rows], None]
) -> None:
    """Solve blocks of points; `take` gets the rows of each as soon as it is solved.

    Raises
    ------
    SimError
    """
    with closing(solve_blocks(make_job(study), blocks, crew)) as solved:
        for _, rows in solved:
            take(rows)


def tabulate_sweep(study: Study, points: list[Point], rows: Rows) -> Swept:
    """Return a study with every table made of its points, and its summary."""
    table = tabulate_points(study.sweep, points, rows)
    responses = tabulate_responses(study, points, table)
    frames = {
        "points": table,
        "response": responses,
        "tornado": tabulate_swings(study.sweep, responses),
        "distribution": tabulate_distributions(study.sweep, table),
        "drivers": tabulate_drivers(study, points, table),
        "binding": tabulate_binding(table, name_limits(study)),
        "times": tabulate_times(points, rows),
    }
    return Swept(study, points, frames, _summarize(study, table, frames["distribution"]))


def _summarize(study: Study, table: pd.DataFrame, found: pd.DataFrame) -> dict[str, Any]:
    """Return the content of summary.json."""
    scenario, sweep = study.case.scenario, study.sweep
    failed = table.loc[table["status"] != OPTIMAL, ["point", "status", "reason", "reason_zh"]]
    return {
        "format": 1,
        "scenario": {
            "name": scenario.name,
            "title": {"en": scenario.title.en, "zh": scenario.title.zh or scenario.title.en},
        },
        "study": sweep.model_dump(mode="json", by_alias=True, exclude_none=True),
        "input_sha256_16": fingerprint(study),
        "points": len(table),
        "status": {str(k): int(v) for k, v in table["status"].value_counts().items()},
        "failed": json.loads(failed.head(20).to_json(orient="records")),
        "metrics": [
            {**row, "en": METRICS[row["metric"]].en, "zh": METRICS[row["metric"]].zh}
            for row in json.loads(found.to_json(orient="records", double_precision=12))
        ],
    }


def fill_sweep(folder: Path, swept: Swept, texts: Texts, note: Callable[[str], None]) -> None:
    """Write everything a study's folder holds."""
    for name, frame in swept.frames.items():
        if len(frame) or name in ("points", "binding"):
            write_table(frame, folder / f"{name}.csv")
    asked_at = swept.study.loaded.document.where(("sweep",))
    for problem in known_in_part(swept.study.case, swept.study.sweep.metrics, asked_at):
        note(texts.of(note_odd(problem)))
    charts, said = save_charts(picture_tables(swept, texts), folder, texts)
    if said:
        note(said)
    swept.summary["charts"] = charts
    write_json(swept.summary, folder / "summary.json")
    write_json(describe_run(swept.study.case.inputs), folder / MANIFEST)


def picture_tables(swept: Swept, texts: Texts) -> StudyTables:
    """Return what the charts are drawn from."""
    study, sweep = swept.study, swept.study.sweep
    levels = [read_levels(study.loaded, p) for p in sweep.parameters]
    numbers = [levels[0].number(point.value(0)) for point in swept.points]
    return StudyTables(
        title=texts.of(swept.summary["scenario"]["title"]),
        kind=sweep.kind,
        metrics=tuple(sweep.metrics),
        axes={
            p.name: (level.kind, level.unit)
            for p, level in zip(sweep.parameters, levels, strict=True)
        },
        points=swept.frames["points"].assign(_number_0=pd.array(numbers, dtype="Float64")),
        responses=swept.frames["response"],
        swings=swept.frames["tornado"],
        distributions=swept.frames["distribution"],
    )
