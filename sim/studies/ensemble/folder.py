"""An ensemble as files of a folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sim.results.tables import write_table
from sim.results.write import write_json
from sim.say.texts import Texts
from sim.studies.ensemble.chart import save_ensemble
from sim.studies.ensemble.claims import LIKELY, SURE, Drawn
from sim.studies.ensemble.leans import Leans
from sim.studies.ensemble.tables import (
    count_plans,
    tabulate_claims,
    tabulate_convergence,
    tabulate_draws,
    tabulate_factors,
    tabulate_ranks,
)

TABLES = {
    "ensemble": tabulate_claims,
    "ensemble_draws": tabulate_draws,
    "ensemble_factors": lambda drawn: tabulate_factors(drawn.study),
    "ensemble_convergence": tabulate_convergence,
    "ensemble_ranks": tabulate_ranks,
}
"""Written table -> what makes it."""
ABOUT = "ensemble.json"


def fill_ensemble(
    folder: Path,
    leans: Leans,
    titles: Mapping[str, str],
    texts: Texts,
    note: Callable[[str], None],
) -> None:
    """Write the tables, what they are of, and the chart; `titles` are those of the scenarios."""
    drawn = leans.drawn
    frames = {name: make(drawn) for name, make in TABLES.items()}
    frames |= {"ensemble_leans": leans.table, "ensemble_learning": leans.learning}
    for name, frame in frames.items():
        if len(frame):
            write_table(frame, folder / f"{name}.csv")
    write_json(describe_ensemble(drawn), folder / ABOUT)
    said = save_ensemble(drawn, titles, folder, texts)
    if said:
        note(said)


def describe_ensemble(drawn: Drawn) -> dict[str, Any]:
    """Return the content of `ensemble.json`: what was drawn, how, and how many have a plan."""
    study = drawn.study
    return {
        "format": 1,
        "draws": study.asked.draws,
        "seed": study.asked.seed,
        "correlation": study.asked.correlation,
        "reference": study.names[0],
        "sure": SURE,
        "likely": LIKELY,
        "input_sha256_32": study.key,
        "scenarios": count_plans(drawn).to_dict("records"),
    }
