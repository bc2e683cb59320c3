"""CO2: emitted in transport, in processes and with purchases, and avoided elsewhere."""

from __future__ import annotations

from sim.rules.metric import FLOW, THOUSANDTH, Metric, S, Weigher


def transport(w: Weigher[S]) -> S:
    """Return kt CO2 of transport."""
    return w.on_routes("co2_kg_t", THOUSANDTH)


def process(w: Weigher[S]) -> S:
    """Return kt CO2 of recipes, of their inputs, and of what is bought."""
    co2 = "co2_t_t"
    return w.per("activity", co2) + w.per("use", co2) + w.per("purchase", co2)


def avoided(w: Weigher[S]) -> S:
    """Return kt CO2 that products avoid where they are sold."""
    return w.on_routes("displaced_t_t")


def emitted(w: Weigher[S]) -> S:
    """Return transport + process - avoided."""
    return transport(w) + process(w) - avoided(w)


METRICS = (
    Metric(
        name="net_co2",
        unit=FLOW,
        en="Net CO2",
        zh="净二氧化碳排放",
        better="low",
        weigh=emitted,
        signed=True,
        headline=140,
    ),
    Metric(
        name="transport_co2",
        unit=FLOW,
        en="CO2 from transport",
        zh="运输二氧化碳",
        better="low",
        weigh=transport,
        signed=True,
        headline=150,
    ),
    Metric(
        name="process_co2",
        unit=FLOW,
        en="CO2 from processes and purchases",
        zh="加工与外购二氧化碳",
        better="low",
        weigh=process,
        signed=True,
        headline=160,
    ),
    Metric(
        name="avoided_co2",
        unit=FLOW,
        en="CO2 avoided elsewhere",
        zh="避免的二氧化碳",
        better="high",
        weigh=avoided,
        signed=True,
        headline=170,
    ),
)
