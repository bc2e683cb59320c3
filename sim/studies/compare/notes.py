"""The differences of the inputs in few lines: what changed alike stands in one."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import pandas as pd

from sim.scenario.fields import Sourced
from sim.studies.compare.inputs import ROW, SCENARIO

_NUMBER = re.compile(r"(-?[\d.]+(?:e[+-]?\d+)?)(?: (\S+))?")
_SAME_RATIO = 1e-6


@dataclass(frozen=True)
class InputNote:
    """What one run has differently from the reference in one column of a table."""

    table: str
    """A table, or `scenario`."""
    key: str
    """Key of the scenario, or of the first row."""
    column: str
    """A column, an entry of a scenario's list, or `(row)`."""
    name_en: str
    """The first row it speaks of."""
    name_zh: str
    before: str
    """Value in the reference; blank where it has none."""
    after: str
    rows: int
    alike: bool
    """Whether `before` and `after` are those of all rows."""
    ratio: float | None
    """After by before, where it is the same in all of several rows."""


def summarize_inputs(inputs: pd.DataFrame, first: str, other: str) -> list[InputNote]:
    """Return what differs between two runs, one note for what changed alike.

    `inputs` is the frame of a comparison. Rows gained, rows lost and each column of a table make a
    note; ends of ranges, sources and notes of the tables are left out.
    """
    before, after = inputs[f"{first}:value"], inputs[f"{other}:value"]
    frame = inputs[before != after].assign(before=before, after=after)
    told = ~frame["column"].isin(list(Sourced.model_fields))
    told &= ~frame["column"].str.endswith(("_low", "_high"))
    frame = frame[told | (frame["table"] == SCENARIO)]
    side = (frame["before"] == "").astype(int) - (frame["after"] == "").astype(int)
    by_row = frame["column"] == ROW
    one_sided = _name_rows(frame[by_row & (side != 0)])
    told_whole = _name_rows(frame).isin(one_sided)
    frame = frame[by_row & (side != 0) | ~by_row & ~told_whole]
    each = (frame["key"] + "\n" + frame["column"]).where(frame["table"] == SCENARIO, "")
    groups = frame.groupby(
        [frame["table"], frame["column"], side.where(by_row, 0), each], sort=False
    )
    return [_make_note(group) for _, group in groups]


def _name_rows(frame: pd.DataFrame) -> pd.Series[str]:
    """Return which row of which table each line speaks of."""
    names: pd.Series[str] = frame["table"] + "\n" + frame["key"]
    return names


def _make_note(group: pd.DataFrame) -> InputNote:
    head = group.iloc[0]
    pairs = group[["before", "after"]].drop_duplicates()
    return InputNote(
        table=str(head["table"]),
        key=str(head["key"]),
        column=str(head["column"]),
        name_en=str(head["name_en"]),
        name_zh=str(head["name_zh"]),
        before=str(head["before"]),
        after=str(head["after"]),
        rows=len(group),
        alike=len(pairs) == 1,
        ratio=_find_ratio(pairs),
    )


def _find_ratio(pairs: pd.DataFrame) -> float | None:
    if len(pairs) < 2:
        return None
    ratios = []
    for before, after in pairs.itertuples(index=False):
        a, b = _NUMBER.fullmatch(before), _NUMBER.fullmatch(after)
        if a is None or b is None or a[2] != b[2] or float(a[1]) == 0:
            return None
        ratios.append(float(b[1]) / float(a[1]))
    alike = all(math.isclose(ratio, ratios[0], rel_tol=_SAME_RATIO) for ratio in ratios)
    return ratios[0] if alike else None
