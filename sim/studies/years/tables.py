"""A plan over several years as tables: figures, capacity and old stock, year by year."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.results.name_columns import NameColumns
from sim.rules.metric import RATE, THOUSANDTH
from sim.rules.metrics import METRICS
from sim.studies.years.study import YearsFound

TARGET = "utilization_rate"
NEW = ("line", "year", "amount_kt_yr")


def tabulate_years(found: YearsFound) -> pd.DataFrame:
    """Return a row a year with its figures: rates in per cent, amounts and money a year.

    year, years (that it stands for), present_value (of 1 CNY in each of them), every figure of the
    summary by its column, new_kt_yr (nameplate that comes into use), investment_MCNY (of what is
    ordered in the years that it stands for).
    """
    timeline = found.timeline
    spent = _ordered(found)
    rows = []
    for t, (year, tables) in enumerate(zip(timeline.years, found.tables, strict=True)):
        figures = {kpi["name"]: kpi["value"] for kpi in tables.summary["kpis"]}
        new = found.plan.new[found.plan.new["year"] == year]["amount_kt_yr"].sum()
        rows.append(
            {
                "year": year,
                "years": timeline.spans[t],
                "present_value": timeline.present[t],
                **{_column(name): _size(name, value) for name, value in figures.items()},
                "new_kt_yr": new,
                "investment_MCNY": spent[t],
            }
        )
    return pd.DataFrame(rows)


def _column(name: str) -> str:
    return METRICS[name].column if name in METRICS else f"{name}_kt_yr"


def _size(name: str, value: float | None) -> float:
    if value is None:
        return np.nan
    return 100.0 * value if name in METRICS and METRICS[name].unit == RATE else value


def _ordered(found: YearsFound) -> list[float]:
    """Return what is spent on building in the years that each year stands for, MCNY."""
    timeline, spent = found.timeline, [0.0] * len(found.timeline.years)
    costs = found.plan.networks[0].expansions.set_index("line")["cost_CNY_t"]
    position = {year: t for t, year in enumerate(timeline.years)}
    for line, year, amount in zip(*(found.plan.new[c] for c in NEW), strict=True):
        if amount:
            ordered = timeline.ordered_in(position[year])
            spent[ordered] += THOUSANDTH * amount * float(costs[line])
    return spent


def tabulate_capacity(found: YearsFound) -> pd.DataFrame:
    """Return a row a line and year with what is built: where anything ever is.

    new_kt_yr comes into use, gone_kt_yr has reached the end of its life, built_kt_yr stands of what
    was built; investment_MCNY is what the new cost up front.
    """
    timeline, network = found.timeline, found.plan.networks[0]
    expansions = network.expansions.set_index("line")
    lives, costs = (dict(expansions[column]) for column in ("life_yr", "cost_CNY_t"))
    rows: list[dict[str, Any]] = []
    for line, of in found.plan.new.groupby("line", sort=True):
        amounts = dict(zip(of["year"], of["amount_kt_yr"], strict=True))
        if not any(amounts.values()):
            continue
        stands = 0.0
        for t, year in enumerate(timeline.years):
            gone = sum(
                amounts[timeline.years[s]]
                for s in range(t)
                if timeline.gone_by(s, lives[line]) == t
            )
            stands += amounts[year] - gone
            rows.append(
                {
                    "line": line,
                    "year": year,
                    "new_kt_yr": amounts[year],
                    "gone_kt_yr": gone,
                    "built_kt_yr": stands,
                    "investment_MCNY": THOUSANDTH * costs[line] * amounts[year],
                    "cost_confidence": expansions["confidence"][line],
                }
            )
    columns = ["line", "year", "new_kt_yr", "gone_kt_yr", "built_kt_yr", "investment_MCNY"]
    table = pd.DataFrame(rows, columns=[*columns, "cost_confidence"])
    lines = network.lines[["plant", "technology", "status"]]
    table = table.join(lines, on="line")
    places = network.plants[["city", "province", "lon", "lat"]]
    return _called(found, table.join(places, on="plant"))


def tabulate_stock(found: YearsFound) -> pd.DataFrame:
    """Return a row a zone, material and year: old stock at its beginning, dug up, left at its end.

    begin_kt, dug_kt_yr, stored_kt_yr (waste of the year that stays at the zone), end_kt: what is
    left after the years that the year stands for.
    """
    first = found.plan.networks[0]
    old = first.supply[first.supply["stock_kt"] > 0]
    materials = first.lots["material"].reindex(old["lot"]).to_numpy()
    left = {
        key: float(stock)
        for key, stock in sorted(
            zip(zip(old["zone"], materials, strict=True), old["stock_kt"], strict=True)
        )
    }
    rows = []
    spans = found.timeline.spans
    for t, year in enumerate(found.timeline.years):
        dug, stored = _dug(found, t), _stays(found, t)
        for (zone, material), begin in left.items():
            taken, kept = dug.get((zone, material), 0.0), stored.get((zone, material), 0.0)
            end = begin + spans[t] * (kept - taken)
            rows.append((zone, material, year, begin, taken, kept, end))
            left[zone, material] = end
    columns = ["zone", "material", "year", "begin_kt", "dug_kt_yr", "stored_kt_yr", "end_kt"]
    return _called(found, pd.DataFrame(rows, columns=columns))


def _dug(found: YearsFound, position: int) -> dict[tuple[str, str], float]:
    plan, lots = found.plan.plans[position], found.plan.networks[position].lots["material"]
    table = plan.reclaim.assign(material=lots.reindex(plan.reclaim["lot"]).to_numpy())
    return dict(table.groupby(["zone", "material"])["amount_kt_yr"].sum())


def _stays(found: YearsFound, position: int) -> dict[tuple[str, str], float]:
    """Return zone and material -> what of a year's waste stays there, kt/yr."""
    network, plan = found.plan.networks[position], found.plan.plans[position]
    routes = network.routes.loc[plan.ship["route"], ["origin", "origin_kind", "lot", "role"]]
    amounts = routes.assign(amount_kt_yr=plan.ship["amount_kt_yr"].to_numpy())
    stays = amounts[amounts["role"].eq("storage") & amounts["origin_kind"].eq("zone")]
    material = network.lots["material"].reindex(stays["lot"]).to_numpy()
    sums = stays.assign(material=material).groupby(["origin", "material"])["amount_kt_yr"].sum()
    return dict(sums)


