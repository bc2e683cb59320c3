"""Edits of what the base scenario states itself, and keys of a scenario as they are."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from sim.loader.change.extend import SETTLED
from sim.loader.read.words import show
from sim.page.edits.edit import Amount, Edit, EditError, Ground, Overlay
from sim.page.edits.rules import AT, say_at, say_limit, write_at
from sim.page.edits.say import say_area, say_line
from sim.page.edits.write import FLOW, quantity
from sim.say.message import message
from sim.say.texts import Texts
from sim.studies.compare.sentences import write_value

_Position = Annotated[int, Field(ge=0, le=100_000)]
APPENDED = ("change", "borders", "limits", "expand")
LISTS = (*APPENDED, "statuses")
"""Keys that other edits add to."""
_TOLD = 3
"""Changes that are told one by one."""
OWN = ("name", "title", "description", "sweep", "ensemble")
"""Keys that a saved scenario gets anew."""


class LimitOff(Edit):
    """A limit of the base scenario taken away, or given another amount."""

    kind: Literal["limit_off"]
    position: _Position
    at: AT | None = None

    def write(self, overlay: Overlay, ground: Ground) -> None:
        """Alter the entry of the base."""
        entry = _entry(ground, "limits", self.position)
        if self.at is None:
            overlay.alter("limits", self.position, None)
        else:
            metric = str(entry.get("cap") or entry.get("floor"))
            overlay.alter("limits", self.position, {**entry, "at": write_at(self.at, metric)})

    def say(self, ground: Ground, texts: Texts) -> str:
        """Return the limit, and what becomes of it."""
        entry = _entry(ground, "limits", self.position)
        if self.at is None:
            return texts.say("page_edit_limit_off", limit=say_limit(entry, texts))
        metric = str(entry.get("cap") or entry.get("floor"))
        changed = say_limit({**entry, "at": write_at(self.at, metric)}, texts)
        return texts.say("page_edit_limit_at", limit=changed, old=say_at(entry, texts))


class BorderQuota(Edit):
    """Another quota of a border rule of the base scenario."""

    kind: Literal["border_quota"]
    position: _Position
    quota: Amount

    def write(self, overlay: Overlay, ground: Ground) -> None:
        """Alter the entry of the base."""
        entry = _entry(ground, "borders", self.position)
        overlay.alter("borders", self.position, {**entry, "quota": quantity(self.quota, FLOW)})

    def say(self, ground: Ground, texts: Texts) -> str:
        """Return the border and its quota."""
        entry = _entry(ground, "borders", self.position)
        return texts.say(
            "page_edit_border_quota",
            start=say_area(str(entry.get("from", "any")), texts),
            end=say_area(str(entry.get("to", "any")), texts),
            amount=texts.exact(self.quota, FLOW),
        )


class Keys(Edit):
    """Keys of a scenario as its file would have them: for what no other kind says."""

    kind: Literal["keys"]
    keys: dict[str, Any]

    def write(self, overlay: Overlay, ground: Ground) -> None:
        """Add what is added to, replace the rest."""
        for key, value in self.keys.items():
            if key in SETTLED or key in OWN:
                continue
            if key in LISTS and not isinstance(value, list):
                wanted = message("wanted_list")
                what = message("wrong_type", value=show(value), wanted=wanted)
                raise EditError(message("page_edit_field", field=key, what=what))
            if key in APPENDED:
                for entry in value:
                    overlay.add(key, entry)
            else:
                overlay.replace(key, value)

    def say(self, ground: Ground, texts: Texts) -> str:
        """Return the cells that they set; else which keys they are, with how many entries."""
        if cells := self._say_cells(ground, texts):
            return cells
        parts = []
        for key, value in self.keys.items():
            if isinstance(value, list) and len(value) > 1:
                parts.append(texts.say("page_key_count", key=key, count=len(value)))
            else:
                parts.append(texts.say("page_key", key=key))
        return texts.say("page_edit_keys", keys=texts.join(parts))

    def _say_cells(self, ground: Ground, texts: Texts) -> str:
        """Return what a few changes of single cells set; '' for all other keys."""
        changes = self.keys.get("change")
        if len(self.keys) != 1 or not isinstance(changes, list) or len(changes) > _TOLD:
            return ""
        said = [_say_cell(entry, ground, texts) for entry in changes]
        return texts.join(said, "list_semicolon") if all(said) else ""


def _say_cell(entry: Any, ground: Ground, texts: Texts) -> str:
    """Return which row a change picks, and what it sets there; '' where it does anything else."""
    if not isinstance(entry, dict) or {*entry} != {"table", "where", "set"}:
        return ""
    table, where, cells = str(entry["table"]), entry["where"], entry["set"]
    if not isinstance(where, dict) or not isinstance(cells, dict):
        return ""
    row = [_name(table, column, str(key), ground, texts) for column, key in where.items()]
    said = [
        texts.say(
            "page_cell",
            column=texts.word("compare_column", column),
            value=write_value(str(value), texts),
        )
        for column, value in cells.items()
    ]
    return texts.label(texts.join(row, "page_dash"), texts.join(said))


def _name(table: str, column: str, key: str, ground: Ground, texts: Texts) -> str:
    """Return what a cell that a row is picked by names."""
    if (table, column) == ("lines", "id"):
        return say_line(ground, key, texts)
    return texts.name(table if column == "id" else f"{column}s", key)


def _entry(ground: Ground, section: str, position: int) -> dict[str, Any]:
    """Return an entry of a list of the base scenario as its file has it.

    Raises
    ------
    EditError
    """
    entries = ground.base.document.data.get(section) or []
    if position >= len(entries):
        raise EditError(message("page_no_entry", section=section, number=position + 1))
    return dict(entries[position])


KINDS: tuple[type[Edit], ...] = (LimitOff, BorderQuota, Keys)
