"""Checks of figures: every metric recomputed from the tables, and the parts of the cost."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import Any

from sim.rules.metric import Metric
from sim.rules.metrics import COST_PARTS, METRICS
from sim.verify.carbon import run_co2
from sim.verify.credit import counted_uptake, disposed_residues
from sim.verify.facts import FRESH, Facts, sum_by
from sim.verify.haul import price_flow
from sim.verify.mass import bought_by_plant, treated_amounts
from sim.verify.read import CREDITED, Cells
from sim.verify.tally import Tally, or_nothing, scale

_LINE_SUMS = ("uptake_kt_yr", "treated_kt_yr", "residue_input_kt_yr", "residues_made_kt_yr")
_OF_AREAS = {
    "province": ("least_rate", "rate_spread"),
    "city": ("least_city_rate", "city_rate_spread"),
}
"""Level of areas -> what the least of their rates is called, and how far they lie apart."""
_SUMS_OF_WAYS = {"transport_work": "km", "transport_co2": "co2_kg_t", "net_co2": "co2_kg_t"}
"""Figure told -> the column of flows in it that may not be known."""


def recompute(facts: Facts) -> dict[str, float]:
    """Return metric -> value, and `generation`, from the written tables.

    What is not known adds nothing to a sum, as in the programme; see `recompute_told`.
    """
    zones = facts.by_id("zones")
    generation = sum(r["amount"] for r in facts.inputs("generation") if r["zone"] in zones)
    reclaimed = sum(row["legacy_used_kt_yr"] for row in facts.results("wastes"))
    uptake, disposed = counted_uptake(facts), disposed_residues(facts)
    base, net = generation + reclaimed, uptake - disposed
    kept = kept_in_lines(facts)

    def kept_where(column: str, *words: str) -> float:
        return sum(kt for line, kt in kept.items() if facts.technology(line)[column] in words)

    rates = {
        "utilization_rate": net,
        "gross_utilization_rate": uptake,
        "utilization_rate_without_restoration": net - kept_where("counting", "restoration"),
        "utilization_rate_without_fill": net - kept_where("counting", "restoration", "backfill"),
        "high_value_rate": kept_where("tier", "high"),
    }
    flows = facts.results("flows")
    return {
        "generation": generation,
        **{name: amount / base if base > 0 else math.nan for name, amount in rates.items()},
        "net_utilized": net,
        "uptake": uptake,
        "unused": base - uptake,
        "legacy_used": reclaimed,
        "residues_disposed": disposed,
        "cross_border": sum(
            row["amount_kt_yr"]
            for row in flows
            if row["cross_border"].lower() == "true" and facts.waste_like(row["material"])
        ),
        "transport_work": sum(row["amount_kt_yr"] * or_nothing(row["km"]) for row in flows) * 1e-3,
        **_money(facts),
        **_balance(facts),
        **_change(facts),
        **_building(facts),
    }


def recompute_told(facts: Facts) -> dict[str, float]:
    """Return the same as it is told: not a number where nothing of a sum is known."""
    figures = recompute(facts)
    unknown = {
        "km": any(math.isnan(row["km"]) for row in facts.results("flows")),
        "co2_kg_t": any(row["co2_kg_t is blank"] for row in facts.results("flows")),
    }
    untold = [
        name for name, column in _SUMS_OF_WAYS.items() if unknown[column] and not figures[name]
    ]
    told = {**figures, **dict.fromkeys(untold, math.nan)}
    of_nothing = [] if facts.growth else [n for n, m in METRICS.items() if m.needs_building]
    return {name: value for name, value in told.items() if name not in of_nothing}


def _balance(facts: Facts) -> dict[str, float]:
    """Return the least rate of the areas of each level and how far their rates lie apart."""
    figures: dict[str, float] = {}
    for level, (least, spread) in _OF_AREAS.items():
        rates = area_rates(facts, level)
        named = any(row[level] for row in facts.by_id("zones").values())
        if not rates and named:
            figures |= {least: math.nan, spread: math.nan}
        if rates:
            figures |= {least: min(rates), spread: max(rates) - min(rates)}
    return figures


def area_rates(facts: Facts, level: str) -> list[float]:
    """Return the net rates of the named areas in which waste is generated."""
    made: dict[str, float] = defaultdict(float)
    base: dict[str, float] = defaultdict(float)
    net: dict[str, float] = defaultdict(float)
    for row in facts.results("wastes"):
        area = facts.by_id("zones")[row["zone"]][level]
        made[area] += row["generation_kt_yr"]
        base[area] += row["generation_kt_yr"] + row["legacy_used_kt_yr"]
        net[area] += row["net_utilized_kt_yr"]
    return [net[area] / base[area] for area in sorted(made) if area and made[area] > 0]


def _change(facts: Facts) -> dict[str, float]:
    """Return the change from the reference plan; nothing where there is none."""
    before = facts.written.reference
    if before is None:
        return {}
    now = sum_by(
        (row for row in facts.results("flows") if row["role"] in ("utilization", "chain")),
        "origin",
        "destination",
        "material",
    )
    gaps = (abs(now.get(key, 0.0) - before.get(key, 0.0)) for key in {*now, *before})
    return {"change_from_reference": math.fsum(gaps) / 2}


def _building(facts: Facts) -> dict[str, float]:
    """Return the capacity that is built and what it costs up front."""
    return {
        "capacity_built": sum(map(facts.built, facts.growth)),
        "investment": sum(
            of.up_front(facts.built(n), begun=facts.begun(n)) for n, of in facts.growth.items()
        ),
    }


def kept_in_lines(facts: Facts) -> dict[str, float]:
    """Return line -> kt of waste and residue used less made; what it only treats in neither."""
    kept: dict[str, float] = defaultdict(float)
    for row in facts.results("line_inputs"):
        if facts.waste_like(row["material"]) and facts.mark_made(row) != "treated":
            kept[row["line"]] += row["amount_kt_yr"]
    for row in facts.results("line_outputs"):
        kept[row["line"]] -= row["amount_kt_yr"] if facts.waste_like(row["material"]) else 0.0
    for (line, _, _), kt in treated_amounts(facts).items():
        kept[line] += kt
    return kept


def _money(facts: Facts) -> dict[str, float]:
    """Return cost and CO2 metrics, million CNY and kt a year."""
    materials, recipes = facts.by_id("materials"), facts.by_id("recipes")
    flows, runs = facts.results("flows"), facts.activity.items()
    sales = [row for row in flows if row["role"] == "sale"]
    bought = bought_by_plant(facts)
    process = sum(run_co2(facts, line, recipe, kt) for (line, recipe), kt in runs)
    process += sum(kt * materials[material]["purchase_co2"] for _, material, kt in bought)
    moved = sum(row["co2_kg_t"] * row["amount_kt_yr"] for row in flows) * 1e-3
    saved = sum(materials[r["material"]]["displaced_co2"] * r["amount_kt_yr"] for r in sales)
    emitted = moved + process - saved
    markets = facts.by_id("markets")
    parts = {
        **_ways(facts),
        "processing_cost": sum(kt * recipes[recipe]["cost"] for (_, recipe), kt in runs),
        "purchase_cost": sum(kt * facts.purchase_price(plant, m) for plant, m, kt in bought),
        "reclaim_cost": _reclaim(facts),
        "capex_cost": sum(capital_charge(facts, line) for line in facts.lines.values()) * 1e3,
        "fixed_cost": sum(fixed_charge(facts, row) for row in open_rows(facts)) * 1e3,
        "carbon_cost": facts.parameter("carbon_price", "CNY/t", 0.0) * emitted,
        "revenue": sum(markets[r["destination"]]["price"] * r["amount_kt_yr"] for r in sales),
    }
    parts = {name: amount * 1e-3 for name, amount in parts.items()}
    gross = sum(amount for name, amount in parts.items() if name != "revenue")
    waste = [row for row in flows if facts.waste_like(row["material"])]
    logistics = sum(row["cost_CNY_t"] * row["amount_kt_yr"] for row in waste) * 1e-3
    return {
        **parts,
        "gross_cost": gross,
        "net_cost": gross - parts["revenue"],
        "logistics_cost": logistics + parts["reclaim_cost"],
        "net_co2": emitted,
        "transport_co2": moved,
        "process_co2": process,
        "avoided_co2": saved,
    }


def _ways(facts: Facts) -> dict[str, float]:
    """Return the cost parts of flows, thousand CNY."""
    sums = dict.fromkeys(
        ("transport_cost", "handling_cost", "disposal_cost", "tax_cost", "border_cost"), 0.0
    )
    for row in facts.results("flows"):
        price, kt = price_flow(facts, row), row["amount_kt_yr"]
        sums["transport_cost"] += kt * price.haul(row["cost_CNY_t"])[0]
        sums["handling_cost"] += kt * price.handling
        sums["disposal_cost"] += kt * price.disposal
        sums["tax_cost"] += kt * price.tax
        sums["border_cost"] += kt * price.border
    return sums


def _reclaim(facts: Facts) -> float:
    cost = {(r["zone"], r["material"]): r["reclaim_cost"] for r in facts.inputs("legacy")}
    return math.fsum(
        row["legacy_used_kt_yr"] * cost.get((row["zone"], row["material"]), 0.0)
        for row in facts.results("wastes")
    )


def capital_charge(facts: Facts, line: Cells) -> float:
    """Return the yearly payment for an added line and for what is built, million CNY."""
    technology = facts.by_id("technologies")[line["technology"]]
    rate, growth = facts.parameter("discount_rate", "", 0.06), facts.growth.get(line["id"])
    here, begun = facts.built(line["id"]), facts.begun(line["id"])
    built = growth.yearly(here, rate, begun=begun) if growth else 0.0
    if line["status"] != "added" or not technology["capex"] > 0:
        return built
    years = technology["life"]
    paid_off = -math.expm1(-years * math.log1p(rate))
    per_yuan = rate / paid_off if rate else 1.0 / years
    return built + float(line["capacity"] * technology["capex"] * per_yuan * 1e-3)


def open_rows(facts: Facts) -> list[Cells]:
    """Return the rows of openings.csv of what is open."""
    return [row for row in facts.results("openings") if row["open"] == "yes"]


def fixed_charge(facts: Facts, opening: Cells) -> float:
    """Return what having a line or sink open costs in a year, million CNY, by its input row.

    What beginning to build costs is capital: see `capital_charge`.
    """
    if opening["kind"] == "builds":
        return 0.0
    if opening["kind"] == "links":
        ends = tuple(opening["id"].split(" > "))
        same = [
            r for r in facts.inputs("links") if (r["origin"], r["destination"], r["mode"]) == ends
        ]
        return float(same[0]["fixed_cost"]) if same else 0.0
    row = facts.by_id(opening["kind"]).get(opening["id"], {})
    return float(row.get("fixed_cost", 0.0))


def _stated(facts: Facts) -> dict[str, float]:
    return {row["name"]: known(row["value"]) for row in facts.written.summary["kpis"]}


def known(value: Any) -> float:
    """Return a written figure; not a number where it is not defined."""
    return math.nan if value is None else float(value)


def size_of(name: str, figures: dict[str, float]) -> float:
    """Return what an error of a metric is measured against: the largest amount in it."""
    if name in METRICS and METRICS[name].is_rate:
        return 1.0
    large = {
        "net_cost": ("gross_cost", "revenue"),
        "net_co2": ("process_co2", "avoided_co2"),
        "transport_cost": ("logistics_cost",),
    }
    return scale(figures.get(name, 0.0), *(figures[other] for other in large.get(name, ())))


def sum_over(metric: Metric, rows: list[Cells]) -> float | None:
    """Return a metric of some rows of wastes; None for a rate without a base."""
    amount = float(sum(row[metric.amount_column] for row in rows))
    if not metric.is_rate:
        return amount
    base = sum(row["generation_kt_yr"] + row["legacy_used_kt_yr"] for row in rows)
    return amount / base if base > 0 else None


def check_kpis(facts: Facts, tally: Tally) -> None:
    """Hold every figure of the summary against its recomputation."""
    due, stated = recompute_told(facts), _stated(facts)
    for name in ("generation", *METRICS):
        if name == "fixed_cost" and not facts.results("openings"):
            tally.true(name not in stated, "summary.json: there is nothing to open")
            continue
        if name not in due:
            _check_untold(METRICS[name], facts, stated, tally)
            continue
        if name not in stated:
            tally.true(False, f"summary.json: there is no figure '{name}'")
            continue
        words = f"summary.json, {name} ({METRICS[name].unit if name in METRICS else 'kt/yr'})"
        tally.equal(stated[name], due[name], words, size_of(name, due))
    for metric in CREDITED:
        found = sum_over(metric, facts.results("wastes"))
        if found is not None and metric.name in due:
            words = f"wastes.csv, {metric.amount_column}: all of it"
            tally.equal(found, due[metric.name], words, size_of(metric.name, due))
    _check_fairness(facts, due, tally)


def _check_untold(metric: Metric, facts: Facts, stated: dict[str, float], tally: Tally) -> None:
    """Hold that a figure which cannot be told is not, and that no other is left unchecked."""
    if metric.needs_reference and facts.written.reference is None:
        tally.true(
            metric.name not in stated, f"summary.json: '{metric.name}' has no reference plan"
        )
    elif metric.needs_building and not facts.growth:
        tally.true(metric.name not in stated, f"summary.json: '{metric.name}' of nothing")
    elif metric.level is not None:
        tally.true(metric.name not in stated, f"summary.json: '{metric.name}' has no areas")
    else:
        tally.true(False, f"summary.json: nothing recomputes '{metric.name}'")


def _check_fairness(facts: Facts, due: dict[str, float], tally: Tally) -> None:
    """Hold the price of fairness, where it is told, against the figures of this plan."""
    price = facts.written.summary.get("price_of_fairness")
    if price is None:
        return
    tally.true(facts.scenario.is_fair, "summary.json: nobody asked for fairness")
    free, words = price["without"], "summary.json, price of fairness"
    for name, value in price["with"].items():
        tally.equal(known(value), due[name], f"{words}: {name}", size_of(name, due))
    points = 100.0 * (known(free["utilization_rate"]) - due["utilization_rate"])
    tally.equal(known(price["rate_points"]), points, f"{words} (points)", 100.0)
    money = due["net_cost"] - free["net_cost"]
    size = size_of("net_cost", due)
    tally.equal(float(price["net_cost_MCNY_yr"]), money, f"{words} (MCNY/yr)", size)
    stated = {(row["level"], row["area"]): row for row in facts.results("areas")}
    for row in price["areas"]:
        area = stated[row["level"], row["area"]]
        net = area["net_utilized_kt_yr"]
        tally.equal(float(row["net_utilized_kt_yr"]), net, f"{words}: {row['area']} (kt/yr)")
        if row["alone_kt_yr"] is not None:
            tally.at_least(net, float(row["alone_kt_yr"]), f"{words}: {row['area']} alone")


def check_line_figures(facts: Facts, tally: Tally) -> None:
    """Hold the waste that lines are said to take and keep against inputs and outputs."""
    sums: dict[tuple[str, str], float] = defaultdict(float)
    for row in facts.results("line_inputs"):
        if facts.waste_like(row["material"]):
            taken = "treated_kt_yr" if facts.treats(row["line"]) else "uptake_kt_yr"
            column = taken if row["source"] in FRESH else "residue_input_kt_yr"
            sums[row["line"], column] += row["amount_kt_yr"]
    for row in facts.results("line_outputs"):
        if facts.waste_like(row["material"]):
            sums[row["line"], "residues_made_kt_yr"] += row["amount_kt_yr"]
    for (line, _, _), kt in treated_amounts(facts).items():
        sums[line, "residues_made_kt_yr"] -= kt
    kept = kept_in_lines(facts)
    for row in facts.results("lines"):
        line, words = row["line"], f"line {row['line']}:"
        for column in _LINE_SUMS:
            tally.equal(row[column], sums[line, column], f"{words} {column}")
        size = scale(row["uptake_kt_yr"], row["residues_made_kt_yr"])
        net = row["net_utilized_kt_yr"]
        tally.equal(net, kept.get(line, 0.0), f"{words} net utilized (kt/yr)", size)
        if line in facts.lines:
            due = capital_charge(facts, facts.lines[line])
            tally.equal(row["capex_MCNY_yr"], due, f"{words} capital annuity (MCNY/yr)")


def check_costs(facts: Facts, tally: Tally) -> None:
    """Hold the parts of the cost against their recomputation, and their sum against net cost."""
    figures = recompute(facts)
    stated = {row["part"]: row["amount_MCNY_yr"] for row in facts.results("costs")}
    for part in COST_PARTS:
        name = part if part == "revenue" else f"{part}_cost"
        due = -figures[name] if part == "revenue" else figures[name]
        if part == "fixed" and not facts.results("openings"):
            tally.true(part not in stated, "costs.csv: there is nothing to open")
        elif part in stated:
            words = f"costs.csv, {part} (MCNY/yr)"
            tally.equal(stated[part], due, words, size_of(name, figures))
        else:
            tally.true(False, f"costs.csv: there is no part '{part}'")
    extra = stated.keys() - COST_PARTS.keys()
    tally.true(not extra, f"costs.csv: unknown part {', '.join(sorted(extra))}")
    net = _stated(facts).get("net_cost", 0.0)
    size = size_of("net_cost", figures)
    tally.equal(sum(stated.values()), net, "costs.csv, sum of all parts (MCNY/yr)", size)
