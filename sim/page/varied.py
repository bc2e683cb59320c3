"""What a sweep of the page varies: a number of the scenario with its edits, in words and keys."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from sim.errors import InputError, Problem
from sim.page.edits.edit import Amount, Key
from sim.page.edits.rules import CARBON, say_limit
from sim.page.edits.write import PRICE, quantity
from sim.say.message import listed, message
from sim.say.texts import Texts
from sim.scenario.document import Limit
from sim.scenario.refusal import refusal

Points = Annotated[int, Field(ge=2, le=60)]
_TABLES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "capacity": ("lines", "capacity", ("line", "technology", "province", "plant")),
    "load": ("lines", "availability", ("line", "technology", "province", "plant")),
    "generation": ("generation", "amount", ("zone", "province", "material")),
    "demand": ("markets", "max", ("market",)),
    "price": ("markets", "price", ("market",)),
}
"""What is varied -> table, column, and what picks the rows."""
_OWN = {"line": "id", "market": "id"}
"""What picks rows -> its column, where that is called otherwise."""
_NAMES = {
    "technology": "technologies",
    "province": "areas",
    "plant": "plants",
    "zone": "zones",
    "material": "materials",
    "market": "markets",
}


class Varied(BaseModel):
    """A number that is varied between two factors; the price of carbon between two prices."""

    model_config = ConfigDict(extra="ignore", frozen=True, allow_inf_nan=False)
    vary: Literal["capacity", "load", "generation", "demand", "price", "limit", "carbon_price"] = (
        "capacity"
    )
    line: Key | None = None
    technology: Key | None = None
    province: Key | None = None
    plant: Key | None = None
    zone: Key | None = None
    material: Key | None = None
    market: Key | None = None
    limit: Annotated[int, Field(ge=0)] | None = None
    """Position among the limits of the scenario with its edits."""
    start: Annotated[Amount, Field(alias="from")] = 0.8
    end: Annotated[Amount, Field(alias="to")] = 1.2
    points: Points = 5

    @model_validator(mode="after")
    def _says_what(self) -> Self:
        names = _TABLES[self.vary][2] if self.vary in _TABLES else ()
        if self.vary == "limit" and self.limit is None:
            raise refusal("one_of", message("page_needs_one", names=listed(("limit",))))
        if names and not self.where:
            raise refusal("one_of", message("page_needs_one", names=listed(names)))
        return self

    @property
    def where(self) -> dict[str, str]:
        """Return what picks the rows that are varied."""
        given = {name: getattr(self, name) for name in _TABLES.get(self.vary, ("", "", ()))[2]}
        return {name: wanted for name, wanted in given.items() if wanted}

    @property
    def values(self) -> list[float]:
        """Return the factors, or prices, from one end to the other."""
        step = (self.end - self.start) / (self.points - 1)
        found = [float(f"{self.start + step * number:.6g}") for number in range(self.points)]
        return list(dict.fromkeys(found))

    @property
    def is_factor(self) -> bool:
        """Return whether the values multiply what there is."""
        return self.vary != "carbon_price"


def name_varied(varied: Varied, limits: list[Limit], texts: Texts) -> str:
    """Return what is varied, in words.

    Raises
    ------
    InputError
        There is no such limit.
    """
    if varied.vary == "carbon_price":
        return texts.say("page_vary_carbon_price")
    if varied.vary == "limit":
        limit = pick_limit(varied, limits)
        return texts.say("page_vary_limit", limit=say_limit(limit.model_dump(), texts))
    named = [
        texts.name(_NAMES[kind], key) if kind in _NAMES else key
        for kind, key in varied.where.items()
    ]
    return texts.say(f"page_vary_{varied.vary}", what=texts.say("page_dash").join(named))


def pick_limit(varied: Varied, limits: list[Limit]) -> Limit:
    """Return the limit that is varied.

    Raises
    ------
    InputError
    """
    position = varied.limit or 0
    if position >= len(limits):
        what = message("page_no_entry", section="limits", number=position + 1)
        raise InputError([Problem("options.limit", what, code="unknown")])
    return limits[position]


def parameter_of(varied: Varied, name: str, limits: list[Limit]) -> dict[str, Any]:
    """Return what varies as a parameter of a `sweep` in YAML."""
    values: list[Any] = varied.values
    if varied.vary == "carbon_price":
        prices = [quantity(value, PRICE) for value in values]
        return {
            "name": name,
            "table": "parameters",
            "where": {"id": CARBON},
            "set": {"value": prices},
        }
    if varied.vary == "limit":
        limit = pick_limit(varied, limits)
        pick = {
            limit_key: metric
            for limit_key in ("cap", "floor")
            if (metric := getattr(limit, limit_key))
        }
        return {"name": name, "limit": {**pick, **limit.narrowed}, "scale": {"at": values}}
    table, column, _ = _TABLES[varied.vary]
    where = {_OWN.get(kind, kind): key for kind, key in varied.where.items()}
    return {"name": name, "table": table, "where": where, "scale": {column: values}}
