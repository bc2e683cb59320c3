"""Edits of lines: their capacity, the share of it that is run, and whether they run at all."""

from __future__ import annotations

from typing import Any, ClassVar, Literal, Self

from pydantic import model_validator

from sim.loader.change.patch import say_no_row
from sim.page.edits.edit import Amount as Tonnes
from sim.page.edits.edit import Edit, EditError, Factor, Ground, Key, Overlay, Share
from sim.page.edits.say import say_line, say_lines
from sim.page.edits.write import FLOW, quantity
from sim.say.message import listed, message
from sim.say.texts import Texts
from sim.scenario.refusal import refusal
from sim.scenario.region_rows import CANDIDATE


class OfLine(Edit):
    """An edit of one line."""

    tables: ClassVar[frozenset[str]] = frozenset({"lines"})
    line: Key

    def lines(self, ground: Ground) -> list[str]:
        """Return the line."""
        return [self.line]


class OfLines(Edit):
    """An edit of all lines of a technology, a province, a plant, or of a single one."""

    tables: ClassVar[frozenset[str]] = frozenset({"lines"})
    line: Key | None = None
    technology: Key | None = None
    province: Key | None = None
    plant: Key | None = None

    @model_validator(mode="after")
    def _is_about_something(self) -> Self:
        if not self.where:
            names = listed(("line", "technology", "province", "plant"))
            raise refusal("one_of", message("page_needs_one", names=names))
        return self

    @property
    def where(self) -> dict[str, str]:
        """Return the conditions that pick the lines."""
        named = {
            "id": self.line,
            "technology": self.technology,
            "province": self.province,
            "plant": self.plant,
        }
        return {column: wanted for column, wanted in named.items() if wanted is not None}

    def lines(self, ground: Ground) -> list[str]:
        """Return the lines that it picks."""
        return [str(line["id"]) for line in ground.pick_lines(self.where)]


class Capacity(OfLine):
    """Another capacity of a line, kt/yr of its activity."""

    kind: Literal["capacity"]
    value: Tonnes

    def write(self, overlay: Overlay, ground: Ground) -> None:
        """Set the capacity."""
        ground.row("lines", self.line)
        overlay.change("lines", {"id": self.line}, set={"capacity": quantity(self.value, FLOW)})

    def say(self, ground: Ground, texts: Texts) -> str:
        """Return line, new and old capacity."""
        old = float(ground.row("lines", self.line)["capacity"])
        key = "page_edit_capacity" if old != self.value else "page_edit_capacity_same"
        return texts.say(
            key,
            line=say_line(ground, self.line, texts),
            new=texts.exact(self.value, FLOW),
            old=texts.exact(old, FLOW),
        )


class CapacityScale(OfLines):
    """The capacities of many lines times a factor."""

    kind: Literal["capacity_scale"]
    factor: Factor

    def write(self, overlay: Overlay, ground: Ground) -> None:
        """Scale the capacities."""
        overlay.change("lines", dict(self.where), scale={"capacity": self.factor})

    def say(self, ground: Ground, texts: Texts) -> str:
        """Return which lines, and by how much."""
        change = f"{100.0 * (self.factor - 1.0):+.6g} %".replace("-", "−")
        lines = say_lines(ground, self.where, texts)
        return texts.say("page_edit_capacity_scale", lines=lines, change=change)


class Load(OfLines):
    """Another share of the nameplate that is run."""

    kind: Literal["load"]
    value: Share

    def write(self, overlay: Overlay, ground: Ground) -> None:
        """Set the availability."""
        lines = self.lines(ground)
        overlay.shares |= dict.fromkeys(lines, self.value)
        overlay.stopped -= {*lines}
        share = quantity(self.value, "share")
        overlay.change("lines", dict(self.where), set={"availability": share})

    def say(self, ground: Ground, texts: Texts) -> str:
        """Return which lines run how much of their capacity."""
        share = texts.exact(self.value, "")
        lines = say_lines(ground, self.where, texts)
        return texts.say("page_edit_load", lines=lines, share=share)


class Switch(OfLines):
    """Lines that stand still, or that run although the scenario leaves them out."""

    kind: Literal["switch"]
    to: Literal["on", "off"]

    def write(self, overlay: Overlay, ground: Ground) -> None:
        """Run nothing of the lines, or have them take part; of two switches the later one holds."""
        if self.to == "off":
            overlay.stopped |= {*self.lines(ground)}
            overlay.change("lines", dict(self.where), set={"availability": "0"})
            return
        statuses = overlay.keys.get("statuses") or ground.base.scenario.statuses
        picked = ground.pick_lines(self.where)
        if not picked:
            raise EditError(say_no_row("lines", self.where))
        for line in picked:
            given: dict[str, Any] = {}
            if line["status"] not in statuses:
                given["status"] = status = _running_status(str(line["status"]))
                overlay.allow_status(status)
            share = overlay.shares.get(str(line["id"]), line["availability"])
            if not share or line["id"] in overlay.stopped:
                given["availability"] = quantity(share or _usual_share(ground, line), "share")
                overlay.stopped.discard(str(line["id"]))
            if given:
                overlay.change("lines", {"id": line["id"]}, set=given)

    def say(self, ground: Ground, texts: Texts) -> str:
        """Return which lines are on or off."""
        return texts.say(f"page_edit_switch_{self.to}", lines=say_lines(ground, self.where, texts))


def _running_status(status: str) -> str:
    """Return the status of a line that is made to run: what is not built yet is to be paid for.

    A candidate takes part as one: the plan decides how much of it is built.
    """
    if status == CANDIDATE:
        return CANDIDATE
    return "added" if status in ("planned", "added") else "operating"


def _usual_share(ground: Ground, line: dict[str, Any]) -> float:
    """Return the middle of what lines of a technology run; all of it where there are no others."""
    found = sorted(
        float(other["availability"])
        for other in ground.rows("lines").values()
        if other["technology"] == line["technology"] and other["availability"]
    )
    return found[len(found) // 2] if found else 1.0


KINDS: tuple[type[Edit], ...] = (Capacity, CapacityScale, Load, Switch)
