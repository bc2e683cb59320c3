"""What the checks look up in a results folder: rows by id, and a few derived figures."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from sim import units
from sim.scenario.document import Scenario
from sim.scenario.link_name import link_name
from sim.verify.growth import Growth, find_growth, find_replacements, standing
from sim.verify.read import Cells, Written

ACTIVITY = "activity"
STORE = "store:"
"""Begins the name of the store that a zone or plant without a sink of its own keeps."""
FRESH = ("zone", "treated")
"""Sources of what no line has utilized yet."""
Place = tuple[str, str]
"""Province and city."""
Link = tuple[str, str, str]
"""Origin, destination and mode, as written."""


def sum_by(
    rows: Iterable[Cells], *columns: str, amount: str = "amount_kt_yr"
) -> dict[tuple[str, ...], float]:
    """Return key -> sum of the amounts of the rows with that key; a missing key counts 0."""
    sums: dict[tuple[str, ...], float] = defaultdict(float)
    for row in rows:
        sums[tuple(row[column] for column in columns)] += row[amount]
    return sums


@dataclass(frozen=True)
class Facts:
    """The written tables of one run and the scenario that asked for it."""

    scenario: Scenario
    written: Written

    def results(self, name: str) -> list[Cells]:
        """Return the rows of a result table."""
        return self.written.results[name]

    def inputs(self, name: str) -> list[Cells]:
        """Return the rows of a resolved input table."""
        return self.written.inputs[name]

    @cached_property
    def _by_id(self) -> dict[str, dict[str, Cells]]:
        return {
            name: {row["id"]: row for row in rows}
            for name, rows in self.written.inputs.items()
            if rows and "id" in rows[0]
        }

    @cached_property
    def _taking_part(self) -> dict[str, dict[str, Cells]]:
        """Zones and plants whose role takes part, by id."""
        return {
            name: {i: row for i, row in rows.items() if row["role"] in self.scenario.roles}
            for name, rows in self._by_id.items()
            if name in ("zones", "plants")
        }

    def by_id(self, name: str) -> dict[str, Cells]:
        """Return id -> row of an input table; zones and plants of other roles left out."""
        return self._taking_part.get(name, self._by_id.get(name, {}))

    def parameter(self, name: str, unit: str, default: float) -> float:
        """Return a parameter in `unit`."""
        row = self.by_id("parameters").get(name)
        return units.parse(row["value"], unit) if row else default

    @property
    def keeps_generators_apart(self) -> bool:
        """Return whether plants tell generators apart, because the rate of an area is limited."""
        is_scoped = any(limit.scope for limit in self.scenario.limits)
        return is_scoped or bool(self.scenario.balanced)

    @cached_property
    def directed_links(self) -> dict[tuple[str, str], dict[str, Cells]]:
        """Return (start, end) -> mode -> the link between them that the mode can go over.

        A row in its own direction wins over one the other way. Rows of one material are apart.
        """
        found: dict[tuple[str, str], dict[str, Cells]] = defaultdict(dict)
        for (start, end, mode, material), link in self.all_links.items():
            if not material:
                found[start, end][mode] = link
        return found

    @cached_property
    def all_links(self) -> dict[tuple[str, str, str, str], Cells]:
        """Return start, end, mode and material (blank: all) -> the link there."""
        on, modes = self.scenario.modes, self.by_id("modes")
        found: dict[tuple[str, str, str, str], Cells] = {}
        usable = [
            link
            for link in self.inputs("links")
            if (on is None or link["mode"] in on)
            and (
                not math.isnan(link["cost"])
                or (link["km"] >= 0 and modes[link["mode"]]["tariff"] >= 0)
            )
        ]
        for link in usable:
            if link["both_ways"]:
                key = link["destination"], link["origin"], link["mode"], link["material"]
                found[key] = link
        for link in usable:
            found[link["origin"], link["destination"], link["mode"], link["material"]] = link
        return found

    def link_for(self, row: Cells) -> Cells | None:
        """Return the link that a flow takes from end to end: of its material, else of all."""
        ends = row["origin"], row["destination"], row["mode"]
        return self.all_links.get((*ends, row["material"]), self.all_links.get((*ends, "")))

    @cached_property
    def links_from(self) -> dict[str, dict[str, list[tuple[str, Cells]]]]:
        """Return mode -> start -> end and row of its directed links from there."""
        found: dict[str, dict[str, list[tuple[str, Cells]]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for (start, end), links in self.directed_links.items():
            for mode, link in links.items():
                found[mode][start].append((end, link))
        return found

    # -- materials ---------------------------------------------------------------------------

    @cached_property
    def _terms(self) -> dict[tuple[str, str], float]:
        """Plant and material of table purchases -> the price there; NaN where it states none."""
        return {(row["plant"], row["material"]): row["price"] for row in self.inputs("purchases")}

    def purchase_price(self, plant: str, material: str) -> float:
        """Return what a plant pays for a tonne from outside; NaN where it cannot be bought."""
        own = self._terms.get((plant, material), math.nan)
        everywhere = float(self.by_id("materials")[material]["purchase_price"])
        return everywhere if math.isnan(own) else own

    def kind(self, material: str) -> str:
        """Return waste, residue, intermediate, product or virgin."""
        return str(self.by_id("materials")[material]["kind"])

    def waste_like(self, material: str) -> bool:
        """Return whether border rules and stores concern a material."""
        return self.kind(material) in ("waste", "residue")

    def wet(self, material: str) -> float:
        """Return wet tonnes per dry tonne."""
        return float(1.0 / (1.0 - self.by_id("materials")[material]["moisture"]))

    @cached_property
    def _typical(self) -> dict[str, dict[str, float]]:
        table: dict[str, dict[str, float]] = defaultdict(dict)
        for row in self.inputs("composition"):
            if not row["producer"]:
                table[row["material"]][row["property"]] = row["value"]
        return table

    @cached_property
    def _special(self) -> dict[tuple[str, str], dict[str, float]]:
        table: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
        for row in self.inputs("composition"):
            if row["producer"]:
                table[row["material"], row["producer"]][row["property"]] = row["value"]
        return table

    def contents(self, material: str, producer: str) -> dict[str, float]:
        """Return property -> content: the producer's own figure where there is one."""
        return {**self._typical.get(material, {}), **self._special.get((material, producer), {})}

    @cached_property
    def _apart(self) -> set[tuple[str, str]]:
        """(material, producer) kept apart: own composition, or some line takes it alone."""
        reserved = {zone for line in self.inputs("lines") for zone in line["only_zones"]}
        arising = [*self.inputs("generation"), *self.inputs("legacy")]
        return {
            *self._special,
            *((row["material"], row["zone"]) for row in arising if row["zone"] in reserved),
        }

    def producer(self, material: str, node: str) -> str:
        """Return the producer that a delivery of `node` is booked under; blank for typical."""
        return node if (material, node) in self._apart else ""

    # -- places ------------------------------------------------------------------------------

    def place(self, kind: str, node: str) -> Place:
        """Return province and city of a zone, plant, sink or market; a store's are its owner's."""
        if kind == "sink" and node.startswith(STORE):
            owner = node.removeprefix(STORE)
            row = self._by_id["zones"].get(owner) or self._by_id["plants"].get(owner) or {}
        else:
            row = self._by_id.get(f"{kind}s", {}).get(node, {})
        return row.get("province", ""), row.get("city", "")

    # -- what is not utilized yet ------------------------------------------------------------

    def pool_used(self, row: Cells) -> tuple[str, str, str, str]:
        """Return the pool that a row of line_inputs is used from."""
        mark = row["source"] if row["source"] in FRESH else "plant"
        return self.plant(row["line"]), row["material"], row["producer"], mark

    def pools_of_flow(self, row: Cells) -> tuple[str, str]:
        """Return of a flow its mark at the origin and at the destination."""
        treated = row["treated"].lower() == "true"
        mark = "treated" if treated else "plant"
        return mark, mark if row["origin_kind"] == "plant" else row["origin_kind"]

    def mark_made(self, row: Cells) -> str:
        """Return the mark of waste and residue that a line makes of an input."""
        fresh = row["source"] in FRESH and self.treats(row["line"])
        return "treated" if fresh else "plant"

    # -- lines -------------------------------------------------------------------------------

    @cached_property
    def lines(self) -> dict[str, Cells]:
        """Lines that are switched on, with `available`: kt of activity a year.

        What was built and what closed is in it; those that run nothing and cannot be built are
        left out.
        """
        rows = {
            line: {**row, "available": self.capacity(line) * row["availability"]}
            for line, row in self._switched_on.items()
        }
        return {
            line: row
            for line, row in rows.items()
            if standing(row) * row["availability"] > 0 or line in self.growth
        }

    @cached_property
    def _switched_on(self) -> dict[str, Cells]:
        plants = self.by_id("plants")
        return {
            line: row
            for line, row in self.by_id("lines").items()
            if row["status"] in self.scenario.statuses and row["plant"] in plants
        }

    @cached_property
    def growth(self) -> dict[str, Growth]:
        """Lines that something may be built at."""
        return find_growth(self.scenario, self._switched_on, self.by_id("technologies"))

    @cached_property
    def replacements(self) -> dict[int, tuple[float, frozenset[str]]]:
        """Entries of `expand` that ask for old capacity to close: ratio and old lines."""
        return find_replacements(self.scenario, self._switched_on, self.growth)

    @cached_property
    def _built(self) -> dict[str, Cells]:
        return {row["line"]: row for row in self.results("built")}

    def built(self, line: str) -> float:
        """Return what is built at a line, kt/yr of nameplate."""
        return float(self._built[line]["built_kt_yr"]) if line in self._built else 0.0

    @cached_property
    def counted_links(self) -> frozenset[Link]:
        """Links of which it is counted what goes over them: with a capacity, or open or not."""
        switched = {row["id"] for row in self.results("openings") if row["kind"] == "links"}
        names = {(r["origin"], r["destination"], r["mode"]): r for r in self.inputs("links")}
        return frozenset(
            name
            for name, row in names.items()
            if row["capacity"] >= 0 or link_name(*name) in switched
        )

    def begun(self, line: str) -> str:
        """Return with which option building at a line is begun; blank where it is not."""
        rows = self.results("openings")
        of = [r for r in rows if (r["kind"], r["id"], r["open"]) == ("builds", line, "yes")]
        return str(of[0]["option"]) if of else ""

    def closed(self, line: str) -> float:
        """Return what closes of a line, kt/yr of nameplate."""
        return float(self._built[line]["closed_kt_yr"]) if line in self._built else 0.0

    def capacity(self, line: str) -> float:
        """Return the nameplate of a line as planned: today's, what is built, what closes."""
        return standing(self.by_id("lines")[line]) + self.built(line) - self.closed(line)

    def technology(self, line: str) -> Cells:
        """Return the technology of a line."""
        return self.by_id("technologies")[self.by_id("lines")[line]["technology"]]

    def treats(self, line: str) -> bool:
        """Return whether a line does not count as utilization: it only treats."""
        return bool(self.technology(line)["counting"] == "none")

    def plant(self, line: str) -> str:
        """Return the plant of a line."""
        return str(self.by_id("lines")[line]["plant"])

    def may_run(self, line: str, recipe: str) -> bool:
        """Return whether a recipe is one of the line's technology, and of its own list if any."""
        row = self.by_id("lines")[line]
        same = self.by_id("recipes")[recipe]["technology"] == row["technology"]
        return same and (not row["recipes"] or recipe in row["recipes"])

    @cached_property
    def input_rows(self) -> dict[str, dict[str, Cells]]:
        """Recipe -> material -> row of what may be used."""
        table: dict[str, dict[str, Cells]] = defaultdict(dict)
        for row in self.inputs("inputs"):
            if row["max"] > 0:
                table[row["recipe"]][row["material"]] = row
        return table

    @cached_property
    def yield_rows(self) -> dict[str, list[Cells]]:
        """Recipe -> rows of what is made."""
        table: dict[str, list[Cells]] = defaultdict(list)
        for row in self.inputs("yields"):
            table[row["recipe"]].append(row)
        return table

    @cached_property
    def used(self) -> dict[tuple[str, ...], float]:
        """(line, recipe, material) -> kt used."""
        return sum_by(self.results("line_inputs"), "line", "recipe", "material")

    @cached_property
    def made(self) -> dict[tuple[str, ...], float]:
        """(line, recipe, material) -> kt made."""
        return sum_by(self.results("line_outputs"), "line", "recipe", "material")

    @cached_property
    def activity(self) -> dict[tuple[str, str], float]:
        """(line, recipe) -> kt of activity, from what was made, else from the shares used."""
        runs = {(line, recipe) for line, recipe, _ in (*self.used, *self.made)}
        return {run: self._activity(*run) for run in sorted(runs)}

    @cached_property
    def _uses_of_run(self) -> dict[tuple[str, str], list[Cells]]:
        found: dict[tuple[str, str], list[Cells]] = defaultdict(list)
        for row in self.results("line_inputs"):
            found[row["line"], row["recipe"]].append(row)
        return found

    def _activity(self, line: str, recipe: str) -> float:
        rows = self.yield_rows.get(recipe, [])
        by_activity = [row for row in rows if row["per"] == ACTIVITY and row["amount"] > 0]
        if by_activity:
            lead = max(by_activity, key=lambda row: float(row["amount"]))
            material = lead["material"]
            by_input = sum(
                row["amount"] * self.used.get((line, recipe, row["per"]), 0.0)
                for row in rows
                if row["material"] == material and row["per"] != ACTIVITY
            )
            made = self.made.get((line, recipe, material), 0.0)
            return float((made - by_input) / lead["amount"])
        uses = [row for row in self._uses_of_run[line, recipe] if row["share"] > 0]
        largest = max(uses, key=lambda row: float(row["amount_kt_yr"]), default=None)
        return float(largest["amount_kt_yr"] / largest["share"]) if largest else 0.0
