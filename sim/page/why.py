"""Whether an edit changed the plan, and where it did not, why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from sim.checks.idle import Idle, idle_lines
from sim.page.asked import Asked
from sim.page.edits.building import Expand
from sim.page.edits.edit import Edit
from sim.page.edits.lines import Capacity, CapacityScale, Load, Switch
from sim.page.edits.plants import AddPlant
from sim.page.edits.rules import Border, Limit
from sim.page.edits.say import say_line
from sim.page.edits.trade import Demand, MarketPrice
from sim.page.plans import Planned, remembered
from sim.rules.metrics import METRICS
from sim.say.figures import write_percent
from sim.say.texts import Texts

_SAME = 1e-7
_FULL = 99.9
"""Per cent of what is available from which on a line or market counts as full."""
_NOTHING = 1e-4
"""kt/yr."""


@dataclass(frozen=True)
class _Idle:
    """The lines of a plan that can run in no plan at all, found when they are asked for."""

    planned: Planned

    @cached_property
    def lines(self) -> dict[str, Idle]:
        """Line -> why it stands still."""
        return idle_lines(self.planned.case, self.planned.network)


def tell_edits(asked: Asked, planned: Planned, texts: Texts) -> list[dict[str, Any]]:
    """Return each edit in words, whether it changed the plan, and if not, why.

    `did` is None where the plan without it is not known yet. Where none of the lines that an edit
    is to have run does, it did nothing but cost.
    """
    told = []
    idle = _Idle(planned)
    for edit in asked.edits:
        did, why = None if edit.on else False, ""
        if edit.on:
            without = remembered(asked.base, [other for other in asked.edits if other is not edit])
            did = None if without is None else not is_same(planned, without)
            if did is not False and _starts_lines(edit) and not _runs(edit, asked, planned):
                why = _join(_of_lines(edit, asked, planned, texts, idle), texts)
                did = False if why else did
            elif did is False:
                why = _explain(edit, asked, planned, texts, idle)
        told.append({"id": edit.id, "text": edit.say(asked.ground, texts), "did": did, "why": why})
    return told


def _starts_lines(edit: Edit) -> bool:
    """Return whether an edit is to have lines run: if they do not, it only costs."""
    return isinstance(edit, AddPlant) or (isinstance(edit, Switch) and edit.to == "on")


def _runs(edit: Edit, asked: Asked, planned: Planned) -> bool:
    """Return whether any line of an edit runs."""
    lines = planned.frames["lines"]
    own = lines[lines["line"].isin(edit.lines(asked.ground))]
    return bool((own["activity_kt_yr"] > _NOTHING).any())


def is_same(one: Planned, other: Planned) -> bool:
    """Return whether two plans have the same figures."""
    pairs = zip(one.summary["kpis"], other.summary["kpis"], strict=True)
    return all(_is_close(a["value"], b["value"]) for a, b in pairs)


def _is_close(a: Any, b: Any) -> bool:
    if a is None or b is None:
        return a is b
    return bool(abs(a - b) <= _SAME * max(1.0, abs(a), abs(b)))


def _explain(edit: Edit, asked: Asked, planned: Planned, texts: Texts, idle: _Idle) -> str:
    """Return why an edit does nothing."""
    reasons = _join(_of_lines(edit, asked, planned, texts, idle), texts)
    return reasons or _of_others(edit, planned, texts) or texts.say("page_why_same")


def _join(reasons: Iterator[str], texts: Texts) -> str:
    return texts.join(dict.fromkeys(reasons), "list_semicolon")


def _of_lines(
    edit: Edit, asked: Asked, planned: Planned, texts: Texts, idle: _Idle
) -> Iterator[str]:
    """Yield why lines of an edit stand idle, or that their capacity was not the limit."""
    if not isinstance(edit, (Capacity, CapacityScale, Load)) and not _starts_lines(edit):
        return
    rows = {str(row["line"]): row for row in _loads(planned)}
    for line in edit.lines(asked.ground)[:3]:
        name = "" if isinstance(edit, (AddPlant, Capacity)) else say_line(asked.ground, line, texts)
        runs = line in rows and float(rows[line]["activity_kt_yr"]) > _NOTHING
        if not runs and line in idle.lines:
            said = _say_idle(idle.lines[line], texts)
        elif not runs and line in rows:
            said = _say_unused(line, planned, texts)
        elif line in rows and float(rows[line]["load_pct"]) < _FULL:
            load = write_percent(float(rows[line]["load_pct"]), 0)
            said = texts.say("page_why_load", load=load)
        else:
            continue
        yield texts.label(name, said) if name else said


def _loads(planned: Planned) -> list[dict[Any, Any]]:
    loads = planned.frames["lines"][["line", "activity_kt_yr", "load_pct"]]
    return loads.to_dict("records")


def _say_idle(reason: Idle, texts: Texts) -> str:
    """Return why a line cannot run at all."""
    kind, about = reason
    if kind in ("input", "product"):
        return texts.say(f"page_why_{kind}", material=texts.name("materials", about))
    return texts.say("page_why_idle", why=texts.say(f"idle_{kind}"))


def _say_unused(line: str, planned: Planned, texts: Texts) -> str:
    """Return why a line that could run does not: no waste left in reach, or no better use."""
    network = planned.network
    plant = network.lines.at[line, "plant"]
    wanted = set(network.uses.loc[network.uses["line"] == line, "material"])
    wastes = planned.frames["wastes"]
    wastes = wastes[wastes["material"].isin(wanted)]
    if wastes.empty:
        return texts.say("page_why_cost")
    left = wastes[wastes["unused_kt_yr"] > _NOTHING]
    routes = network.routes[network.routes["destination"] == plant]
    near = set(zip(routes["origin"], routes["material"], strict=True))
    within = any((z, m) in near for z, m in zip(left["zone"], left["material"], strict=True))
    if within:
        return texts.say("page_why_cost")
    named = texts.join(texts.name("materials", m) for m in _largest(wastes))
    return texts.say("page_why_nothing_left", materials=named)


def _largest(wastes: pd.DataFrame, most: int = 3) -> list[str]:
    sums = wastes.groupby("material")["generation_kt_yr"].sum().sort_values(ascending=False)
    return [str(material) for material in sums.index[:most]]


def _of_others(edit: Edit, planned: Planned, texts: Texts) -> str:
    """Return why an edit of a market, a border or a limit does nothing."""
    if isinstance(edit, Demand):
        return _of_demand(edit, planned, texts)
    if isinstance(edit, Expand):
        return texts.say("page_why_not_built")
    if isinstance(edit, MarketPrice):
        return texts.say("page_why_price")
    if isinstance(edit, Limit):
        return _of_limit(edit, planned, texts)
    if isinstance(edit, Border):
        return texts.say("page_why_border")
    return ""


def _of_demand(edit: Demand, planned: Planned, texts: Texts) -> str:
    flows = planned.frames["flows"]
    sold = float(flows.loc[flows["destination"] == edit.market, "amount_kt_yr"].sum())
    if edit.max is None or sold >= _FULL / 100.0 * edit.max:
        return ""
    return texts.say("page_why_demand", sold=texts.amount(sold), most=texts.amount(edit.max))


def _of_limit(edit: Limit, planned: Planned, texts: Texts) -> str:
    """Return what the plan reaches anyway; of parts of the region that is not among the figures."""
    name = edit.cap or edit.floor or ""
    scoped = edit.zone or edit.city or edit.province or edit.material
    kpis: Sequence[Any] = planned.summary["kpis"]
    found = next((row["value"] for row in kpis if row["name"] == name), None)
    if scoped or found is None:
        return texts.say("page_why_limit")
    return texts.say("page_why_limit_at", value=texts.figure(found, METRICS[name].unit))
