"""The divisions of a game as tables and as JSON, in the sign that they were given in."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sim.studies.share.study import Shares

JOINED = " + "


def tabulate_shares(found: Shares) -> pd.DataFrame:
    """Return a row a player: alone, adding last, and in every division."""
    sign = found.table.sign
    return pd.DataFrame(
        {
            "player": list(found.game.players),
            "alone": sign * found.alone,
            "marginal": sign * found.marginal,
            **{name: sign * d.payoff for name, d in found.divisions.items()},
        }
    )


def tabulate_divisions(found: Shares) -> pd.DataFrame:
    """Return a row a division: whether in the core, and which coalition it treats worst.

    `would_gain` is what that coalition would gain, or save, by leaving.
    """
    rows = [
        {
            "division": d.name,
            "in_core": d.in_core,
            "most_dissatisfied": JOINED.join(found.game.coalition(d.worst)),
            "would_gain": d.excess,
        }
        for d in found.divisions.values()
    ]
    return pd.DataFrame(rows)


def tabulate_coalitions(found: Shares) -> pd.DataFrame:
    """Return every coalition, the smaller ones first, with its value or cost."""
    game, kind = found.game, "cost" if found.table.is_cost else "value"
    masks = sorted(range(1, game.grand + 1), key=lambda m: (m.bit_count(), m))
    return pd.DataFrame(
        {
            "coalition": [JOINED.join(game.coalition(m)) for m in masks],
            "size": [m.bit_count() for m in masks],
            kind: [found.table.sign * float(game.values[m]) for m in masks],
        }
    )


TABLES = {
    "shares": tabulate_shares,
    "divisions": tabulate_divisions,
    "coalitions": tabulate_coalitions,
}
"""Written table -> what makes it."""


def describe_shares(found: Shares) -> dict[str, Any]:
    """Return the content of `share.json`."""
    table, sign = found.table, found.table.sign
    return {
        "format": 1,
        "name": table.name,
        "file": table.file,
        "kind": "cost" if table.is_cost else "value",
        "unit": table.unit,
        "players": list(found.game.players),
        "together": sign * found.game.total,
        "sum_alone": sign * float(found.alone.sum()),
        "gain": found.gain,
        "core_is_empty": not found.has_core,
        "losing_pairs": len(found.failures),
        "divisions": tabulate_divisions(found).to_dict("records"),
        "shares": tabulate_shares(found).to_dict("records"),
    }
