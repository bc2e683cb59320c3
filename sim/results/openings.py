"""What is open and what is not, what it costs, and what turning it would do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from sim.diagnose.turned import Turned
from sim.network import Network
from sim.network.switches import BUILDS, LINES, SINKS, SWITCH
from sim.results.built import add_built
from sim.results.names import Names
from sim.results.prices import CHANGES, say_changes
from sim.results.tables import OPTIONAL
from sim.rules.metrics import METRICS
from sim.say.figures import write_percent
from sim.say.message import in_both, message
from sim.say.texts import Texts
from sim.scenario.records import records
from sim.solve.plan import Plan

COLUMNS = list(OPTIONAL["openings"])


def tabulate_openings(
    network: Network, plan: Plan, turned: Sequence[Turned], names: Names
) -> pd.DataFrame:
    """Return one row a switch: whether it is open, what it does, and what turning it would change.

    What turning changes was solved again with all other choices as they are; blank where there is
    no plan so, or where that was not asked.
    """
    if not len(plan.on):
        return pd.DataFrame(columns=COLUMNS)
    loads = _loads(network, plan)
    used, known = _used(network, plan), {one.switch: one for one in turned}
    rows = []
    for s in records(plan.on.merge(network.switches, on=SWITCH)):
        key, is_open = (s.kind, s.id, s.option), s.amount_kt_yr > 0
        row = {
            "period": s.period,
            **dict(zip(SWITCH, key, strict=True)),
            "open": "yes" if is_open else "no",
            "used_kt_yr": used.get((s.kind, s.id, s.period), 0.0),
            "least_kt_yr": loads.get((s.id, s.period), 0.0) if s.kind == LINES else s.least_kt_yr,
            "most_kt_yr": s.most_kt_yr,
            "fixed_cost_MCNY_yr": s.fixed_MCNY_yr + s.payment_MCNY_yr,
        }
        change = known[key].change if key in known else None
        row |= _cells(change)
        for named in names.both:
            row[f"name_{named.texts.language}"] = named.label(s.id)
            said = _say(is_open, key in known, change, named.texts)
            row[f"sentence_{named.texts.language}"] = said
        rows.append(row)
    return pd.DataFrame(rows, columns=COLUMNS)


def _cells(change: Mapping[str, float] | None) -> dict[str, float]:
    """Return what turning a switch changes; rates in points."""
    return {
        f"turned_{column}": change[metric] * (100.0 if METRICS[metric].is_rate else 1.0)
        for metric, column in CHANGES.items()
        if change is not None
    }


def _say(is_open: bool, is_known: bool, change: Mapping[str, float] | None, texts: Texts) -> str:
    """Return what a switch does, and what turning it would."""
    state = "open" if is_open else "closed"
    if not is_known:
        return texts.say(f"opening_{state}")
    if change is None:
        return texts.say(f"opening_{state}_must")
    return texts.say(f"opening_{state}_turned", changes=say_changes(change, texts))


def _loads(network: Network, plan: Plan) -> dict[tuple[str, Any], float]:
    """Return line, period -> the least load that holds only if it is used, kt/yr."""
    lines = network.lines[network.lines["if_used"]].reset_index()
    lines = lines.merge(pd.DataFrame({"period": network.periods}), how="cross")
    table = add_built(lines, network, plan)
    return {(row.line, row.period): float(row.min_load_kt_yr) for row in records(table)}


def _used(network: Network, plan: Plan) -> dict[tuple[str, str, Any], float]:
    """Return kind, id, period -> what a line runs, or a sink takes in, kt/yr."""
    ship = plan.ship.join(network.routes[["destination", "destination_kind"]], on="route")
    frames = {
        LINES: plan.act.rename(columns={"line": "id"}),
        BUILDS: plan.build.rename(columns={"line": "id"}),
        SINKS: ship[ship["destination_kind"] == "sink"].rename(columns={"destination": "id"}),
    }
    return {
        (kind, row.id, row.period): float(row.amount_kt_yr)
        for kind, frame in frames.items()
        for row in records(frame.groupby(["id", "period"], as_index=False)[["amount_kt_yr"]].sum())
    }


def note_choices(plan: Plan) -> dict[str, str] | None:
    """Return a note, en and zh, on how it was found what to open; None where nothing was chosen."""
    how = plan.choosing
    if how is None:
        return None
    count = int((plan.on["amount_kt_yr"] > 0).sum())
    key = "choices_gap" if how.gap else "choices_proved"
    gap = write_percent(100.0 * how.gap, 2)
    return in_both(message(key, open=count, of=len(plan.on), gap=gap))
