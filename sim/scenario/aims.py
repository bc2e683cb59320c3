"""What stages and limits may say: which way, in which unit, of which areas."""

from __future__ import annotations

from typing import Literal

from pydantic_core import PydanticCustomError

from sim.rules.amounts import AMOUNTS, LIMITED
from sim.rules.metric import Metric
from sim.rules.metrics import BALANCE, METRICS
from sim.say.message import listed, message
from sim.scenario.amounts import RATIO
from sim.scenario.fields import RATE, Unit, show_example
from sim.scenario.refusal import refusal

Level = Literal["province", "city"]


def check_way(by: Level | None, metric: str, verb: str) -> None:
    """Refuse what no linear programme can: more change, a lower least rate, a wider spread."""
    spec = METRICS.get(metric)
    if spec is not None and spec.one_way:
        if spec.better == "low" and verb in ("maximize", "floor"):
            raise refusal("one_way", message("one_way", metric=metric), None, verb)
        if spec.better == "high" and verb in ("minimize", "cap"):
            raise refusal("one_way", message("other_way", metric=metric), None, verb)
    if by is not None and metric not in BALANCE:
        raise refusal("by", message("by_needs", metrics=listed(BALANCE)), None, "by")


def metric_of(name: str | None, by: Level | None) -> str:
    """Return the metric that a name of the document means for a level of areas."""
    return BALANCE.get(name or "", {}).get(by or "province", name or "")


def _unit_of(metric: Metric, *, relative: bool, is_part: bool) -> Unit:
    """Return what an amount of a metric may be; of a slack (`relative`) also a part of it."""
    if metric.is_rate:
        return RATIO if metric.name in AMOUNTS else RATE
    if is_part:
        return Unit("")
    return Unit(metric.unit, signed=metric.signed and not relative)


def check_amount(key: str, metric: str, text: str, *, relative: bool) -> None:
    """Refuse an amount that is not in the unit of its metric, naming the `key` it stands at."""
    spec = LIMITED[metric]
    is_part = relative and not spec.is_rate and text.strip().endswith(("%", "％"))
    try:
        unit = _unit_of(spec, relative=relative, is_part=is_part)
        number = unit.read(text)
        if number is None:
            hint = message("write_for_example", example=show_example(unit.canonical))
            raise refusal("quantity", message("quantity_blank"), hint)
    except PydanticCustomError as error:
        context = {**(error.context or {}), "steps": (key,)}
        raise PydanticCustomError(error.type, error.message_template, context) from None