def _called(found: YearsFound, table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with names in both languages beside its ids."""
    case = found.over.case
    return NameColumns(case.tables, case.scenario.borders).add(table)


def targets(found: YearsFound) -> dict[int, float]:
    """Return year -> the rate that the whole region has to reach in it, where one is asked for."""
    goals: dict[int, float] = {}
    for year, case in zip(found.timeline.years, found.cases, strict=True):
        asked = [
            limit.amount
            for limit in case.scenario.limits
            if limit.floor == TARGET and not limit.scope
        ]
        if asked:
            goals[year] = max(asked)
    return goals


def describe_years(found: YearsFound) -> dict[str, Any]:
    """Return the content of `years.json`: what the stages reach over all years, and counts."""
    scenario, timeline = found.over.case.scenario, found.timeline
    return {
        "format": 1,
        "scenario": {
            "name": scenario.name,
            "title": {"en": scenario.title.en, "zh": scenario.title.zh or scenario.title.en},
        },
        "years": list(timeline.years),
        "spans": list(timeline.spans),
        "discount_rate": timeline.discount_rate,
        "lead": timeline.lead,
        "budget_MCNY_yr": found.over.years.budget,
        "objectives": [
            {
                "stage": number,
                "metric": stage.metric,
                "sense": stage.sense,
                "value": reached,
                "best": stage.value,
                "unit": METRICS[stage.metric].unit,
                "en": METRICS[stage.metric].en,
                "zh": METRICS[stage.metric].zh,
            }
            for number, (stage, reached) in enumerate(
                zip(found.plan.stages, found.plan.reached, strict=True), start=1
            )
        ],
        "short_sight": _describe_sight(found),
        "counts": found.plan.counts,
        "times_s": {name: round(s, 3) for name, s in found.plan.seconds.items()},
    }


def _describe_sight(found: YearsFound) -> dict[str, Any] | None:
    """Return what a planner with little foresight reaches of each stage; None where not asked."""
    if found.sight is None:
        return None
    reached = None if found.sight.plan is None else list(found.sight.plan.reached)
    return {"foresight": found.sight.foresight, "reached": reached}
