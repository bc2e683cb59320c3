"""How edits name what they are about."""

from __future__ import annotations

from collections.abc import Mapping

from sim.page.edits.edit import Ground
from sim.say.figures import UNDEFINED, write_short
from sim.say.texts import Texts


def say_line(ground: Ground, line: str, texts: Texts) -> str:
    """Return plant and technology of a line."""
    row = ground.rows("lines").get(line)
    if row is None:
        return line
    plant = texts.name("plants", row["plant"])
    technology = texts.name("technologies", row["technology"])
    return texts.say("page_line", plant=plant, technology=technology)


def say_lines(ground: Ground, where: Mapping[str, str], texts: Texts) -> str:
    """Return the lines of a technology, province or plant in words, and how many there are."""
    if "id" in where:
        return say_line(ground, where["id"], texts)
    kinds = {"technology": "technologies", "province": "areas", "plant": "plants"}
    named = {column: texts.name(kinds[column], name) for column, name in where.items()}
    order = ("province", "plant", "technology")
    parts = [named[column] for column in order if column in named]
    count = len(ground.pick_lines(dict(where)))
    return texts.say("page_lines", what=texts.say("page_dash").join(parts), count=count)


def say_area(name: str, texts: Texts) -> str:
    """Return the name of a province or city; `any` is every one."""
    return texts.say("page_any_area") if name == "any" else texts.name("areas", name)


def say_price(value: float | None, texts: Texts) -> str:
    """Return a price a tonne."""
    if value is None:
        return UNDEFINED
    return texts.say("page_per_tonne", value=write_short(value))
