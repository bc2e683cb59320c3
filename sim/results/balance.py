"""Payments summed for reading: by kind and province, by enterprise, by site."""

from __future__ import annotations

import pandas as pd

BLOCKS = {
    "gate": ("gate",),
    "moving": ("transport", "handling"),
    "borders": ("border", "waiting", "tax"),
    "storing": ("storage", "disposal", "reclaim", "fixed"),
    "operation": ("operation",),
    "carbon": ("carbon",),
}
"""Column of a reader's table -> items of waste that it adds up."""
_BY_PROVINCE = ("generator", "plant", "sink")
_BY_ACTOR = ("carrier", "province")


def sum_payments(actors: pd.DataFrame, level: str) -> pd.DataFrame:
    """Return kind, unit, names x block: payments for waste; and the balances.

    `level` is group (sites by province, carriers and provinces one by one, outsiders together),
    owner (generators and plants of an enterprise together) or actor. Columns: kind, unit,
    name_en, name_zh, the blocks, waste, production, total; million CNY, kinds as in `actors`.
    """
    rows = actors.assign(unit=_units(actors, level))
    if level == "owner":
        rows = rows[rows["kind"].isin(("generator", "plant"))].assign(kind="owner")
    keys = ["kind", "unit"]
    names = rows.drop_duplicates(keys).set_index(keys)[["name_en", "name_zh"]]
    amount = rows["amount_MCNY_yr"]
    waste = rows["scope"] == "waste"
    parts = {
        **{
            block: amount.where(waste & rows["item"].isin(items), 0.0)
            for block, items in BLOCKS.items()
        },
        "waste": amount.where(waste, 0.0),
        "production": amount.mask(waste, 0.0),
        "total": amount,
    }
    sums = rows[keys].assign(**parts).groupby(keys, sort=False).sum()
    kinds = {kind: i for i, kind in enumerate(dict.fromkeys(rows["kind"]))}
    return (
        names.join(sums)
        .reset_index()
        .sort_values(keys, key=lambda c: c.map(kinds) if c.name == "kind" else c, ignore_index=True)
    )


def _units(actors: pd.DataFrame, level: str) -> pd.Series[str]:
    """Return what each row is summed under."""
    if level == "owner":
        return actors["owner"]
    if level == "actor":
        return actors["actor"]
    unit = actors["actor"].where(actors["kind"].isin(_BY_ACTOR), "")
    return unit.mask(actors["kind"].isin(_BY_PROVINCE), actors["province"])
