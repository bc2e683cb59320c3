"""The content of `summary.json`, as types."""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict


class ScenarioWords(TypedDict):
    """The scenario, by the words people gave it."""

    name: str
    title: dict[str, str]
    """Language -> title."""
    description: dict[str, str | None] | None


class Objective(TypedDict):
    """A stage of the objective, and what it reached."""

    stage: int
    metric: str
    sense: str
    value: float | None
    """None where the metric is not defined."""
    unit: str
    slack: float
    gap: float | None
    """None for a plan that was not solved here."""
    en: str
    zh: str


class Figure(TypedDict):
    """A key figure with its canonical unit and its name in both languages."""

    name: str
    value: float | None
    """None for a rate that is not defined."""
    unit: str
    en: str
    zh: str
    at_least: NotRequired[bool]
    """Whether it leaves out what is not known of some ways; absent where it does not."""


class AssumedInput(TypedDict):
    """Assumed rows of an input table that the result leans on."""

    table: str
    assumed_rows: int
    kt_yr: float | None
    """What they carry; None where that has no meaning."""
    of: NotRequired[int]
    """Rows of the table."""


class Choices(TypedDict):
    """How it was found what to open."""

    open: int
    of: int
    gap: float
    """By how much, as a share, a plan may be better at most; 0 where it is proved best."""
    bounds: list[float]
    """Per stage of the objective the value that no choices can do better than."""
    nodes: int
    """Nodes of the search trees."""
    is_cut_short: bool
    """Whether the time limit ended the search."""


class Summary(TypedDict, total=False):
    """The summary of a run. What a run did not do or ask for is absent."""

    format: int
    scenario: ScenarioWords
    region: str
    period: int
    status: str
    objectives: list[Objective]
    kpis: list[Figure]
    counts: dict[str, int]
    assumed_inputs: list[AssumedInput]
    additions: list[dict[str, str]]
    """The most valuable limits to relax: name, worth and tenth, each in both languages."""
    unused_rows: list[dict[str, Any]]
    """Table, reason and number of rows that take no part."""
    notes: list[dict[str, str]]
    """Language -> sentence."""
    price_of_fairness: dict[str, Any]
    choices: Choices
    """How it was found what to open, where that was to be chosen."""
    route_generation: dict[str, Any]
    """How the routes of a large region were generated, and the proof that none is missing."""
    times_s: dict[str, float]
    verified_checks: int
