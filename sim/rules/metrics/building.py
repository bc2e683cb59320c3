"""What the plan builds: capacity, and what it costs up front."""

from sim.rules.metric import CAPITAL, FLOW, THOUSANDTH, Metric

METRICS = (
    Metric(
        name="capacity_built",
        unit=FLOW,
        en="Capacity built",
        zh="新建产能",
        better="low",
        weigh=lambda w: w.built(),
        needs="expansions",
        headline=132,
    ),
    Metric(
        name="investment",
        unit=CAPITAL,
        en="Investment, up front",
        zh="建设投资",
        better="low",
        weigh=lambda w: (
            w.per("building", "cost_CNY_t", THOUSANDTH)
            + w.per("size", "cost_CNY_t", THOUSANDTH)
            + w.per("switch", "opening_MCNY")
        ),
        needs="expansions",
        headline=134,
    ),
)
