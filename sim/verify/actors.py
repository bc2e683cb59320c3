"""Checks of payments: who pays and who earns, from flows, lines, tariffs and gate prices."""

from __future__ import annotations

import math
from collections import defaultdict

from sim.verify.carbon import run_co2
from sim.verify.facts import Facts
from sim.verify.figures import capital_charge, fixed_charge, open_rows
from sim.verify.haul import price_flow
from sim.verify.mass import bought_by_plant
from sim.verify.places import find_crossing
from sim.verify.read import Cells
from sim.verify.tally import Tally, scale

INSIDE = ("generator", "plant", "carrier", "sink")
"""Actors whose balances add up to minus the net cost."""
Actor = tuple[str, str]
"""Kind and id."""
SUPPLIER, CARBON = ("supplier", ""), ("carbon", "")
_SITE = {"zone": "generator", "plant": "plant"}
_KEY = ("kind", "actor", "item", "scope", "partner")


class Book:
    """Payments booked twice: the payer pays what the payee earns."""

    def __init__(self) -> None:
        self.sums: dict[tuple[str, ...], float] = defaultdict(float)
        self.sizes: dict[tuple[str, ...], float] = defaultdict(float)
        """What each sum was computed from, million CNY: its error is measured against it."""

    def pay(
        self,
        payer: Actor,
        payee: Actor,
        item: str,
        scope: str,
        thousand: float,
        part_of: float | None = None,
    ) -> None:
        """Book thousand CNY a year; `part_of` is what the amount is the rest of, if it is."""
        size = abs(thousand if part_of is None else part_of) * 1e-3
        for (actor, partner), sign in (((payer, payee), -1), ((payee, payer), 1)):
            key = (*actor, item, scope, partner[0])
            self.sums[key] += sign * thousand * 1e-3
            self.sizes[key] += size


def check_actors(facts: Facts, tally: Tally) -> None:
    """Hold every payment against its recomputation, and the balances against the net cost."""
    book = Book()
    shares = technology_shares(facts)
    for row in facts.results("flows"):
        _book_flow(facts, book, row, shares)
    _book_sites(facts, book)
    stated = {tuple(row[c] for c in _KEY): row for row in facts.results("actors")}
    for key in sorted({*book.sums, *stated}):
        found = stated[key]["amount_MCNY_yr"] if key in stated else 0.0
        due, words = book.sums.get(key, 0.0), f"actors.csv, {' '.join(key)} (MCNY/yr)"
        tally.equal(found, due, words, scale(found, due, book.sizes.get(key, 0.0)))
    total = math.fsum(row["amount_MCNY_yr"] for row in stated.values())
    inside = math.fsum(r["amount_MCNY_yr"] for key, r in stated.items() if key[0] in INSIDE)
    written = {row["name"]: row["value"] for row in facts.written.summary["kpis"]}
    kpis = {name: float(value) for name, value in written.items() if value is not None}
    large = scale(kpis.get("gross_cost", 0.0), kpis.get("revenue", 0.0))
    tally.equal(total, 0.0, "actors.csv, sum of all actors (MCNY/yr)", large)
    words = "actors.csv, sum of generators, plants, carriers and sinks (MCNY/yr)"
    tally.equal(inside, -kpis.get("net_cost", 0.0), words, large)
    _check_descriptions(facts, tally)


def _check_descriptions(facts: Facts, tally: Tally) -> None:
    tables = {"generator": "zones", "plant": "plants", "sink": "sinks"}
    for row in facts.results("actors"):
        site = facts.by_id(tables.get(row["kind"], "")).get(row["actor"], {})
        province = row["actor"] if row["kind"] == "province" else site.get("province", "")
        stated, due = (row["owner"], row["province"]), (site.get("owner", ""), province)
        words = f"{row['at']}: {row['actor']} is of {' '.join(due)}, not {' '.join(stated)}"
        tally.true(stated == due, words)


def technology_shares(facts: Facts) -> dict[tuple[str, str, str, str], dict[str, float]]:
    """Return plant, material, producer, fresh -> technology -> share of what is used."""
    sums: dict[tuple[str, str, str, str], dict[str, float]] = defaultdict(
        lambda: defaultdict(float)
    )
    for row in facts.results("line_inputs"):
        sums[facts.pool_used(row)][facts.by_id("lines")[row["line"]]["technology"]] += row[
            "amount_kt_yr"
        ]
    return {
        pool: {name: kt / math.fsum(used.values()) for name, kt in used.items()}
        for pool, used in sums.items()
    }


def gate_price(facts: Facts, material: str, technology: str, province: str) -> tuple[float, str]:
    """Return price and who pays the haul: of the rows that match the one that says most."""
    best, most = (0.0, "taker"), -1
    for row in facts.inputs("gate_prices"):
        if (
            row["material"] == material
            and row["technology"] in ("", technology)
            and row["province"] in ("", province)
        ):
            says = 2 * bool(row["technology"]) + bool(row["province"])
            if says > most:
                best, most = (row["price"], row["haul_paid_by"]), says
    return best


