"""Amounts that limits are about, as weights of columns: what is sold, used, made, bought, carried.

What is asked is flat: `material`, `plant`, … of the amount; `over` names the lower amount of a
ratio, `over material`, `over plant`, … narrow it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from sim.model.columns import Columns
from sim.model.constraints import makers
from sim.network import Network
from sim.rules.amounts import OVER, amount_of

Asked = Mapping[str, str]
Parts = dict[str, Any]
"""Variable -> weight of each of its columns."""


def weigh_amount(network: Network, columns: Columns, name: str, asked: Asked) -> Parts:
    """Return the weights of an amount, or of the upper amount of a ratio."""
    own = {key: value for key, value in asked.items() if not key.startswith(OVER)}
    return _WEIGHED[amount_of(name)](network, columns, own)


def weigh_base(network: Network, columns: Columns, asked: Asked) -> Parts | None:
    """Return the weights of the lower amount of a ratio; None where nothing stands below."""
    if OVER not in asked:
        return None
    start = f"{OVER} "
    own = {k.removeprefix(start): v for k, v in asked.items() if k.startswith(start)}
    return _WEIGHED[asked[OVER]](network, columns, own)


def _at_plants(n: Network, plants: pd.Series, asked: Asked) -> np.ndarray:
    """Return which rows are of a plant that is asked for, by itself or by its place."""
    fits = np.ones(len(plants), dtype=bool)
    for level in ("city", "province"):
        if level in asked:
            fits &= plants.map(n.plants[level]).eq(asked[level]).to_numpy(bool)
    if "plant" in asked:
        fits &= plants.eq(asked["plant"]).to_numpy(bool)
    return fits


def _of_material(n: Network, frame: pd.DataFrame, asked: Asked) -> np.ndarray:
    if "material" not in asked:
        return np.ones(len(frame), dtype=bool)
    found: np.ndarray = frame["lot"].map(n.lots["material"]).eq(asked["material"]).to_numpy(bool)
    return found


def _in_lines(n: Network, frame: pd.DataFrame, asked: Asked) -> np.ndarray:
    """Return which rows of uses or makes are asked for."""
    fits: np.ndarray = _of_material(n, frame, asked) & _at_plants(n, frame["plant"], asked)
    if "technology" in asked:
        technology = frame["line"].map(n.lines["technology"])
        fits &= technology.eq(asked["technology"]).to_numpy(bool)
    return fits


def _used(n: Network, _c: Columns, asked: Asked) -> Parts:
    return {"use": _in_lines(n, n.uses, asked).astype(float)}


def _made(n: Network, c: Columns, asked: Asked) -> Parts:
    fits = _in_lines(n, n.makes, asked)
    whole = np.zeros(c.count)
    np.add.at(whole, makers(n, c)[fits], n.makes["amount"].to_numpy(float)[fits])
    return {variable: whole[c.block(variable)] for variable in ("act", "use")}


def _bought(n: Network, _c: Columns, asked: Asked) -> Parts:
    fits = _of_material(n, n.purchases, asked) & _at_plants(n, n.purchases["plant"], asked)
    return {"buy": fits.astype(float)}


def _sold(n: Network, _c: Columns, asked: Asked) -> Parts:
    fits = n.routes["role"].eq("sale").to_numpy(bool) & _of_material(n, n.routes, asked)
    fits &= _at_plants(n, n.routes["origin"], asked)
    if "market" in asked:
        fits &= n.routes["destination"].eq(asked["market"]).to_numpy(bool)
    return {"ship": fits.astype(float)}


def _carried(n: Network, _c: Columns, asked: Asked) -> Parts:
    moved = n.routes["role"].ne("storage").to_numpy(bool)
    fits = moved & _of_material(n, n.routes, asked)
    for key, column in (("from", "origin"), ("to", "destination"), ("mode", "mode")):
        if key in asked:
            fits &= n.routes[column].eq(asked[key]).to_numpy(bool)
    return {"ship": fits.astype(float)}


_WEIGHED = {
    "sold": _sold,
    "used": _used,
    "made": _made,
    "bought": _bought,
    "carried": _carried,
}
