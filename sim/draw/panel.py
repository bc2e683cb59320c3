"""A column of the sheet that is filled from the top."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes

from sim.draw import palette
from sim.draw.fonts import MapFont

HEAD, TEXT, SMALL = 12.0, 9.8, 9.0
"""Points of letters: of headings, of what stands below, of figures and remarks."""
LEFT = 2.0


@dataclass
class Panel:
    """A column of the sheet that is filled from the top; all lengths in points."""

    ax: Axes
    font: MapFont
    top: float
    width: float

    def down(self, points: float) -> float:
        """Move the cursor down and return where it stands then."""
        self.top -= points
        return self.top

    def write(self, x: float, y: float, text: str, size: float = TEXT, **style: Any) -> None:
        """Write a text, centred on `y`."""
        style = {"color": palette.INK, "va": "center", **style}
        self.ax.text(x, y, text, fontsize=size, **style)

    def head(self, key: str) -> None:
        """Begin a section."""
        self.write(LEFT, self.down(HEAD / 2), self.font.texts.say(key), HEAD, weight="bold")
        self.down(HEAD / 2 + 3)

    def fit(self) -> None:
        """Squeeze the column into its axes where many provinces and families make it longer."""
        bottom, top = self.ax.get_ylim()
        self.ax.set_ylim(min(bottom, self.top), top)

    def note(self, key: str) -> None:
        """Write a line that says how to read what follows."""
        y = self.down(SMALL / 2 + 1)
        self.write(LEFT, y, self.font.texts.say(key), SMALL, color=palette.SOFT_INK)
        self.down(SMALL / 2 + 4)


def open_panel(ax: Axes, font: MapFont) -> Panel:
    """Return the panel that fills axes measured in points from their top."""
    return Panel(ax, font, ax.get_ylim()[1] - 4, ax.get_xlim()[1])
