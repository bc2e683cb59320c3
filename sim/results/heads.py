"""Heads of the columns of result tables, in the words and units of a reader."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from sim.rules.metrics import METRICS
from sim.say import WORDS
from sim.say.texts import Texts

_SCALED = {"kt_yr": "kt/yr", "MCNY_yr": "MCNY/yr", "MCNY": "MCNY", "Mt_km_yr": "Mt*km/yr"}
"""Ending of a column -> unit that readers see in units of their own."""
_UNIT = re.compile(r"_(kt_yr|MCNY_yr|MCNY|Mt_km_yr|pct|change_pp|CNY_t|kg_t|t_t|km_yr|kt)$")
_MONEY = ("_MCNY_yr", "_MCNY")
_STEPS = ("one_", "tenth_")
"""What begins a column of what relaxing a limit changes."""
_END = re.compile(r"(origin|destination|plant|item)_(.+)")
_METRICS = {_UNIT.sub("", metric.column): metric.name for metric in METRICS.values()}
"""Column without its unit -> metric."""


def worth_column(metric: str) -> str:
    """Return the column of a metric's worth, e.g. `utilization_rate_pp_per_unit`."""
    return f"{metric}_{unit_of_change(metric)}_per_unit"


def unit_of_change(metric: str) -> str:
    """Return the unit that a metric changes in: points for a rate."""
    return "pp" if METRICS[metric].is_rate else METRICS[metric].unit


WORTHS = {worth_column(metric): metric for metric in METRICS}
"""Column of a metric's worth -> the metric."""


@dataclass(frozen=True)
class Head:
    """Head of a column: its title with unit, and what its numbers are divided by."""

    title: str
    size: float = 1.0
    """A number of the table is divided by it."""
    unit: str = ""
    """Ending of the column's name that says its unit; blank where it has none."""


def head_of(column: str, texts: Texts) -> Head:
    """Return the head of a column of a result table in the reader's words and unit.

    >>> head_of("uptake_kt_yr", Texts("en")).title, head_of("origin_name_zh", Texts("en")).title
    ('Waste taken up by lines (kt/yr)', 'Origin: Name (Chinese)')
    >>> head_of("cost_MCNY_yr", Texts("zh"))
    Head(title='成本（亿元/年）', size=100.0, unit='MCNY_yr')
    >>> head_of("amount_MCNY_yr", Texts("zh")).title, head_of("amount_kt_yr", Texts("zh")).title
    ('金额（亿元/年）', '数量（万吨/年）')
    """
    run, _, measure = column.partition(":")
    if measure:
        return _head_of_run(run, measure, texts)
    if column in WORTHS:
        known = texts.step_scale(unit_of_change(WORTHS[column])).unit
        shown = next((texts.say(key) for key in _words_of_unit(known) if key in WORDS), known)
        return Head(texts.say("head_per_unit", name=texts.of(METRICS[WORTHS[column]]), unit=shown))
    ending = _UNIT.search(column)
    if ending is None:
        return Head(_name(column, texts))
    name, unit = _name(_stem(column), texts), ending.group(1)
    scale_of = texts.step_scale if column.startswith(_STEPS) else texts.scale
    scale = scale_of(_SCALED[unit]) if unit in _SCALED else None
    shown = scale.unit if scale else texts.say(f"unit_of {unit}")
    title = texts.say("head_unit", name=name, unit=shown)
    return Head(title, scale.size if scale else 1.0, unit)


def _words_of_unit(unit: str) -> tuple[str, str]:
    """Return the keys of words that may say a unit."""
    return f"unit_of {unit}", f"unit {unit}"


def _head_of_run(run: str, measure: str, texts: Texts) -> Head:
    """Return the head of a column of one run of a comparison."""
    _, is_changed, plain = measure.rpartition("difference:")
    head = head_of(plain, texts)
    key = "head_difference" if is_changed else "head_run"
    return replace(head, title=texts.say(key, run=run, head=head.title))


def bare_title(column: str, texts: Texts) -> str:
    """Return what a column is called, without the unit that readers are shown it in.

    >>> bare_title("cost_MCNY_yr", Texts("zh")), bare_title("zone", Texts("en"))
    ('成本', 'Generator (id)')
    """
    return texts.of(METRICS[WORTHS[column]]) if column in WORTHS else _name(_stem(column), texts)


def _stem(column: str) -> str:
    """Return a column without its unit; an amount of money has words of its own."""
    ending = _UNIT.search(column)
    stem = column[: ending.start()] if ending else column
    return "money" if stem == "amount" and column.endswith(_MONEY) else stem


def named_head(column: str, texts: Texts) -> Head:
    """Return the head of a column of ids where names stand in their place.

    >>> named_head("origin_city", Texts("en")).title, named_head("zone", Texts("zh")).title
    ('Origin: City', '产生单位')
    """
    if f"named_{column}" in WORDS:
        return Head(texts.say(f"named_{column}"))
    part = _END.fullmatch(column)
    if part is None:
        return head_of(column, texts)
    whole = texts.say(f"head_{part.group(1)}")
    return Head(texts.say("head_of", whole=whole, part=named_head(part.group(2), texts).title))


def _name(stem: str, texts: Texts) -> str:
    """Return what a column without its unit is called."""
    if f"column {stem}" in WORDS:
        return texts.say(f"column {stem}")
    if stem in _METRICS:
        return texts.of(METRICS[_METRICS[stem]])
    if stem.endswith(("_en", "_zh")):
        name = _name(stem[:-3], texts)
        return texts.say(f"head_{stem[-2:]}", name=name)
    part = _END.fullmatch(stem)
    if part:
        whole = texts.say(f"head_{part.group(1)}")
        return texts.say("head_of", whole=whole, part=_name(part.group(2), texts))
    return named_head(stem[:-5], texts).title if stem.endswith("_name") else stem
