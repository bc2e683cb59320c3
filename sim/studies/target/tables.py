"""A target as tables: what is built, what it costs whom, and how cost grows with the target."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.network import Network
from sim.network.types import GRAM
from sim.results.name_columns import NameColumns
from sim.rules.metric import THOUSANDTH
from sim.rules.metrics import METRICS
from sim.say.figures import read_number
from sim.studies.target.asked import NET_COST
from sim.studies.target.solver import Found
from sim.studies.target.study import Answer, builds, figure

UTILIZED, INVESTMENT = "net_utilized", "investment"
PLACEHOLDER = "placeholder"
_PLANS = ("today", "same", "plan", "best", "free")


def tabulate_builds(answer: Answer) -> pd.DataFrame:
    """Return a row a build with its place, its money, and what it is worth alone and in order.

    Builds of the plan come first, in their order; then those that only other costs of capital
    would bring, without a step. Units are in the names of the columns; `gain` is that of the metric
    against today's plan, `cost_MCNY_yr` the change of net cost.
    """
    table = builds(answer)
    expansions = answer.network.expansions.set_index("line").reindex(table["line"])
    built = table["built_kt_yr"].to_numpy()
    money = {
        "investment_MCNY": built * _each(answer.network, table, "cost_CNY_t") * THOUSANDTH,
        "annuity_MCNY_yr": built * _each(answer.network, table, "annuity_CNY_t") * THOUSANDTH,
        "cost_confidence": expansions["confidence"].to_numpy(),
    }
    alone = [answer.alone.get(line) for line in table["line"]]
    in_order = [*answer.in_order, *([None] * (len(table) - len(answer.in_order)))]
    worth: dict[str, Any] = {}
    for name, plans in (("alone", alone), ("in_order", in_order)):
        worth[f"{name}_gain"] = [_gain(answer, one) for one in plans]
        worth[f"{name}_cost_MCNY_yr"] = [_change(answer, one, NET_COST) for one in plans]
        worth[f"{name}_utilized_kt_yr"] = [_change(answer, one, UTILIZED) for one in plans]
    worth = {name: np.array(values, dtype=float) for name, values in worth.items()}
    named = _name(table, answer)
    named.insert(len(named.columns) - 6, "up_to_kt_yr", expansions["up_to_kt_yr"].to_numpy())
    case = answer.case
    called = NameColumns(case.tables, case.scenario.borders)
    return called.add(named.assign(**money, **worth))


def _each(network: Network, table: pd.DataFrame, figure: str) -> Any:
    """Return what a t/yr of each build costs: by its size class where there are several."""
    plain = network.expansions.set_index("line")[figure].reindex(table["line"]).to_numpy(float)
    sized = table[["line", "built_kt_yr"]].reset_index().merge(network.sizes, on="line")
    fits = sized["built_kt_yr"].between(sized["from_kt_yr"] - GRAM, sized["to_kt_yr"] + GRAM)
    by_class = sized[fits].groupby("index")[figure].min().reindex(table.index).to_numpy(float)
    return np.where(np.isnan(by_class), plain, by_class)


def _name(table: pd.DataFrame, answer: Answer) -> pd.DataFrame:
    """Return a table by line with the line's place and technology before what it says."""
    network: Network = answer.network
    lines = network.lines.loc[table["line"]]
    plants = network.plants.loc[lines["plant"]]
    technologies = answer.case.tables["technologies"].set_index("id").loc[lines["technology"]]
    named = {
        "step": table["step"],
        "line": table["line"],
        "plant": lines["plant"].to_numpy(),
        "plant_name_en": plants["name_en"].to_numpy(),
        "plant_name_zh": plants["name_zh"].to_numpy(),
        "technology": lines["technology"].to_numpy(),
        "technology_en": technologies["name_en"].to_numpy(),
        "technology_zh": technologies["name_zh"].to_numpy(),
        "status": lines["status"].to_numpy(),
        "province": plants["province"].to_numpy(),
        "city": plants["city"].to_numpy(),
        "today_kt_yr": lines["capacity_kt_yr"].to_numpy(),
    }
    return pd.DataFrame({**named, **{c: table[c] for c in table.columns if c not in named}})


def _gain(answer: Answer, found: Found | None) -> float:
    return np.nan if found is None else answer.gain(found)


def _change(answer: Answer, found: Found | None, metric: str) -> float:
    if found is None:
        return np.nan
    return figure(found, metric) - figure(answer.today, metric)


