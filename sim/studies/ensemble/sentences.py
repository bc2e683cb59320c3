"""An ensemble in sentences: what is drawn, what holds, and how surely."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import pandas as pd

from sim.rules.metric import Metric
from sim.rules.metrics import METRICS
from sim.say.figures import write_percent, write_short
from sim.say.texts import Texts
from sim.studies.compare.held import Held
from sim.studies.compare.sentences import write_change
from sim.studies.ensemble.claims import LIKELY, SURE, Claim, Drawn, list_claims
from sim.studies.ensemble.leans import Leans
from sim.studies.ensemble.tables import ENDS, count_plans, tabulate_ranks

_LEAST_SHARE, _MOST_SUBJECTS, _MOST_CELLS = 3.0, 4, 5
"""Per cent of the spread from which a subject is told, and how many subjects and cells are."""
_SIGNS = {1.0: "more", -1.0: "less", 0.0: "same"}


def tell_drawing(drawn: Drawn, titles: Mapping[str, str], texts: Texts) -> Iterator[str]:
    """Yield what was drawn and how, and how many draws have a plan."""
    study = drawn.study
    moving = {one.own: one.factor for member in study.members for one in member.moving}
    yield texts.say(
        "ensemble_about",
        cells=len(moving),
        factors=len(set(moving.values())),
        seed=study.asked.seed,
        correlation=write_short(study.asked.correlation),
    )
    for row in count_plans(drawn).to_dict("records"):
        yield texts.say(
            "ensemble_plans",
            name=titles[row["scenario"]],
            plans=row["plans"],
            draws=row["draws"],
            built=row["built"],
        )


def tell_grades(texts: Texts) -> str:
    """Return what the grades mean."""
    sure, likely = (write_percent(100.0 * share, 0) for share in (SURE, LIKELY))
    return texts.say("ensemble_grades", sure=sure, likely=likely)


def tell_claim(claim: Claim, texts: Texts) -> str:
    """Return a figure, or a difference with its sign and grade, and where 90 % of draws are."""
    metric = METRICS[claim.metric]
    size = 100.0 if metric.is_rate else 1.0
    low, _, high = claim.quantiles(*ENDS)
    numbers = [value / size for value in (claim.typical, low, high)]
    if not claim.against:
        typical, *ends = texts.figures(numbers, metric.unit)
        words = {"metric": texts.of(metric), "typical": typical}
        return texts.say("ensemble_value", **words, low=ends[0], high=ends[1])
    typical, *ends = (write_change(value, metric.unit, texts) for value in numbers)
    sign = 0.0 if math.isnan(claim.typical) else math.copysign(1.0, claim.typical)
    return texts.say(
        "ensemble_difference",
        metric=texts.of(metric),
        typical=typical,
        low=ends[0],
        high=ends[1],
        sign=texts.say(f"ensemble_sign_{_SIGNS[sign if claim.typical else 0.0]}"),
        share=write_percent(100.0 * claim.held, 0),
        grade=texts.word("ensemble_grade", claim.grade or ""),
    )


def tell_firsts(drawn: Drawn, titles: Mapping[str, str], texts: Texts) -> Iterator[str]:
    """Yield which scenario is most often the best, where there are more than two."""
    if len(drawn.study.names) < 3:
        return
    ranks = tabulate_ranks(drawn)
    stages = [stage.metric for stage in drawn.study.members[0].case.scenario.objective]
    for metric in dict.fromkeys(stages):
        own = ranks[(ranks["metric"] == metric) & (ranks["rank"] == 1)]
        if own["draws"].any():
            best = own.iloc[int(own["draws"].to_numpy().argmax())]
            yield texts.say(
                "ensemble_first",
                metric=texts.of(METRICS[metric]),
                name=titles[str(best["scenario"])],
                share=write_percent(float(best["share_pct"]), 0),
            )


def tell_leans(table: pd.DataFrame, name: str, texts: Texts) -> list[str]:
    """Return what the figures of a scenario lean on: of several its differences from the first."""
    own = table[table["scenario"] == name]
    told = own[own["against"] != ""] if (own["against"] != "").any() else own
    return [
        _tell_lean(str(metric), rows, texts) for metric, rows in told.groupby("metric", sort=False)
    ]


def _tell_lean(metric: str, rows: pd.DataFrame, texts: Texts) -> str:
    words = {"metric": texts.of(METRICS[metric])}
    largest = rows[rows["share_pct"] >= _LEAST_SHARE].head(_MOST_SUBJECTS)
    explained = float(rows["explained_pct"].iloc[0])
    if largest.empty or explained < _LEAST_SHARE:
        return texts.say("ensemble_leans_nothing", **words)
    shares = [
        texts.say("ensemble_lean", subject=texts.of(row), share=write_percent(row["share_pct"], 0))
        for row in largest.to_dict("records")
    ]
    told = write_percent(explained, 0)
    return texts.say("ensemble_leans", **words, shares=texts.join(shares), explained=told)


def tell_learning(table: pd.DataFrame, texts: Texts) -> Iterator[str]:
    """Yield what knowing everything would be worth, and the rows most worth finding out."""
    for row in table[table["what"] == "all"].to_dict("records"):
        metric = METRICS[row["metric"]]
        words = {"metric": texts.of(metric)}
        if not row["worth"]:
            yield texts.say("ensemble_learn_nothing", **words)
            return
        yield texts.say(
            "ensemble_learn_all", **words, worth=_write_worth(row["worth"], metric, texts)
        )
        for cell in table[table["what"] == "cell"].head(_MOST_CELLS).to_dict("records"):
            yield texts.say(
                "ensemble_learn_cell",
                worth=_write_worth(cell["worth"], metric, texts),
                name=texts.pick(cell, "name"),
                column=texts.word("compare_column", cell["column"]),
                at=cell["at"],
            )


def _write_worth(value: float, metric: Metric, texts: Texts) -> str:
    if metric.is_rate:
        return texts.say("compare_points", value=write_short(value))
    return texts.figure(value, metric.unit)


def tell_held(leans: Leans, titles: Mapping[str, str], texts: Texts) -> Held:
    """Return what the draws say of a comparison: for its page."""
    drawn = leans.drawn
    differences = [claim for claim in list_claims(drawn) if claim.against]
    groups = [
        (
            texts.say("compare_title", other=titles[name], first=titles[drawn.study.names[0]]),
            [tell_claim(c, texts) for c in differences if c.scenario == name and c.is_told]
            + tell_leans(leans.table, name, texts),
        )
        for name in drawn.study.names[1:]
    ]
    learning = list(tell_learning(leans.learning, texts))
    if learning:
        groups.append((texts.say("ensemble_learn_title"), learning))
    about = [texts.say("ensemble_title", draws=drawn.study.asked.draws)]
    about += [*tell_drawing(drawn, titles, texts), tell_grades(texts)]
    return Held(
        [*about, *tell_firsts(drawn, titles, texts)],
        {(c.scenario, c.metric): _write_grade(c, texts) for c in differences if c.grade},
        groups,
    )


def _write_grade(claim: Claim, texts: Texts) -> str:
    grade = texts.word("ensemble_grade", claim.grade or "")
    return texts.say("ensemble_graded", grade=grade, share=write_percent(100.0 * claim.held, 0))
