"""Checks of lines: who may run what, shares, groups, quality and capacity."""

from __future__ import annotations

import math
from collections import defaultdict

from sim.verify.facts import Facts
from sim.verify.formula import evaluate
from sim.verify.read import Cells
from sim.verify.tally import Tally, scale


def check_line_rights(facts: Facts, tally: Tally) -> None:
    """Hold the lines that run against statuses, roles, recipes, inputs and reserved zones."""
    listed = {row["line"] for row in facts.results("lines")}
    for line in sorted({*listed, *facts.lines}):
        on = line in facts.lines
        tally.true(on, f"line {line} is not switched on, but stands in lines.csv")
        tally.true(line in listed, f"line {line} is switched on, but not in lines.csv")
    for row in (*facts.results("line_inputs"), *facts.results("line_outputs")):
        words = f"{row['at']}: line {row['line']}"
        tally.true(row["line"] in facts.lines, f"{words} is not switched on")
        allowed = facts.may_run(row["line"], row["recipe"])
        tally.true(allowed, f"{words} may not run recipe {row['recipe']}")
    for row in facts.results("line_inputs"):
        words = f"{row['at']}: line {row['line']}"
        taken = row["material"] in facts.input_rows.get(row["recipe"], {})
        tally.true(taken, f"{words}: recipe {row['recipe']} does not take {row['material']}")
        only = facts.by_id("lines")[row["line"]]["only_zones"]
        if only and facts.kind(row["material"]) == "waste":
            own = row["producer"] in only and row["source"] == "zone"
            tally.true(own, f"{words} is reserved for {', '.join(only)}")
    _check_deliveries(facts, tally)


def _check_deliveries(facts: Facts, tally: Tally) -> None:
    """Hold deliveries from zones against the lines of the plant that may take them."""
    takers: dict[tuple[str, str], list[tuple[str, ...]]] = defaultdict(list)
    for line, row in facts.lines.items():
        for recipe in facts.by_id("recipes"):
            if facts.may_run(line, recipe):
                for material in facts.input_rows.get(recipe, {}):
                    takers[row["plant"], material].append(row["only_zones"])
    for row in facts.results("flows"):
        if row["role"] == "utilization":
            reserved = takers.get((row["destination"], row["material"]), [])
            tally.true(
                any(not only or row["origin"] in only for only in reserved),
                f"{row['at']}: no line of {row['destination']} may take {row['material']}"
                f" of {row['origin']}",
            )


def check_activity(facts: Facts, tally: Tally) -> None:
    """Hold the activity of lines against what they make and use."""
    total: dict[str, float] = defaultdict(float)
    for (line, _), activity in facts.activity.items():
        total[line] += activity
    for row in facts.results("lines"):
        words = f"line {row['line']}: activity (kt/yr)"
        tally.equal(row["activity_kt_yr"], total[row["line"]], words)
    for row in facts.results("line_inputs"):
        activity = facts.activity[row["line"], row["recipe"]]
        words = f"{row['at']}: {row['material']}, share times activity (kt/yr)"
        tally.equal(row["share"] * activity, row["amount_kt_yr"], words)


def check_recipe_shares(facts: Facts, tally: Tally) -> None:
    """Hold each input of each recipe between its least and largest share."""
    for (line, recipe), activity in facts.activity.items():
        for material, row in facts.input_rows.get(recipe, {}).items():
            use = facts.used.get((line, recipe, material), 0.0)
            words = f"line {line}, recipe {recipe}: {material} used (kt/yr)"
            tally.at_least(use, row["min"] * activity, words)
            tally.at_most(use, row["max"] * activity, words)
    for row in facts.results("line_inputs"):
        due = facts.input_rows.get(row["recipe"], {}).get(row["material"])
        if due:
            words = f"{row['at']}: {row['material']}, share"
            tally.equal(row["min_share"], due["min"], f"{words} at least")
            tally.equal(row["max_share"], due["max"], f"{words} at most")


