"""A target in sentences: whether it is reached, what that costs, and what it leans on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sim.say import Language, say
from sim.say.figures import (
    write_amount,
    write_close,
    write_close_figure,
    write_money,
    write_percent,
)
from sim.studies.target.asked import NET_COST


def tell_target(about: dict[str, Any], language: Language) -> list[str]:
    """Return what is said of a target; `about` is the content of `target.json`."""
    return [
        _tell_reached(about, language),
        *_tell_money(about, language),
        *_tell_certainty(about, language),
        _tell_ranges(about, language),
    ]


def _tell_reached(about: dict[str, Any], language: Language) -> str:
    target = about["target"]
    figures = {
        "at": write_close_figure(target["at"], target["unit"], language),
        "builds": _count(about["builds"], language),
        "investment": write_close_figure(about["investment_MCNY"], "MCNY", language),
        "annuity": write_money(about["annuity_MCNY_yr"], language),
    }
    if about["reached"]:
        return say(
            "target_reached" if about["builds"] else "target_reached_bare", language, **figures
        )
    best = about["plans"]["best"][target["metric"]]
    words = write_close_figure(best, target["unit"], language)
    return say("target_missed", language, best=words, **figures)


def _tell_money(about: dict[str, Any], language: Language) -> list[str]:
    """Return what the way costs against today's plan, of which the target itself, and payback."""
    cost, tonnes = about["net_cost_change_MCNY_yr"], about["extra_utilized_kt_yr"]
    if cost is None or tonnes is None:
        return []
    money, waste = (
        f"target_{verb}_{_compare(change, write, language)}"
        for verb, change, write in (("costs", cost, write_money), ("uses", tonnes, write_amount))
    )
    each, per_tonne = "", about["cost_per_extra_tonne_CNY"]
    if per_tonne is not None and money == "target_costs_more":
        each = say("target_per_tonne", language, per_tonne=write_close(per_tonne))
    said = {
        "money": say(money, language, cost=write_money(abs(cost), language)),
        "waste": say(waste, language, tonnes=write_amount(abs(tonnes), language)),
    }
    return [
        say("target_money", language, per_tonne=each, **said),
        *_tell_split(about, language),
        *_tell_payback(about, language),
    ]


def _compare(change: float, write: Callable[[float, str], str], language: Language) -> str:
    """Return whether a change is one up, down, or none that is written."""
    if write(abs(change), language) == write(0.0, language):
        return "same"
    return "more" if change > 0 else "less"


def _count(builds: int, language: Language) -> str:
    """Return how many builds there are."""
    return say("target_count_one" if builds == 1 else "target_count", language, count=builds)


def _tell_split(about: dict[str, Any], language: Language) -> list[str]:
    """Return what building saves at today's value, and what the target takes of it again."""
    same, today = (about["plans"][name][NET_COST] for name in ("same", "today"))
    alone, per_tonne = about["target_alone_MCNY_yr"], about["target_alone_per_extra_tonne_CNY"]
    if alone is None or not about["builds"]:
        return []
    changes = _compare(same - today, write_money, language), _compare(alone, write_money, language)
    if changes != ("less", "more"):
        return []
    each = ""
    if per_tonne is not None:
        each = say("target_split_tonne", language, cost=write_close(per_tonne))
    saved, cost = write_money(today - same, language), write_money(alone, language)
    return [say("target_split", language, saved=saved, cost=cost, per_tonne=each)]


def _tell_payback(about: dict[str, Any], language: Language) -> list[str]:
    if not about["builds"]:
        return []
    years = about["payback_years"]
    if years is None:
        return [say("target_no_payback", language)]
    return [say("target_payback", language, years=write_close(years))]


def _tell_certainty(about: dict[str, Any], language: Language) -> list[str]:
    if not about["builds"]:
        return []
    figures = {name: about[name] for name in ("certain", "depends")}
    figures["builds"] = _count(about["builds"], language)
    whole = about["investment_MCNY"] or 1.0
    assumed = about["investment_by_confidence_MCNY"].get("assumed", 0.0)
    unknown = about["investment_in_placeholders_MCNY"]
    shares = {
        name: write_percent(100.0 * part / whole, 0)
        for name, part in (("share", assumed), ("unknown", unknown))
    }
    said = [say("target_leans", language, **shares)]
    if about["ends_of_cost"]:
        ends = about["ends_of_cost"]
        said.insert(0, say("target_certain_words", language, ends=ends, **figures))
    return said


def _tell_ranges(about: dict[str, Any], language: Language) -> str:
    ranges = about["ranges"]
    key = "target_ranges_chosen" if ranges["chosen"] else "target_ranges_own"
    return say(key, language, **{n: ranges[n] for n in ("lines", "placeholders", "up_to")})
