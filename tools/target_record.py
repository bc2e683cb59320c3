"""What docs/target.md tells of `sim target` on the shipped scenarios: solved, and kept as a record.

`python -m tools.build_target` solves; the pages and a test read what it has written.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import sim
from tools.blocks import ROOT

RECORD = ROOT / "docs" / "images" / "target.json"
TAIHANG = "scenarios/handan-changzhi-anyang"
BUDGET = f"{TAIHANG}/best-under-budget.yaml"
_COLUMNS = (
    "step",
    "plant_name_en",
    "plant_name_zh",
    "plant",
    "technology",
    "technology_en",
    "technology_zh",
    "city",
    "built_kt_yr",
    "investment_MCNY",
    "alone_gain",
    "in_order_gain",
    "in_order_cost_MCNY_yr",
    "ends",
)
_METRIC = "utilization_rate"
Record = dict[str, Any]


@dataclass(frozen=True)
class Question:
    """A shipped scenario and the rate that is asked of it."""

    scenario: str
    at: str

    def answer(self) -> Record:
        """Return what `target.json` has, with the rows of the builds."""
        case = sim.load(ROOT / self.scenario)
        found = case.target(**{_METRIC: self.at}, points=0, workers=1)  # type: ignore[arg-type]
        rows = found.found.builds[[*_COLUMNS]]
        return {**found.summary, "rows": json.loads(rows.to_json(orient="records"))}


QUESTIONS = {
    "reach": Question("scenarios/reach-90.yaml", "90 %"),
    "plain": Question("scenarios/baseline.yaml", "90 %"),
    "taihang": Question(f"{TAIHANG}/reach-80.yaml", "80 %"),
    "doubled": Question(f"{TAIHANG}/baseline.yaml", "90 %"),
}
"""Name in the pages -> what is asked."""


def make_record() -> Record:
    """Return the answers to all questions, the plan under a budget, and the names of cities."""
    found: Record = {name: question.answer() for name, question in QUESTIONS.items()}
    result = sim.load(ROOT / BUDGET).run()
    found["budget"] = {name: float(result.kpis["value"][name]) for name in (_METRIC, "investment")}
    case = sim.load(ROOT / QUESTIONS["reach"].scenario)
    areas = case.data.tables["areas"].set_index("id")
    found["cities"] = {
        language: areas[f"name_{language}"].dropna().to_dict() for language in ("en", "zh")
    }
    return found


def read_record() -> Record:
    """Return what was found when the pages were last built."""
    record: Record = json.loads(RECORD.read_text(encoding="utf-8"))
    return record


def write_record(record: Record) -> None:
    """Keep a record for the pages and the test."""
    text = json.dumps(record, ensure_ascii=False, indent=1)
    RECORD.write_text(f"{text}\n", encoding="utf-8", newline="\n")
