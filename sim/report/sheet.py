"""What a map shows whatever the plan: the view, the ground, and the ways that flows may take."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.draw import palette
from sim.draw.canvas import MapError, View, fit_view, list_places, view_window
from sim.draw.ground import list_lines, project_shapes
from sim.draw.marginalia import write_credit
from sim.draw.outlets import KINDS
from sim.draw.projection import Points
from sim.draw.scene import place_ports
from sim.geo.basemap import Basemap, BasemapKind, load_basemap
from sim.report.ground import name_towns, trace_ground
from sim.report.legs import Ways
from sim.report.safe import escape_plot, unescape_plot
from sim.say.texts import Texts

_STEPS = 100


@dataclass(frozen=True)
class Sheet:
    """The map under the plans of a scenario."""

    places: Points
    """Longitude and latitude of all that has coordinates; the view is of these."""
    view: View
    basemap: Basemap
    credit: str
    ground: dict[str, Any]
    """What scripts are told: box and projection, ground, towns, and colours of rates."""
    ways: Ways
    escape: Callable[[object], str] = escape_plot
    """What names go through on their way to the scripts."""

    def unescape(self) -> Sheet:
        """Return the sheet for a page that shows every text literally by itself."""
        return replace(self, ground=unescape_plot(self.ground), escape=str)


def spread_sheet(
    frames: Mapping[str, pd.DataFrame],
    inputs: Mapping[str, pd.DataFrame],
    texts: Texts,
    *,
    root: Path,
    kind: BasemapKind,
) -> Sheet | None:
    """Return the sheet for the maps of runs; None when no zone or plant has coordinates.

    Of result tables (`frames`) zones and lines are read. Plans of the same sites can share it.
    """
    ends = {name: inputs[name] for name in KINDS.values()}
    places = list_places({**ends, **{name: frames[name] for name in ("zones", "lines")}})
    try:
        view = fit_view(places)
    except MapError:
        return None
    basemap = load_basemap(kind, view_window(view), root)
    ground = {
        "box": [view.left, view.right, view.bottom, view.top],
        "projection": [view.projection.lon, view.projection.lat],
        "ground": trace_ground(basemap, view, texts),
        "towns": name_towns(basemap, view, texts),
        "rate": shade_all(palette.RATE, [i / _STEPS for i in range(_STEPS + 1)]),
    }
    ports = place_ports(inputs["terminals"], view.projection)
    ways = Ways(ports, list_lines(project_shapes(basemap.rivers, view.projection)))
    return Sheet(places, view, basemap, write_credit(basemap, texts), ground, ways)


def shade(scale: Any, share: float) -> str:
    """Return the colour of a share on a scale of colours."""
    return shade_all(scale, [share])[0]


def shade_all(scale: Any, shares: Sequence[float]) -> list[str]:
    """Return the colour of each share on a scale of colours."""
    colors = scale(np.asarray(shares, dtype=float), bytes=True)[:, :3].tolist()
    return [f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in colors]
