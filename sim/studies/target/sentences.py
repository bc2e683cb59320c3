"""A target in sentences: whether it is reached, what that costs, and what it leans on."""

from __future__ import annotations

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
        "count": about["builds"],
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
    per_tonne = about["cost_per_extra_tonne_CNY"]
    key = "less" if cost < 0 else "same" if per_tonne is None else "more"
    figures = {
        "cost": write_money(abs(cost), language),
        "tonnes": write_amount(tonnes, language),
        "per_tonne": "" if per_tonne is None else write_close(per_tonne),
    }
    return [
        say(f"target_money_{key}", language, **figures),
        *_tell_split(about, language),
        *_tell_payback(about, language),
    ]


def _tell_split(about: dict[str, Any], language: Language) -> list[str]:
    """Return what building saves at today's value, and what the target takes of it again."""
    same, today = (about["plans"][name][NET_COST] for name in ("same", "today"))
    alone, per_tonne = about["target_alone_MCNY_yr"], about["target_alone_per_extra_tonne_CNY"]
    if alone is None or not about["builds"] or same >= today or alone <= 0:
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
    figures = {"count": about["builds"], "certain": about["certain"], "depends": about["depends"]}
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
