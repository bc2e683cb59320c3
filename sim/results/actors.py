"""Who pays and who earns: every payment of a plan by actor, under the stated gate prices.

Payments are booked twice, so that all actors together earn nothing. What generators, plants,
carriers and sinks earn together is minus the net cost; gate payments cancel out among them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.network import Network
from sim.network.switches import LINES, LINKS, SINKS, SWITCH
from sim.results.built import add_built
from sim.results.gates import price_deliveries
from sim.results.known import sum_rows
from sim.results.names import Names, NamesIn
from sim.rules.joins import cross, join
from sim.say.texts import Texts
from sim.solve.plan import Plan

KINDS = ("generator", "plant", "carrier", "sink", "province", "market", "supplier", "carbon")
"""Actors: zones, plants, modes, open sinks, provinces; buyers of products; suppliers of all that
is used up (goods, fuel, wages, storing, capital); the carbon market."""
INSIDE = KINDS[:4]
"""Actors whose balances add up to minus the net cost."""
ITEMS = (
    "gate",
    "transport",
    "handling",
    "operation",
    "border",
    "waiting",
    "storage",
    "disposal",
    "tax",
    "reclaim",
    "processing",
    "purchase",
    "capital",
    "fixed",
    "carbon",
    "sales",
)
WASTE, PRODUCTION = "waste", "production"
"""Scopes: payments for waste and residues; payments for running plants and their products."""
_KEYS = ["period", "kind", "actor", "item", "scope", "partner"]
_AMOUNT = "amount_MCNY_yr"
_ORDER = {name: place for place, name in enumerate((*KINDS, *ITEMS))}
_Key = tuple[int, str, str, str, str, str]
"""What `_KEYS` name."""
_Payments = Mapping[str, NDArray[np.object_]]
"""Period, item, scope, amount, and kind and actor of both sides, of payments of one item."""


def tabulate_actors(
    network: Network, plan: Plan, inputs: Mapping[str, pd.DataFrame], names: Names
) -> pd.DataFrame:
    """Return what each actor earns (positive) and pays (negative), by item, scope and partner."""
    payments = [*_on_the_way(network, plan, inputs), *_at_sites(network, plan)]
    paid = {name: np.concatenate([p[name] for p in payments]) for name in payments[0]}
    some = np.flatnonzero(paid[_AMOUNT])
    paid = {name: cells[some] for name, cells in paid.items()}
    amount = paid[_AMOUNT].astype(float)
    cells = [*_seen_by("payer", "payee", paid), *_seen_by("payee", "payer", paid)]
    keys = sorted({*cells}, key=_in_order)
    number = {key: place for place, key in enumerate(keys)}
    rows = np.fromiter((number[cell] for cell in cells), np.int64, len(cells))
    sums = sum_rows(np.concatenate([-amount, amount]), rows, len(keys))
    table = pd.DataFrame({name: [key[at] for key in keys] for at, name in enumerate(_KEYS)})
    return _describe(table.assign(**{_AMOUNT: sums}), network, inputs, names)


def _seen_by(one: str, other: str, paid: _Payments) -> Iterator[_Key]:
    """Return the keys of payments as one of both sides books them."""
    columns = ("period", f"{one}_kind", one, "item", "scope", f"{other}_kind")
    return zip(*(paid[name].tolist() for name in columns), strict=True)


def _in_order(key: _Key) -> tuple[object, ...]:
    """Return what puts rows in order: kinds, items and partners as they are listed."""
    period, kind, actor, item, scope, partner = key
    return period, _ORDER[kind], actor, _ORDER[item], scope, _ORDER[partner]


def _describe(
    table: pd.DataFrame, network: Network, inputs: Mapping[str, pd.DataFrame], names: Names
) -> pd.DataFrame:
    """Add names, owner and province."""
    sites = pd.concat(
        [
            f.reindex(columns=["owner", "province"])
            for f in (network.zones, network.plants, network.sinks.reindex(columns=["province"]))
        ]
    )
    sites = sites[~sites.index.duplicated()].fillna("").reindex(table["actor"]).fillna("")
    table["owner"], table["province"] = sites["owner"].to_numpy(), sites["province"].to_numpy()
    government = table["kind"] == "province"
    table.loc[government, "province"] = table.loc[government, "actor"]
    for named in names.both:
        texts = named.texts
        modes = _mode_names(inputs["modes"], texts)
        table[f"name_{texts.language}"] = [
            _name(str(kind), str(actor), modes, named)
            for kind, actor in zip(table["kind"], table["actor"], strict=True)
        ]
        table[f"item_{texts.language}"] = [texts.say(f"actor_item_{i}") for i in table["item"]]
    return table[
        [
            "period",
            "kind",
            "actor",
            "name_en",
            "name_zh",
            "owner",
            "province",
            "item",
            "item_en",
            "item_zh",
            "scope",
            "partner",
            _AMOUNT,
        ]
    ]


def _mode_names(modes: pd.DataFrame, texts: Texts) -> dict[str, str]:
    own = modes[f"name_{texts.language}"]
    named = own.where(own != "", modes["name_en"])
    return dict(zip(modes["id"], named, strict=True))


def _name(kind: str, actor: str, modes: dict[str, str], names: NamesIn) -> str:
    match kind:
        case "carrier":
            return modes.get(actor, actor)
        case "province":
            return names.area(actor) if actor else names.texts.say("not_stated")
        case "supplier" | "carbon":
            return names.texts.say(f"actor_{kind}")
    return names.label(actor)


def _pay(
    rows: pd.DataFrame,
    item: str,
    scope: object,
    amount: object,
    payer: tuple[object, object],
    payee: tuple[object, object],
) -> _Payments:
    """Return payments of one item: `payer` and `payee` are (kind, actor), texts or columns."""
    cells = {
        "period": rows["period"],
        "item": item,
        "scope": scope,
        _AMOUNT: amount,
        "payer_kind": payer[0],
        "payer": payer[1],
        "payee_kind": payee[0],
        "payee": payee[1],
    }
    return {
        name: np.broadcast_to(np.asarray(cell, dtype=object), len(rows))
        for name, cell in cells.items()
    }


def _on_the_way(
    network: Network, plan: Plan, inputs: Mapping[str, pd.DataFrame]
) -> list[_Payments]:
    """Return what is paid for things that move: gate, haul, borders, storing, sales."""
    moved = price_deliveries(network, plan, inputs["gate_prices"])
    kt = moved["amount_kt_yr"] * 1e-3
    origin = moved["origin_kind"].map({"zone": "generator", "plant": "plant"})
    sender = (origin, moved["origin"])
    by_taker = moved["haul_paid_by"] == "taker"
    payer = (origin.mask(by_taker, "plant"), moved["origin"].mask(by_taker, moved["destination"]))
    waste = network.lots["waste_like"].reindex(moved["lot"]).set_axis(moved.index).astype(bool)
    scope = pd.Series(PRODUCTION, index=moved.index).mask(waste, WASTE)
    carrier, supplier = ("carrier", moved["mode"]), ("supplier", "")
    sink = ("sink", moved["destination"])
    fee = moved["fee_CNY_t"] * kt
    stored = moved["role"] == "storage"
    there = network.sinks["province"].reindex(moved["destination"]).set_axis(moved.index)
    taxed = ("province", there.fillna(""))
    gain = ("province", _province(network, moved, "destination"))
    emitted = kt * moved["co2_kg_t"] * 1e-3 * network.carbon_price_CNY_t
    saved = kt * moved["displaced_t_t"] * network.carbon_price_CNY_t
    hauling = (moved["haul_CNY_t"] + moved["handling_CNY_t"]) * kt
    return [
        _pay(
            moved, "gate", scope, moved["gate_CNY_t"] * kt, ("plant", moved["destination"]), sender
        ),
        _pay(moved, "transport", scope, moved["haul_CNY_t"] * kt, payer, carrier),
        _pay(moved, "handling", scope, moved["handling_CNY_t"] * kt, payer, carrier),
        _pay(moved, "operation", scope, hauling, carrier, supplier),
        _pay(moved, "border", scope, moved["surcharge_CNY_t"] * kt, payer, gain),
        _pay(
            moved,
            "waiting",
            scope,
            (moved["border_CNY_t"] - moved["surcharge_CNY_t"]) * kt,
            payer,
            supplier,
        ),
        _pay(moved, "storage", scope, fee.where(stored, 0.0), sender, supplier),
        _pay(moved, "disposal", scope, fee.mask(stored, 0.0), sender, sink),
        _pay(moved, "operation", scope, fee.mask(stored, 0.0), sink, supplier),
        _pay(moved, "tax", scope, moved["tax_CNY_t"] * kt, sender, taxed),
        _pay(moved, "carbon", scope, emitted, payer, ("carbon", "")),
        _pay(moved, "carbon", PRODUCTION, saved, ("carbon", ""), sender),
        _pay(
            moved,
            "sales",
            PRODUCTION,
            moved["price_CNY_t"] * kt,
            ("market", moved["destination"]),
            sender,
        ),
    ]


def _province(network: Network, moved: pd.DataFrame, end: str) -> pd.Series[str]:
    """Return the province of an end of each route; blank where it has none."""
    frames = (network.zones, network.plants, network.sinks)
    places = pd.concat([frame["province"] for frame in frames])
    places = places[~places.index.duplicated()]
    found: pd.Series[str] = places.reindex(moved[end]).set_axis(moved.index).fillna("")
    return found.astype(str)


def _at_sites(network: Network, plan: Plan) -> list[_Payments]:
    """Return what sites pay where they are: reclaiming, running, buying, capital, carbon."""
    supplier, carbon = ("supplier", ""), ("carbon", "")
    price = network.carbon_price_CNY_t
    reclaim = join(plan.reclaim, network.supply, ["zone", "lot"])
    act = join(plan.act, network.runs.drop(columns="plant", errors="ignore"), ["line", "recipe"])
    act["plant"] = network.lines["plant"].reindex(act["line"]).to_numpy()
    use = join(plan.use, network.uses, ["line", "recipe", "lot"])
    buy = join(plan.buy, network.purchases, ["plant", "lot"])
    lines = cross(network.lines.reset_index(), pd.DataFrame({"period": network.periods}))
    lines = add_built(lines, network, plan)
    payments = [
        _pay(
            reclaim,
            "reclaim",
            WASTE,
            reclaim["amount_kt_yr"] * reclaim["reclaim_CNY_t"] * 1e-3,
            ("generator", reclaim["zone"]),
            supplier,
        ),
        _pay(
            act,
            "processing",
            PRODUCTION,
            act["amount_kt_yr"] * act["cost_CNY_t"] * 1e-3,
            ("plant", act["plant"]),
            supplier,
        ),
        _pay(
            buy,
            "purchase",
            PRODUCTION,
            buy["amount_kt_yr"] * buy["price_CNY_t"] * 1e-3,
            ("plant", buy["plant"]),
            supplier,
        ),
        _pay(
            lines,
            "capital",
            PRODUCTION,
            lines["capex_MCNY_yr"],
            ("plant", lines["plant"]),
            supplier,
        ),
    ]
    payments += _openings(network, plan)
    payments += [
        _pay(
            f,
            "carbon",
            PRODUCTION,
            f["amount_kt_yr"] * f["co2_t_t"] * price * 1e-3,
            ("plant", f["plant"]),
            carbon,
        )
        for f in (act, use, buy)
    ]
    return payments


def _openings(network: Network, plan: Plan) -> list[_Payments]:
    """Return the fixed costs: of lines by plants, sinks by owners or sinks, links by carriers."""
    if not len(plan.on):
        return []
    on = plan.on[plan.on["amount_kt_yr"] > 0].merge(network.switches, on=SWITCH)
    lines, sinks, links = (on[on["kind"] == kind] for kind in (LINES, SINKS, LINKS))
    mode = network.links.set_index("name")["mode"].reindex(links["id"]).set_axis(links.index)
    owner = network.sinks["owner"].reindex(sinks["id"]).set_axis(sinks.index).fillna("")
    kind = pd.Series("sink", index=sinks.index)
    for whose, sites in (("generator", network.zones), ("plant", network.plants)):
        kind = kind.mask(owner.isin(sites.index), whose)
    payer = (kind, sinks["id"].where(kind == "sink", owner))
    plant = ("plant", network.lines["plant"].reindex(lines["id"]).set_axis(lines.index))
    supplier = ("supplier", "")
    return [
        _pay(lines, "fixed", PRODUCTION, lines["fixed_MCNY_yr"], plant, supplier),
        _pay(sinks, "fixed", WASTE, sinks["fixed_MCNY_yr"], payer, supplier),
        _pay(links, "fixed", WASTE, links["fixed_MCNY_yr"], ("carrier", mode), supplier),
    ]
