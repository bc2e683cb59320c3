"""The figure that everything is drawn on."""

from __future__ import annotations

import io

from matplotlib import rc_context
from matplotlib.figure import Figure

from sim.draw.style import drawing_style


class Sheet(Figure):
    """A figure of matplotlib that a notebook shows by itself, in the style of the files."""

    zoom: float = 1.0
    """Size in print against the size it is drawn in."""

    def _repr_png_(self) -> bytes:
        picture = io.BytesIO()
        with rc_context(drawing_style()):
            self.savefig(picture, format="png", dpi=self.dpi)
        return picture.getvalue()
