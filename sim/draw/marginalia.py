"""Title, scale bar, north arrow, caption, credits and footer."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Polygon, Rectangle
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Bbox

from sim.draw import palette
from sim.draw.canvas import MAP_BOX, View
from sim.draw.projection import Points
from sim.geo.basemap import Basemap
from sim.geo.distance import geodesic_km
from sim.results.summary_file import Summary
from sim.say import Language
from sim.say.figures import round_nice, write_percent
from sim.say.texts import Texts

_HALO = withStroke(linewidth=2.6, foreground=palette.LAND)
_BAR_SHARE = 0.2
"""The scale bar takes at most this share of the width of the map."""
_LEFT = MAP_BOX[0] + 0.001


def read_kpis(summary: Summary) -> dict[str, float]:
    """Return the figures of a run by name."""
    kpis = {kpi["name"]: kpi["value"] for kpi in summary.get("kpis", [])}
    return {name: float(value) for name, value in kpis.items() if value is not None}


def write_kpi_line(summary: Summary, texts: Texts) -> str:
    """Return the line under the title: rates, amounts, cost; what is not known is left out."""
    kpis = read_kpis(summary)
    parts = []
    if "utilization_rate" in kpis:
        net = write_percent(100 * kpis["utilization_rate"])
        if "gross_utilization_rate" in kpis:
            gross = write_percent(100 * kpis["gross_utilization_rate"])
            parts.append(texts.say("kpi_rates", net=net, gross=gross))
        else:
            parts.append(texts.say("kpi_rate", net=net))
    for name in ("generation", "cross_border"):
        if name in kpis:
            amount = texts.amount(kpis[name])
            parts.append(texts.say(f"kpi_{name}", amount=amount))
    if "net_cost" in kpis:
        key = "kpi_net_cost" if kpis["net_cost"] >= 0 else "kpi_net_gain"
        parts.append(texts.say(key, money=texts.money(abs(kpis["net_cost"]))))
    return "  ·  ".join(parts)


def write_title(summary: Summary, texts: Texts) -> str:
    """Return the title of the scenario, or its name."""
    scenario = summary.get("scenario", {})
    titles = scenario.get("title") or {}
    other: Language = "en" if texts.language == "zh" else "zh"
    return str(titles.get(texts.language) or titles.get(other) or scenario.get("name", ""))


def draw_heading(figure: Figure, title: str, kpi_line: str) -> None:
    """Write the title and the line of figures above the map."""
    inch = 1 / figure.get_figheight()
    for text, down, style in (
        (title, 0.52, {"fontsize": 21, "weight": "bold", "color": palette.INK}),
        (kpi_line, 0.92, {"fontsize": 13.5, "color": palette.SOFT_INK}),
    ):
        figure.text(_LEFT, 1 - down * inch, text, va="center", **style)  # type: ignore[arg-type]


def draw_notes(figure: Figure, basemap: Basemap, caption: str, texts: Texts) -> None:
    """Write the caption, the credits and, where administrative lines are drawn, the footer."""
    credit = write_credit(basemap, texts)
    inch = 1 / figure.get_figheight()
    figure.text(_LEFT, 0.43 * inch, caption, fontsize=9.5, color=palette.INK, va="center")
    figure.text(_LEFT, 0.20 * inch, credit, fontsize=8.5, color=palette.SOFT_INK, va="center")
    if basemap.has_boundaries:
        figure.text(
            0.988,
            0.20 * inch,
            texts.say("footer"),
            fontsize=9,
            weight="bold",
            color=palette.INK,
            ha="right",
            va="center",
        )


def list_notes(basemap: Basemap, caption: str, texts: Texts) -> list[tuple[str, float, str]]:
    """Return text, size and weight of what stands below a map: as `draw_notes` writes it."""
    notes = [(caption, 9.0, "normal"), (write_credit(basemap, texts), 8.2, "normal")]
    return [*notes, *([(texts.say("footer"), 8.5, "bold")] if basemap.has_boundaries else [])]


def write_credit(basemap: Basemap, texts: Texts) -> str:
    """Return where what is drawn of the base map is from, and the projection.

    What is not drawn is not credited: a window far from all boundaries, rivers and places, or
    a map without boundaries.
    """
    keys = ["projection"]
    if basemap.has_boundaries:
        part = "" if basemap.has_nature else "boundaries_"
        keys.insert(0, f"credit_{part}{basemap.kind}")
    elif basemap.has_nature:
        keys.insert(0, "credit_schematic")
    return ("" if texts.language == "zh" else " ").join(texts.say(key) for key in keys)


def pick_side(view: View, points: Points, wide: float, tall: float, *, top: bool) -> float:
    """Return where a corner of the map begins that is free of sites: the left one, or the right.

    `wide` and `tall` are the shares of the map that the corner takes; the left corner begins at 0
    and the right one at `1 - wide`.
    """
    low = 1 - tall if top else 0.0
    height = (points[:, 1] - view.bottom) / view.height
    across = (points[:, 0] - view.left) / view.width
    level = (height >= low) & (height <= low + tall)
    left = int((level & (across <= wide)).sum())
    right = int((level & (across >= 1 - wide)).sum())
    return 0.0 if left <= right else 1 - wide


def draw_scale_bar(ax: Axes, view: View, points: Points) -> Bbox:
    """Draw a bar of a round number of km in a lower corner; return the pixels it takes.

    It stands at the left, or at the right where fewer of the `points` (km) are.
    """
    ground_km = round_nice(view.width * _BAR_SHARE)
    side = pick_side(view, points, ground_km / view.width + 0.07, 0.09, top=False)
    x, y = view.left + (side + 0.022) * view.width, view.bottom + 0.032 * view.height
    tall = 0.007 * view.height
    km = ground_km * find_stretch(view, x, y, ground_km)
    for i, color in enumerate((palette.INK, palette.PAPER)):
        bar = Rectangle(
            (x + i * km / 2, y),
            km / 2,
            tall,
            facecolor=color,
            edgecolor=palette.INK,
            linewidth=0.8,
            zorder=8,
        )
        bar.set_gid(f"scale-bar-{i}")
        ax.add_patch(bar)
    for share in (0.0, 0.5, 1.0):
        unit = " km" if share == 1.0 else ""
        ax.text(
            x + share * km,
            y + 1.7 * tall,
            f"{share * ground_km:g}{unit}",
            fontsize=9,
            ha="center",
            va="bottom",
            color=palette.INK,
            zorder=8,
            path_effects=[_HALO],
        )
    low = ax.transData.transform((x - 0.02 * view.width, y - 0.02 * view.height))
    high = ax.transData.transform((x + km + 0.035 * view.width, y + 6 * tall))
    return Bbox([low, high])


def find_stretch(view: View, x: float, y: float, km: float) -> float:
    """Return how long `km` to the right of a place are in the plane, against the ground.

    1 beyond the rim of the world, where a map of half of it has corners.
    """
    (lon, lat), (lon_end, lat_end) = view.projection.unproject(np.array([[x, y], [x + km, y]]))
    ground = geodesic_km(*(np.array([v]) for v in (lon, lat, lon_end, lat_end)))[0]
    return km / float(ground) if math.isfinite(ground) else 1.0


def find_north(view: View, x: float, y: float) -> npt.NDArray[np.float64]:
    """Return the matrix that turns (right, up) row vectors to (east, north) at a place in km.

    Beyond the rim of the world up is north, as it is in the middle of the map.
    """
    ((lon, lat),) = view.projection.unproject(np.array([[x, y]]))
    if not math.isfinite(lon):
        return np.eye(2)
    here, there = view.projection.project([lon, lon], [lat, lat + 0.01])
    up = (there - here) / np.hypot(*(there - here))
    return np.array([[up[1], -up[0]], [up[0], up[1]]])


def draw_zoom(ax: Axes, view: View, zoom: float, texts: Texts) -> Bbox:
    """Write at the lower left of a window how much it enlarges; return the pixels it takes."""
    text = ax.text(
        view.left + 0.02 * view.width,
        view.bottom + 0.02 * view.height,
        texts.say("zoom", factor=zoom),
        fontsize=8.5,
        color=palette.SOFT_INK,
        zorder=9,
        path_effects=[_HALO],
    )
    return text.get_window_extent()


def draw_north_arrow(ax: Axes, view: View, texts: Texts, points: Points) -> Bbox:
    """Draw an arrow to the north in an upper corner; return the pixels it takes.

    It points to the north of where it stands: at the left, or at the right where fewer of the
    `points` (km) are.
    """
    side = pick_side(view, points, 0.07, 0.16, top=True)
    x = view.left + (side + (0.044 if side else 0.026)) * view.width
    y = view.top - 0.115 * view.height
    tall, half = 0.055 * view.height, 0.009 * view.width
    turn = find_north(view, x, y)
    for side, color in ((-1, palette.INK), (1, palette.PAPER)):
        points = np.array([(0, tall), (side * half, 0), (0, 0.25 * tall)]) @ turn + (x, y)
        ax.add_patch(
            Polygon(points, facecolor=color, edgecolor=palette.INK, linewidth=0.8, zorder=8)
        )
    tip = np.array([0, 1.12 * tall]) @ turn + (x, y)
    ax.text(
        tip[0],
        tip[1],
        texts.say("north"),
        fontsize=11,
        weight="bold",
        ha="center",
        va="bottom",
        color=palette.INK,
        zorder=8,
        path_effects=[_HALO],
    )
    low = ax.transData.transform((x - 2.2 * half, y - 0.2 * tall))
    high = ax.transData.transform((x + 2.2 * half, view.top))
    return Bbox([low, high])
