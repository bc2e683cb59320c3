"""What limits on amounts are narrowed to: materials, plants, markets, hauls."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, Field, model_validator

from sim.rules.amounts import PICKS
from sim.say.message import listed, message
from sim.scenario.fields import Name, Unit
from sim.scenario.part import STRICT, AmountName
from sim.scenario.refusal import refusal

RATIO = Unit("")
"""A ratio of two amounts."""


class Picked(BaseModel):
    """What an amount is narrowed to."""

    model_config = STRICT

    city: Name | None = None
    province: Name | None = None
    material: Name | None = None
    plant: Name | None = None
    """Of `sold`, `used`, `made` and `bought`: the plant that does it; so city and province."""
    technology: Name | None = None
    """Of `used` and `made`: that of the line."""
    market: Name | None = None
    """Of `sold`."""
    from_: Name | None = Field(default=None, alias="from")
    """Of `carried`: where it starts."""
    to: Name | None = None
    """Of `carried`: where it ends."""
    mode: Name | None = None
    """Of `carried`."""

    @property
    def picks(self) -> dict[str, str]:
        """Return what an amount is narrowed to: key -> name."""
        fields = {"from": "from_"}
        keys = dict.fromkeys(key for keys in PICKS.values() for key in keys)
        found = {key: getattr(self, fields.get(key, key)) for key in keys}
        return {key: name for key, name in found.items() if name is not None}


def check_picks(amount: str, given: dict[str, str]) -> None:
    """Refuse what an amount cannot be narrowed to."""
    for key in given:
        if key not in PICKS[amount]:
            known = listed(PICKS[amount])
            what = message("no_pick", amount=amount, key=key)
            raise refusal("scope", what, message("known_are", names=known), key)


class Over(Picked):
    """The lower amount of a ratio."""

    amount: AmountName
    """`sold`, `used`, `made`, `bought` or `carried`."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        check_picks(self.amount, self.picks)
        return self
