"""Set a run beside published totals and rates: python -m docs.build_validation [FOLDER].

Reads areas.csv and wastes.csv of a results folder (results/baseline when not given) and the
table of statistics of the region; writes docs/validation.md.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from docs.blocks import ROOT, grid, write

PAGE = ROOT / "docs" / "validation.md"
STATISTICS = ROOT / "geodata" / "daye-anqing-jiujiang" / "statistics.csv"
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


BENCHMARKS = (
    Benchmark(("cu_tail",), "copper tailings", FIRMS, "tailings, non-ferrous mining", 2018,
              "backfill, kilns and blocks together; composition assumed"),
    Benchmark(("w_tail",), "tungsten tailings", FIRMS, "tailings, non-ferrous mining", 2018,
              "kilns in reach are at their cap for waste; arsenic (assumed) limits the rest"),
    Benchmark(("fe_tail",), "iron tailings", FIRMS, "tailings, ferrous mining", 2018,
              "an iron corrector for kilns wherever Fe2O3 allows; how many use it is not known"),
    Benchmark(("cu_slag",), "copper slag", FIRMS, "smelting slag, non-ferrous", 2018,
              "flotation, then kilns and sales of its tailings"),
    Benchmark(("bf_slag",), "blast-furnace slag", MILLS, "blast-furnace slag, Q1 only", 2023,
              "sold out in reality too"),
    Benchmark(("bof_slag", "eaf_slag"), "steel slag", MILLS, "steel slag, Q1 only", 2023,
              "all slag yards together are sized to the slag"),
    Benchmark(("fe_zn_dust",), "iron- and zinc-bearing dust", MILLS,
              "iron-bearing dust, Q1 only", 2023, "mostly returned inside the works"),
    Benchmark(("fly_ash",), "fly ash", FIRMS, "fly ash", 2018,
              "Wuhan reports 100 % (2022); the national rate includes regions without takers"),
    Benchmark(("phosphogypsum",), "phosphogypsum", "Huanggang", "phosphogypsum", 2024,
              "all plants are assumed to run at 85 % and to sell all they make"),
)  # fmt: skip


def load(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return areas and wastes of a run, and the statistics without units in their heads."""
    statistics = pd.read_csv(STATISTICS)
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
    """Return modelled amounts and rates beside published ones, area by area."""
    rows = []
    general = statistics[statistics["scope"] == GENERAL]
    for area in areas[areas["level"] == level].itertuples():
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
    head = [level, "inventory, Mt/yr", "published, Mt (year)", "potential, net", "potential, gross",
            "published rate (year)"]  # fmt: skip
    return grid(head, rows, frozenset({1, 3, 4}))


def waste_table(wastes: pd.DataFrame, statistics: pd.DataFrame) -> str:
    """Return the modelled potential of each waste beside a published rate."""
    sums = wastes.groupby("material")[
        ["generation_kt_yr", "legacy_used_kt_yr", "uptake_kt_yr", "net_utilized_kt_yr"]
    ].sum()
    rows = []
    for mark in BENCHMARKS:
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
    head = ["waste", "inventory, Mt/yr", "potential, net", "potential, gross", "published", "of",
            "gap, points", "gap, Mt/yr", "remark"]  # fmt: skip
    return grid(head, rows, frozenset({1, 2, 3, 4, 6, 7}))


def at_published_rates(
    wastes: pd.DataFrame, statistics: pd.DataFrame
) -> tuple[float, float, float]:
    """Return Mt/yr of wastes with a benchmark: generated, potential, used at published rates."""
    sums = wastes.groupby("material")[["generation_kt_yr", "net_utilized_kt_yr"]].sum() / 1000
    generated = potential = usual = 0.0
    for mark in BENCHMARKS:
        total = sums.loc[list(mark.wastes)].sum()
        found = find_statistic(statistics, mark.area, mark.scope, mark.year)
        generated += total["generation_kt_yr"]
        potential += total["net_utilized_kt_yr"]
        usual += total["generation_kt_yr"] * found["rate"] / 100
    return generated, potential, usual


def coverage(areas: pd.DataFrame, statistics: pd.DataFrame, city: str, year: int) -> str:
    """Return how much of a published total the inventory of a city holds."""
    found = find_statistic(statistics, city, GENERAL, year)
    own = _area(areas, city)
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


def tailings_of(folder: Path, province: str) -> float:
    """Return the tailings that arise in a province, Mt/yr."""
    zones = pd.read_csv(folder / "zones.csv").set_index("zone")["province"]
    wastes = pd.read_csv(folder / "wastes.csv")
    inside = wastes["zone"].map(zones) == province
    tailings = wastes[inside & wastes["material"].str.endswith("_tail")]
    return float(tailings["generation_kt_yr"].sum()) / 1000


def _area(areas: pd.DataFrame, area: str) -> pd.Series:
    return areas[areas["area"] == area].iloc[0]


