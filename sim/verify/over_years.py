"""A plan over several years checked again from its written files alone.

What each year is by itself is held by `sim.verify.verify` in the folder of that year; here is what
ties the years together: capacity that stands, its life, when it is ordered, the budget, old stock,
and what the stages reach over all years.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.rules.metrics import METRICS
from sim.scenario.document import Scenario
from sim.scenario.years import Years
from sim.verify.facts import Facts
from sim.verify.read import Cells, read_rows, read_written
from sim.verify.tally import Tally

CHECKS = ("tables", "numbers", "capacity", "lead", "budget", "old_stock", "objectives")


def verify_years(folder: Path, scenarios: Sequence[Scenario], years: Years) -> dict[str, Any]:
    """Return the content of `verification.json` of a folder with a folder for each year.

    `scenarios` are those of the years, in their order.
    """
    tallies = {name: Tally(name) for name in CHECKS}
    tables, numbers = tallies["tables"], tallies["numbers"]
    facts = [
        Facts(scenario, read_written(folder / str(year), scenario, tables, numbers))
        for year, scenario in zip(years.at, scenarios, strict=True)
    ]
    if tables.passed:
        capacity = read_rows(folder / "capacity.csv", _CAPACITY, tables, numbers)
        stock = read_rows(folder / "old_stock.csv", _STOCK, tables, numbers)
        about = json.loads((folder / "years.json").read_text(encoding="utf-8"))
        _check_capacity(capacity, facts, years, tallies["capacity"])
        _check_lead(capacity, years, tallies["lead"])
        _check_budget(capacity, years, tallies["budget"])
        _check_stock(stock, facts, years, tallies["old_stock"])
        _check_objectives(about, facts, years, tallies["objectives"])
    return {
        "format": 1,
        "passed": all(tally.passed for tally in tallies.values()),
        "checks": [tally.report() for tally in tallies.values()],
    }


_CAPACITY = ("line", "year new_kt_yr gone_kt_yr built_kt_yr investment_MCNY")
_STOCK = ("zone material", "year begin_kt dug_kt_yr stored_kt_yr end_kt")


def _check_capacity(rows: list[Cells], facts: list[Facts], years: Years, tally: Tally) -> None:
    """Hold that what stands is all that was built and is within its life, in every year."""
    new = {(row["line"], int(row["year"])): row["new_kt_yr"] for row in rows}
    at = {(row["line"], int(row["year"])): row for row in rows}
    lines = sorted({row["line"] for row in rows} | set().union(*(f.growth for f in facts)))
    for line in lines:
        for own, year in zip(facts, years.at, strict=True):
            life = own.growth[line].life if line in own.growth else 0.0
            due = sum(
                new.get((line, built), 0.0)
                for built in years.at
                if built <= year and year < built + life
            )
            words = f"line {line} in {year}: built (kt/yr)"
            tally.equal(own.built(line), due, words)
            if (line, year) in at:
                row = at[line, year]
                tally.equal(row["built_kt_yr"], due, f"{row['at']}: {words}")
                tally.at_least(row["new_kt_yr"], 0.0, f"{row['at']}: new (kt/yr)")
                cost = own.growth[line].up_front(row["new_kt_yr"], begun="")
                tally.equal(row["investment_MCNY"], cost, f"{row['at']}: investment (MCNY)")


def _check_lead(rows: list[Cells], years: Years, tally: Tally) -> None:
    """Hold that nothing is in use before it can be."""
    first = years.at[0] + years.lead
    for row in rows:
        if row["year"] < first:
            tally.at_most(row["new_kt_yr"], 0.0, f"{row['at']}: new (kt/yr) before {first}")


def _check_budget(rows: list[Cells], years: Years, tally: Tally) -> None:
    """Hold that what is ordered in the years that a year stands for is within their budget."""
    if years.budget is None:
        return
    ends = [year + span for year, span in zip(years.at, years.spans, strict=True)]
    for begin, end in zip(years.at, ends, strict=True):
        spent = sum(
            row["investment_MCNY"] for row in rows if begin <= row["year"] - years.lead < end
        )
        most = years.budget * (end - begin)
        tally.at_most(spent, most, f"capacity.csv: ordered from {begin} on (MCNY)")


def _check_stock(rows: list[Cells], facts: list[Facts], years: Years, tally: Tally) -> None:
    """Hold that old stock is what it was, less what was dug up and with what was left there."""
    left = {(row["zone"], row["material"]): row["stock"] for row in facts[0].inputs("legacy")}
    spans = dict(zip(years.at, years.spans, strict=True))
    by_year = dict(zip(years.at, facts, strict=True))
    for row in sorted(rows, key=lambda row: (row["zone"], row["material"], row["year"])):
        key, year = (row["zone"], row["material"]), int(row["year"])
        dug, stored = _dug(by_year[year], *key), _stored(by_year[year], *key)
        tally.equal(row["begin_kt"], left.get(key, 0.0), f"{row['at']}: stock at first (kt)")
        tally.equal(row["dug_kt_yr"], dug, f"{row['at']}: dug up (kt/yr)")
        tally.equal(row["stored_kt_yr"], stored, f"{row['at']}: stored (kt/yr)")
        left[key] = left.get(key, 0.0) + spans[year] * (stored - dug)
        tally.equal(row["end_kt"], left[key], f"{row['at']}: stock at last (kt)")
        tally.at_least(row["begin_kt"] - spans[year] * dug, 0.0, f"{row['at']}: stock left (kt)")


def _dug(facts: Facts, zone: str, material: str) -> float:
    found = [
        row["legacy_used_kt_yr"]
        for row in facts.results("wastes")
        if (row["zone"], row["material"]) == (zone, material)
    ]
    return float(sum(found))


def _stored(facts: Facts, zone: str, material: str) -> float:
    return float(
        sum(
            row["amount_kt_yr"]
            for row in facts.results("flows")
            if row["role"] == "storage" and (row["origin"], row["material"]) == (zone, material)
        )
    )


def _check_objectives(
    about: Mapping[str, Any], facts: list[Facts], years: Years, tally: Tally
) -> None:
    """Hold that the stages reach what the years come to: sums, present values, ratios of sums."""
    rate, spans = about["discount_rate"], years.spans
    worth = [
        sum((1.0 + rate) ** -(year + k - years.at[0]) for k in range(span))
        for year, span in zip(years.at, spans, strict=True)
    ]
    for stage in about["objectives"]:
        metric = METRICS[stage["metric"]]
        own = [_figure(f, metric.name) for f in facts]
        if metric.is_rate:
            bases = [_base(f) for f in facts]
            below = sum(n * base for n, base in zip(spans, bases, strict=True))
            above = sum(n * b * r for n, b, r in zip(spans, bases, own, strict=True))
            due = above / below if below else 0.0
        else:
            weights = worth if metric.unit == "MCNY/yr" else spans
            due = sum(w * value for w, value in zip(weights, own, strict=True))
        tally.equal(stage["value"], due, f"years.json: {metric.name} over all years")


def _figure(facts: Facts, name: str) -> float:
    kpis = {kpi["name"]: kpi["value"] for kpi in facts.written.summary["kpis"]}
    stages = {stage["metric"]: stage["value"] for stage in facts.written.summary["objectives"]}
    return float({**kpis, **stages}[name])


def _base(facts: Facts) -> float:
    """Return what is generated and dug up, kt/yr."""
    rows = facts.results("wastes")
    return float(sum(row["generation_kt_yr"] + row["legacy_used_kt_yr"] for row in rows))
