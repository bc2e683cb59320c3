"""The change from a reference plan."""

from __future__ import annotations

from sim.rules.metric import FLOW, Metric

METRICS = (
    Metric(
        name="change_from_reference",
        unit=FLOW,
        en="Change from the reference plan",
        zh="相对参照方案的调整量",
        better="low",
        one_way=True,
        needs_reference=True,
        weigh=lambda w: w.change() * 0.5,
    ),
)
"""Half the sum, over origin, destination and material of all flows to and between plants, of
|flow - flow of the reference plan|: a tonne that goes elsewhere counts one, a tonne newly used, or
no longer, counts half."""
