"""A cache of the results of a study's tasks, and the key that they depend on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sim.loader.case import Case
from sim.results.write import describe_run

_FORM = 2
"""Of what is remembered of a task; results of another form are not taken up."""


def _forget(_key: str, _found: Any) -> None:
    """Save nothing."""


@dataclass
class Memory:
    """Results of tasks by key; `keep` is called with each new one so that it can be saved."""

    known: dict[str, Any] = field(default_factory=dict)
    keep: Callable[[str, Any], None] = _forget

    def learn(self, key: str, found: Any) -> None:
        """Add the result of a task."""
        self.known[key] = found
        self.keep(key, found)


def study_key(case: Case, *asked: str) -> str:
    """Return a hash of a case's scenario and inputs, of what is asked, and of all libraries.

    Equal keys: tasks of one key give equal results, to the last bit.
    """
    scenario = case.scenario.model_dump(mode="json")
    content = [_FORM, describe_run(case.inputs), scenario, asked]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
