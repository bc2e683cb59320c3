"""Balance: the least net rate of the areas that generate waste, and how far their rates spread."""

from __future__ import annotations

from sim.rules.metric import RATE, Level, Metric


def _least(name: str, level: Level, en: str, zh: str, written: str = "") -> Metric:
    return Metric(
        name=name,
        unit=RATE,
        en=en,
        zh=zh,
        better="high",
        level=level,
        written=written,
        one_way=True,
        weigh=lambda w: w.least_rate(level),
    )


def _spread(name: str, level: Level, en: str, zh: str, written: str = "") -> Metric:
    return Metric(
        name=name,
        unit=RATE,
        en=en,
        zh=zh,
        better="low",
        level=level,
        written=written,
        one_way=True,
        weigh=lambda w: w.greatest_rate(level) - w.least_rate(level),
    )


METRICS = (
    _least(
        "least_rate", "province", "Least utilization rate of a province", "各省综合利用率最低值"
    ),
    _spread(
        "rate_spread",
        "province",
        "Spread of the provinces' utilization rates",
        "各省综合利用率极差",
    ),
    _least(
        "least_city_rate",
        "city",
        "Least utilization rate of a city",
        "各市综合利用率最低值",
        "least_rate",
    ),
    _spread(
        "city_rate_spread",
        "city",
        "Spread of the cities' utilization rates",
        "各市综合利用率极差",
        "rate_spread",
    ),
)
