"""Lines of the tables that stay idle whatever the plan, told in a sentence for each reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from sim.loader.case import Case
from sim.network import Network
from sim.network.exclusions import BORDER_CLOSED, QUALITY_REFUSED
from sim.network.idle import Want, find_idle
from sim.say.texts import BOTH, Texts
from sim.scenario.records import records

SHOWN = 3
"""Lines of one reason that are named; the others are counted."""
Idle = tuple[str, str]
"""Reason, and the material, status or role it is about."""
REASONS = (
    "status",
    "role",
    "nothing",
    "recipe",
    "input",
    "barred",
    "product",
    "demand",
    "market",
    "taker",
)


def idle_lines(case: Case, network: Network) -> dict[str, Idle]:
    """Return line -> why it stays idle, for every line of the tables that does."""
    found: dict[str, Idle] = {}
    plants = case.tables["plants"]
    roles = dict(zip(plants["id"], plants["role"], strict=True))
    stopped, reasons = find_idle(network), _Reasons(case, network)
    runs: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for run in zip(network.runs["line"], network.runs["recipe"], strict=True):
        runs[run[0]].append(run)
    for line in records(case.tables["lines"]):
        role = str(roles[line.plant])
        if line.status not in case.scenario.statuses:
            found[line.id] = "status", line.status
        elif role not in case.scenario.roles:
            found[line.id] = "role", role
        elif line.id not in network.lines.index:
            found[line.id] = "nothing", ""
        elif all(run in stopped for run in runs[line.id]):
            wants = [stopped[run] for run in runs[line.id]]
            found[line.id] = (
                (reasons.why(line.plant, wants[0]), wants[0].material) if wants else ("recipe", "")
            )
    return found


@dataclass(frozen=True)
class _Reasons:
    """Which of the reasons keeps an input away from a plant, or a product there."""

    case: Case
    network: Network

    def why(self, plant: str, want: Want) -> str:
        """Return the reason why a plant lacks what it wants."""
        if want.reason == "input":
            return "barred" if (plant, want.material) in self._barred else "input"
        if (plant, want.material) in self._sold:
            return "demand"
        if want.material in self._bought:
            return "market"
        return "taker" if want.material in self._taken else "product"

    @cached_property
    def _barred(self) -> set[tuple[str, str]]:
        """Plant and material that a border or a quality rule keeps away from it."""
        out = self.network.excluded
        out = out[out["reason"].isin((BORDER_CLOSED, QUALITY_REFUSED))]
        return set(zip(out["destination"], out["material"], strict=True))

    @cached_property
    def _sold(self) -> set[tuple[str, str]]:
        """Plant and material that it could sell."""
        routes = self.network.routes
        sales = routes.loc[routes["role"] == "sale", ["origin", "material"]]
        return set(zip(sales["origin"], sales["material"], strict=True))

    @cached_property
    def _bought(self) -> set[str]:
        """Materials that some market takes."""
        return set(self.case.tables["markets"]["product"])

    @cached_property
    def _taken(self) -> set[str]:
        """Materials that some recipe takes of which there is a line, on or off."""
        tables = self.case.tables
        run = set(tables["lines"]["technology"])
        recipes = zip(tables["recipes"]["id"], tables["recipes"]["technology"], strict=True)
        inputs = tables["inputs"]
        there = inputs["recipe"].isin({recipe for recipe, of in recipes if of in run})
        return set(inputs.loc[there & (inputs["max"] > 0), "material"])


def idle_notes(case: Case, network: Network) -> list[dict[str, str]]:
    """Return a note, en and zh, for each reason why lines stay idle."""
    at = _places(case)
    by_reason: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for line, (reason, about) in idle_lines(case, network).items():
        by_reason[reason].append((line, about))
    return [
        {texts.language: _tell(case, at, r, by_reason[r], texts) for texts in BOTH}
        for r in REASONS
        if r in by_reason
    ]


def _places(case: Case) -> dict[str, str]:
    """Return line -> `file:line` of its row; of one that can run nothing, of the 0 itself."""
    lines = case.tables["lines"]
    places = dict(zip(lines["id"], case.origin["lines"], strict=True))
    for column in ("availability", "capacity"):
        zeros = zip(lines["id"], lines[column], case.places("lines", column), strict=True)
        places |= {line: where for line, value, where in zeros if value == 0}
    return places


def _tell(
    case: Case, at: dict[str, str], reason: str, lines: list[tuple[str, str]], texts: Texts
) -> str:
    """Return the note of one reason."""
    listed = texts.say("list_semicolon").join(_name_some(case, at, lines, texts))
    key = "idle_one" if len(lines) == 1 else "idle_many"
    why = texts.say(f"idle_{reason}")
    hint = texts.say(f"idle_{reason}_hint")
    return texts.say(key, count=len(lines), why=why, lines=listed) + hint


def _name_some(
    case: Case, at: dict[str, str], lines: list[tuple[str, str]], texts: Texts
) -> Iterator[str]:
    """Yield the place, the line and what it lacks, of a few; then how many more there are."""
    materials = case.tables["materials"]
    english = materials["name_en"]
    own = materials[f"name_{texts.language}"].replace("", None).fillna(english)
    names = dict(zip(materials["id"], own, strict=True))
    for line, about in lines[:SHOWN]:
        name = names.get(about, about)
        key = "idle_line" if about else "idle_line_bare"
        yield texts.say(key, at=at[line], line=line, about=name)
    if len(lines) > SHOWN:
        yield texts.say("idle_more", count=len(lines) - SHOWN)
