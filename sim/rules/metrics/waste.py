"""Amounts of waste: what is generated, taken up, utilized, left, and moved across borders."""

from __future__ import annotations

from sim.rules.metric import FLOW, Metric, S, Weigher

UTILIZING = {"counting": ("product", "backfill", "restoration")}
"""Lines whose technology counts as utilization."""


def generated(w: Weigher[S]) -> S:
    """Return sum(gen) + sum(reclaim): the denominator of every rate."""
    return w.generated() + w.reclaimed()


def uptake(w: Weigher[S]) -> S:
    """Return what no line has utilized yet and lines that count take, or markets buy."""
    return w.used("fresh", UTILIZING) + w.on_routes("sold", lots="fresh")


def disposed(w: Weigher[S]) -> S:
    """Return residues of what was utilized that end in a sink or store."""
    return w.on_routes("residue_disposed", lots="residues")


def net(w: Weigher[S]) -> S:
    """Return uptake less residues disposed of."""
    return uptake(w) - disposed(w)


METRICS = (
    Metric(
        name="net_utilized",
        unit=FLOW,
        en="Net utilized",
        zh="净利用量",
        better="high",
        weigh=net,
        scoped=True,
        headline=60,
        priced=True,
    ),
    Metric(
        name="uptake",
        unit=FLOW,
        en="Waste taken up by lines",
        zh="利用设施接收量",
        better="high",
        weigh=uptake,
        scoped=True,
    ),
    Metric(
        name="unused",
        unit=FLOW,
        en="Unused waste",
        zh="未利用量",
        better="low",
        weigh=lambda w: generated(w) - uptake(w),
        scoped=True,
        headline=70,
    ),
    Metric(
        name="legacy_used",
        unit=FLOW,
        en="Old stock utilized",
        zh="历史堆存利用量",
        better="high",
        weigh=lambda w: w.reclaimed(),
        headline=80,
    ),
    Metric(
        name="residues_disposed",
        unit=FLOW,
        en="Residues disposed of",
        zh="二次渣处置量",
        better="low",
        weigh=disposed,
        headline=75,
    ),
    Metric(
        name="cross_border",
        unit=FLOW,
        en="Waste crossing province borders",
        zh="跨省转移量",
        better="low",
        weigh=lambda w: w.on_routes("cross_border", lots="waste"),
        headline=90,
    ),
)
GENERATION = Metric(
    name="generation",
    unit=FLOW,
    en="Waste generated",
    zh="固废产生量",
    better="low",
    weigh=lambda w: w.generated(),
    headline=50,
)
"""Told beside the metrics; no plan can change it."""
