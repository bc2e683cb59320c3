"""What the parts of a study depend on, in short: equal keys, equal results to the last bit."""

from __future__ import annotations

import hashlib
import json

from sim.loader.case import Case
from sim.results.write import describe_run


def study_key(case: Case, *asked: str) -> str:
    """Return a hash of a case's scenario and inputs, of what is asked, and of all libraries."""
    scenario = case.scenario.model_dump(mode="json")
    content = [describe_run(case.inputs), scenario, asked]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
