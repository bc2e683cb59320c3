"""A target in sentences: whether it is reached, what that costs, and what it leans on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sim.say.figures import (
    write_close,
    write_percent,
)
from sim.say.texts import Texts
from sim.studies.target.asked import NET_COST


def tell_target(about: dict[str, Any], texts: Texts) -> list[str]:
    """Return what is said of a target; `about` is the content of `target.json`."""
    return [
        _tell_reached(about, texts),
        *_tell_money(about, texts),
        *_tell_certainty(about, texts),
        _tell_ranges(about, texts),
    ]


def _tell_reached(about: dict[str, Any], texts: Texts) -> str:
    target = about["target"]
    figures = {
        "at": texts.close_figure(target["at"], target["unit"]),
        "builds": _count(about["builds"], texts),
        "investment": texts.close_figure(about["investment_MCNY"], "MCNY"),
        "annuity": texts.money(about["annuity_MCNY_yr"]),
    }
    if about["reached"]:
        return texts.say("target_reached" if about["builds"] else "target_reached_bare", **figures)
    best = about["plans"]["best"][target["metric"]]
    words = texts.close_figure(best, target["unit"])
    return texts.say("target_missed", best=words, **figures)


def _tell_money(about: dict[str, Any], texts: Texts) -> list[str]:
    """Return what the way costs against today's plan, of which the target itself, and payback."""
    cost, tonnes = about["net_cost_change_MCNY_yr"], about["extra_utilized_kt_yr"]
    if cost is None or tonnes is None:
        return []
    money, waste = (
        f"target_{verb}_{_compare(change, write)}"
        for verb, change, write in (("costs", cost, texts.money), ("uses", tonnes, texts.amount))
    )
    each, per_tonne = "", about["cost_per_extra_tonne_CNY"]
    if per_tonne is not None and money == "target_costs_more":
        each = texts.say("target_per_tonne", per_tonne=write_close(per_tonne))
    said = {
        "money": texts.say(money, cost=texts.money(abs(cost))),
        "waste": texts.say(waste, tonnes=texts.amount(abs(tonnes))),
    }
    return [
        texts.say("target_money", per_tonne=each, **said),
        *_tell_split(about, texts),
        *_tell_payback(about, texts),
    ]


def _compare(change: float, write: Callable[[float], str]) -> str:
    """Return whether a change is one up, down, or none that is written."""
    if write(abs(change)) == write(0.0):
        return "same"
    return "more" if change > 0 else "less"


def _count(builds: int, texts: Texts) -> str:
    """Return how many builds there are."""
    return texts.say("target_count_one" if builds == 1 else "target_count", count=builds)


def _tell_split(about: dict[str, Any], texts: Texts) -> list[str]:
    """Return what building saves at today's value, and what the target takes of it again."""
    same, today = (about["plans"][name][NET_COST] for name in ("same", "today"))
    alone, per_tonne = about["target_alone_MCNY_yr"], about["target_alone_per_extra_tonne_CNY"]
    if alone is None or not about["builds"]:
        return []
    changes = _compare(same - today, texts.money), _compare(alone, texts.money)
    if changes != ("less", "more"):
        return []
    each = ""
    if per_tonne is not None:
        each = texts.say("target_split_tonne", cost=write_close(per_tonne))
    saved, cost = texts.money(today - same), texts.money(alone)
    return [texts.say("target_split", saved=saved, cost=cost, per_tonne=each)]


def _tell_payback(about: dict[str, Any], texts: Texts) -> list[str]:
    if not about["builds"]:
        return []
    years = about["payback_years"]
    if years is None:
        return [texts.say("target_no_payback")]
    return [texts.say("target_payback", years=write_close(years))]


def _tell_certainty(about: dict[str, Any], texts: Texts) -> list[str]:
    if not about["builds"]:
        return []
    figures = {name: about[name] for name in ("certain", "depends")}
    figures["builds"] = _count(about["builds"], texts)
    whole = about["investment_MCNY"] or 1.0
    assumed = about["investment_by_confidence_MCNY"].get("assumed", 0.0)
    unknown = about["investment_in_placeholders_MCNY"]
    shares = {
        name: write_percent(100.0 * part / whole, 0)
        for name, part in (("share", assumed), ("unknown", unknown))
    }
    said = [texts.say("target_leans", **shares)]
    if about["ends_of_cost"]:
        ends = about["ends_of_cost"]
        said.insert(0, texts.say("target_certain_words", ends=ends, **figures))
    return said


def _tell_ranges(about: dict[str, Any], texts: Texts) -> str:
    ranges = about["ranges"]
    key = "target_ranges_chosen" if ranges["chosen"] else "target_ranges_own"
    return texts.say(key, **{n: ranges[n] for n in ("lines", "placeholders", "up_to")})
