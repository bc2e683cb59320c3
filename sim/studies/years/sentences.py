"""A plan over several years in sentences: what is reached, when, and at what cost."""

from __future__ import annotations

from sim.rules.metric import MONEY
from sim.rules.metrics import METRICS
from sim.say.texts import Texts
from sim.studies.years.study import YearsFound
from sim.studies.years.tables import tabulate_capacity, tabulate_years, targets

RATE = "utilization_rate"


def tell_years(found: YearsFound, texts: Texts) -> list[str]:
    """Return what is said of a plan over several years."""
    return [
        *_tell_stages(found, texts),
        *_tell_targets(found, texts),
        _tell_built(found, texts),
        _tell_counting(found, texts),
        *_tell_sight(found, texts),
    ]


def _tell_stages(found: YearsFound, texts: Texts) -> list[str]:
    """Return what each stage reaches over all years."""
    said = []
    for stage, reached in zip(found.plan.stages, found.plan.reached, strict=True):
        metric = METRICS[stage.metric]
        if metric.is_rate:
            value = texts.close_figure(reached, metric.unit)
            said.append(texts.say("years_rate", name=texts.of(metric), value=value))
        elif metric.unit == MONEY:
            value = texts.close_figure(reached, "MCNY")
            said.append(texts.say("years_money", name=texts.of(metric), value=value))
    return said


def _tell_targets(found: YearsFound, texts: Texts) -> list[str]:
    """Return when the last of the targets is due, and the first year in which it is met."""
    goals = targets(found)
    if not goals:
        return []
    last = goals[max(goals)]
    years = tabulate_years(found)
    met = years[years[METRICS[RATE].column] >= 100.0 * last - 1e-6]
    due = min(year for year, goal in goals.items() if goal == last)
    figures = {"at": texts.close_figure(last, ""), "due": due}
    if len(met):
        return [texts.say("years_met", year=int(met["year"].iloc[0]), **figures)]
    return [texts.say("years_not_met", **figures)]


def _tell_built(found: YearsFound, texts: Texts) -> str:
    capacity = tabulate_capacity(found)
    new = capacity[capacity["new_kt_yr"] > 0]
    if not len(new):
        return texts.say("years_nothing_built")
    return texts.say(
        "years_built_sum",
        lines=new["line"].nunique(),
        capacity=texts.amount(float(new["new_kt_yr"].sum())),
        investment=texts.close_figure(float(new["investment_MCNY"].sum()), "MCNY"),
        first=int(new["year"].min()),
    )


def _tell_counting(found: YearsFound, texts: Texts) -> str:
    rate = texts.close_figure(found.timeline.discount_rate, "")
    return texts.say("years_counting", rate=rate, year=found.timeline.years[0])


def _tell_sight(found: YearsFound, texts: Texts) -> list[str]:
    """Return what little foresight costs: what each stage reaches, beside what it could."""
    sight = found.sight
    if sight is None:
        return []
    if sight.plan is None:
        assert sight.why is not None
        return [texts.say("years_blind", years=sight.foresight, why=texts.tell(sight.why))]
    said = []
    stages = zip(found.plan.stages, found.plan.reached, sight.plan.reached, strict=True)
    for stage, best, reached in stages:
        metric = METRICS[stage.metric]
        unit = "MCNY" if metric.unit == MONEY else metric.unit
        value, instead = texts.close_figures([reached, best], unit)
        name = texts.of(metric)
        said.append(
            texts.say("years_sight", years=sight.foresight, name=name, value=value, best=instead)
        )
    return said
