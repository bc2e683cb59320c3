"""A traced figure in sentences and cells, in the language of the reader."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from sim.results.trace.figures import RENTS, WAY, Part
from sim.results.trace.tell import name_row, tell_source, write_amount, write_value
from sim.rules.metrics import METRICS, TOLD
from sim.say.figures import write_percent, write_short
from sim.say.texts import Texts
from sim.studies.trace.asked import FIGURE, LINE, PRICE
from sim.studies.trace.study import Found

_KINDS = {"zone": "zones", "city": "areas", "province": "areas", "material": "materials"}


def name_figure(found: Found, texts: Texts) -> str:
    """Return what was traced: the figure and what it is narrowed to."""
    asked = found.asked
    if asked.kind == FIGURE:
        names = (texts.name(_KINDS[level], name) for level, name in asked.scope.items())
        return texts.join([texts.of(TOLD[asked.name]), *names])
    if asked.kind == PRICE:
        metric = texts.of(METRICS[asked.name])
        return texts.say("trace_price", row=texts.of(found.called), metric=metric)
    if asked.kind == LINE:
        return texts.say("trace_line", line=texts.of(found.called))
    origin, destination, *material = asked.words
    ends = {"origin": texts.site(origin), "destination": texts.site(destination)}
    flow = texts.say("trace_flow", **ends)
    return texts.join([flow, *(texts.name("materials", name) for name in material)])


def tell_value(found: Found, texts: Texts) -> str:
    """Return the figure with its value."""
    value = write_amount(found.traced.value, found.traced.unit, texts)
    return texts.label(name_figure(found, texts), value)


def tell_part(part: Part, texts: Texts) -> str:
    """Return the heading of a part, with its sum."""
    title = texts.say(f"trace_part_{part.name}")
    if not part.is_sum:
        return title
    return texts.label(title, write_amount(part.total, part.unit, texts))


def tell_cells(row: dict[Any, Any], texts: Texts) -> tuple[str, ...]:
    """Return the cells of a row: share, amount, what it is, what it says, where, from what."""
    is_sum = pd.notna(row["amount"])
    return (
        write_percent(100.0 * row["share"]) if is_sum else "",
        write_amount(row["amount"], row["amount_unit"], texts) if is_sum else "",
        name_row(row, texts),
        write_value(row, texts),
        str(row["at"]),
        tell_source(row, texts),
    )


def tell_rest(rows: pd.DataFrame, shown: int, texts: Texts) -> str:
    """Return one line for the rows that are not shown; nothing where there are none."""
    rest = rows.iloc[shown:]
    if rest.empty:
        return ""
    if rest["amount"].isna().all():
        return texts.say("trace_rest_bounds", count=len(rest))
    share = write_percent(100.0 * float(rest["share"].sum()))
    amount = write_amount(float(rest["amount"].sum()), str(rest["amount_unit"].iloc[0]), texts)
    return texts.say("trace_rest", count=len(rest), share=share, amount=amount)


def tell_sum(part: Part, rows: pd.DataFrame, texts: Texts) -> str:
    """Return whether the rows add up to the part."""
    total = write_amount(part.made.total, part.unit, texts)
    if part.is_exact:
        key = "trace_sum" if part.name in (WAY, RENTS) else "trace_adds_up"
        return texts.say(key, count=len(rows), total=total)
    off = f"{write_short(part.off)} {part.unit}"
    return texts.say("trace_off", count=len(rows), total=total, off=off)


def tell_assumed(found: Found, part: Part, texts: Texts) -> str:
    """Return which share of a part leans on assumed rows."""
    share = write_percent(100.0 * found.assumed[part.name])
    mixed = found.of_part(part)["amount"].min() < 0 < found.of_part(part)["amount"].max()
    return texts.say("trace_assumed_mixed" if mixed else "trace_assumed", share=share)


def tell_below(found: Found, part: Part, shown: int, texts: Texts) -> Iterator[str]:
    """Yield what stands below the rows of a part."""
    rows = found.of_part(part)
    rest = tell_rest(rows, shown, texts)
    if rest:
        yield rest
    if not part.is_sum:
        return
    yield tell_sum(part, rows, texts)
    if len(rows):
        yield tell_assumed(found, part, texts)
    if part.name == RENTS:
        price = write_amount(found.traced.value, found.traced.unit, texts)
        yield texts.say("trace_both", price=price)


def describe(found: Found, texts: Texts) -> dict[str, Any]:
    """Return what machines read: the figure, its parts and all their rows."""
    traced = found.traced
    return {
        "format": 1,
        "scenario": found.case.scenario.name,
        "figure": found.asked.name or found.asked.kind,
        "kind": found.asked.kind,
        "of": list(found.asked.words),
        "scope": dict(found.asked.scope),
        "value": None if pd.isna(traced.value) else traced.value,
        "unit": traced.unit,
        "notes": [texts.tell(note) for note in found.notes],
        "parts": [
            {
                "part": part.name,
                "total": part.total,
                "unit": part.unit,
                "sum_of_rows": part.made.total,
                "adds_up": part.is_exact if part.is_sum else None,
                "assumed_share": found.assumed[part.name],
                "rows": _records(found.of_part(part)),
            }
            for part in traced.parts
        ],
    }


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    kept = rows.drop(columns=["figure", "part", "amount_unit"]).astype(object)
    found: list[dict[str, Any]] = kept.where(kept.notna(), None).to_dict("records")  # type: ignore[assignment]
    return found
