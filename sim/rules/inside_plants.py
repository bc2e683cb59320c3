"""What is made at plants and what leaves them, as columns and keys."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.rules.tables import Columns, Ints, Tables


def makers(n: Tables, c: Columns) -> Ints:
    """Return the column that each row of table `makes` is made in proportion to."""
    by_activity = (n.makes["per"] == "activity").to_numpy()
    act = c.find("act", n.makes[["line", "recipe"]])
    use = c.find("use", n.makes[["line", "recipe", "per"]])
    return np.where(by_activity, act, use)


def sent(n: Tables) -> tuple[NDArray[Any], pd.DataFrame]:
    """Return which routes leave plants, and plant and lot of each of them."""
    out = (n.routes["origin_kind"] == "plant").to_numpy()
    return out, n.routes.loc[out, ["origin", "lot"]].set_axis(["plant", "lot"], axis=1)
