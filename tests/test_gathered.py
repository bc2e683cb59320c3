"""Rows known before a plan: what adds up to which of them, period by period."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.results.gathered import gather_rows

THINGS = pd.DataFrame(
    {
        "to": ["works", "works", "pit", "works"],
        "material": ["slag", "ash", "ash", "slag"],
        "km": [7.0, 3.0, 5.0, 7.0],
    }
)


def test_things_of_the_same_keys_share_a_row() -> None:
    """Two routes of slag to one works are one row; rows are sorted by their keys."""
    rows = gather_rows(THINGS, ["to", "material"], ["km"], [2025])
    assert rows.row_of.tolist() == [2, 1, 0, 2]
    assert rows.about.to_dict("list") == {
        "to": ["pit", "works", "works"],
        "material": ["ash", "ash", "slag"],
        "km": [5.0, 3.0, 7.0],
    }


def test_amounts_add_up_period_by_period() -> None:
    """Rows that nothing is added to are left out; periods come in order, rows within them."""
    rows = gather_rows(THINGS, ["to", "material"], [], [2025, 2030])
    things, periods = np.array([0, 3, 1, 2]), np.array([1, 1, 0, 1])
    table = rows.add(things, periods, {"kt": np.array([1.0, 2.5, 4.0, 8.0])})
    assert table.to_numpy(object).tolist() == [
        [2025, "works", "ash", 4.0],
        [2030, "pit", "ash", 8.0],
        [2030, "works", "slag", 3.5],
    ]


def test_nothing_added_is_no_row() -> None:
    """A plan that moves nothing has an empty table with all columns."""
    rows = gather_rows(THINGS, ["to", "material"], ["km"], [2025])
    none = np.zeros(0, dtype=np.int64)
    table = rows.add(none, none, {"kt": np.zeros(0)})
    assert (len(table), list(table)) == (0, ["period", "to", "material", "km", "kt"])
