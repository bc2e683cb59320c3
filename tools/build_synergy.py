"""Show what cooperation is worth in every shipped region: python -m tools.build_synergy.

Runs `sim synergy` on the baseline of each region; fills docs/synergy.md and draws its pictures.
"""

from __future__ import annotations

import csv
import json
import tempfile
from pathlib import Path
from typing import Any

import yaml
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim.draw import palette
from sim.draw.fonts import pick_font
from tools.blocks import ROOT, grid, read, replace_block, write
from tools.build_outputs import Workshop, fill, shrink

PAGE = ROOT / "docs" / "synergy.md"
EXAMPLE = ROOT / "docs" / "images" / "synergy-example.png"
PICTURE = ROOT / "docs" / "images" / "synergy-regions.png"
FIRST = "scenarios/baseline.yaml"
_TODAY, _OPEN = "#0c5c74", "#e0a458"
_HEADS = [
    "region",
    "provinces",
    "utilized alone, Mt/yr",
    "more together, Mt/yr",
    "possible today",
    "earned alone, M CNY/yr",
    "more together, M CNY/yr",
    "possible today",
    "Shapley in the core",
    "gains most",
    "largest payment, M CNY/yr",
]


def list_baselines() -> list[str]:
    """Return the baseline of every shipped region, the first region first."""
    others = sorted((ROOT / "scenarios").glob("*/baseline.yaml"))
    return [FIRST, *(path.relative_to(ROOT).as_posix() for path in others)]


def study(workshop: Workshop, scenario: str) -> dict[str, Any]:
    """Return what `sim synergy --json` says of a scenario."""
    printed = workshop.run(f"sim synergy {scenario} --json 2>/dev/null")
    found: dict[str, Any] = json.loads(printed.replace("…", str(workshop.folder)))
    return found


def region_name(found: dict[str, Any]) -> str:
    """Return the provinces of a region, as a name for it."""
    return ", ".join(player["en"] for player in found["players"])


def region_row(title: str, found: dict[str, Any], players: list[dict[str, Any]]) -> list[str]:
    """Return the row of a region."""
    used, earned = (found["measures"][m] for m in ("net_utilized", "net_benefit"))
    shared = found["payments_by"]
    gain = max(players, key=lambda p: float(p[f"{shared}_MCNY_yr"]) - float(p["alone_MCNY_yr"]))
    names = {player["id"]: player["en"] for player in found["players"]}
    paid = max(found["payments"], key=lambda p: p["amount_MCNY_yr"], default=None)
    payment = f"{names[paid['from']]} to {names[paid['to']]}" if paid else "none"
    return [
        title,
        region_name(found),
        f"{used['sum_alone'] / 1e3:,.1f}",
        f"{used['synergy'] / 1e3:,.2f} ({used['synergy'] / used['sum_alone']:.1%})",
        _share(used["realized_share"]),
        f"{earned['sum_alone']:,.0f}",
        f"{earned['synergy']:,.0f} ({earned['synergy'] / abs(earned['sum_alone']):.1%})",
        _share(earned["realized_share"]),
        "yes" if earned["divisions"]["shapley"]["in_core"] else "no",
        names[gain["player"]],
        f"{payment}: {paid['amount_MCNY_yr']:,.0f}" if paid else payment,
    ]


def _share(share: float | None) -> str:
    return "nothing to gain" if share is None else f"{share:.0%}"


def draw_regions(titles: list[str], studies: list[dict[str, Any]]) -> Figure:
    """Return the picture: what cooperation adds, per cent of what all reach alone."""
    figure = Figure(figsize=(11.0, 1.1 + 0.55 * len(titles)), dpi=150, facecolor=palette.PAPER)
    FigureCanvasAgg(figure)
    axes = figure.subplots(1, 2, sharey=True)
    heads = ("More waste utilized together than alone, %", "More money earned, %")
    for ax, measure, head in zip(axes, ("net_utilized", "net_benefit"), heads, strict=True):
        _draw_measure(ax, [found["measures"][measure] for found in studies])
        ax.set_title(head, loc="left", fontsize=10.5, weight="bold", color=palette.INK)
    axes[0].set_yticks(range(len(titles)), titles, fontsize=9.5, color=palette.INK)
    axes[0].set_ylim(len(titles) - 0.5, -0.5)
    keys = [
        Patch(color=_TODAY, label="possible under today's border rules"),
        Patch(color=_OPEN, label="needs open borders"),
    ]
    figure.legend(handles=keys, loc="outside lower center", ncols=2, frameon=False, fontsize=9)
    figure.set_layout_engine("constrained", w_pad=0.15)
    return figure


def _draw_measure(ax: Axes, measures: list[dict[str, Any]]) -> None:
    for row, found in enumerate(measures):
        gain = 100.0 * found["synergy"] / abs(found["sum_alone"])
        today = gain * min(max(found["realized_share"] or 0.0, 0.0), 1.0)
        ax.barh(row, today, 0.55, color=_TODAY)
        ax.barh(row, gain - today, 0.55, left=today, color=_OPEN)
        amount = found["synergy"]
        is_mass = found["unit"] == "kt/yr"
        text = f"+{amount / 1e3:,.2f} Mt/yr" if is_mass else f"+{amount:,.0f} million CNY/yr"
        ax.annotate(
            f"{gain:.1f} %  ({text})",
            (gain, row),
            (4, 0),
            textcoords="offset points",
            va="center",
            fontsize=8.5,
            color=palette.INK,
        )
    widest = max(100.0 * found["synergy"] / abs(found["sum_alone"]) for found in measures)
    ax.set_xlim(0.0, 1.7 * widest)
    ax.tick_params(colors=palette.SOFT_INK, labelsize=8.5, length=0)
    ax.grid(axis="x", color=palette.COUNTY_LINE, lw=0.6)
    ax.set_axisbelow(True)
    for side in ("top", "right", "left"):
        ax.spines[side].set_visible(False)
    ax.spines["bottom"].set_color(palette.FRAME)


def main() -> None:
    """Run the baselines, fill the page, draw the pictures."""
    with tempfile.TemporaryDirectory() as name:
        workshop = Workshop(Path(name))
        scenarios = list_baselines()
        studies = [study(workshop, scenario) for scenario in scenarios]
        players = [_read_players(Path(found["folder"])) for found in studies]
        shrink(Path(studies[0]["folder"]) / "synergy.png", EXAMPLE)
        write(PAGE, fill(read(PAGE), workshop))
    titles = [_title(scenario) for scenario in scenarios]
    rows = [region_row(*row) for row in zip(titles, studies, players, strict=True)]
    table = grid(_HEADS, rows, frozenset(range(2, 8)))
    write(PAGE, replace_block(read(PAGE), "regions", table))
    with rc_context({"font.family": list(pick_font("en").family)}):
        draw_regions(titles, studies).savefig(PICTURE)


def _read_players(folder: Path) -> list[dict[str, Any]]:
    with (folder / "players.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _title(scenario: str) -> str:
    """Return the name of a region: its folder in geodata, in words."""
    region = yaml.safe_load(read(ROOT / scenario))["region"]
    return "–".join(part.capitalize() for part in region.split("-"))


if __name__ == "__main__":
    main()
