"""The algebra: the one-period programme, written as the formulation reads."""

from sim.model.change import add_change, asks_for_change
from sim.model.limits import add_limits, limit_index
from sim.model.metrics import MetricParts, metric_parts
from sim.model.programme import build_programme

__all__ = [
    "MetricParts",
    "add_change",
    "add_limits",
    "asks_for_change",
    "build_programme",
    "limit_index",
    "metric_parts",
]
