"""What is known of the tasks of a study, and what their results depend on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sim.loader.case import Case
from sim.results.write import describe_run


def _forget(_key: str, _found: Any) -> None:
    """Keep nothing."""


@dataclass
class Memory:
    """What tasks gave, by key; `keep` is told of everything new, so that it can be written down."""

    known: dict[str, Any] = field(default_factory=dict)
    keep: Callable[[str, Any], None] = _forget

    def learn(self, key: str, found: Any) -> None:
        """Take up what a task gave."""
        self.known[key] = found
        self.keep(key, found)


def study_key(case: Case, *asked: str) -> str:
    """Return a hash of a case's scenario and inputs, of what is asked, and of all libraries.

    Equal keys: tasks of one key give equal results, to the last bit.
    """
    scenario = case.scenario.model_dump(mode="json")
    content = [describe_run(case.inputs), scenario, asked]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
