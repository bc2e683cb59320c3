"""Rates of utilization: of the waste generated and the old stock utilized."""

from __future__ import annotations

from sim.rules.metric import RATE, Metric
from sim.rules.metrics.waste import generated, net, uptake

METRICS = (
    Metric(
        name="utilization_rate",
        unit=RATE,
        en="Utilization rate (net)",
        zh="综合利用率（净）",
        better="high",
        weigh=net,
        over=generated,
        amount="net_utilized",
        scoped=True,
        headline=10,
        priced=True,
    ),
    Metric(
        name="gross_utilization_rate",
        unit=RATE,
        en="Utilization rate (gross)",
        zh="综合利用率（毛）",
        better="high",
        weigh=uptake,
        over=generated,
        amount="uptake",
        scoped=True,
        headline=20,
    ),
    Metric(
        name="utilization_rate_without_restoration",
        unit=RATE,
        en="Utilization rate without pit filling and restoration",
        zh="综合利用率（不含生态修复回填）",
        better="high",
        weigh=lambda w: net(w) - w.kept_in("counting", {"restoration"}),
        over=generated,
    ),
    Metric(
        name="utilization_rate_without_fill",
        unit=RATE,
        en="Utilization rate without any filling",
        zh="综合利用率（不含充填与回填）",
        better="high",
        weigh=lambda w: net(w) - w.kept_in("counting", {"restoration", "backfill"}),
        over=generated,
        headline=30,
    ),
    Metric(
        name="high_value_rate",
        unit=RATE,
        en="High-value utilization rate",
        zh="高值化利用率",
        better="high",
        weigh=lambda w: w.kept_in("tier", {"high"}),
        over=generated,
        headline=40,
    ),
)
