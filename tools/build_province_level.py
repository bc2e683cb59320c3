"""Set the coarse region beside published figures: python -m tools.build_province_level [FOLDER].

Reads the results of its scenarios in FOLDER (they are run when none is given), fills the blocks of
docs/validation-beijing-tianjin-hebei.md and shrinks the map of the baseline into docs/images/.
"""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from tools.blocks import ROOT, grid, read, replace_block, write
from tools.build_outputs import Workshop, shrink
from tools.validation_ledger import ledger

REGION = "beijing-tianjin-hebei"
PAGE = ROOT / "docs" / f"validation-{REGION}.md"
PICTURE = ROOT / "docs" / "images" / f"{REGION}-schematic.png"
SCENARIOS = {
    "closed-borders": "each province on its own",
    "baseline": "today's borders: the most that can be used",
    "open-borders": "no filing",
    "self-supporting": "the least net cost, no target",
    "target-800": "the least net cost with 800 Mt/yr used",
}
GENERAL = "general industrial solid waste"
FIRMS = "China, key surveyed firms"
ROCK = "waste_rock"
BENCHMARKS = {
    "tailings": (("fe_tail", "cu_tail"), "tailings"),
    "coal gangue": (("coal_gangue",), "coal gangue"),
    "fly ash": (("fly_ash",), "fly ash"),
    "smelting slag": (("bf_slag", "bof_slag"), "smelting slag"),
    "boiler slag": (("boiler_slag",), ""),
    "FGD gypsum": (("fgd_gypsum",), ""),
    "red mud": (("red_mud",), ""),
    "carbide slag": (("carbide_slag",), ""),
    "waste rock": ((ROCK,), ""),
}
"""Waste -> materials of the region, and the scope of the national rate of 2018."""
RANGES = {
    "generation": ("generation of every zone", (("generation", "amount"),)),
    "capacity": (
        "capacity of all lines, and demand",
        (("lines", "capacity"), ("lines", "availability"), ("markets", "max")),
    ),
    "demand": ("demand alone", (("markets", "max"),)),
}
"""Group of numbers -> words, and its columns."""


@dataclass(frozen=True)
class Results:
    """The results folders of the region's scenarios."""

    folder: Path

    def table(self, scenario: str, name: str) -> pd.DataFrame:
        """Return a result table of a scenario."""
        return pd.read_csv(self.folder / f"bth-{scenario}" / f"{name}.csv")

    def kpi(self, scenario: str, name: str) -> float:
        """Return a figure of a scenario."""
        path = self.folder / f"bth-{scenario}" / "summary.json"
        summary = json.loads(path.read_text(encoding="utf-8"))
        return float(next(row["value"] for row in summary["kpis"] if row["name"] == name))


def read_statistics() -> pd.DataFrame:
    """Return the published figures, without units in the heads."""
    frame = pd.read_csv(ROOT / "geodata" / REGION / "statistics.csv")
    return frame.rename(columns=lambda name: str(name).split(" [")[0])


def scenario_table(results: Results) -> str:
    """Return what each scenario utilizes, moves and costs."""
    rows = [
        [
            f"`bth-{name}`",
            words,
            f"{results.kpi(name, 'net_utilized') * 1e-3:,.0f}",
            f"{results.kpi(name, 'utilization_rate'):.1%}",
            f"{results.kpi(name, 'utilization_rate_without_fill'):.1%}",
            f"{results.kpi(name, 'cross_border') * 1e-3:,.0f}",
            f"{results.kpi(name, 'net_cost') * 1e-3:,.1f}",
        ]
        for name, words in SCENARIOS.items()
    ]
    heads = [
        "scenario",
        "what it is",
        "net utilized, Mt/yr",
        "net rate",
        "without filling",
        "across provinces, Mt/yr",
        "net cost, bn CNY/yr",
    ]
    return grid(heads, rows, frozenset(range(2, 7)))


def province_table(results: Results) -> str:
    """Return generation and rates of each province under three border rules."""
    statistics = read_statistics()
    published = statistics[(statistics["scope"] == GENERAL) & statistics["generation"].notna()]
    published = published.set_index("area")
    rates = {name: _provinces(results.table(name, "areas")) for name in list(SCENARIOS)[:3]}
    wastes, zones = results.table("baseline", "wastes"), results.table("baseline", "zones")
    province = wastes["zone"].map(zones.set_index("zone")["province"])
    rock = wastes["generation_kt_yr"].where(wastes["material"] == ROCK, 0.0).groupby(province).sum()
    rows = []
    for name, area in rates["baseline"].iterrows():
        known = published.loc[name] if name in published.index else None
        plain = area["generation_kt_yr"] - rock[name]
        rows.append(
            [
                str(name),
                f"{area['generation_kt_yr'] * 1e-3:,.0f}",
                f"{plain * 1e-3:,.1f}",
                "–" if known is None else f"{known['generation'] * 1e-3:,.1f} ({known['year']})",
                *(f"{frame.loc[name, 'utilization_rate_pct']:.1f}%" for frame in rates.values()),
            ]
        )
    heads = [
        "province",
        "generated, Mt/yr",
        "without rock",
        "published (year)",
        "net rate, closed",
        "today",
        "open",
    ]
    return grid(heads, rows, frozenset(range(1, 7)))