def page(folder: Path) -> str:
    """Return the text of the page."""
    areas, wastes, statistics = load(folder)
    region = areas[areas["level"] == "region"].iloc[0]
    generated, potential, usual = at_published_rates(wastes, statistics)
    kilns, cap = kilns_at_cap(folder)
    return TEXT.format(
        net=f"{region['utilization_rate_pct']:.1f} %",
        gross=f"{region['gross_utilization_rate_pct']:.1f} %",
        generation=f"{region['generation_kt_yr'] / 1000:.1f} Mt/yr",
        ezhou=coverage(areas, statistics, "Ezhou", 2019),
        wuhan=coverage(areas, statistics, "Wuhan", 2010),
        cities=area_table(areas, statistics, "city"),
        provinces=area_table(areas, statistics, "province"),
        wastes=waste_table(wastes, statistics),
        anhui=f"{tailings_of(folder, 'Anhui'):.1f} Mt/yr",
        anhui_all=f"{_area(areas, 'Anhui')['generation_kt_yr'] / 1000:.1f} Mt/yr",
        placeholders=int((pd.read_csv(folder / "lines.csv")["status"] == "placeholder").sum()),
        kilns=kilns,
        cap=cap,
        backfill=backfill_share(folder),
        compared=f"{generated:.1f} Mt/yr",
        potential=f"{potential:.1f} Mt/yr ({potential / generated:.0%})",
        usual=f"{usual:.1f} Mt/yr ({usual / generated:.0%})",
    )


TEXT = """\
# Validation

This page is written by `python -m docs.build_validation` from `results/baseline/` and the
published figures in `geodata/daye-anqing-jiujiang/statistics.csv`; do not edit it.

**What is compared.** The baseline is a *potential*: what today's plants could utilize if one
planner allocated all waste, with today's loads and demand as assumed. Published rates are *what
happened*, of other years, with other boundaries. A potential above a published rate is expected
and proves nothing; a potential below it would point to an outlet that is missing in the data.
There is no published figure that the model was fitted to.

The baseline reaches {net} net and {gross} gross of {generation}.

## City by city

{cities}

Nothing was found for Huangshi, Tongling, Jiujiang, Anqing and Chizhou: their rows cannot be
checked.

- **Ezhou** publishes utilization *and disposal* together (86.87 %), so its utilization rate is
  lower than that.
- **Wuhan** 2010: utilization counts 0.3 Mt of earlier years' stock, so the ratio exceeds 100 %.
  "Above 90 %" each year 2018–2022, without tailings. The inventory holds one steelworks and the
  power stations; for them a potential near 100 % fits.
- **Huanggang** publishes 50 % for phosphogypsum in the first three quarters of 2024 and expects
  60 % for the year.
- **Hefei** stands for Lujiang county and its two iron mines only.

Inventory against published totals:

- {ezhou}
- {wuhan}

The rest are small firms, boiler slag, sludges, quarry fines and building-material residues: easy
wastes and hard ones. Whether they would raise or lower the rate is not known.

## Province by province

{provinces}

Provinces are compared by their part inside the region; published figures are of the whole
province. Anhui's "above 93 %" (2023) stands beside a part of the province with {anhui}
of tailings in its {anhui_all}.

## Waste by waste

{wastes}

Published rates are national averages of surveyed firms or members of an association, but for
phosphogypsum (Huanggang). The wastes of the table are {compared} of the inventory. At the
published rates {usual} of them would be utilized; the potential is {potential}.

## Where the gap comes from

The column "gap, Mt/yr" says where the tonnes are: in copper and iron tailings, ash and
phosphogypsum. Tungsten tailings stay below the published rate of non-ferrous tailings: an outlet
that exists may be missing in the data. Why the potential is higher elsewhere:

1. **Kilns take all they may.** In the baseline {kilns} kilns take the most waste the recipe
   allows, {cap} t per t of clinker. That is the top of practice (0.03–0.15), so most kilns take
   less today. It holds iron tailings, steel-slag tailings, copper-slag tailings and copper
   tailings. [data.md](data.md#what-they-do-to-the-result) shows what another cap does.
2. **Backfill is counted.** Mine backfill takes {backfill} of the tailings that are taken up. At
   five of seven mines it is assumed, and how far national statistics count it is not known here.
   The KPI `utilization_rate_without_fill` leaves it out.
3. **Everything that exists runs, and sells.** Conditioning and plaster plants take all the
   phosphogypsum they can, at once. In 2024 Huanggang used half.
4. **Placeholders.** {placeholders} lines that nobody has checked take part; scenario
   `no-placeholders` shows the rate without them.
5. **One planner.** Every waste finds its best taker, over borders too. The model has no
   contracts, no prices that somebody refuses, no seasons.
6. **Counting.** The net rate takes off residues that are stored. Official statistics
   are not known to trace them; if they do not, the gross rate is the one to compare, and the gap
   is wider.
7. **Who is counted.** National rates are those of surveyed key firms, and may count stock of
   earlier years; the inventory has large sites only.

Slag is near its published rates: it is sold out, in reality and in the model. There the model
shows who else could take it, not that more could be used.

## What this does not show

That the allocation is right in detail. No published flow between two plants was found, except
that the two large slag flotation plants sell tailings to cement works and that Dongguashan
backfills about 90 % of its tailings; both stand in the data, so they are no test.
"""


def main(arguments: list[str]) -> None:
    """Write the page from a results folder."""
    folder = Path(arguments[0]) if arguments else ROOT / "results" / "baseline"
    write(PAGE, page(folder))


if __name__ == "__main__":
    main(sys.argv[1:])
