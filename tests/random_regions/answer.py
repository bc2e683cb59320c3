"""What the oracle answers: the optimum of each stage of the objective, limits kept."""

from __future__ import annotations

from tests.random_regions.draw import Region, Row
from tests.random_regions.lp import Sum
from tests.random_regions.oracle import Oracle, number

RATES = {
    "utilization_rate": "net_utilized",
    "gross_utilization_rate": "uptake",
    "high_value_rate": "stays_high",
    "utilization_rate_without_fill": "stays_without_fill",
}
"""Rate -> its numerator; the denominator is always what arose and the old stock used."""
ROOMS = (1e-9, 1e-10, 1e-11, 1e-8)
"""What a later stage may give up of an earlier one, relative: numerical room alone.

Too little leaves the solver no plan, too much betters a stage that pays well for it; the usual one
comes first.
"""


def best_values(region: Region, room: float = ROOMS[0]) -> list[float] | None:
    """Return the optimum of each stage of a region's objective, or None where no plan exists."""
    oracle = Oracle(region)
    for limit in region.scenario["limits"]:
        _limit(oracle, limit)
    values = []
    for entry in region.scenario["objective"]:
        ((direction, metric),) = entry.items()
        sign = -1.0 if direction == "maximize" else 1.0
        value = _optimum(oracle, metric, sign)
        if value is None:
            return None
        values.append(value)
        _pin(oracle, metric, sign, value, room)
    return values


def _optimum(oracle: Oracle, metric: str, sign: float) -> float | None:
    if metric in RATES:
        top, bottom = oracle.form(RATES[metric]), _arose(oracle, None)
        return oracle.programme.least_ratio(top, bottom, sign)
    return oracle.programme.minimize(oracle.form(metric), sign)


def _arose(oracle: Oracle, province: str | None) -> Sum:
    return _scoped(oracle, "generated", province).plus(_scoped(oracle, "legacy_used", province))


def _scoped(oracle: Oracle, metric: str, province: str | None) -> Sum:
    return oracle.form(metric) if province is None else oracle.of_province(metric, province)


def _pin(oracle: Oracle, metric: str, sign: float, value: float, room: float) -> None:
    """Keep what a stage reached."""
    form = oracle.form(metric)
    if metric in RATES:
        whole = _arose(oracle, None)
        form, value = oracle.form(RATES[metric]).plus(whole, -value), 0.0
        room *= whole.constant
    else:
        room *= max(1.0, abs(value))
    if sign < 0:
        oracle.programme.require(form, lower=value - room)
    else:
        oracle.programme.require(form, upper=value + room)


def _limit(oracle: Oracle, limit: Row) -> None:
    """Write a cap or a floor; a rate U / D is bounded as U - at * D."""
    metric = limit.get("cap") or limit["floor"]
    at, province = number(limit["at"]), limit.get("province")
    if metric in RATES:
        form = _scoped(oracle, RATES[metric], province)
        form, at = form.plus(_arose(oracle, province), -at / 100), 0.0
    else:
        form = _scoped(oracle, metric, province)
        at *= 1e-3 if "thousand" in limit["at"] else 1.0
    if "cap" in limit:
        oracle.programme.require(form, upper=at)
    else:
        oracle.programme.require(form, lower=at)