def check_groups(facts: Facts, tally: Tally) -> None:
    """Hold the sum of each group of inputs between its bounds."""
    for (line, recipe), activity in facts.activity.items():
        for group in facts.inputs("groups"):
            if group["recipe"] != recipe:
                continue
            use = sum(facts.used.get((line, recipe, m), 0.0) for m in group["materials"])
            words = f"line {line}, recipe {recipe}: sum of {group['group']} (kt/yr)"
            tally.at_least(use, group["min"] * activity, words)
            if group["max"] >= 0:
                tally.at_most(use, group["max"] * activity, words)


def check_quality(facts: Facts, tally: Tally) -> None:
    """Hold blends and single deliveries against the quality formulas."""
    uses: dict[tuple[str, str], list[Cells]] = defaultdict(list)
    for row in facts.results("line_inputs"):
        uses[row["line"], row["recipe"]].append(row)
    for rule in facts.inputs("quality"):
        for (line, recipe), rows in sorted(uses.items()):
            if recipe not in rule["recipes"]:
                continue
            seen = [r for r in rows if not rule["materials"] or r["material"] in rule["materials"]]
            if rule["scope"] == "blend":
                words = f"line {line}, recipe {recipe}: rule {rule['id']} ({rule['formula']}),"
                activity = facts.activity[line, recipe]
                _hold_blend(facts, tally, rule["formula"], seen, activity, words)
                continue
            for row in seen:
                words = f"{row['at']}: {row['material']} refused by rule {rule['id']},"
                one = _amounts(facts, [row], 0.0, each=1.0)
                sides = evaluate(rule["formula"], one)
                _hold(tally, sides, words, max(abs(sides[0]), abs(sides[2]), 1e-9))


def _amounts(
    facts: Facts, rows: list[Cells], activity: float, each: float | None = None
) -> dict[str, float]:
    """Return property -> kt (or kBq ...) that the rows bring, mass and activity."""
    amounts: dict[str, float] = defaultdict(float, {"activity": activity})
    for row in rows:
        kt = row["amount_kt_yr"] if each is None else each
        amounts["mass"] += kt
        for name, content in facts.contents(row["material"], row["producer"]).items():
            amounts[name] += kt * content
    return amounts


def _hold_blend(
    facts: Facts, tally: Tally, formula: str, rows: list[Cells], activity: float, words: str
) -> None:
    """Compare both sides, relative to the largest term and to what 1 kt brings."""
    sides = evaluate(formula, _amounts(facts, rows, activity))
    terms = [evaluate(formula, {"activity": amount}) for amount in (1.0, activity)]
    for row in rows:
        terms += [evaluate(formula, _amounts(facts, [row], 0.0, each)) for each in (1.0, None)]
    size = max(max(abs(left), abs(right)) for left, _, right in terms)
    _hold(tally, sides, words, size or 1.0)


def _hold(tally: Tally, sides: tuple[float, str, float], words: str, size: float) -> None:
    left, sense, right = sides
    compare = {"<=": tally.at_most, ">=": tally.at_least, "==": tally.equal}[sense]
    compare(left, right, f"{words} left side", size)


def check_line_capacity(facts: Facts, tally: Tally) -> None:
    """Hold activity between least load and what is available."""
    for row in facts.results("lines"):
        due = facts.lines.get(row["line"])
        if due is None:
            continue
        words = f"line {row['line']}:"
        least = due["available"] * due["min_load"]
        activity = row["activity_kt_yr"]
        tally.at_most(activity, due["available"], f"{words} activity (kt/yr)")
        if not due["if_used"]:
            tally.at_least(activity, least, f"{words} activity, by its least load,")
        capacity = facts.capacity(row["line"])
        tally.equal(row["capacity_kt_yr"], capacity, f"{words} capacity (kt/yr)")
        tally.equal(row["available_kt_yr"], due["available"], f"{words} available (kt/yr)")
        tally.equal(row["min_load_kt_yr"], least, f"{words} least load (kt/yr)")
        if not due["available"] > 0:
            tally.true(math.isnan(row["load_pct"]), f"{words} a load of nothing is told")
            continue
        load = 100.0 * activity / due["available"]
        tally.equal(row["load_pct"], load, f"{words} load (%)", scale(100.0, load))
