"""The validation page of the region Handan-Changzhi-Anyang."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from tools.blocks import grid
from tools.validation_ledger import ledger
from tools.validation_tables import (
    FIRMS,
    MILLS,
    Benchmark,
    area_table,
    at_published_rates,
    backfill_share,
    count_placeholders,
    coverage,
    find_area,
    find_statistic,
    kilns_at_cap,
    load,
    practice_section,
    waste_table,
)

PAGE = "validation-handan-changzhi-anyang.md"
REGION = "handan-changzhi-anyang"
SCENARIOS = tuple(
    f"handan-changzhi-anyang/{name}"
    for name in (
        "baseline",
        "closed-borders",
        "open-borders",
        "nameplate",
        "practice",
        "no-placeholders",
        "legacy-drawdown",
        "tight-budget",
        "solid-waste-binder",
        "no-province-worse-off",
        "balanced",
    )
)
PREFIX = "taihang-"
COAL = "China, large coal firms"
BENCHMARKS = (
    Benchmark(
        ("coal_gangue",),
        "coal gangue",
        COAL,
        "coal gangue",
        2024,
        "brick works, reclamation and valley fills are missing in the table of plants",
    ),
    Benchmark(
        ("bf_slag",),
        "blast-furnace slag",
        MILLS,
        "blast-furnace slag, Q1 only",
        2023,
        "sold out in reality; the mills of the table are placeholders and too small",
    ),
    Benchmark(
        ("bof_slag",),
        "steel slag",
        MILLS,
        "steel slag, Q1 only",
        2023,
        "gross 100 %; tailings of the yards are left, which may not be traced in the rate",
    ),
    Benchmark(
        ("fly_ash",),
        "fly ash",
        "China",
        "fly ash",
        2019,
        "mills, classification and fill; the national rate includes regions without takers",
    ),
    Benchmark(
        ("fe_tail",),
        "iron tailings",
        FIRMS,
        "tailings, ferrous mining",
        2018,
        "mine backfill is a placeholder",
    ),
)


def read_kpis(folder: Path) -> dict[str, Any]:
    """Return the figures of a run by name, and its title."""
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    figures = {kpi["name"]: kpi["value"] for kpi in summary["kpis"]}
    return {**figures, "title": summary["scenario"]["title"]["en"]}


def scenario_table(results: Path) -> str:
    """Return the main figures of every scenario of the region."""
    rows = []
    for path in SCENARIOS:
        name = PREFIX + Path(path).name
        figures = read_kpis(results / name)
        rows.append(
            [
                f"`{name}`",
                figures["title"].split(": ", 1)[-1],
                f"{figures['utilization_rate']:.1%}",
                f"{figures['gross_utilization_rate']:.1%}",
                f"{figures['unused'] / 1000:,.2f}",
                f"{figures['cross_border'] / 1000:,.2f}",
                f"{figures['logistics_cost']:,.0f}",
            ]
        )
    head = [
        "scenario",
        "what it changes",
        "net rate",
        "gross rate",
        "unused, Mt/yr",
        "across provinces, Mt/yr",
        "waste logistics, million CNY/yr",
    ]
    return grid(head, rows, frozenset({2, 3, 4, 5, 6}))


def unused_table(folder: Path) -> str:
    """Return what stays unused by waste and kind of reason, most first."""
    names = pd.read_csv(folder / "inputs" / "materials.csv").set_index("id")["name_en"]
    unused = pd.read_csv(folder / "unused.csv")
    sums = unused.groupby(["material", "reason"])["unused_kt_yr"].sum().sort_values()[::-1]
    rows = [
        [names[material], f"{amount / 1000:,.2f}", reason.replace("_", " ").replace("+", " and ")]
        for (material, reason), amount in sums.items()
    ]
    return grid(["waste", "unused, Mt/yr", "why"], rows, frozenset({1}))


def rate_of(wastes: pd.DataFrame, material: str) -> float:
    """Return the net rate of a waste, per cent."""
    own = wastes[wastes["material"] == material]
    return 100 * float(own["net_utilized_kt_yr"].sum()) / float(own["generation_kt_yr"].sum())


def by_status(folder: Path) -> dict[str, float]:
    """Return the net utilized waste and residue in lines of each status, Mt/yr."""
    lines = pd.read_csv(folder / "lines.csv")
    return dict(lines.groupby("status")["net_utilized_kt_yr"].sum() / 1000)


def page(results: Path) -> str:
    """Return the text of the page."""
    folder = results / f"{PREFIX}baseline"
    areas, wastes, statistics = load(folder, REGION)
    region = find_area(areas, "all")
    kpis = {p: read_kpis(results / (PREFIX + Path(p).name)) for p in SCENARIOS}
    rate = {Path(p).name: 100 * k["utilization_rate"] for p, k in kpis.items()}
    generated, potential, usual = at_published_rates(wastes, statistics, BENCHMARKS)
    kilns, cap = kilns_at_cap(folder)
    status = by_status(folder)
    gangue = wastes[wastes["material"] == "coal_gangue"]
    lvliang = find_statistic(statistics, "Lvliang", "coal gangue", 2023)["rate"]
    return TEXT.format(
        net=f"{region['utilization_rate_pct']:.1f} %",
        gross=f"{region['gross_utilization_rate_pct']:.1f} %",
        generation=f"{region['generation_kt_yr'] / 1000:.1f} Mt/yr",
        scenarios=scenario_table(results),
        unused=unused_table(folder),
        left=f"{region['unused_kt_yr'] / 1000:.1f} Mt/yr",
        gangue_left=f"{gangue['unused_kt_yr'].sum() / 1000:.1f} Mt/yr",
        gangue=f"{rate_of(wastes, 'coal_gangue'):.1f} %",
        lvliang=f"{lvliang:g} %",
        border=f"{rate['baseline'] - rate['closed-borders']:.1f}",
        crossing=f"{kpis[SCENARIOS[0]]['cross_border']:,.0f} kt/yr",
        without=f"{rate['no-placeholders']:.1f} %",
        cities=area_table(areas, statistics, "city"),
        provinces=area_table(areas, statistics, "province"),
        wastes=waste_table(wastes, statistics, BENCHMARKS),
        anyang=coverage(areas, statistics, "Anyang", 2013),
        placeholders=count_placeholders(folder),
        in_placeholders=f"{status['placeholder']:.1f} Mt/yr",
        in_assumed=f"{status['assumed']:.1f} Mt/yr",
        in_operating=f"{status['operating']:.1f} Mt/yr",
        kilns=kilns,
        cap=cap,
        ledger=ledger("handan-changzhi-anyang"),
        practice=practice_section(results / f"{PREFIX}practice", statistics, BENCHMARKS),
        backfill=backfill_share(folder),
        compared=f"{generated:.1f} Mt/yr",
        potential=f"{potential:.1f} Mt/yr ({potential / generated:.0%})",
        usual=f"{usual:.1f} Mt/yr ({usual / generated:.0%})",
    )


TEXT = """\
# Validation: Handan–Changzhi–Anyang

