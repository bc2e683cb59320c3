"""Lines that are switched on: what they run, may use and make."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

import numpy as np
import pandas as pd

from sim.loader.case import Case
from sim.network.chains import rows_by
from sim.network.formula import ACTIVITY, MASS, Formula, read_formula
from sim.rules.joins import Ints, join, match, number_rows
from sim.scenario.records import records
from sim.scenario.region_rows import CANDIDATE

_OF_RECIPES = {
    **{name: name for name in ("name_en", "name_zh", "activity")},
    "cost": "cost_CNY_t",
    "process_co2": "co2_t_t",
    "electricity": "electricity_kWh_t",
    "heat": "heat_MJ_t",
}
"""Column of a recipe -> what it is called where a line runs it."""


def annuity(rate: float, years: float) -> float:
    """Return the yearly payment per unit of capital: rate / (1 - (1 + rate)^-years).

    Exact for rates near zero, where it tends to 1 / years, and for negative ones.

    >>> annuity(0.0, 20.0), annuity(1e-16, 20.0), round(annuity(-0.05, 2.0), 9)
    (0.05, 0.05, 0.462820513)
    """
    return rate / -math.expm1(-years * math.log1p(rate)) if rate else 1.0 / years


def select_lines(
    case: Case, plants: pd.DataFrame, discount_rate: float, buildable: Collection[str] = ()
) -> pd.DataFrame:
    """Return the lines that are switched on, with availability and annuity worked in.

    Figures are those of today: of a candidate nothing stands. Lines that can run nothing today are
    left out unless they are `buildable`.
    """
    lines, technologies = case.tables["lines"], case.tables["technologies"]
    stands = (lines["status"] != CANDIDATE).to_numpy(bool)
    capacity = np.where(stands, lines["capacity"].to_numpy(float), 0.0)
    available = capacity * lines["availability"].to_numpy(float)
    on = lines["status"].isin(case.scenario.statuses) & lines["plant"].isin(plants.index)
    able = (available > 0) | lines["id"].isin(set(buildable)).to_numpy(bool)
    rows = np.flatnonzero(on.to_numpy(bool) & able)
    rows = np.array(sorted(rows.tolist(), key=lines["id"].tolist().__getitem__), dtype=np.int64)
    of = technologies.take(
        pd.Index(technologies["id"]).get_indexer(pd.Index(lines["technology"].take(rows)))
    )
    added = (lines["status"] == "added").to_numpy(bool)[rows]
    capex = np.where(added, np.nan_to_num(of["capex"].to_numpy(float)), 0.0)
    payment = np.array([annuity(discount_rate, float(y)) for y in of["life"]], dtype=float)
    available, capacity = available[rows], capacity[rows]

    def stated(*names: str) -> dict[str, Any]:
        return {name: lines[name].array.take(rows) for name in names}

    columns = {
        **stated("plant", "technology"),
        **{f"technology_{language}": of[f"name_{language}"].array for language in ("en", "zh")},
        **{name: of[name].array for name in ("family", "tier", "counting")},
        **stated("status", "confidence"),
        "capacity_kt_yr": capacity,
        **stated("availability", "min_load"),
        "available_kt_yr": available,
        "min_load_kt_yr": available * lines["min_load"].to_numpy(float)[rows],
        **stated("if_used"),
        "fixed_MCNY_yr": lines["fixed_cost"].array.take(rows),
        "capex_MCNY_yr": capacity * capex * payment * 1e-3,
        **stated("only_zones", "recipes"),
    }
    index = pd.Index(lines["id"].array.take(rows), name="line")
    return pd.DataFrame(columns, index)


def electricity_co2(case: Case, plants: pd.Series[str]) -> pd.Series[float]:
    """Return the kg CO2 of a kWh at each of some plants: of their province, else of any; else 0."""
    factors = case.tables["grid"].set_index("province")["co2"].to_dict()
    province = case.tables["plants"].set_index("id")["province"]
    return plants.map(province).map(lambda name: float(factors.get(name, factors.get("", 0.0))))


def list_runs(case: Case, lines: pd.DataFrame) -> pd.DataFrame:
    """Return line x recipe with the cost, CO2 and energy of a tonne of activity.

    The CO2 is that of the process and of its electricity.
    """
    recipes = case.tables["recipes"]
    ours, theirs = recipes_run(lines, recipes)
    columns = {
        "line": lines.index.array.take(ours),
        "recipe": recipes["id"].array.take(theirs),
        "plant": lines["plant"].array.take(ours),
        **{new: recipes[old].array.take(theirs) for old, new in _OF_RECIPES.items()},
    }
    runs = pd.DataFrame(columns)
    runs["co2_t_t"] += runs["electricity_kWh_t"] * electricity_co2(case, runs["plant"]) * 1e-3
    return runs.sort_values(["line", "recipe"], ignore_index=True)


def recipes_run(lines: pd.DataFrame, recipes: pd.DataFrame) -> tuple[Ints, Ints]:
    """Return the places in both tables of every line with each recipe that it runs.

    Those are the recipes it names; where it names none, all of its technology.
    """
    own = lines["recipes"].tolist()
    free = np.flatnonzero([not names for names in own])
    ours, theirs = match(number_rows([lines["technology"].iloc[free], recipes["technology"]]))
    place = {name: number for number, name in enumerate(recipes["id"])}
    named = [(line, place[name]) for line, names in enumerate(own) for name in dict.fromkeys(names)]
    more = np.array(named, dtype=np.int64).reshape(-1, 2)
    return np.concatenate([free[ours], more[:, 0]]), np.concatenate([theirs, more[:, 1]])


def list_shares(case: Case, runs: pd.DataFrame) -> pd.DataFrame:
    """Return line x recipe x material with the bounds of its share (t per t of activity)."""
    shares = join(
        runs[["line", "recipe", "plant"]],
        case.tables["inputs"][["recipe", "material", "min", "max", "co2"]],
        "recipe",
    )
    shares = shares[shares["max"] > 0].rename(columns={"co2": "co2_t_t"})
    return shares.sort_values(["line", "recipe", "material"], ignore_index=True)


def list_groups(case: Case, runs: pd.DataFrame) -> pd.DataFrame:
    """Return line x recipe x group with its materials, bounds and names."""
    columns = ["recipe", "group", "materials", "min", "max", "name_en", "name_zh"]
    groups = join(runs[["line", "recipe"]], case.tables["groups"][columns], "recipe")
    return groups.sort_values(["line", "recipe", "group"], ignore_index=True)


def read_rules(case: Case) -> dict[str, tuple[Formula, str, frozenset[str], frozenset[str]]]:
    """Return rule -> formula, scope, recipes, materials it looks at (empty: all inputs)."""
    return {
        row.id: (
            read_formula(row.formula),
            row.scope,
            frozenset(row.recipes),
            frozenset(row.materials),
        )
        for row in records(case.tables["quality"])
    }


class LotScale:
    """Weighs lots by formulas, as their contents are."""

    def __init__(self, contents: pd.DataFrame) -> None:
        """Take the contents of lots: index lot, a column a property."""
        self._values = contents.to_numpy(float)
        self._row = {lot: number for number, lot in enumerate(contents.index)}
        self._column = {name: number for number, name in enumerate(contents.columns)}

    def weigh(self, formula: Formula, lots: Iterable[str]) -> dict[str, float]:
        """Return what a tonne of each lot adds to the left-hand side of a formula."""
        names = list(dict.fromkeys(lots))
        rows = [self._row[lot] for lot in names]
        total = np.full(len(rows), formula.coefficients.get(MASS, 0.0))
        for name, value in formula.coefficients.items():
            if name in self._column:
                total = total + value * self._values[rows, self._column[name]]
        return dict(zip(names, total.tolist(), strict=True))


def satisfies(formula: Formula, value: float) -> bool:
    """Return whether a delivery whose left-hand side is `value` satisfies a formula by itself."""
    if formula.sense == "<=":
        return value <= 1e-12
    return value >= -1e-12 if formula.sense == ">=" else abs(value) <= 1e-12


def list_rules(case: Case, uses: pd.DataFrame, contents: pd.DataFrame) -> pd.DataFrame:
    """Return the blend rules as coefficients: line, recipe, rule, sense, lot, coefficient.

    The activity stands as lot ''. Rows are scaled so that the largest coefficient is 1.
    """
    rows: list[tuple[object, ...]] = []
    by_recipe, scale_of = rows_by(uses, "recipe"), LotScale(contents)
    for rule, (formula, scope, recipes, materials) in sorted(read_rules(case).items()):
        if scope != "blend":
            continue
        running = sorted(recipes & by_recipe.keys())
        weight = scale_of.weigh(formula, (u.lot for recipe in running for u in by_recipe[recipe]))
        activity = formula.coefficients.get(ACTIVITY, 0.0)
        for recipe in running:
            terms: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
            for u in by_recipe[recipe]:
                if (not materials or u.material in materials) and weight[u.lot]:
                    terms[u.line].append((u.lot, weight[u.lot]))
                elif activity:
                    terms[u.line] += []
            for line in sorted(terms):
                both = [*terms[line], *([("", activity)] if activity else [])]
                scale = max((abs(c) for _, c in both), default=0.0)
                if scale > 0:
                    rows += [(line, recipe, rule, formula.sense, lot, c / scale) for lot, c in both]
    columns = ["line", "recipe", "rule", "sense", "lot", "coefficient"]
    return pd.DataFrame(rows, columns=columns)


def refuse_lots(
    case: Case, uses: pd.DataFrame, contents: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Split uses into those allowed and those a lot-scope quality rule refuses.

    The second frame has an extra column `rule`.
    """
    refused = np.full(len(uses), "", dtype=object)
    by_recipe, scale = rows_by(uses.reset_index(drop=True), "recipe"), LotScale(contents)
    for rule, (formula, scope, recipes, materials) in sorted(read_rules(case).items()):
        if scope != "lot":
            continue
        running = [
            use for recipe in sorted(recipes & by_recipe.keys()) for use in by_recipe[recipe]
        ]
        looked_at = [use for use in running if not materials or use.material in materials]
        weight = scale.weigh(formula, (use.lot for use in looked_at))
        unfit = {lot for lot, value in weight.items() if not satisfies(formula, value)}
        refused[[use.Index for use in looked_at if use.lot in unfit]] = rule
    bad = refused != ""
    return uses[~bad].reset_index(drop=True), uses[bad].assign(rule=refused[bad])
