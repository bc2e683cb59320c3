"""Ways out of a conflict as edits of the scenario: what to write, and what that gives."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel

from sim.errors import Problem
from sim.loader.change.edits import Patch
from sim.loader.change.expansions import resolve_expansions
from sim.loader.change.patch import apply_patch
from sim.loader.load import Loaded
from sim.loader.rules.meaning import check_rules
from sim.network import Network
from sim.network.formula import ACTIVITY, MASS, Formula, read_formula
from sim.network.lines import LotScale
from sim.rules.families import FAMILIES
from sim.rules.family import BORDERS, EXPANSIONS
from sim.say.texts import EN
from sim.scenario.document import BorderRule, Change, Choose, Limit, StandAlone
from sim.scenario.expansion import RATIO, Expansion
from sim.scenario.records import records
from sim.solve.arrays import Floats
from sim.solve.session import Session
from sim.studies.explain.cells import find_cell
from sim.studies.explain.limits import Limitation, Limits

_NOISE = 1e-6
"""Part of the last digit that counts as an error of computing."""
_DIGITS = 4
_PERCENT = 1e-4
_PLAIN = re.compile(r"[^\W\d_][\w .%/·\-]*")
_NUMBER = re.compile(r"[\d.]+ ?[\w%/·* ]*")
_KINDS: dict[str, type[BaseModel]] = {
    "limits": Limit,
    "borders": BorderRule,
    "choose": Choose,
    EXPANSIONS: Expansion,
}
"""Key of the scenario -> what stands in it."""
_WRITTEN = {unit: EN.scale(unit).unit for unit in ("MCNY/yr", "MCNY", "Mt*km/yr")}


@dataclass(frozen=True)
class Edit:
    """One limit with another value, and how to write that."""

    limit: Limitation
    new: float
    """In the unit of the limit; for a quality rule what it allows more per tonne."""
    section: str
    """Key of the scenario: `limits`, `borders`, `choose` or `change`."""
    position: int
    """Which entry of the key it replaces; -1: it is added at the end."""
    entry: Mapping[str, Any]
    """What stands there in YAML."""
    relative: float
    """Change relative to the old value."""

    @property
    def instead_of(self) -> str:
        """Return `file:line` of the entry that it replaces; empty where it is added."""
        return self.limit.at if self.position >= 0 else ""

    @property
    def yaml(self) -> str:
        """Return the entry as one line of YAML."""
        return f"- {write_flow(self.entry)}"


def write_flow(value: Any) -> str:
    """Return a mapping, list or text as YAML on one line.

    >>> write_flow({"table": "lines", "where": {"id": "l1"}, "set": {"capacity": "12 kt/yr"}})
    '{table: lines, where: {id: l1}, set: {capacity: 12 kt/yr}}'
    """
    if isinstance(value, Mapping):
        inside = ", ".join(f"{key}: {write_flow(item)}" for key, item in value.items())
        return f"{{{inside}}}"
    text = str(value)
    is_word = text.lower() in ("null", "true", "false", "yes", "no", "on", "off")
    if not is_word and (_PLAIN.fullmatch(text) or _NUMBER.fullmatch(text)):
        return text.strip() if text == text.strip() else json.dumps(text, ensure_ascii=False)
    return json.dumps(text, ensure_ascii=False)


def write_quantity(value: float, unit: str) -> str:
    """Return a quantity as scenarios and changes give it.

    >>> write_quantity(0.5423, ""), write_quantity(920.5, "kt/yr"), write_quantity(0.012, "1/yr")
    ('54.23 %', '920.5 kt/yr', '1.2 %/yr')
    """
    if unit in ("", "1/yr"):
        return f"{100 * value:.10g} %" + ("/yr" if unit else "")
    return f"{value:.10g} {_WRITTEN.get(unit, unit)}"


def round_outward(value: float, unit: str, *, up: bool) -> float:
    """Return a value a person would write that is not tighter: four digits, or 0.01 %.

    >>> round_outward(919.7312, "kt/yr", up=True), round_outward(0.54238, "", up=False)
    (919.8, 0.5423)
    """
    if abs(value) < 1e-9:
        return 0.0
    place = math.floor(math.log10(abs(value))) - _DIGITS + 1
    if unit == "" and abs(value) >= _PERCENT * 100:
        place = round(math.log10(_PERCENT))
    scaled = value / 10.0**place
    nearest = round(scaled)
    if abs(scaled - nearest) > _NOISE:
        nearest = math.ceil(scaled) if up else math.floor(scaled)
    return float(f"{nearest * 10.0**place:.12g}")


def plan_edit(limits: Limits, limit: Limitation, needs: float) -> Edit | None:
    """Return the edit that lets a limit allow `needs`; None where it allows that already.

    `needs` is the value of a metric, a share, or kt/yr (of activity, for a line).
    """
    family = FAMILIES[limit.key[0]]
    assert limit.value is not None
    up = family.gives == "up"
    new = round_outward(_in_table(limits, limit, needs), limit.unit, up=up)
    if new <= limit.value if up else new >= limit.value:
        return None
    return edit_to(limits, limit, new)


def edit_to(limits: Limits, limit: Limitation, new: float) -> Edit | None:
    """Return the edit that gives a limit another value, in its unit.

    None for a limit that no entry of the scenario states by itself, and for a quality rule.
    """
    family = FAMILIES[limit.key[0]]
    if limit.value is None or (family.cell is None and not family.is_choice):
        return None
    relative = abs(new - limit.value) / (abs(limit.value) or 1.0)
    text = write_quantity(new, limit.unit)
    if family.is_choice:
        return _edit_choice(limits, limit, round(new), relative)
    assert family.cell is not None
    if family.is_entry:
        position, entry = limits.metric(limit.key)
        if isinstance(entry, StandAlone):
            return None
        kind = "cap" if entry.cap else "floor"
        by = {"by": entry.by} if entry.by else {}
        written = {kind: entry.cap or entry.floor, **by, **entry.narrowed, "at": text}
        return Edit(limit, new, "limits", position, written, relative)
    if family.cell.table == BORDERS:
        position, rule = limits.border(limit.key)
        return Edit(limit, new, "borders", position, _write_rule(rule, text), relative)
    if family.cell.table == EXPANSIONS:
        return _expand(limits, limit, new, text, relative)
    return _change(limits, limit, new, text, relative)


def _expand(limits: Limits, limit: Limitation, new: float, text: str, relative: float) -> Edit:
    """Return the edit of an entry of `expand`; of one line, an entry of its own for it."""
    position = limits.entry(limit.key)
    stated = {} if position is None else dict(limits.loaded.document.data[EXPANSIONS][position])
    if FAMILIES[limit.key[0]].is_share:
        assert position is not None
        entry = {**stated, "closes": {**stated["closes"], RATIO: text}}
        return Edit(limit, new, EXPANSIONS, position, entry, relative)
    entry = {**stated, "where": {"id": limit.key[1][0]}, "up_to": text}
    return Edit(limit, new, EXPANSIONS, -1, entry, relative)


def plan_rule_edit(
    limits: Limits, limit: Limitation, session: Session, columns: Floats
) -> Edit | None:
    """Return the edit that lets a quality rule allow the blends of a plan."""
    formula = read_formula(limit.note)
    more = _excess(limit, formula, limits, session, columns)
    if more <= 0:
        return None
    new = round_outward(more, "1", up=True)
    sign = "+" if formula.sense == "<=" else "-"
    allowed = max(abs(formula.coefficients.get(name, 0.0)) for name in (MASS, ACTIVITY))
    text = f"{limit.note} {sign} {new:.6g}*{MASS}"
    return _change(limits, limit, new, text, new / allowed if allowed else new)


def _change(limits: Limits, limit: Limitation, new: float, text: str, relative: float) -> Edit:
    cell = find_cell(limit.key, limits.network)
    entry = {"table": cell.table, "where": dict(cell.where), "set": {cell.column: text}}
    return Edit(limit, new, "change", -1, entry, relative)


def _edit_choice(limits: Limits, limit: Limitation, new: int, relative: float) -> Edit:
    """Return an entry of `choose` with another number."""
    position, entry = limits.choice(limit.key)
    keys = ("exactly", "at_most", "at_least")
    key = next(key for key in keys if getattr(entry, key) is not None)
    where = {"where": dict(entry.where)} if entry.where else {}
    written = {key: new, "of": entry.of, **where}
    return Edit(limit, new, "choose", position, written, relative)


def _in_table(limits: Limits, limit: Limitation, needs: float) -> float:
    """Return what the column of the table must say for the limit to allow `needs`."""
    cell = FAMILIES[limit.key[0]].cell
    if cell is None or not cell.times:
        return needs
    record = limits.record(find_cell(limit.key, limits.network))
    return needs / math.prod(float(record.values[column]) for column in cell.times)


def _write_rule(rule: BorderRule, quota: str) -> dict[str, Any]:
    """Return a border rule with another quota as a scenario gives it."""
    written: dict[str, Any] = {"from": rule.from_, "to": rule.to}
    named = {"class": rule.waste_class, "purpose": rule.purpose, "material": rule.material}
    written |= {key: value for key, value in named.items() if value}
    written |= {"rule": rule.rule, "quota": quota}
    costs = {"surcharge": "CNY/t", "lead": "d", "lead_cost": "CNY/t/d"}
    found = {key: getattr(rule, key) for key in costs}
    return written | {k: write_quantity(v, costs[k]) for k, v in found.items() if v}


def _excess(
    limit: Limitation, formula: Formula, limits: Limits, session: Session, columns: Floats
) -> float:
    """Return by how much the blends of a plan miss a rule at most, per tonne looked at."""
    network: Network = limits.network
    looked_at = limits.record(find_cell(limit.key, network)).values["materials"]
    weight = LotScale(network.contents).weigh(formula, network.contents.index)
    frames = session.programme.columns.split(columns)
    material = network.lots["material"].to_dict()
    own = network.rules[network.rules["rule"] == limit.key[1][0]]
    lines = set(zip(own["line"], own["recipe"], strict=True))
    left: dict[tuple[str, str], float] = {}
    mass: dict[tuple[str, str], float] = {}
    for use in records(frames["use"]):
        key = use.line, use.recipe
        if key in lines and (not looked_at or material[use.lot] in looked_at):
            left[key] = left.get(key, 0.0) + weight[use.lot] * use.amount_kt_yr
            mass[key] = mass.get(key, 0.0) + use.amount_kt_yr
    for act in records(frames["act"]):
        if (act.line, act.recipe) in left:
            left[act.line, act.recipe] += formula.coefficients.get(ACTIVITY, 0.0) * act.amount_kt_yr
    sign = 1.0 if formula.sense == "<=" else -1.0
    return max((sign * left[k] / mass[k] for k in left if mass[k] > 1e-9), default=0.0)


def apply_edits(loaded: Loaded, edits: Sequence[Edit]) -> Loaded | None:
    """Return the scenario with edits applied as if they were written; None if it is not valid."""
    scenario, tables = loaded.scenario, loaded.tables
    problems: list[Problem] = []
    for edit in edits:
        if edit.section == "change":
            change = Change.model_validate(edit.entry)
            patch = Patch(change, ("change",), loaded.document, problems)
            tables = {**tables, change.table: apply_patch(patch, tables)}
            continue
        entries = list(getattr(scenario, edit.section))
        entry = _KINDS[edit.section].model_validate(edit.entry)
        if edit.position < 0:
            entries.append(entry)
        else:
            entries[edit.position] = entry
        scenario = scenario.model_copy(update={edit.section: entries})
    scenario = resolve_expansions(scenario, tables, loaded.document, problems)
    problems += check_rules(tables)
    return None if problems else replace(loaded, scenario=scenario, tables=tables)
