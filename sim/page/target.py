"""A target as a question: the cheapest way there, as tables, sentences, and edits that go it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Annotated, Any

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field

from sim.api.case import Case
from sim.api.target import Target
from sim.page.asked import Asked
from sim.page.edits.rules import Limit
from sim.page.edits.write import quantity
from sim.page.offers import Offer, offer
from sim.rules.metrics import METRICS
from sim.say.texts import Texts
from sim.scenario.part import MetricName
from sim.studies.target.asked import NET_COST
from sim.studies.target.chart import name_build
from sim.studies.target.tables import INVESTMENT, UTILIZED

CURVE = 5
"""Targets along the curve of costs beside those that are told anyway."""
_PLANS = ("today", "same", "plan")
_ROUND = 1000.0
"""What may be built is a thousandth of a kt more than the plan builds, at most."""
Told = dict[str, Any]
Tell = Callable[[Told], None]


class TargetOptions(BaseModel):
    """The figure and how far it is to come, in its canonical unit."""

    model_config = ConfigDict(extra="ignore", frozen=True, allow_inf_nan=False)
    metric: MetricName = "utilization_rate"
    at: Annotated[float, Field(ge=-1e9, le=1e9)]
    minimize: MetricName = NET_COST
    up_to: Annotated[float, Field(gt=0, le=1000)] | None = None
    """Per cent of its nameplate by which each line may grow, where the scenario says nothing."""


def find_target(case: Case, options: TargetOptions, tell: Tell, texts: Texts) -> Target:
    """Return the cheapest way; `tell` is called with how many plans are solved, and of how many.

    Raises
    ------
    SimError
    """

    def report(count: int, known: int) -> None:
        text = texts.say("target_searching", count=count, all=known)
        tell({"done": count, "of": known, "text": text})

    wanted: Any = {options.metric: quantity(options.at, METRICS[options.metric].unit)}
    return case.target(
        minimize=options.minimize,
        up_to=None if options.up_to is None else f"{options.up_to:g} %",
        points=CURVE,
        progress=report,
        **wanted,
    )


def tell_way(asked: Asked, found: Target, names: Callable[[str], str]) -> Told:
    """Return what is told of a target beside its chart; `names` gives the name of a city."""
    about, texts = found.summary, asked.texts
    builds = found.found.builds
    return {
        "sentences": [*found.tell(language=texts.language), *_tell_obstacles(about, texts)],
        "plans": _tabulate_plans(about, texts),
        **_tabulate_builds(builds[builds["step"].notna()], about, names, texts),
        "edits": list(list_edits(asked, found)),
    }


def _tell_obstacles(about: dict[str, Any], texts: Texts) -> Iterator[str]:
    if about["obstacles"]:
        yield texts.say("target_in_the_way")
    for one in about["obstacles"]:
        yield texts.label(texts.amount(one["unused_kt_yr"]), texts.of(one))


def _column(title: str, unit: str, texts: Texts) -> Told:
    named = texts.say("report_with_unit", title=title, unit=unit) if unit else title
    return {"title": named, "number": True}


def _tabulate_plans(about: dict[str, Any], texts: Texts) -> Told:
    """Return the figures of today's plan, of the cheapest one no worse, and of the way."""
    names = [about["target"]["metric"], UTILIZED, NET_COST, about["minimize"]["metric"], INVESTMENT]
    metrics = [METRICS[name] for name in dict.fromkeys(names)]
    columns: list[Any] = [{"title": texts.say("target_plan")}]
    for metric in metrics:
        unit = texts.scale(metric.unit).unit
        columns.append(_column(texts.of(metric), unit, texts))
    rows = [
        [
            texts.say(f"target_plan_{plan}"),
            *(_bare(about["plans"][plan][m.name], m.unit, texts) for m in metrics),
        ]
        for plan in _PLANS
    ]
    return {"columns": columns, "rows": rows}


def _tabulate_builds(
    builds: pd.DataFrame, about: dict[str, Any], names: Callable[[str], str], texts: Texts
) -> Told:
    """Return the builds in their order: size, money, what each brings alone and all so far."""
    unit = about["target"]["unit"]
    gained = texts.scale(unit).unit if unit else texts.say("frontier_points_unit")
    yearly = texts.scale("MCNY/yr").unit
    columns = [
        {"title": "#", "number": True},
        {"title": texts.say("target_build")},
        _column(texts.say("target_size"), texts.scale("kt/yr").unit, texts),
        _column(texts.say("target_investment"), texts.scale("MCNY").unit, texts),
        _column(texts.say("page_annuity"), yearly, texts),
        _column(texts.say("target_alone"), gained, texts),
        _column(texts.say("target_so_far"), gained, texts),
        {"title": texts.say("target_certainty")},
    ]
    rows = [
        [
            str(row["step"]),
            texts.say("target_build_at", name=name_build(row, texts), city=names(row["city"])),
            _bare(row["built_kt_yr"], "kt/yr", texts),
            _bare(row["investment_MCNY"], "MCNY", texts),
            _bare(row["annuity_MCNY_yr"], "MCNY/yr", texts),
            _bare(row["alone_gain"], unit, texts, is_change=True),
            _bare(row["in_order_gain"], unit, texts, is_change=True),
            texts.say("target_is_certain" if row["certain"] else "target_may_change"),
        ]
        for row in builds.to_dict("records")
    ]
    return {"columns": columns, "rows": rows}


def _bare(value: Any, unit: str, texts: Texts, *, is_change: bool = False) -> str:
    """Return a figure without its unit; a change with its sign."""
    if value is None or pd.isna(value):
        return "–"
    text = texts.close_bare(float(value), unit)
    is_up = is_change and value > 0 and any(digit in text for digit in "123456789")
    return f"+{text}" if is_up else text


def list_edits(asked: Asked, found: Target) -> Iterator[Offer]:
    """Yield the edits whose plan is the way: what may be built, the target, and least money.

    Where the scenario says itself what may be built, that stays. Its own limits on the whole of
    the figure give way to the target, as they did in the answer.
    """
    answer = found.found.answer
    if answer.ranges.chosen:
        for line in answer.order:
            built = answer.plan["built"][line]
            yield offer("expand", line=line, up_to=math.ceil(built * _ROUND) / _ROUND)
    goal = answer.asked
    before = [edit for edit in asked.edits if edit.on and _is_of(edit, goal.metric)]
    for position, limit in enumerate(asked.base.loaded.scenario.limits):
        if not limit.scope and limit.metric == goal.metric:
            yield offer("limit_off", position=position)
    if answer.reached:
        limit = goal.axis.limit(goal.at)
        way = {name: getattr(limit, name) for name in ("cap", "floor", "by")}
        replaced = {"replaces": before[0].id} if before else {}
        given = {name: value for name, value in way.items() if value is not None}
        yield {**offer("limit", **given, at=goal.at), **replaced}
    stages = goal.stages if answer.reached else goal.best_stages
    yield offer("objective", stages=[stage.model_dump(exclude_defaults=True) for stage in stages])


def _is_of(edit: Any, metric: str) -> bool:
    """Return whether an edit limits the whole of a metric."""
    scoped = isinstance(edit, Limit) and (edit.zone or edit.city or edit.province or edit.material)
    named = isinstance(edit, Limit) and METRICS[metric].in_document in (edit.cap, edit.floor)
    return bool(named and not scoped)
