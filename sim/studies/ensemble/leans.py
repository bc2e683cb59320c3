"""What the figures of an ensemble lean on, and what to find out first, as tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from sim.rules.metrics import METRICS
from sim.say import say
from sim.studies.ensemble.claims import Drawn, subtract
from sim.studies.ensemble.factors import Floats, Moving, draw_normal
from sim.studies.ensemble.leaning import MOST, Leaning, explain_spread
from sim.studies.ensemble.learning import Choice, value_of_groups, value_of_variables
from sim.studies.ensemble.study import EnsembleStudy
from sim.studies.ensemble.subjects import subject_of
from sim.studies.ensemble.tables import tabulate_factors

LEAST_DRAWS = 20
"""Fewer draws explain nothing."""
_ALL, _SUBJECT, _CELL = "all", "subject", "cell"


@dataclass(frozen=True)
class Leans:
    """What explains the draws of an ensemble."""

    drawn: Drawn

    @cached_property
    def moving(self) -> dict[str, Moving]:
        """Return every cell that is drawn, once, by the name of its own part."""
        return {one.own: one for member in self.study.members for one in member.moving}

    @property
    def study(self) -> EnsembleStudy:
        """Return what was drawn."""
        return self.drawn.study

    @cached_property
    def parts(self) -> dict[str, str]:
        """Return the parts that positions are made of, each with its subject."""
        return {name: subject_of(one.cell) for one in self.moving.values() for name, _ in one.parts}

    @cached_property
    def subjects(self) -> list[str]:
        """Return the subjects."""
        return sorted(set(self.parts.values()))

    @cached_property
    def _variables(self) -> Floats:
        asked = self.study.asked
        return np.column_stack([draw_normal(name, asked)[:MOST] for name in self.parts])

    @cached_property
    def metrics(self) -> list[str]:
        """Return the metrics that are explained: those of the reference's objective."""
        stages = [stage.metric for stage in self.study.members[0].case.scenario.objective]
        return [metric for metric in stages if metric in self.drawn.metrics]

    @cached_property
    def has_any(self) -> bool:
        """Return whether there is something to explain."""
        return self.study.asked.draws >= LEAST_DRAWS and bool(self.parts) and bool(self.metrics)

    @cached_property
    def table(self) -> pd.DataFrame:
        """Return what each figure leans on."""
        return _tabulate_leans(self)

    @cached_property
    def learning(self) -> pd.DataFrame:
        """Return what to find out first."""
        return _tabulate_learning(self)

    def explain(self, values: Floats) -> Leaning:
        """Return what explains a figure; draws without it are left out."""
        known = np.isfinite(values[:MOST])
        places = {subject: number for number, subject in enumerate(self.subjects)}
        of = [places[subject] for subject in self.parts.values()]
        return explain_spread(values[:MOST][known], self._variables[known], of, self.subjects)


def _tabulate_leans(leans: Leans) -> pd.DataFrame:
    """Return which share of the spread of each figure each subject explains, largest first."""
    rows: list[dict[str, Any]] = []
    if leans.has_any:
        names = leans.study.names
        for metric in leans.metrics:
            values = [leans.drawn.values(n, metric)[1:] for n in range(len(names))]
            first = values[0]
            told = [(name, "", of) for name, of in zip(names, values, strict=True)]
            told += [
                (name, names[0], subtract(of, first))
                for name, of in list(zip(names, values, strict=True))[1:]
            ]
            for name, against, of in told:
                rows += _lean_rows(leans.explain(of), name, against, metric)
    return pd.DataFrame(rows, columns=_LEAN_COLUMNS)


_LEAN_COLUMNS = [
    "scenario",
    "against",
    "metric",
    "subject",
    "en",
    "zh",
    "share_pct",
    "share_se_pct",
    "explained_pct",
]


def _lean_rows(found: Leaning, name: str, against: str, metric: str) -> list[dict[str, Any]]:
    return [
        {
            "scenario": name,
            "against": against,
            "metric": metric,
            **_subject(found.groups[n]),
            "share_pct": 100.0 * found.shares[n],
            "share_se_pct": 100.0 * found.errors[n],
            "explained_pct": 100.0 * max(found.explained, 0.0),
        }
        for n in np.argsort(-found.shares, kind="stable")
    ]


def _subject(subject: str) -> dict[str, str]:
    words = f"ensemble_subject_{subject}"
    return {"subject": subject, "en": say(words, "en"), "zh": say(words, "zh")}


def _tabulate_learning(leans: Leans) -> pd.DataFrame:
    """Return what knowing all, a subject, or a cell would be worth for the choice of a scenario.

    The first metric of the reference's objective decides. Cells in the order of what they are
    worth; those that are worth nothing are left out.
    """
    if not leans.has_any or len(leans.study.names) < 2:
        return pd.DataFrame(columns=_LEARN_COLUMNS)
    metric = leans.metrics[0]
    spec = METRICS[metric]
    sign = 1.0 if spec.better == "high" else -1.0
    members = range(len(leans.study.names))
    values = np.array([leans.drawn.values(member, metric)[1:] for member in members])
    better = np.array([sign * subtract(own, values[0]) for own in values])
    whole = np.isfinite(better).all(axis=0)
    better[:, ~whole] = np.nan
    if not whole.any():
        return pd.DataFrame(columns=_LEARN_COLUMNS)
    choice = Choice(better[:, whole].mean(axis=1), better[:, whole].T)
    leanings = [leans.explain(own) for own in better[1:]]
    rows = [{"what": _ALL, "worth": choice.value_of_all}]
    groups = zip(leans.subjects, value_of_groups(choice, leanings), strict=True)
    rows += [{"what": _SUBJECT, **_subject(name), "worth": value} for name, value in groups]
    rows += _cell_rows(leans, choice, leanings)
    unit = "%" if spec.is_rate else spec.unit
    table = pd.DataFrame(rows).assign(metric=metric, unit=unit)
    order = table["what"].map({_ALL: 0, _SUBJECT: 1, _CELL: 2})
    table = table.iloc[np.lexsort((-table["worth"], order))]
    return table.reindex(columns=_LEARN_COLUMNS).reset_index(drop=True)


_LEARN_COLUMNS = [
    "what",
    "metric",
    "worth",
    "unit",
    "subject",
    "en",
    "zh",
    "table",
    "column",
    "key",
    "name_en",
    "name_zh",
    "low",
    "typical",
    "high",
    "cell_unit",
    "at",
]


def _cell_rows(leans: Leans, choice: Choice, leanings: list[Leaning]) -> list[dict[str, Any]]:
    places = {name: number for number, name in enumerate(leans.parts)}
    effects = [
        np.array(
            [
                sum(weight * of.effects[places[name]] for name, weight in one.parts)
                for one in leans.moving.values()
            ]
        )
        for of in leanings
    ]
    values = value_of_variables(choice, effects)
    cells = tabulate_factors(leans.study).rename(columns={"unit": "cell_unit"})
    rows: list[dict[str, Any]] = cells.to_dict("records")  # type: ignore[assignment]
    return [
        {**row, **_subject(row["subject"]), "what": _CELL, "worth": value}
        for row, value in zip(rows, values, strict=True)
        if value > 0.0
    ]
