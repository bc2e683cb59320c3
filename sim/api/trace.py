"""The rows of the input that a figure of a case is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from sim.api.frames import give
from sim.api.inputs import Inputs
from sim.studies.solve_case import Clock
from sim.studies.trace.asked import read_asked
from sim.studies.trace.study import Given, trace


def trace_case(
    case: Inputs, words: Sequence[str], scope: Mapping[str, str], measure: str, clock: Clock
) -> pd.DataFrame:
    """Return the rows of a figure; `Case.trace` says more."""
    given = Given(case.data)
    found = trace(given, read_asked(case.data, words, scope, measure), clock)
    rows = give(found.rows)
    rows.attrs |= {"value": found.traced.value, "unit": found.traced.unit}
    return rows
