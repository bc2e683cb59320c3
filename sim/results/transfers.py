"""Transfers: who takes whose waste, between provinces and between cities."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from sim.network import Network

LEVELS = ("province", "city")
_CARRIED = ("utilization", "chain", "disposal")
_KEYS = ["period", "level", "origin", "destination", "material", "role"]
_SUMS = ["amount_kt_yr", "cost_MCNY_yr", "work_Mt_km_yr"]


def tabulate_transfers(
    network: Network, flows: pd.DataFrame, inputs: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """Return waste and residue by ordered pair of areas, material and role; within one included.

    What stays in the store of its own site is no transfer.
    """
    waste = network.materials.index[network.materials["kind"].isin(["waste", "residue"])]
    moved = flows[flows["role"].isin(_CARRIED) & flows["material"].isin(waste)]
    frames = []
    for level in LEVELS:
        ends = {end: moved[f"{end}_{level}"].fillna("") for end in ("origin", "destination")}
        named = moved.assign(level=level, **ends)
        frames.append(named[(named["origin"] != "") & (named["destination"] != "")])
    table = pd.concat(frames).groupby(_KEYS, as_index=False, sort=False)[_SUMS].sum()
    order = {level: i for i, level in enumerate(LEVELS)}
    table = table.sort_values(
        _KEYS, key=lambda c: c.map(order) if c.name == "level" else c, ignore_index=True
    )
    names = inputs["areas"].set_index("id")
    for end in ("origin", "destination"):
        for language in ("en", "zh"):
            known = names[f"name_{language}"].reindex(table[end]).to_numpy()
            blank = pd.isna(known) | (known == "")
            table[f"{end}_name_{language}"] = table[end].mask(~blank, known)
    return table[
        [
            *_KEYS[:4],
            "origin_name_en",
            "origin_name_zh",
            "destination_name_en",
            "destination_name_zh",
            "material",
            "role",
            *_SUMS,
        ]
    ]
