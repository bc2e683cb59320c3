"""The validation page of the region Daye-Anqing-Jiujiang."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

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
    kilns_at_cap,
    load,
    practice_section,
    waste_table,
)

PAGE = "validation.md"
REGION = "daye-anqing-jiujiang"
SCENARIOS = ("baseline", "practice")
BENCHMARKS = (
    Benchmark(
        ("cu_tail",),
        "copper tailings",
        FIRMS,
        "tailings, non-ferrous mining",
        2018,
        "backfill, kilns and blocks together; composition assumed",
    ),
    Benchmark(
        ("w_tail",),
        "tungsten tailings",
        FIRMS,
        "tailings, non-ferrous mining",
        2018,
        "kilns in reach are at their cap for waste; arsenic (assumed) limits the rest",
    ),
    Benchmark(
        ("fe_tail",),
        "iron tailings",
        FIRMS,
        "tailings, ferrous mining",
        2018,
        "silica-alumina material of kilns; Yuxi, a mining city, reaches 60.9 % (2023)",
    ),
    Benchmark(
        ("cu_slag",),
        "copper slag",
        FIRMS,
        "smelting slag, non-ferrous",
        2018,
        "flotation, then kilns and sales of its tailings",
    ),
    Benchmark(
        ("bf_slag",),
        "blast-furnace slag",
        MILLS,
        "blast-furnace slag, Q1 only",
        2023,
        "sold out in reality too",
    ),
    Benchmark(
        ("bof_slag", "eaf_slag"),
        "steel slag",
        MILLS,
        "steel slag, Q1 only",
        2023,
        "all slag yards together are sized to the slag",
    ),
    Benchmark(
        ("fe_zn_dust",),
        "iron- and zinc-bearing dust",
        MILLS,
        "iron-bearing dust, Q1 only",
        2023,
        "mostly returned inside the works",
    ),
    Benchmark(
        ("fly_ash",),
        "fly ash",
        "China",
        "fly ash",
        2019,
        "Wuhan reports 100 % (2022); the national rate includes regions without takers",
    ),
    Benchmark(
        ("fgd_gypsum",),
        "FGD gypsum",
        "China, one large generator",
        "FGD gypsum",
        2023,
        "all by-product gypsum of China 70 % (2019)",
    ),
    Benchmark(
        ("phosphogypsum",),
        "phosphogypsum",
        "Huanggang",
        "phosphogypsum",
        2024,
        "all plants are assumed to run at 85 % and to sell all they make",
    ),
)


def tailings_of(folder: Path, province: str) -> float:
    """Return the tailings that arise in a province, Mt/yr."""
    zones = pd.read_csv(folder / "zones.csv").set_index("zone")["province"]
    wastes = pd.read_csv(folder / "wastes.csv")
    inside = wastes["zone"].map(zones) == province
    tailings = wastes[inside & wastes["material"].str.endswith("_tail")]
    return float(tailings["generation_kt_yr"].sum()) / 1000


def page(results: Path) -> str:
    """Return the text of the page."""
    folder = results / "baseline"
    areas, wastes, statistics = load(folder, REGION)
    region = areas[areas["level"] == "region"].iloc[0]
    generated, potential, usual = at_published_rates(wastes, statistics, BENCHMARKS)
    kilns, cap = kilns_at_cap(folder)
    return TEXT.format(
        net=f"{region['utilization_rate_pct']:.1f} %",
        gross=f"{region['gross_utilization_rate_pct']:.1f} %",
        generation=f"{region['generation_kt_yr'] / 1000:.1f} Mt/yr",
        ezhou=coverage(areas, statistics, "Ezhou", 2019),
        wuhan=coverage(areas, statistics, "Wuhan", 2010),
        cities=area_table(areas, statistics, "city"),
        provinces=area_table(areas, statistics, "province"),
        wastes=waste_table(wastes, statistics, BENCHMARKS),
        anhui=f"{tailings_of(folder, 'Anhui'):.1f} Mt/yr",
        anhui_all=f"{find_area(areas, 'Anhui')['generation_kt_yr'] / 1000:.1f} Mt/yr",
        placeholders=count_placeholders(folder),
        kilns=kilns,
        cap=cap,
        practice=practice_section(results / "practice", statistics, BENCHMARKS),
        ledger=ledger("daye-anqing-jiujiang"),
        backfill=backfill_share(folder),
        compared=f"{generated:.1f} Mt/yr",
        potential=f"{potential:.1f} Mt/yr ({potential / generated:.0%})",
        usual=f"{usual:.1f} Mt/yr ({usual / generated:.0%})",
    )


TEXT = """\
# Validation

This page is written by `python -m tools.build_validation` from `results/baseline/` and the
published figures in `geodata/daye-anqing-jiujiang/statistics.csv`; do not edit it.

**What is compared.** The baseline is a *potential*: what today's plants could utilize if one
planner allocated all waste, with today's loads and demand as assumed. Published rates are *what
happened*, of other years, with other boundaries. A potential above a published rate is expected
and proves nothing; a potential below it would point to an outlet that is missing in the data.
There is no published figure that the model was fitted to.

The baseline reaches {net} net and {gross} gross of {generation}.

## What moved the headline

{ledger}

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

Published rates are national averages, of surveyed firms, of members of an association or of one
company, but for phosphogypsum (Huanggang; China "above 50 %" in 2022). The wastes
of the table are {compared} of the inventory. At the published rates {usual} of them would be
utilized; the potential is {potential}.

{practice}

## Where the gap comes from

The column "gap, Mt/yr" says where the tonnes are: in copper and iron tailings, ash and
phosphogypsum. Tungsten tailings stay below the published rate of non-ferrous tailings: an outlet
that exists may be missing in the data. Why the potential is higher elsewhere:

1. **Kilns take all they may.** In the baseline {kilns} kilns take the most waste the recipe
   allows, {cap} t per t of clinker. That is a potential: published are 0.091 t of one waste at one
   works, and 0–0.10 t as the mean of a large group. Scenario [`practice`](#practice)
   allows 0.05 t. The cap holds iron tailings, steel-slag tailings, copper-slag tailings and copper
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

## Scenarios that build

`reach-90` ([its page](target.md)) and `slag-mills`
([its section](openings.md#a-real-case-two-slag-mills)) let capacity be built.
No published plan stands against what they build. Published are four projects of slag mills, 53 to
367 CNY per t/yr; all other investment costs are assumed
([sources](../geodata/SOURCES.md#investment-costs-of-the-scenarios-that-build)).

## What this does not show

That the allocation is right in detail. No published flow between two plants was found, except
that the two large slag flotation plants sell tailings to cement works and that Dongguashan
backfills about 90 % of its tailings; both stand in the data, so they are no test.
"""