def _book_flow(
    facts: Facts,
    book: Book,
    row: Cells,
    shares: dict[tuple[str, str, str, str], dict[str, float]],
) -> None:
    """Book all payments of a flow."""
    material, kt = row["material"], row["amount_kt_yr"]
    sender: Actor = (_SITE[row["origin_kind"]], row["origin"])
    scope = "waste" if facts.waste_like(material) else "production"
    if row["destination_kind"] != "plant":
        _book_haul(facts, book, row, scope, sender, kt)
        _book_end(facts, book, row, scope, sender)
        return
    taker: Actor = ("plant", row["destination"])
    producer = facts.producer(material, row["origin"])
    used = shares.get((taker[1], material, producer, row["origin_kind"]), {"": 1.0})
    province = facts.place(row["origin_kind"], row["origin"])[0]
    for technology, share in used.items():
        price, paid_by = gate_price(facts, material, technology, province)
        book.pay(taker, sender, "gate", scope, price * kt * share)
        payer = taker if paid_by == "taker" else sender
        _book_haul(facts, book, row, scope, payer, kt * share)


def _book_haul(facts: Facts, book: Book, row: Cells, scope: str, payer: Actor, kt: float) -> None:
    """Book haul, handling, crossing and carbon of moving."""
    price = price_flow(facts, row)
    carrier: Actor = ("carrier", row["mode"])
    haul, whole = price.haul(row["cost_CNY_t"])
    book.pay(payer, carrier, "transport", scope, haul * kt, whole * kt)
    book.pay(payer, carrier, "handling", scope, price.handling * kt)
    paid, part_of = (haul + price.handling) * kt, (whole + price.handling) * kt
    book.pay(carrier, SUPPLIER, "operation", scope, paid, part_of)
    rule = find_crossing(facts, row).rule
    surcharge = 0.0 if rule is None else facts.scenario.borders[rule].surcharge
    there = facts.place(row["destination_kind"], row["destination"])[0]
    book.pay(payer, ("province", there), "border", scope, surcharge * kt)
    book.pay(payer, SUPPLIER, "waiting", scope, (price.border - surcharge) * kt, price.border * kt)
    emitted = row["co2_kg_t"] * kt * 1e-3 * facts.parameter("carbon_price", "CNY/t", 0.0)
    book.pay(payer, CARBON, "carbon", scope, emitted)


def _book_end(facts: Facts, book: Book, row: Cells, scope: str, sender: Actor) -> None:
    """Book what is paid at a sink or market."""
    kt, price = row["amount_kt_yr"], price_flow(facts, row)
    if row["destination_kind"] == "market":
        market = facts.by_id("markets")[row["destination"]]
        buyer: Actor = ("market", row["destination"])
        book.pay(buyer, sender, "sales", "production", market["price"] * kt)
        saved = facts.by_id("materials")[row["material"]]["displaced_co2"] * kt
        value = saved * facts.parameter("carbon_price", "CNY/t", 0.0)
        book.pay(CARBON, sender, "carbon", "production", value)
        return
    if row["role"] == "storage":
        book.pay(sender, SUPPLIER, "storage", scope, price.disposal * kt)
    else:
        sink: Actor = ("sink", row["destination"])
        book.pay(sender, sink, "disposal", scope, price.disposal * kt)
        book.pay(sink, SUPPLIER, "operation", scope, price.disposal * kt)
    there = facts.place("sink", row["destination"])[0]
    book.pay(sender, ("province", there), "tax", scope, price.tax * kt)


def _book_sites(facts: Facts, book: Book) -> None:
    """Book reclaiming, running, buying and capital."""
    price = facts.parameter("carbon_price", "CNY/t", 0.0)
    old = {(r["zone"], r["material"]): r["reclaim_cost"] for r in facts.inputs("legacy")}
    for row in facts.results("wastes"):
        cost = old.get((row["zone"], row["material"]), 0.0) * row["legacy_used_kt_yr"]
        book.pay(("generator", row["zone"]), SUPPLIER, "reclaim", "waste", cost)
    for (line, name), kt in facts.activity.items():
        plant, recipe = ("plant", facts.plant(line)), facts.by_id("recipes")[name]
        book.pay(plant, SUPPLIER, "processing", "production", recipe["cost"] * kt)
        emitted = run_co2(facts, line, name, kt)
        book.pay(plant, CARBON, "carbon", "production", emitted * price)
    for plant_id, material, kt in bought_by_plant(facts):
        goods = facts.by_id("materials")[material]
        buyer: Actor = ("plant", plant_id)
        book.pay(
            buyer, SUPPLIER, "purchase", "production", facts.purchase_price(plant_id, material) * kt
        )
        book.pay(buyer, CARBON, "carbon", "production", goods["purchase_co2"] * kt * price)
    for line, row in facts.lines.items():
        cost = capital_charge(facts, row) * 1e3
        book.pay(("plant", facts.plant(line)), SUPPLIER, "capital", "production", cost)
    for row in (row for row in open_rows(facts) if row["kind"] != "builds"):
        scope = "production" if row["kind"] == "lines" else "waste"
        book.pay(_opener(facts, row), SUPPLIER, "fixed", scope, fixed_charge(facts, row) * 1e3)


def _opener(facts: Facts, opening: Cells) -> Actor:
    """Return who pays for what is open: its plant, its owner, the sink itself, or the carrier."""
    if opening["kind"] == "lines":
        return "plant", facts.plant(opening["id"])
    if opening["kind"] == "links":
        return "carrier", opening["id"].split(" > ")[2]
    sink = facts.by_id("sinks")[opening["id"]]
    if sink["owner_zone"]:
        return "generator", sink["owner_zone"]
    return ("plant", sink["owner_plant"]) if sink["owner_plant"] else ("sink", opening["id"])
