"""Joins and rows of frames give what pandas gives, and blanks find blanks."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.rules.joins import cross, join
from sim.scenario.records import records


def draw(seed: int, rows: int, others: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return two frames that share two columns, with blanks in one of them."""
    rng = np.random.default_rng(seed)

    def keys(size: int) -> dict[str, pd.Series]:
        blank = pd.Series(rng.integers(0, 3, size).astype(str), dtype="str")
        blank[rng.random(size) < 0.2] = None
        return {"plant": pd.Series(rng.integers(0, 9, size).astype(str)), "lot": blank}

    left = pd.DataFrame({**keys(rows), "km": rng.random(rows), "on": rng.random(rows) > 0.5})
    right = pd.DataFrame({**keys(others), "zones": [("z1",)] * others, "n": np.arange(others)})
    return left, right


@pytest.mark.parametrize("on", ["plant", ["plant", "lot"]])
@pytest.mark.parametrize(("rows", "others"), [(40, 30), (1, 30), (0, 30), (40, 0)])
def test_a_join_is_a_merge(on: str | list[str], rows: int, others: int) -> None:
    left, right = draw(rows, rows, others)
    if on == "plant":
        right = right.drop(columns="lot")
    pd.testing.assert_frame_equal(join(left, right, on), left.merge(right, on=on))


def test_blanks_find_blanks_and_no_value_of_another_row() -> None:
    left = pd.DataFrame({"a": ["x", "x", "y"], "b": ["1", None, None]})
    right = pd.DataFrame({"a": ["x", "y", "y"], "b": [None, "1", None], "n": [1, 2, 3]})
    assert join(left, right, ["a", "b"])["n"].tolist() == [1, 3]


def test_a_cross_holds_every_pair() -> None:
    left, right = draw(0, 3, 2)
    right = right.drop(columns=["plant", "lot"])
    pd.testing.assert_frame_equal(cross(left, right), left.merge(right, how="cross"))
    assert len(cross(left, right[:0])) == 0


def test_rows_are_those_of_pandas() -> None:
    frame, _ = draw(1, 20, 1)
    frame = frame.set_index("plant").rename(columns={"km": "distance in km"})
    ours, theirs = list(records(frame)), list(frame.itertuples())
    assert [row._fields for row in ours] == [row._fields for row in theirs]
    assert list(map(repr, map(tuple, ours))) == list(map(repr, map(tuple, theirs)))
    assert {type(row.on) for row in ours} == {bool}