This page is written by `python -m tools.build_validation` from the results of
`scenarios/handan-changzhi-anyang/*.yaml` and the published figures in
`geodata/handan-changzhi-anyang/statistics.csv`; do not edit it. What is compared, and what a
gap means, is said in [validation](validation.md); the region's weak numbers stand in
[data](data.md#handanchangzhianyang).

The baseline reaches {net} net and {gross} gross of {generation}.

## What moved the headline

{ledger}

## Scenarios

{scenarios}

Borders hardly matter: closing them costs {border} points, and {crossing} cross them in the
baseline. Wastes, kilns and mills lie on both sides of the range, each province has too little
room for its own gangue and slag, and over the range a haul costs 60 CNY/t and more. What
matters is whether the placeholders exist: without them the rate is {without}.

The budget of `taihang-tight-budget` is cut by a tenth only. Storing what nobody takes is most
of the logistics cost here, so that a third less has no solution.

## What stays unused, and why

{unused}

`unused.csv` of a run names the lines and markets. Coal gangue is {gangue_left} of the {left}
that stay unused. Gangue, ash, slag and slag tailings compete for the same kilns and mills:
which of them is left is decided by cost, not how much in all. The gangue clusters of Shanxi
stand on one another's doorstep and their takers are few, so the province with the most waste
has the lowest rate.

## City by city

{cities}

Only Anyang has published totals. Inventory against them:

- {anyang}

The published figures of 2013 hold small firms and materials that the inventory lacks;
utilization and disposal add up to all that arose. Handan, Changzhi, Xingtai, Jincheng and Hebi
cannot be checked. Two counties of Changzhi can in part:

- Zhangzi: nearly 3.7 Mt gangue a year (2022) stands in the table as it is, so it is no test.
- Xiangyuan: more than 10 Mt a year of all industrial waste (2018), chemical slags included; the
  inventory holds 2.9 Mt of gangue, ash and gypsum there.

## Province by province

{provinces}

Provinces are compared by their part inside the region; published figures are of the whole
province.

## Waste by waste

{wastes}

Published rates are national averages, of surveyed firms or of members of an association. The wastes
of the table are {compared} of the inventory. At the published rates {usual} of them would be
utilized; the potential is {potential}.

{practice}

## Where the gap comes from

Here the potential is *below* the published rates for gangue and slag. That is no finding about
the region: outlets that exist are missing in the data.

1. **Gangue, {gangue}.** The rate of 74.2 % is of large firms, many with their own power stations
   and brick works; all of China is put at 70 % (2019), surveyed firms at 53.7 % (2018). Lvliang,
   in the same province, reports {lvliang} (2023), Wuhai 44.5 % with filling (2023). Four takers
   with a source were found, one of them on trial and not in the baseline. Fired bricks, reclamation
   and valley fills of Changzhi, Fengfeng and Hebi are not in the table.
2. **Blast-furnace slag.** The mills are placeholders sized to 67–80 % of the slag and run at
   85 %. What leaves the region as granulate is not modelled.
3. **Steel slag.** All of it is taken up; a part of the tailings after magnetic separation finds
   no taker and is taken off the net rate. The association's rate is not known to do so.
4. **Placeholders.** {placeholders} lines that nobody has checked hold {in_placeholders} of the
   net utilized waste, lines assumed because such outlets exist {in_assumed}, lines with a
   source {in_operating}.
5. **Ash and tailings** lie at or above the published rates for the reasons given in
   [validation](validation.md#where-the-gap-comes-from): one planner, and everything that exists
   runs and sells. {kilns} kilns take the most waste the recipe allows, {cap} t per t of
   clinker; mine backfill takes {backfill} of the tailings that are taken up.

## Scenarios that build

`room-to-grow`, `reach-80` and `best-under-budget`
([their section](target.md#taihang-not-90-)) let capacity be built.
No published plan stands against what they build. Published are four projects of slag mills, 53 to
367 CNY per t/yr; all other investment costs are assumed
([sources](../geodata/SOURCES.md#investment-costs-of-the-scenarios-that-build)).

## What this does not show

That the allocation is right in detail. No published flow between two plants was found.
"""