def tabulate_curve(answer: Answer) -> pd.DataFrame:
    """Return targets and the least money that each takes.

    target, money, and net cost, investment, capacity built and utilized waste of each plan.
    """
    metrics = (NET_COST, INVESTMENT, "capacity_built", UTILIZED)
    rows = [
        {
            "target": value,
            "money": figure(found, answer.asked.money),
            **{METRICS[name].column: figure(found, name) for name in metrics},
        }
        for value, found in answer.curve
    ]
    return pd.DataFrame(rows)


def written_builds(table: pd.DataFrame, metric: str) -> pd.DataFrame:
    """Return the table of builds as it is written: gains named for their unit, rates in points."""
    columns = {name: f"{name}_{_gain_unit(metric)}" for name in ("alone_gain", "in_order_gain")}
    size = 100.0 if METRICS[metric].is_rate else 1.0
    return table.assign(**{name: table[name] * size for name in columns}).rename(columns=columns)


def written_curve(table: pd.DataFrame, metric: str, money: str) -> pd.DataFrame:
    """Return the curve as it is written: units in the names, rates in per cent."""
    size = 100.0 if METRICS[metric].is_rate else 1.0
    names = {
        "target": f"target_{METRICS[metric].column}",
        "money": f"least_{METRICS[money].column}",
    }
    return table.assign(target=table["target"] * size).rename(columns=names)


def _gain_unit(metric: str) -> str:
    spec = METRICS[metric]
    return "points" if spec.is_rate else spec.column.removeprefix(f"{metric}_")


def describe_target(answer: Answer, table: pd.DataFrame, obstacles: list[dict[str, Any]]) -> Any:
    """Return the content of `target.json`."""
    asked, scenario = answer.asked, answer.case.scenario
    plans = {name: _describe(answer, getattr(answer, name)) for name in _PLANS}
    built = table[table["step"].notna()]
    return {
        "format": 1,
        "scenario": {
            "name": scenario.name,
            "title": {"en": scenario.title.en, "zh": scenario.title.zh or scenario.title.en},
        },
        "target": {**_describe_metric(asked.metric), "at": asked.at},
        "minimize": _describe_metric(asked.money),
        "reached": answer.reached,
        "plans": plans,
        "builds": len(built),
        "certain": int(built["certain"].sum()),
        "depends": int((~built["certain"]).sum()),
        "ends_of_cost": len(answer.bends),
        "ranges": vars(answer.ranges) | {"by": "default" if answer.ranges.chosen else "scenario"},
        "obstacles": obstacles,
        **_describe_money(answer, built),
    }


def _describe_metric(name: str) -> dict[str, str]:
    metric = METRICS[name]
    return {"metric": name, "unit": metric.unit, "en": metric.en, "zh": metric.zh}


def _describe(answer: Answer, found: Found) -> dict[str, float | None]:
    names = (answer.asked.metric, answer.asked.money, NET_COST, UTILIZED, INVESTMENT)
    return {name: read_number(figure(found, name)) for name in dict.fromkeys(names)}


def _describe_money(answer: Answer, built: pd.DataFrame) -> dict[str, Any]:
    """Return what the way costs against today's plan, a year, a tonne, and until it is paid back.

    Money in million CNY, a year where it is no investment; cost per tonne in CNY.
    """
    investment, annuity = (float(built[c].sum()) for c in ("investment_MCNY", "annuity_MCNY_yr"))
    tonnes = _change(answer, answer.plan, UTILIZED)
    cost = _change(answer, answer.plan, NET_COST)
    since_same = figure(answer.plan, NET_COST) - figure(answer.same, NET_COST)
    before_capital = annuity - cost
    pays = investment > 0 and before_capital > 0
    shares = built.groupby("cost_confidence")["investment_MCNY"].sum()
    unknown = built.loc[built["status"] == PLACEHOLDER, "investment_MCNY"].sum()
    found = {
        "investment_MCNY": investment,
        "annuity_MCNY_yr": annuity,
        "extra_utilized_kt_yr": tonnes,
        "net_cost_change_MCNY_yr": cost,
        "target_alone_MCNY_yr": since_same,
        "cost_per_extra_tonne_CNY": _per_tonne(cost, tonnes),
        "target_alone_per_extra_tonne_CNY": _per_tonne(since_same, tonnes),
        "payback_years": investment / before_capital if pays else None,
        "investment_in_placeholders_MCNY": float(unknown),
    }
    known = {name: read_number(value) for name, value in found.items()}
    return {**known, "investment_by_confidence_MCNY": {str(k): float(v) for k, v in shares.items()}}


def _per_tonne(cost: float, kt: float) -> float:
    """Return CNY per tonne of million CNY and kt; not a number where nothing is gained."""
    return cost / kt / THOUSANDTH if kt > 1e-6 else np.nan
