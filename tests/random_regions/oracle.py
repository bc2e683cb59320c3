"""The planning problem of a drawn region as a linear programme, written from its meaning.

Nothing of `sim/` is used. Where the simulator balances what arrives, is made and leaves at each
plant, here every tonne goes straight from where it arises to the one line, market or sink that ends
it, so that nothing can pass through a plant unless a line takes it. Every tonne of waste keeps the
zone it comes from and whether it has been counted as utilized, down the whole chain.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from tests.random_regions.draw import Region, Row
from tests.random_regions.lp import Programme, Sum
from tests.random_regions.ways import Way, find_ways

WASTE_LIKE = ("waste", "residue")
ON = ("operating", "assumed", "added")
FILL = ("backfill", "restoration")
HOME = Way("home", (), 0.0, 0.0, 0.0, 0.0)
MONEY = (
    "transport_cost",
    "handling_cost",
    "border_cost",
    "disposal_cost",
    "tax_cost",
    "reclaim_cost",
    "processing_cost",
    "purchase_cost",
    "capex_cost",
    "carbon_cost",
)


class Lot(NamedTuple):
    """What is told apart: a material at the site that gave it, whose waste, counted or not."""

    material: str
    source: str
    zone: str
    """Zone whose waste it was made from; '' for what is no waste."""
    counted: bool


class Flow(NamedTuple):
    """A variable: tonnes of a lot that go to one end on one way."""

    lot: Lot
    end: str
    """A market, a sink, a store, or line/recipe."""
    way: str


def _names(where: Row, line: Row) -> bool:
    """Return whether a condition picks a line."""
    return all(line[column] == value for column, value in where.items())


def _share(text: str) -> float:
    return number(text) / 100 if text.endswith("%") else number(text)


def _most(entry: Row, capacity: float) -> float:
    """Return the most that may be built, kt/yr."""
    text = entry.get("up_to", "100 %")
    return _share(text) * capacity if text.endswith("%") else number(text)


@dataclass
class Oracle:
    """A region, and the linear forms of everything that can be asked of its plans."""

    region: Region

    def __post_init__(self) -> None:
        """Write down all flows, rows and metrics."""
        self.materials = {row["id"]: row for row in self.region.rows("materials")}
        self.sites = {
            row["id"]: row
            for row in [
                *self.region.rows("zones"),
                *self.region.rows("plants"),
                *self.region.rows("sinks"),
            ]
        }
        self.technologies = {row["id"]: row for row in self.region.rows("technologies")}
        self.plants = {row["id"] for row in self.region.rows("plants")}
        self.lines = [
            row
            for row in self.region.rows("lines")
            if row["status"] in self.region.scenario.get("statuses", ON)
            and row["plant"] in self.plants
        ]
        self.recipes = {row["technology"]: row for row in self.region.rows("recipes")}
        self.parameters = {
            row["id"]: float(row["value"].split()[0]) for row in self.region.rows("parameters")
        }
        self.programme = Programme()
        self.metrics: dict[str, Sum] = {}
        self.by_zone: dict[tuple[str, str], Sum] = {}
        self.quotas: dict[int, Sum] = {}
        self.through: dict[str, Sum] = {}
        self.sold: dict[str, Sum] = {}
        self.stored: dict[str, Sum] = {}
        self.used: dict[tuple[str, str], Sum] = {}
        self.made: dict[Lot, Sum] = {}
        self.zinc: dict[str, Sum] = {}
        self.replaced: dict[int, Sum] = {}
        self._write()

    # -- flows ------------------------------------------------------------------------------

    def _write(self) -> None:
        self._make_by_activity()
        for lot, generated, limit, cost in self._supply():
            self._leave_zone(lot, generated, limit, cost)
        self._follow_made_lots()
        self._run_lines()
        self._bound_ends()
        self._sum_up()

    def _supply(self) -> Iterator[tuple[Lot, float, float, float]]:
        amounts: dict[tuple[str, str], list[float]] = {}
        for row in self.region.rows("generation"):
            amounts.setdefault((row["zone"], row["material"]), [0.0, 0.0, 0.0])[0] = row[
                "amount_kt"
            ]
        for row in self.region.rows("legacy"):
            entry = amounts.setdefault((row["zone"], row["material"]), [0.0, 0.0, 0.0])
            entry[1], entry[2] = row["stock"] * row["yearly_limit"], row["reclaim_cost"]
        for (zone, material), (generated, limit, cost) in sorted(amounts.items()):
            yield Lot(material, zone, zone, False), generated, limit, cost

    def _leave_zone(self, lot: Lot, generated: float, limit: float, cost: float) -> None:
        """Used + disposed + stored = generated + reclaimed; old stock is for lines alone."""
        used, all_of_it = Sum(), Sum()
        for flow, is_use in self._flows_of(lot):
            all_of_it.add(flow, 1.0)
            if is_use:
                used.add(flow, 1.0)
        if limit > 0:
            dug = ("reclaim", lot)
            all_of_it.add(dug, -1.0)
            bound = Sum()
            bound.add(dug, 1.0)
            self.programme.require(bound, upper=limit)
            self.programme.require(bound.plus(used, -1.0), upper=0.0)
            self._count("legacy_used", dug, 1.0, lot.zone)
            self._count("reclaim_cost", dug, cost * 1e-3)
        self.programme.require(all_of_it, generated, generated)
        self.form("generated").constant += generated
        self.by_zone.setdefault(("generated", lot.zone), Sum()).constant += generated

    def _follow_made_lots(self) -> None:
        """Write the flows of all that lines may make, until nothing new arises."""
        seen: set[Lot] = set()
        while fresh := set(self.made) - seen:
            for lot in sorted(fresh):
                seen.add(lot)
                leaving = Sum()
                for flow, _ in self._flows_of(lot):
                    leaving.add(flow, 1.0)
                self.made[lot] = self.made[lot].plus(leaving, -1.0)

    def _flows_of(self, lot: Lot) -> Iterator[tuple[Flow, bool]]:
        """Yield every flow of a lot, with whether a line ends it; note what it weighs."""
        yield from ((flow, True) for flow in self._to_lines(lot))
        if self.materials[lot.material]["kind"] in WASTE_LIKE:
            yield from ((flow, False) for flow in self._to_sinks(lot))
        if lot.source in self.plants:
            yield from ((flow, False) for flow in self._to_markets(lot))

    def _to_lines(self, lot: Lot) -> Iterator[Flow]:
        for line in self.lines:
            recipe = self.recipes[line["technology"]]["id"]
            if not self._takes(line, recipe, lot):
                continue
            home = lot.source == line["plant"]
            for way, border in [(HOME, None)] if home else self._ways(lot, line["plant"], "use"):
                flow = Flow(lot, line["id"], way.name)
                self._haul(flow, way, border, line["plant"])
                self._use(flow, line, recipe)
                yield flow

    def _takes(self, line: Row, recipe: str, lot: Lot) -> bool:
        taken = any(
            row["recipe"] == recipe and row["material"] == lot.material and row["max"] > 0
            for row in self.region.rows("inputs")
        )
        is_waste = self.materials[lot.material]["kind"] in WASTE_LIKE
        if is_waste and line["only_zones"] and line["only_zones"] != lot.source:
            return False
        return taken and not any(
            rule["scope"] == "lot"
            and rule["recipes"] == recipe
            and rule["materials"] in (None, lot.material)
            and self._content(lot, rule["property"]) > rule["limit"]
            for rule in self.region.rows("quality")
        )

    def _content(self, lot: Lot, prop: str) -> float:
        values = {
            row["producer"]: row["value"]
            for row in self.region.rows("composition")
            if row["material"] == lot.material and row["property"] == prop
        }
        return float(values.get(lot.source, values.get(None, 0.0)))

    def _use(self, flow: Flow, line: Row, recipe: str) -> None:
        """Note what a tonne used by a line counts, brings and makes."""
        lot, material = flow.lot, flow.lot.material
        is_waste = self.materials[material]["kind"] in WASTE_LIKE
        counting, tier = (self.technologies[line["technology"]][k] for k in ("counting", "tier"))
        self.used.setdefault((line["id"], material), Sum()).add(flow, 1.0)
        content = self._content(lot, "Zn")
        self.zinc.setdefault(line["id"], Sum()).add(flow, content)
        share = next(
            r
            for r in self.region.rows("inputs")
            if r["recipe"] == recipe and r["material"] == material
        )
        self._count("process_co2", flow, share["co2"])
        counts = counting != "none"
        if is_waste:
            if counts and not lot.counted:
                self._count("uptake", flow, 1.0, lot.zone)
            self._stay(flow, counting, tier, 1.0)
        for row in self.region.rows("yields"):
            if row["recipe"] == recipe and row["per"] == material:
                made = self._made_lot(row["material"], line["plant"], lot, counts=counts)
                self.made.setdefault(made, Sum()).add(flow, row["amount"])
                if self.materials[row["material"]]["kind"] in WASTE_LIKE:
                    self._stay(flow, counting, tier, -row["amount"])

    def _made_lot(self, material: str, plant: str, of: Lot, *, counts: bool) -> Lot:
        if self.materials[material]["kind"] not in WASTE_LIKE:
            return Lot(material, plant, "", False)
        return Lot(material, plant, of.zone, of.counted or counts)

    def _stay(self, flow: Flow, counting: str, tier: str, amount: float) -> None:
        if tier == "high" and counting != "none":
            self._count("stays_high", flow, amount)
        if counting in FILL:
            self._count("stays_in_fill", flow, amount)

    def _to_sinks(self, lot: Lot) -> Iterator[Flow]:
        own = [
            sink
            for sink in self.region.rows("sinks")
            if lot.source in (sink["owner_zone"], sink["owner_plant"]) and self._accepts(sink, lot)
        ]
        fee = self.materials[lot.material]["storage_cost"]
        for name, cost in [(s["id"], s["fee"]) for s in own] or [(f"store:{lot.source}", fee)]:
            flow = Flow(lot, name, "home")
            self._dispose(flow, name, cost)
            yield flow
        for sink in self.region.rows("sinks"):
            if sink["owner_zone"] or sink["owner_plant"] or not self._accepts(sink, lot):
                continue
            for way, border in self._ways(lot, sink["id"], "disposal"):
                flow = Flow(lot, sink["id"], way.name)
                self._haul(flow, way, border, sink["id"])
                self._dispose(flow, sink["id"], sink["fee"])
                yield flow

    @staticmethod
    def _accepts(sink: Row, lot: Lot) -> bool:
        return sink["accepts"] is None or lot.material in sink["accepts"].split("; ")

    def _dispose(self, flow: Flow, sink: str, fee: float) -> None:
        self.stored.setdefault(sink, Sum()).add(flow, 1.0)
        self._count("disposal_cost", flow, fee * 1e-3)
        if self.region.scenario["tax_storage"]:
            self._count("tax_cost", flow, self.materials[flow.lot.material]["tax"] * 1e-3)
        if flow.lot.counted:
            self._count("residues_disposed", flow, 1.0, flow.lot.zone)

    def _to_markets(self, lot: Lot) -> Iterator[Flow]:
        for market in self.region.rows("markets"):
            here = self.sites[lot.source]["at"]
            if market["product"] == lot.material and market["area"] in (None, here):
                flow = Flow(lot, market["id"], "gate")
                self.sold.setdefault(market["id"], Sum()).add(flow, 1.0)
                self._count("revenue", flow, market["price"] * 1e-3)
                displaced = self.materials[lot.material]["displaced_co2"]
                self._count("avoided_co2", flow, displaced)
                yield flow

    # -- ways and borders -------------------------------------------------------------------

    def _ways(self, lot: Lot, end: str, purpose: str) -> Iterator[tuple[Way, Any]]:
        border = self._border(lot, end, purpose)
        if border is None:
            return
        for way in find_ways(
            self.region, lot.source, end, self.materials[lot.material]["moisture"]
        ):
            yield way, border

    def _border(self, lot: Lot, end: str, purpose: str) -> tuple[float, int | None] | None:
        """Return cost and quota of crossing, or None where the border is closed."""
        material = self.materials[lot.material]
        if material["kind"] not in WASTE_LIKE:
            return 0.0, None
        start, stop = self.sites[lot.source]["at"], self.sites[end]["at"]
        crossing = start != stop
        hazardous = material["waste_class"] == "hazardous"
        what = "disposal" if purpose == "disposal" else "utilization"
        for index, rule in reversed(list(enumerate(self.region.scenario["borders"]))):
            named = (rule["from"], rule["to"])
            if "any" in named and not crossing:
                continue
            if crossing and hazardous and rule["rule"] in ("open", "filing"):
                continue
            ends = rule["from"] in ("any", start) and rule["to"] in ("any", stop)
            classes = rule["class"] in ("any", material["waste_class"]) or (
                rule["class"] == "general" and not hazardous
            )
            if ends and classes and rule["purpose"] in ("any", what):
                quota = rule.get("quota")
                if rule["rule"] == "closed" or (rule["rule"] == "approval" and quota is None):
                    return None
                cost = number(rule.get("surcharge", "0"))
                cost += number(rule.get("lead", "0")) * number(rule.get("lead_cost", "0"))
                return cost, index if quota is not None else None
        if crossing and (hazardous or what == "disposal"):
            return None
        return 0.0, None

    def _haul(self, flow: Flow, way: Way, border: Any, end: str) -> None:
        self._count("transport_cost", flow, way.haul * 1e-3)
        self._count("handling_cost", flow, way.handling * 1e-3)
        self._count("transport_co2", flow, way.co2_kg * 1e-3)
        self._count("transport_work", flow, way.km * 1e-3)
        is_waste = self.materials[flow.lot.material]["kind"] in WASTE_LIKE
        if is_waste:
            self._count("waste_haul", flow, (way.haul + way.handling) * 1e-3)
            if self.sites[flow.lot.source]["at"] != self.sites[end]["at"]:
                self._count("cross_border", flow, 1.0)
        for terminal in way.terminals:
            self.through.setdefault(terminal, Sum()).add(flow, 1.0)
        if border is not None:
            cost, quota = border
            self._count("border_cost", flow, cost * 1e-3)
            if quota is not None:
                self.quotas.setdefault(quota, Sum()).add(flow, 1.0)

    # -- lines and bounds -------------------------------------------------------------------

    def _run_lines(self) -> None:
        for line in self.lines:
            technology = self.technologies[line["technology"]]
            recipe = self.recipes[line["technology"]]
            act = ("act", line["id"])
            self._run_within(line, act)
            self._count("processing_cost", act, recipe["cost"] * 1e-3)
            self._count("process_co2", act, recipe["process_co2"])
            if line["status"] == "added":
                yearly = self._yearly(technology["capex"], technology["life"])
                self.form("capex_cost").constant += line["capacity"] * yearly
            self._feed(line, recipe["id"], act)
        for form in self.made.values():
            self.programme.require(form, 0.0, 0.0)
        for form in self.replaced.values():
            self.programme.require(form, lower=0.0)

    def _yearly(self, cost: float, life: float) -> float:
        """Return what paying off CNY per t/yr costs a year, million CNY per kt/yr."""
        rate = self.parameters["discount_rate"] / 100
        return cost * (rate / (1 - (1 + rate) ** -life) if rate else 1 / life) * 1e-3

    def _run_within(self, line: Row, act: Hashable) -> None:
        """Let a line run between least load and what is available: of today, built, closed."""
        today = 0.0 if line["status"] == "candidate" else line["capacity"]
        nameplate = Sum(constant=today)
        entry = self._entry_of(line)
        if entry is not None:
            built, technology = ("built", line["id"]), self.technologies[line["technology"]]
            cost = number(entry.get("cost", str(technology["capex"])))
            life = number(entry.get("life", str(technology["life"])))
            nameplate.add(built, 1.0)
            bound = Sum()
            bound.add(built, 1.0)
            self.programme.require(bound, upper=_most(entry, line["capacity"]))
            self._count("capacity_built", built, 1.0)
            self._count("investment", built, cost * 1e-3)
            self._count("capex_cost", built, self._yearly(cost, life))
            if "closes" in entry:
                at = self.region.scenario["expand"].index(entry)
                self.replaced.setdefault(at, Sum()).add(built, -_share(entry["closes"]["ratio"]))
        closing = Sum()
        for at, some in enumerate(self.region.scenario.get("expand", [])):
            if today > 0 and "closes" in some and _names(some["closes"]["where"], line):
                closing.add(("closed", line["id"], at), 1.0)
                self.replaced.setdefault(at, Sum()).add(("closed", line["id"], at), 1.0)
        if closing.terms:
            self.programme.require(closing, upper=today)
        run = Sum()
        run.add(act, 1.0)
        room = nameplate.plus(closing, -1.0)
        self.programme.require(run.plus(room, -line["availability"]), upper=0.0)
        least = line["availability"] * line["min_load"]
        self.programme.require(run.plus(room, -least), lower=0.0)

    def _entry_of(self, line: Row) -> Row | None:
        """Return the entry by which a line may grow: the last that names it; of a candidate any."""
        named = [e for e in self.region.scenario.get("expand", []) if _names(e["where"], line)]
        if named:
            return named[-1]
        return {} if line["status"] == "candidate" else None

    def _make_by_activity(self) -> None:
        """Note what lines make a tonne of activity, whatever they take."""
        for line in self.lines:
            recipe = self.recipes[line["technology"]]["id"]
            for row in self.region.rows("yields"):
                if row["recipe"] == recipe and row["per"] == "activity":
                    lot = Lot(row["material"], line["plant"], "", False)
                    self.made.setdefault(lot, Sum()).add(("act", line["id"]), row["amount"])

    def _feed(self, line: Row, recipe: str, act: tuple[str, str]) -> None:
        """Write shares, groups and the blend rule of a line."""
        for row in self.region.rows("inputs"):
            if row["recipe"] != recipe:
                continue
            material = self.materials[row["material"]]
            used = self.used.setdefault((line["id"], row["material"]), Sum())
            if material["purchase_price"] is not None:
                bought = ("buy", line["id"], row["material"])
                used.add(bought, 1.0)
                self._count("purchase_cost", bought, material["purchase_price"] * 1e-3)
                self._count("process_co2", bought, material["purchase_co2"] + row["co2"])
                content = self._content(Lot(row["material"], "", "", False), "Zn")
                self.zinc.setdefault(line["id"], Sum()).add(bought, content)
            self._share(used, act, row["min"] or 0.0, row["max"])
        for group in self.region.rows("groups"):
            if group["recipe"] == recipe:
                both = Sum()
                for material in group["materials"].split("; "):
                    both = both.plus(self.used[line["id"], material])
                self._share(both, act, group["min"], group["max"])
        for rule in self.region.rows("quality"):
            if rule["recipes"] == recipe and rule["scope"] == "blend":
                mass = Sum()
                for row in self.region.rows("inputs"):
                    if row["recipe"] == recipe:
                        mass = mass.plus(self.used[line["id"], row["material"]])
                zinc = self.zinc.setdefault(line["id"], Sum())
                self.programme.require(zinc.plus(mass, -rule["limit"]), upper=0.0)

    def _share(self, used: Sum, act: tuple[str, str], low: float, high: float) -> None:
        activity = Sum()
        activity.add(act, 1.0)
        self.programme.require(used.plus(activity, -low), lower=0.0)
        self.programme.require(used.plus(activity, -high), upper=0.0)

    def _bound_ends(self) -> None:
        groups: dict[str, tuple[Sum, float]] = {}
        for market in self.region.rows("markets"):
            sold = self.sold.get(market["id"], Sum())
            high = market["max_kt"] if market["max_kt"] is not None else float("inf")
            self.programme.require(sold, market["min_kt"] or 0.0, high)
            if market["group"]:
                together, _ = groups.get(market["group"], (Sum(), 0.0))
                groups[market["group"]] = together.plus(sold), market["group_max"]
        for together, most in groups.values():
            self.programme.require(together, upper=most)
        for sink in self.region.rows("sinks"):
            if sink["capacity"] is not None:
                self.programme.require(self.stored.get(sink["id"], Sum()), upper=sink["capacity"])
        for terminal in self.region.rows("terminals"):
            if terminal["capacity"] is not None:
                self.programme.require(
                    self.through.get(terminal["id"], Sum()), upper=terminal["capacity"]
                )
        for index, form in self.quotas.items():
            quota = number(self.region.scenario["borders"][index]["quota"])
            self.programme.require(form, upper=quota)

    # -- metrics ----------------------------------------------------------------------------

    def form(self, name: str) -> Sum:
        """Return a metric as a linear form, to be added to."""
        return self.metrics.setdefault(name, Sum())

    def _count(self, name: str, variable: Any, amount: float, zone: str = "") -> None:
        if amount:
            self.form(name).add(variable, amount)
            if zone:
                self.by_zone.setdefault((name, zone), Sum()).add(variable, amount)

    def _sum_up(self) -> None:
        """Write the metrics that are sums of others."""
        f, m = self.form, self.metrics
        m["net_utilized"] = f("uptake").plus(f("residues_disposed"), -1.0)
        m["unused"] = f("generated").plus(f("legacy_used")).plus(f("uptake"), -1.0)
        m["stays_without_fill"] = m["net_utilized"].plus(f("stays_in_fill"), -1.0)
        m["net_co2"] = f("transport_co2").plus(f("process_co2")).plus(f("avoided_co2"), -1.0)
        m["carbon_cost"] = Sum().plus(m["net_co2"], self.parameters["carbon_price"] * 1e-3)
        gross = Sum()
        for name in MONEY:
            gross = gross.plus(f(name))
        m["gross_cost"] = gross
        m["net_cost"] = gross.plus(f("revenue"), -1.0)
        logistics = f("waste_haul")
        for name in ("border_cost", "disposal_cost", "tax_cost", "reclaim_cost"):
            logistics = logistics.plus(f(name))
        m["logistics_cost"] = logistics

    def of_province(self, name: str, province: str) -> Sum:
        """Return a metric of the waste that arose in a province."""
        if name == "net_utilized":
            loss = self.of_province("residues_disposed", province)
            return self.of_province("uptake", province).plus(loss, -1.0)
        total = Sum()
        for zone in self.region.rows("zones"):
            if zone["at"] == province:
                total = total.plus(self.by_zone.get((name, zone["id"]), Sum()))
        return total


def number(text: str) -> float:
    return float(re.match(r"[-\d.]+", text).group())  # type: ignore[union-attr]
