"""What is open or not: the columns of switches, and the words that their families share."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.rules.family import Reason
from sim.rules.rows import Rows
from sim.rules.tables import Columns, Ints, Tables
from sim.rules.wording import Wording

OPEN = "open"
"""The option of what is opened in one way only."""
CLOSED = Reason(
    "not_open",
    Wording(
        "what could take it is not open: opening it costs more than it brings,"
        " or no more may be open",
        "可接收的设施未启用：启用成本高于收益，或受启用数量限制",
    ),
)

SIZE = Reason(
    "next_size",
    Wording(
        "what could take it is built in whole steps or size classes, and the next one costs more"
        " than it brings or is more than may be built",
        "可接收设施按固定步长或规模档次新建：下一档成本高于收益，或超出可新建上限",
    ),
)


def of_kind(n: Tables, kind: str) -> NDArray[np.bool_]:
    """Return which switches are of a kind."""
    found: NDArray[np.bool_] = (n.switches["kind"] == kind).to_numpy(bool)
    return found


def switches_of(n: Tables, c: Columns, kind: str, option: str = "") -> tuple[Ints, pd.DataFrame]:
    """Return the columns of the switches of a kind, and their rows in the table of switches.

    With an option: of those that are opened in this way.
    """
    of = of_kind(n, kind)
    if option:
        of = of & (n.switches["option"] == option).to_numpy(bool)
    return c.block("on")[of], n.switches[of].reset_index(drop=True)


def no_more_than_open(
    name: str,
    n: Tables,
    c: Columns,
    kind: str,
    ends: tuple[Ints, pd.DataFrame],
    option: str = "",
    keys: pd.DataFrame | None = None,
) -> Rows:
    """Return rows `what runs - most x on <= 0`, one a switch of a kind.

    `ends` are the columns of what runs, and the id that each of them runs at. `keys` are what the
    ids of switches stand for where rows are named by more than an id, indexed by id.
    """
    on, table = switches_of(n, c, kind, option)
    called = table[["id"]] if keys is None else keys.loc[table["id"]].reset_index(drop=True)
    rows = Rows(name, called, upper=0.0).add(1.0, *ends)
    return rows.add(-table["most_kt_yr"].to_numpy(float), on, called)


def sizes_open(n: Tables, c: Columns, of: pd.DataFrame) -> Ints:
    """Return the columns that say whether these size classes are the ones chosen."""
    keys = pd.DataFrame({"kind": "builds", "id": of["line"], "option": of["option"]})
    return c.find("on", keys)


def no_more_than_class(name: str, n: Tables, c: Columns, of: pd.DataFrame) -> Rows:
    """Return one row for each of these size classes: nothing is built in it unless it is chosen.

    And then no more than its largest size.
    """
    keys = of[["line", "option"]].reset_index(drop=True)
    return (
        Rows(name, keys, upper=0.0)
        .add(1.0, c.block("sized"), n.sizes[["line", "option"]])
        .add(-of["to_kt_yr"].to_numpy(float), sizes_open(n, c, of), keys)
    )


def counted(n: Tables, c: Columns, bound: Any) -> tuple[pd.DataFrame, Ints, pd.DataFrame]:
    """Return the entries of `choose` with such a bound, and the switches that they count.

    An entry may count none: its row has nothing in it.
    """
    of = n.choices[n.choices[bound].notna()]
    entries = of.drop_duplicates("entry")[["entry", bound]].reset_index(drop=True)
    at = c.find("on", of[["kind", "id", "option"]])
    return entries, at[at >= 0], of.loc[at >= 0, ["entry"]]