def _provinces(areas: pd.DataFrame) -> pd.DataFrame:
    chosen = areas[areas["level"] == "province"].set_index("area")
    return chosen.sort_values("generation_kt_yr", ascending=False)


def waste_table(results: Results) -> str:
    """Return the modelled rate of each waste beside the national one."""
    areas = results.table("baseline", "areas")
    materials = areas[areas["level"] == "material"].set_index("area")
    statistics = read_statistics()
    national = statistics[statistics["area"] == FIRMS].set_index("scope")["rate"]
    rows = []
    for name, (members, scope) in BENCHMARKS.items():
        own = materials.loc[list(members)].sum(numeric_only=True)
        rows.append(
            [
                name,
                f"{own['generation_kt_yr'] * 1e-3:,.0f}",
                f"{own['net_utilized_kt_yr'] * 1e-3:,.0f}",
                f"{own['net_utilized_kt_yr'] / own['generation_kt_yr']:.0%}",
                f"{national[scope]:g}%" if scope else "–",
            ]
        )
    heads = ["waste", "generated, Mt/yr", "net utilized", "net rate", "national, 2018"]
    return grid(heads, rows, frozenset(range(1, 5)))


def reason_table(results: Results) -> str:
    """Return why waste is left in the baseline."""
    unused = results.table("baseline", "unused")
    sums = unused.groupby("reason")["unused_kt_yr"].sum().sort_values(ascending=False)
    rows = [[f"`{reason}`", f"{kt * 1e-3:,.0f}"] for reason, kt in sums.items()]
    return grid(["why it is left", "Mt/yr"], rows, frozenset({1}))


def range_table(results: Results) -> str:
    """Return the net amount and rate with a group of numbers at the ends of its range."""
    rows = []
    for name, (words, _) in RANGES.items():
        ends = [f"{name}-{end}" for end in ("low", "high")]
        rows.append(
            [
                words,
                *(f"{results.kpi(end, 'net_utilized') * 1e-3:,.0f}" for end in ends),
                *(f"{results.kpi(end, 'utilization_rate'):.1%}" for end in ends),
            ]
        )
    heads = [
        "what is moved to its ends",
        "net utilized at the low end, Mt/yr",
        "at the high end",
        "net rate at the low end",
        "at the high end",
    ]
    return grid(heads, rows, frozenset(range(1, 5)))


def write_ranges(folder: Path) -> list[Path]:
    """Write the scenarios that move a group of numbers to an end of its range."""
    paths = []
    for name, (words, columns) in RANGES.items():
        for end in ("low", "high"):
            changes = [
                f"  - {{table: {table}, use: {{{column}: {end}}}}}\n" for table, column in columns
            ]
            path = folder / f"{name}-{end}.yaml"
            path.write_text(
                f"format: 1\nname: bth-{name}-{end}\ntitle: {{en: '{words}'}}\n"
                f"extends: baseline.yaml\nchange:\n{''.join(changes)}",
                encoding="utf-8",
            )
            paths.append(path)
    return paths


def target_sentence(results: Results) -> str:
    """Return what the target costs, in all and for its last tonne."""
    prices = results.table("target-800", "prices")
    floor = prices[prices["constraint"] == "limit_floor"].iloc[0]
    last = float(floor["net_cost_MCNY/yr_per_unit"]) * 1e3
    free, bound = (results.kpi(name, "net_cost") for name in ("self-supporting", "target-800"))
    alone = results.kpi("self-supporting", "net_utilized") * 1e-3
    return (
        f"{alone:,.0f} Mt/yr pay for themselves. The step from there to 800 Mt/yr costs "
        f"{(bound - free) * 1e-3:,.2f} bn CNY/yr, {(bound - free) / (800 - alone):,.0f} CNY "
        f"a tonne on average; the last tonne costs {last:,.0f} CNY."
    )


def main(arguments: list[str]) -> None:
    """Fill every block of the page."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(arguments[0]) if arguments else Path(folder) / "results"
        if not arguments:
            workshop = Workshop(Path(folder))
            scenarios = Path(folder) / "scenarios" / REGION
            own = {name: scenarios / f"{name}.yaml" for name in SCENARIOS}
            paths = " ".join(map(str, [*own.values(), *write_ranges(scenarios)]))
            printed = workshop.run(f"sim run {paths} --basemap none --json")
            if not home.exists():
                raise RuntimeError(printed)
            workshop.run(f"sim run {own['baseline']} --basemap schematic --json")
        results, text = Results(home), read(PAGE)
        for name, content in (
            ("scenarios-of-region", scenario_table(results)),
            ("provinces", province_table(results)),
            ("wastes", waste_table(results)),
            ("reasons", reason_table(results)),
            ("ranges", range_table(results)),
            ("target", target_sentence(results)),
            ("ledger", ledger(REGION)),
        ):
            text = replace_block(text, name, content)
        write(PAGE, text)
        shrink(home / "bth-baseline" / "map.png", PICTURE)


if __name__ == "__main__":
    main(sys.argv[1:])
