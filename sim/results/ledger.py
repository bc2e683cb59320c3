"""What was not used and why; which candidates were never in the programme."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import pandas as pd

from sim.diagnose.causes import Cause
from sim.network import Network
from sim.network.exclusions import BEATEN
from sim.network.idle import find_idle
from sim.network.routes import EXCLUDED_COLUMNS
from sim.results.credit import trace_wastes
from sim.results.fate import TREATED_GONE, TREATED_STORED
from sim.results.names import Names, NamesIn
from sim.rules.families import FAMILIES
from sim.rules.family import Reason
from sim.say import say
from sim.say.texts import BOTH
from sim.scenario.records import records
from sim.solve.plan import Plan

STRUCTURAL = (
    "no_taker",
    "switched_off",
    "reserved",
    "out_of_reach",
    "border_closed",
    "quality_refused",
    "takers_idle",
    "takers_full",
)
"""Reasons of waste that has no route, the last one for want of anything better; of several the
later one is told, as it is the last thing in the way."""
UNUSED_COLUMNS = [
    "period",
    "zone",
    "material",
    "unused_kt_yr",
    "reason",
    "reason_en",
    "reason_zh",
    "cause",
    "cost_CNY_t",
]
_OF_TREATED = {TREATED_GONE: "not_counted", TREATED_STORED: "treated_stored"}
"""What becomes of waste that lines treat without utilizing it -> reason."""
_LEAST = 1e-6
Entry = tuple[float, str, str, str, str, float | None]
"""kt/yr, reason, in English, in Chinese, cause, CNY/t."""


def tabulate_unused(
    network: Network, plan: Plan, wastes: pd.DataFrame, causes: Sequence[Cause], names: Names
) -> pd.DataFrame:
    """Return every unused tonne by zone and material, split by reason.

    Causes come from `sim.diagnose.causes`; what has no route has a structural reason.
    """
    treated = _trace_treated(network, plan)
    structural = _structural_reasons(network)
    found = _entries_of_causes(network, causes, names, structural)
    rows: list[tuple[Any, ...]] = []
    for u in records(wastes[wastes["unused_kt_yr"] > _LEAST]):
        key = str(u.zone), str(u.material)
        entries = list(found.get(key, []))
        for name, word in _OF_TREATED.items():
            kt = treated[name].get((u.period, *key), 0.0)
            if kt > _LEAST:
                entries.append((kt, *_plain(word)))
        rest = float(u.unused_kt_yr) - sum(entry[0] for entry in entries)
        if not entries:
            entries = [(rest, *_plain(structural.get(key, "no_taker")))]
        elif abs(rest) > 0:
            entries = _settle(entries, rest, structural.get(key, "takers_full"))
        rows += [(u.period, *key, *entry) for entry in entries]
    return pd.DataFrame(rows, columns=UNUSED_COLUMNS)


def _trace_treated(network: Network, plan: Plan) -> dict[str, dict[Any, float]]:
    """Return what becomes of waste that is treated, by name: period, zone, material -> kt."""
    if not (network.lines["counting"] == "none").any():
        return {name: {} for name in _OF_TREATED}
    followed = trace_wastes(network, plan)
    return {name: followed[name].to_dict() for name in _OF_TREATED}


def _settle(entries: list[Entry], rest: float, word: str) -> list[Entry]:
    """Give roundings to the largest entry, and tonnes that have no entry their own."""
    if rest > 1e-3:
        return [*entries, (rest, *_plain(word))]
    largest = max(range(len(entries)), key=lambda i: entries[i][0])
    kt, *others = entries[largest]
    entries[largest] = (kt + rest, *others)  # type: ignore[assignment]
    return entries


def _plain(word: str) -> tuple[str, str, str, str, float | None]:
    return word, say(f"reason_{word}", "en"), say(f"reason_{word}", "zh"), "", None


def _entries_of_causes(
    network: Network, causes: Iterable[Cause], names: Names, structural: dict[tuple[str, str], str]
) -> dict[tuple[str, str], list[Entry]]:
    """Return (zone, material) -> its entries, those of one cause added up."""
    material = network.lots["material"].to_dict()
    sums: dict[tuple[str, str, str, str], tuple[float, float, Cause]] = {}
    for cause in causes:
        rows = "; ".join(names.cause(row) for row in cause.rows)
        waste = cause.zone, material[cause.lot]
        key = *waste, _word(cause) or structural.get(waste, "takers_full"), rows
        kt, money, _ = sums.get(key, (0.0, 0.0, cause))
        sums[key] = (
            kt + _settled(cause.kt_yr),
            money + cause.kt_yr * (cause.cost_CNY_t or 0.0),
            cause,
        )
    found: dict[tuple[str, str], list[Entry]] = {}
    for (zone, what, word, rows), (kt, money, cause) in sums.items():
        cost = money / kt if cause.is_priced_out else None
        english, chinese = (_explain(cause, word, cost, named) for named in names.both)
        found.setdefault((zone, what), []).append((kt, word, english, chinese, rows, cost))
    return found


def _settled(kt: float) -> float:
    """Return an amount that a search found, without what its tolerances left of a whole tonne.

    >>> _settled(200.0000001), _settled(12.34567)
    (200.0, 12.34567)
    """
    whole = round(kt, 3)
    return whole if abs(kt - whole) < _LEAST else kt


def _word(cause: Cause) -> str:
    if cause.is_priced_out:
        return _left_by(cause)
    return "+".join(dict.fromkeys(_reason(name).code for name, _ in cause.rows))


def _reason(constraint: str) -> Reason:
    reason = FAMILIES[constraint].reason
    assert reason is not None, f"nothing is said of {constraint} where it gives"
    return reason


def _left_by(cause: Cause) -> str:
    """Return whether the objective or a given plan leaves tonnes that could be placed."""
    return "not_taken" if cause.is_of_given_plan else "not_worth"


def _explain(cause: Cause, word: str, cost: float | None, names: NamesIn) -> str:
    """Return the reason in words, naming the limits."""
    texts = names.texts
    if cost is not None:
        word = _left_by(cause) + ("" if cost >= 0 else "_gain")
        return texts.say(f"reason_{word}", cost=f"{abs(cost):,.1f}")
    if not cause.rows:
        return texts.say(f"reason_{word}")
    parts: dict[Reason, list[str]] = {}
    for name, index in cause.rows:
        parts.setdefault(_reason(name), []).append(names.limit(name, index))
    said = [
        texts.say(
            "reason_named",
            reason=texts.fill(why.words),
            names=texts.join(limits, "list_semicolon"),
        )
        for why, limits in parts.items()
    ]
    text = texts.join(said, "reason_and")
    return texts.say("reason_together", reasons=text) if len(cause.rows) > 1 else text


def _structural_reasons(network: Network) -> dict[tuple[str, str], str]:
    """Return (zone, material) -> why it has no open route; where it has one, how takers stand."""
    why: dict[tuple[str, str], str] = {}
    for row in records(network.excluded):
        word, key = str(row.reason), (str(row.origin), str(row.material))
        if word == BEATEN:
            continue
        if STRUCTURAL.index(word) > STRUCTURAL.index(why.get(key, "no_taker")):
            why[key] = word
    open_routes = network.routes[network.routes["role"] == "utilization"]
    able = _able_takers(network)
    for origin, material, end, lot in zip(
        *(open_routes[c] for c in ("origin", "material", "destination", "lot")), strict=True
    ):
        if (end, lot) in able:
            why[origin, material] = "takers_full"
        elif why.get((origin, material)) != "takers_full":
            why[origin, material] = "takers_idle"
    return why


def _able_takers(network: Network) -> set[tuple[str, str]]:
    """Return plant and lot where some line that takes it can run."""
    idle, uses = find_idle(network), network.uses
    return {
        (plant, lot)
        for line, recipe, plant, lot in zip(
            *(uses[c] for c in ("line", "recipe", "plant", "lot")), strict=True
        )
        if (line, recipe) not in idle
    }


def tabulate_excluded(network: Network) -> pd.DataFrame:
    """Return the candidates that are not in the programme, with the rule that took them out."""
    excluded = network.excluded.sort_values(EXCLUDED_COLUMNS)
    excluded.insert(0, "period", network.periods[0])
    behind = list(excluded.columns).index("reason") + 1
    for place, texts in enumerate(BOTH, start=behind):
        words = excluded["reason"].map(partial(texts.word, "left_out"))
        excluded.insert(place, f"reason_{texts.language}", words)
    return excluded.reset_index(drop=True)
