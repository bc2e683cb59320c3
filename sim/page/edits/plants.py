"""A plant that is not there yet: its place, its line, and where its product is sold."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from sim.page.edits.edit import Amount, Edit, Ground, Key, Overlay, Share
from sim.page.edits.write import FLOW, PRICE, quantity
from sim.say.texts import Texts

ADDED = "added"
"""Status of a line that has to be built and paid for."""
_ASSUMED = {"confidence": "assumed"}
_STRICT = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)
_Text = Annotated[str, Field(max_length=120)]


class Place(BaseModel):
    """Where the plant is, and what it is called."""

    model_config = _STRICT
    id: Key | None = None
    name_en: _Text = ""
    name_zh: _Text = ""
    lon: Annotated[float, Field(ge=-180, le=180)]
    lat: Annotated[float, Field(ge=-90, le=90)]
    province: _Text = ""
    city: _Text = ""
    bank: Literal["left", "right"] | None = None


class Sale(BaseModel):
    """A market that comes with the plant."""

    model_config = _STRICT
    id: Key | None = None
    product: Key
    area: _Text = ""
    max: Amount | None = None
    price: Amount


class AddPlant(Edit):
    """A new plant with one line, and with a market if its product has none."""

    tables: ClassVar[frozenset[str]] = frozenset({"plants", "lines", "markets"})
    kind: Literal["add_plant"]
    plant: Place
    technology: Key
    capacity: Amount
    availability: Share | None = None
    recipes: list[Key] | None = None
    market: Sale | None = None

    @property
    def plant_id(self) -> str:
        """Return the id of the plant."""
        return self.plant.id or self.id

    @property
    def line_id(self) -> str:
        """Return the id of its line."""
        return f"{self.plant_id}-line"

    @property
    def market_id(self) -> str:
        """Return the id of the market that comes with it, if one does."""
        own = self.market.id if self.market is not None else None
        return own or f"{self.plant_id}-market"

    @property
    def name_en(self) -> str:
        """Return the English name of the plant: one it has to have."""
        return self.plant.name_en or self.plant.name_zh or self.plant_id

    def write(self, overlay: Overlay, ground: Ground) -> None:
        """Add plant, line and market; have lines that are added take part."""
        ground.row("technologies", self.technology)
        place = self.plant
        cells: dict[str, Any] = {
            "id": self.plant_id,
            "name_en": self.name_en,
            "name_zh": place.name_zh,
            "city": place.city,
            "province": place.province,
            "lon": place.lon,
            "lat": place.lat,
            "bank": place.bank or "",
            **_ASSUMED,
        }
        overlay.change("plants", {}, add=[_given(cells)])
        line: dict[str, Any] = {
            "id": self.line_id,
            "plant": self.plant_id,
            "technology": self.technology,
            "capacity": quantity(self.capacity, FLOW),
            "status": ADDED,
            "recipes": "; ".join(self.recipes or ()),
            **_ASSUMED,
        }
        if self.availability is not None:
            line["availability"] = quantity(self.availability, "share")
        overlay.change("lines", {}, add=[_given(line)])
        if self.market is not None:
            overlay.change("markets", {}, add=[_given(self._sale(self.market))])
        overlay.allow_status(ADDED)

    def _sale(self, market: Sale) -> dict[str, Any]:
        return {
            "id": self.market_id,
            "name_en": self.name_en,
            "name_zh": self.plant.name_zh,
            "product": market.product,
            "area": market.area,
            "max": "" if market.max is None else quantity(market.max, FLOW),
            "price": quantity(market.price, PRICE),
            **_ASSUMED,
        }

    def say(self, ground: Ground, texts: Texts) -> str:
        """Return what is built where, and how large."""
        place = self.plant
        name = (place.name_zh if texts.language == "zh" else "") or self.name_en
        area = texts.name("areas", place.city or place.province)
        technology = texts.name("technologies", self.technology)
        is_named = technology.casefold() in name.casefold()
        return texts.say(
            "page_edit_add_plant_named" if is_named else "page_edit_add_plant",
            name=name,
            area=area,
            technology=technology,
            capacity=texts.exact(self.capacity, FLOW),
        )

    def lines(self, ground: Ground) -> list[str]:
        """Return its line."""
        return [self.line_id]


def _given(cells: dict[str, Any]) -> dict[str, Any]:
    """Return the cells that say anything."""
    return {column: cell for column, cell in cells.items() if cell not in ("", None)}


KINDS: tuple[type[Edit], ...] = (AddPlant,)
