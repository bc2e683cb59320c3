"""Transport work."""

from __future__ import annotations

from sim.rules.metric import THOUSANDTH, WORK, Metric

METRICS = (
    Metric(
        name="transport_work",
        unit=WORK,
        en="Transport work",
        zh="货物周转量",
        better="low",
        weigh=lambda w: w.on_routes("km", THOUSANDTH),
        headline=180,
    ),
)
