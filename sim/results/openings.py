"""What is open and what is not, what it costs, and what turning it would do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from sim.diagnose.turned import Turned
from sim.network import Network
from sim.network.switches import BUILDS, LINES, LINKS, OPEN, SINKS, SWITCH
from sim.results.built import add_built
from sim.results.names import Names, NamesIn
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
            "used_kt_yr": used.get((*key, s.period), 0.0),
            "least_kt_yr": loads.get((s.id, s.period), 0.0) if s.kind == LINES else s.least_kt_yr,
            "most_kt_yr": s.most_kt_yr,
            "fixed_cost_MCNY_yr": s.fixed_MCNY_yr + s.payment_MCNY_yr,
        }
        change = known[key].change if key in known else None
        row |= _cells(change)
        for named in names.both:
            row[f"name_{named.texts.language}"] = _name(s, named)
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


def _name(switch: Any, names: NamesIn) -> str:
    """Return what is to be opened, and in which size class where there are several."""
    name = names.link(switch.id) if switch.kind == LINKS else names.label(switch.id)
    if switch.option == OPEN:
        return name
    return names.texts.say("opening_size", name=name, number=switch.option)


def _loads(network: Network, plan: Plan) -> dict[tuple[str, Any], float]:
    """Return line, period -> the least load that holds only if it is used, kt/yr."""
    lines = network.lines[network.lines["if_used"]].reset_index()
    lines = lines.merge(pd.DataFrame({"period": network.periods}), how="cross")
    table = add_built(lines, network, plan)
    return {(row.line, row.period): float(row.min_load_kt_yr) for row in records(table)}


def _used(network: Network, plan: Plan) -> dict[tuple[str, str, str, Any], float]:
    """Return kind, id, option, period -> what runs, comes, goes over it or is built, kt/yr."""
    ship = plan.ship.join(network.routes[["destination", "destination_kind", "over"]], on="route")
    key = ["id", "option", "period"]
    into_sinks = ship[ship["destination_kind"] == "sink"].assign(option=OPEN)
    frames = [
        (LINES, plan.act.assign(option=OPEN).rename(columns={"line": "id"})),
        (BUILDS, plan.build.assign(option=OPEN).rename(columns={"line": "id"})),
        (BUILDS, plan.sized.rename(columns={"line": "id"})),
        (SINKS, into_sinks.rename(columns={"destination": "id"})),
    ]
    if (network.switches["kind"] == LINKS).any():
        over = ship.assign(link=ship["over"].str.split()).explode("link").dropna(subset="link")
        name = network.links["name"].reindex(over["link"].astype(int)).to_numpy(object)
        frames.append((LINKS, over.assign(id=name, option=OPEN)))
    return {
        (kind, row.id, row.option, row.period): float(row.amount_kt_yr)
        for kind, frame in frames
        if len(frame)
        for row in records(frame.groupby(key, as_index=False)[["amount_kt_yr"]].sum())
    }


def count_open(plan: Plan) -> tuple[int, int]:
    """Return how many choices are open, and of how many; of what is built in steps if any is."""
    both = [*plan.on.get("amount_kt_yr", ()), *plan.steps.get("amount_kt_yr", ())]
    return sum(amount > 0 for amount in both), len(both)


def note_choices(plan: Plan) -> dict[str, str] | None:
    """Return a note, en and zh, on how it was found what to open; None where nothing was chosen."""
    how = plan.choosing
    if how is None:
        return None
    count, of = count_open(plan)
    key = "choices_gap" if how.gap else "choices_proved"
    gap = write_percent(100.0 * how.gap, 2)
    return in_both(message(key, open=count, of=of, gap=gap))
