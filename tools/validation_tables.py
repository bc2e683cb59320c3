"""Tables that set a run beside published totals and rates, for any region."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from tools.blocks import ROOT, grid

GENERAL = "general industrial solid waste"
FIRMS = "China, key surveyed firms"
MILLS = "China, key steel mills (CISA)"


@dataclass(frozen=True)
class Benchmark:
    """A published rate that a waste of the region is held against."""

    wastes: tuple[str, ...]
    label: str
    area: str
    scope: str
    year: int
    remark: str


def load(folder: Path, region: str) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return areas and wastes of a run, and the statistics without units in their heads."""
    statistics = pd.read_csv(ROOT / "geodata" / region / "statistics.csv")
    statistics.columns = [c.split(" [")[0] for c in statistics.columns]
    return pd.read_csv(folder / "areas.csv"), pd.read_csv(folder / "wastes.csv"), statistics


def find_statistic(statistics: pd.DataFrame, area: str, scope: str, year: int) -> pd.Series:
    """Return the one published row of an area, scope and year."""
    rows = statistics[
        (statistics["area"] == area) & (statistics["scope"] == scope) & (statistics["year"] == year)
    ]
    if len(rows) != 1:
        raise ValueError(f"{len(rows)} statistics of {area}, {scope}, {year}")
    return rows.iloc[0]


def published_words(rows: pd.DataFrame) -> tuple[str, str]:
    """Return the published generation and rate of an area in words, newest first."""
    rows = rows.sort_values("year", ascending=False)
    generation = [
        f"{r.generation / 1000:,.2f} ({r.year})" for r in rows.itertuples() if r.generation > 0
    ]
    rates = [f"{r.rate:g} % ({r.year})" for r in rows.itertuples() if r.rate > 0]
    for row in rows.itertuples():
        if row.utilization > 0 and row.generation > 0 and not row.rate > 0:
            rates.append(f"{100 * row.utilization / row.generation:.1f} % ({row.year})")
    return "; ".join(generation) or "none found", "; ".join(rates) or "none found"


def area_table(areas: pd.DataFrame, statistics: pd.DataFrame, level: str) -> str:
    """Return modelled amounts and rates beside published ones, area by area that generates."""
    rows = []
    general = statistics[statistics["scope"] == GENERAL]
    generates = (areas["level"] == level) & (areas["generation_kt_yr"] > 0)
    for area in areas[generates].itertuples():
        generation, rate = published_words(general[general["area"] == area.area])
        rows.append(
            [
                f"{area.name_en} {area.name_zh}",
                f"{area.generation_kt_yr / 1000:,.2f}",
                generation,
                f"{area.utilization_rate_pct:.1f} %",
                f"{area.gross_utilization_rate_pct:.1f} %",
                rate,
            ]
        )
    head = [
        level,
        "inventory, Mt/yr",
        "published, Mt (year)",
        "potential, net",
        "potential, gross",
        "published rate (year)",
    ]
    return grid(head, rows, frozenset({1, 3, 4}))


def waste_table(
    wastes: pd.DataFrame, statistics: pd.DataFrame, benchmarks: tuple[Benchmark, ...]
) -> str:
    """Return the modelled potential of each waste beside a published rate."""
    sums = wastes.groupby("material")[
        ["generation_kt_yr", "legacy_used_kt_yr", "uptake_kt_yr", "net_utilized_kt_yr"]
    ].sum()
    rows = []
    for mark in benchmarks:
        total = sums.loc[list(mark.wastes)].sum()
        base = total["generation_kt_yr"] + total["legacy_used_kt_yr"]
        found = find_statistic(statistics, mark.area, mark.scope, mark.year)
        net = 100 * total["net_utilized_kt_yr"] / base
        rows.append(
            [
                mark.label,
                f"{total['generation_kt_yr'] / 1000:,.2f}",
                f"{net:.1f} %",
                f"{100 * total['uptake_kt_yr'] / base:.1f} %",
                f"{found['rate']:g} %",
                f"{mark.area}, {mark.year}",
                f"{net - found['rate']:+.0f}",
                f"{(net - found['rate']) / 100 * base / 1000:+.2f}",
                mark.remark,
            ]
        )
    head = [
        "waste",
        "inventory, Mt/yr",
        "potential, net",
        "potential, gross",
        "published",
        "of",
        "gap, points",
        "gap, Mt/yr",
        "remark",
    ]
    return grid(head, rows, frozenset({1, 2, 3, 4, 6, 7}))


