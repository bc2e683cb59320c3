"""Edits of markets and of what zones generate."""

from __future__ import annotations

from typing import Any, ClassVar, Literal, Self

from pydantic import model_validator

from sim.page.edits.edit import Amount, Edit, Factor, Ground, Key, Overlay
from sim.page.edits.say import say_price
from sim.page.edits.write import FLOW, PRICE, quantity
from sim.say.message import listed, message
from sim.say.texts import Texts
from sim.scenario.refusal import refusal


class OfMarket(Edit):
    """An edit of one market."""

    tables: ClassVar[frozenset[str]] = frozenset({"markets"})
    market: Key

    def market_name(self, ground: Ground, texts: Texts) -> str:
        """Return what the market is called."""
        row = ground.rows("markets").get(self.market)
        return self.market if row is None else texts.name("markets", self.market)


class Demand(OfMarket):
    """Another demand of a market, kt/yr: the most it takes, the least it must get."""

    kind: Literal["demand"]
    max: Amount | None = None
    min: Amount | None = None

    @model_validator(mode="after")
    def _is_given(self) -> Self:
        if self.max is None and self.min is None:
            raise refusal("one_of", message("page_needs_one", names=listed(("max", "min"))))
        return self

    def write(self, overlay: Overlay, ground: Ground) -> None:
        """Set what is given."""
        ground.row("markets", self.market)
        given = {"max": self.max, "min": self.min}
        cells = {name: quantity(kt, FLOW) for name, kt in given.items() if kt is not None}
        overlay.change("markets", {"id": self.market}, set=cells)

    def say(self, ground: Ground, texts: Texts) -> str:
        """Return market and demand."""
        old = ground.rows("markets").get(self.market, {})
        parts = [
            texts.say(
                f"page_edit_demand_{name}",
                new=texts.exact(value, FLOW),
                old=_say_old(old.get(name), texts),
            )
            for name, value in (("max", self.max), ("min", self.min))
            if value is not None
        ]
        said = texts.join(parts)
        return texts.say("page_edit_demand", market=self.market_name(ground, texts), what=said)


def _say_old(value: Any, texts: Texts) -> str:
    return texts.say("page_no_bound") if value is None else texts.exact(value, FLOW)


class MarketPrice(OfMarket):
    """Another price of a market, CNY/t."""

    kind: Literal["price"]
    value: Amount

    def write(self, overlay: Overlay, ground: Ground) -> None:
        """Set the price."""
        ground.row("markets", self.market)
        overlay.change("markets", {"id": self.market}, set={"price": quantity(self.value, PRICE)})

    def say(self, ground: Ground, texts: Texts) -> str:
        """Return market, new and old price."""
        old = ground.rows("markets").get(self.market, {}).get("price")
        return texts.say(
            "page_edit_price",
            market=self.market_name(ground, texts),
            new=say_price(self.value, texts),
            old=say_price(old, texts),
        )


class Generation(Edit):
    """Another amount that a zone generates, kt/yr; or the amounts of many times a factor."""

    tables: ClassVar[frozenset[str]] = frozenset({"generation"})
    kind: Literal["generation"]
    zone: Key | None = None
    province: Key | None = None
    material: Key | None = None
    value: Amount | None = None
    factor: Factor | None = None

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        if (self.value is None) == (self.factor is None):
            names = listed(("value", "factor"))
            raise refusal("one_of", message("page_needs_one_only", names=names))
        if self.value is not None and (self.zone is None or self.material is None):
            names = listed(("zone", "material"), "join_and")
            raise refusal("one_of", message("page_needs_both", names=names))
        return self

    @property
    def where(self) -> dict[str, str]:
        """Return the conditions that pick the rows."""
        named = {"zone": self.zone, "province": self.province, "material": self.material}
        return {column: wanted for column, wanted in named.items() if wanted is not None}

    def write(self, overlay: Overlay, ground: Ground) -> None:
        """Set or scale the amounts; a waste that the zone did not have is added."""
        if self.factor is not None:
            overlay.change("generation", dict(self.where), scale={"amount": self.factor})
            return
        assert self.zone is not None
        assert self.material is not None
        assert self.value is not None
        ground.row("zones", self.zone)
        ground.row("materials", self.material)
        amount = quantity(self.value, FLOW)
        if self._old(ground) is None:
            cells = {**self.where, "amount": amount, "confidence": "assumed"}
            overlay.change("generation", {}, add=[cells])
        else:
            overlay.change("generation", dict(self.where), set={"amount": amount})

    def _old(self, ground: Ground) -> float | None:
        found = (record.values for record in ground.base.tables["generation"].records)
        mine = self.zone, self.material
        return next(
            (row["amount"] for row in found if (row["zone"], row["material"]) == mine), None
        )

    def say(self, ground: Ground, texts: Texts) -> str:
        """Return whose waste, and how much of it."""
        kinds = {"zone": "zones", "province": "areas", "material": "materials"}
        parts = [texts.name(kinds[column], name) for column, name in self.where.items()]
        what = texts.say("page_dash").join(parts) or texts.say("page_everything")
        if self.factor is not None:
            change = f"{100.0 * (self.factor - 1.0):+.6g} %".replace("-", "−")
            return texts.say("page_edit_generation_scale", what=what, change=change)
        assert self.value is not None
        return texts.say(
            "page_edit_generation",
            what=what,
            new=texts.exact(self.value, FLOW),
            old=texts.exact(self._old(ground) or 0.0, FLOW),
        )


KINDS: tuple[type[Edit], ...] = (Demand, MarketPrice, Generation)
