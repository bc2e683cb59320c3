"""Edits of policy: borders, limits, the price of carbon, and other parameters."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, ValidationError

from sim.page.edits.edit import Amount, Edit, Ground, Key, Overlay, SignedAmount
from sim.page.edits.say import say_area, say_price
from sim.page.edits.write import FLOW, PRICE, quantity
from sim.rules.amounts import LIMITED
from sim.rules.metrics import METRICS
from sim.say.texts import Texts
from sim.scenario.document import Limit as Stated

CARBON = "carbon_price"
AT = Annotated[str, Field(min_length=1, max_length=80)] | SignedAmount
"""An amount in the canonical unit of its metric, or a quantity as people write it."""


class Border(Edit):
    """What may cross from one province or city to another; of rules that match the last holds."""

    kind: Literal["border"]
    from_: Annotated[Key, Field(alias="from")] = "any"
    to: Key = "any"
    waste_class: Annotated[
        Literal["any", "general", "general_I", "general_II", "hazardous"], Field(alias="class")
    ] = "any"
    material: Key | None = None
    purpose: Literal["any", "utilization", "disposal"] = "utilization"
    rule: Literal["open", "filing", "approval", "closed"]
    quota: Amount | None = None
    surcharge: Amount | None = None

    def write(self, overlay: Overlay, ground: Ground) -> None:
        """Add the rule after those there are."""
        entry: dict[str, Any] = {"from": self.from_, "to": self.to, "class": self.waste_class}
        entry |= {"material": self.material} if self.material else {}
        entry |= {"purpose": self.purpose, "rule": self.rule}
        entry |= {"quota": quantity(self.quota, FLOW)} if self.quota is not None else {}
        if self.surcharge:
            entry["surcharge"] = quantity(self.surcharge, PRICE)
        overlay.add("borders", entry)

    def say(self, ground: Ground, texts: Texts) -> str:
        """Return from where to where, what, and under which rule."""
        what = (
            texts.name("materials", self.material)
            if self.material
            else (texts.say(f"page_class_{self.waste_class}"))
        )
        said = texts.say(
            "page_edit_border",
            start=say_area(self.from_, texts),
            end=say_area(self.to, texts),
            what=what,
            purpose=texts.say(f"page_purpose_{self.purpose}"),
            rule=texts.say(f"page_rule_{self.rule}"),
        )
        extra = []
        if self.quota is not None:
            amount = texts.exact(self.quota, FLOW)
            extra.append(texts.say("page_edit_quota", amount=amount))
        if self.surcharge:
            cost = say_price(self.surcharge, texts)
            extra.append(texts.say("page_edit_surcharge", cost=cost))
        return said + "".join(extra)


class Limit(Edit):
    """A further cap on, or floor under, a figure."""

    kind: Literal["limit"]
    cap: Key | None = None
    floor: Key | None = None
    at: AT
    zone: Key | None = None
    city: Key | None = None
    province: Key | None = None
    material: Key | None = None
    by: Literal["province", "city"] | None = None

    def write(self, overlay: Overlay, ground: Ground) -> None:
        """Add the limit after those there are."""
        overlay.add("limits", self.entry)

    @property
    def entry(self) -> dict[str, Any]:
        """Return the limit as a scenario has it."""
        names = ("cap", "floor", "zone", "city", "province", "material", "by")
        given = {name: getattr(self, name) for name in names}
        kept = {name: value for name, value in given.items() if value is not None}
        return {**kept, "at": write_at(self.at, self.cap or self.floor or "")}

    def say(self, ground: Ground, texts: Texts) -> str:
        """Return the figure, its bound and where."""
        return say_limit(self.entry, texts)


def write_at(at: str | float, metric: str) -> str:
    """Return the amount of a limit as a scenario has it."""
    if isinstance(at, str):
        return at
    known = METRICS.get(metric)
    return quantity(at, known.unit if known else "")


def say_limit(entry: dict[str, Any], texts: Texts) -> str:
    """Return a limit of a scenario in words."""
    kind = "cap" if entry.get("cap") else "floor"
    metric = LIMITED.get(str(entry.get(kind)))
    title = str(entry.get(kind)) if metric is None else texts.of(metric)
    scope = _narrowed(entry, texts)
    if over := entry.get("over"):
        per = texts.say("per_amount", amount=texts.of(LIMITED[over["amount"]]))
        scope += [per, *_narrowed(over, texts)]
    where = texts.say("page_in", where=texts.join(scope)) if scope else ""
    return texts.say(f"page_edit_{kind}", figure=title, at=say_at(entry, texts), where=where)


_KINDS = {
    "zone": "zones",
    "city": "areas",
    "province": "areas",
    "material": "materials",
    "plant": "plants",
    "technology": "technologies",
    "market": "markets",
}
_ENDS = ("from", "from_", "to", "mode")


def _narrowed(entry: dict[str, Any], texts: Texts) -> list[str]:
    """Return what a limit, or the lower amount of a ratio, is narrowed to."""
    named = [texts.name(kind, entry[key]) for key, kind in _KINDS.items() if entry.get(key)]
    return [*named, *(str(entry[key]) for key in _ENDS if entry.get(key))]


def say_at(entry: dict[str, Any], texts: Texts) -> str:
    """Return the amount of a limit in planners' units; as it was written where it cannot be read.

    What is wrong with it is told where it is read.
    """
    try:
        limit = Stated.model_validate(entry)
    except ValidationError:
        return str(entry.get("at"))
    return texts.exact(limit.amount, limit.spec.unit)


class CarbonPrice(Edit):
    """Another price of CO2, CNY/t."""

    tables: ClassVar[frozenset[str]] = frozenset({"parameters"})
    kind: Literal["carbon_price"]
    value: Amount

    def write(self, overlay: Overlay, ground: Ground) -> None:
        """Set the parameter; add it where the tables have none."""
        write_parameter(overlay, ground, CARBON, quantity(self.value, PRICE))

    def say(self, ground: Ground, texts: Texts) -> str:
        """Return the price."""
        return texts.say("page_edit_carbon", price=say_price(self.value, texts))


class Parameter(Edit):
    """Another value of a parameter of the tables, as people write it."""

    tables: ClassVar[frozenset[str]] = frozenset({"parameters"})
    kind: Literal["parameter"]
    parameter: Key
    value: Annotated[str, Field(min_length=1, max_length=80)] | float

    def write(self, overlay: Overlay, ground: Ground) -> None:
        """Set the parameter; add it where the tables have none."""
        write_parameter(overlay, ground, self.parameter, str(self.value))

    def say(self, ground: Ground, texts: Texts) -> str:
        """Return parameter and value."""
        return texts.say("page_edit_parameter", name=self.parameter, value=self.value)


def write_parameter(overlay: Overlay, ground: Ground, name: str, value: str) -> None:
    """Set a parameter, or add its row."""
    if name in ground.rows("parameters"):
        overlay.change("parameters", {"id": name}, set={"value": value})
    else:
        row = {"id": name, "value": value, "confidence": "assumed"}
        overlay.change("parameters", {}, add=[row])


KINDS: tuple[type[Edit], ...] = (Border, Limit, CarbonPrice, Parameter)