def practice_section(
    folder: Path, statistics: pd.DataFrame, benchmarks: tuple[Benchmark, ...]
) -> str:
    """Return the section on the run of a scenario whose gross rates are at most the published."""
    areas, wastes = pd.read_csv(folder / "areas.csv"), pd.read_csv(folder / "wastes.csv")
    sums = wastes.groupby("material")[["generation_kt_yr", "uptake_kt_yr", "net_utilized_kt_yr"]]
    rows = []
    for mark in benchmarks:
        total = sums.sum().loc[list(mark.wastes)].sum()
        published = find_statistic(statistics, mark.area, mark.scope, mark.year)["rate"]
        gross, net = (
            100 * total[column] / total["generation_kt_yr"]
            for column in ("uptake_kt_yr", "net_utilized_kt_yr")
        )
        shown = [f"{published:g} %", f"{gross:.1f} %", f"{round(gross - published, 1) + 0.0:+.1f}"]
        rows.append([mark.label, *shown, f"{net:.1f} %"])
    head = ["waste", "published", "practice, gross", "residual, points", "practice, net"]
    whole = find_area(areas, "all")
    return PRACTICE.format(
        table=grid(head, rows, frozenset({1, 2, 3, 4})),
        gross=f"{whole['gross_utilization_rate_pct']:.1f} %",
        net=f"{whole['utilization_rate_pct']:.1f} %",
    )


PRACTICE = """\
## Practice

Scenario `practice` lets no waste pass its published rate, counted gross, and kilns take 0.05 t
of waste in a tonne of clinker. It then utilizes {gross} gross and {net} net: what published rates
say of a region with these wastes. A residual below zero is a waste whose outlets are missing in
the tables.

{table}

National rates are of all mines and works; one place can be far off, as Dongguashan, which alone
backfills a quarter of the copper tailings of Daye–Anqing–Jiujiang."""


def at_published_rates(
    wastes: pd.DataFrame, statistics: pd.DataFrame, benchmarks: tuple[Benchmark, ...]
) -> tuple[float, float, float]:
    """Return Mt/yr of wastes with a benchmark: generated, potential, used at published rates."""
    sums = wastes.groupby("material")[["generation_kt_yr", "net_utilized_kt_yr"]].sum() / 1000
    generated = potential = usual = 0.0
    for mark in benchmarks:
        total = sums.loc[list(mark.wastes)].sum()
        found = find_statistic(statistics, mark.area, mark.scope, mark.year)
        generated += total["generation_kt_yr"]
        potential += total["net_utilized_kt_yr"]
        usual += total["generation_kt_yr"] * found["rate"] / 100
    return generated, potential, usual


def coverage(areas: pd.DataFrame, statistics: pd.DataFrame, city: str, year: int) -> str:
    """Return how much of a published total the inventory of a city holds."""
    found = find_statistic(statistics, city, GENERAL, year)
    own = find_area(areas, city)
    return (
        f"{city}: {own['generation_kt_yr'] / 1000:.2f} of {found['generation'] / 1000:.2f} Mt "
        f"({own['generation_kt_yr'] / found['generation']:.0%}, published for {year})"
    )


def kilns_at_cap(folder: Path) -> tuple[str, str]:
    """Return how many of the kilns that run take all the waste their recipe allows, and the cap."""
    groups = pd.read_csv(folder / "inputs" / "groups.csv").set_index(["recipe", "group"])
    recipe = "clinker_corr"
    cap = float(groups.loc[(recipe, "WASTE"), "max"])
    wastes = [m.strip() for m in groups.loc[(recipe, "WASTE"), "materials"].split(";")]
    inputs = pd.read_csv(folder / "line_inputs.csv")
    kilns = inputs[inputs["recipe"] == recipe]
    taken = kilns[kilns["material"].isin(wastes)].groupby("line")["share"].sum()
    return f"{int((taken > cap - 1e-6).sum())} of {kilns['line'].nunique()}", f"{cap:g}"


def backfill_share(folder: Path) -> str:
    """Return the share of the tailings taken up that goes into mine backfill."""
    lines = pd.read_csv(folder / "lines.csv")
    inputs = pd.read_csv(folder / "line_inputs.csv")
    tailings = inputs[inputs["material"].str.endswith("_tail") & (inputs["source"] == "zone")]
    filled = tailings["line"].isin(lines.loc[lines["counting"] == "backfill", "line"])
    return f"{tailings.loc[filled, 'amount_kt_yr'].sum() / tailings['amount_kt_yr'].sum():.0%}"


def find_area(areas: pd.DataFrame, area: str) -> pd.Series:
    """Return the row of an area."""
    return areas[areas["area"] == area].iloc[0]


def count_placeholders(folder: Path) -> int:
    """Return how many lines of a run are placeholders."""
    return int((pd.read_csv(folder / "lines.csv")["status"] == "placeholder").sum())
