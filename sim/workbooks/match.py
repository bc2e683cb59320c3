"""What the names in a row mean: things of the library, and the site that it speaks of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sim.loader.read.words import list_some, show, suggest
from sim.say.message import Bilingual, Message, message
from sim.workbooks.account import Account
from sim.workbooks.blocks import Entry
from sim.workbooks.catalogue import catalogue, fold
from sim.workbooks.gazetteer import find
from sim.workbooks.library import Library

_KINDS = ("material", "technology", "mode")
"""Things of a library that cells name, each in a column of its own."""
_STATUS, _PLACE = "status", "place"


def owner_ids(known: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, str]:
    """Return the folded names of owners -> what the tables of a project call them."""
    return {
        fold(str(row[name])): str(row["id"])
        for row in known.get("names", ())
        if row["level"] == "owner"
        for name in ("id", "name_en", "name_zh")
        if row.get(name)
    }


def _others(kind: str, field_: str) -> tuple[str, ...]:
    """Return the kinds of things that do not stand in a column; products are materials too."""
    own = (kind, "material" if field_ == "product" else kind)
    return tuple(k for k in _KINDS if k not in own)


@dataclass
class Matcher:
    """Matches names, and tells what is unknown or missing."""

    library: Library
    account: Account
    matched: dict[tuple[str, str], str | None] = field(default_factory=dict, kw_only=True)

    def match(self, kind: str, entry: Entry, field_: str = "") -> str | None:
        """Return the id of what a cell names; what is unknown is refused once for each name."""
        field_ = field_ or kind
        text = entry.texts.get(field_, "")
        if (kind, text) in self.matched:
            return self.matched[kind, text]
        found = self.library.find(kind, text) if text else []
        if len(found) > 1 and self._is_of_another(text, kind, field_):
            found = []
        if kind == "material" and entry.subject in ("generation", "legacy") and len(found) > 1:
            found = [i for i in found if self.library.kind_of(i) in ("waste", "residue")] or found
        self.matched[kind, text] = found[0] if len(found) == 1 else None
        where = entry.place(field_)
        if len(found) == 1:
            called = self.library.called(kind, found[0])
            if fold(text) not in (fold(called.zh), fold(called.en), found[0]):
                what = message(f"wb_{kind}", text=text, name=called, id=found[0])
                self.account.tell(where, "inferred", what)
        elif found:
            self._refuse_several(where, kind, text, found)
        elif text:
            self._refuse_unknown(where, kind, text, field_)
        else:
            self.missing(entry, field_)
        return self.matched[kind, text] if text else None

    def _refuse_several(self, where: str, kind: str, text: str, found: Sequence[str]) -> None:
        names = list_some(self.library.called(kind, i) for i in found)
        self.account.refuse(where, message("wb_two_things", text=show(text), names=names))

    def _refuse_unknown(self, where: str, kind: str, text: str, field_: str) -> None:
        """Refuse a text that is no name: it is part of several, of another column, or like one."""
        names, key = self.library.names[kind], fold(text)
        holding = dict.fromkeys(i for name in names if key in name for i in names[name])
        hint = self._elsewhere(text, kind, field_)
        if hint is None and len(holding) > 1:
            self._refuse_several(where, kind, text, list(holding))
            return
        near = suggest(text, self.library.options(kind))
        self.account.refuse(where, message(f"wb_no_{kind}", text=show(text)), hint or near)

    def _is_of_another(self, text: str, kind: str, field_: str) -> bool:
        """Return whether a text is the whole name of another kind of thing, and of none here."""
        names, key = self.library.names, fold(text)
        return key not in names[kind] and any(key in names[k] for k in _others(kind, field_))

    def _elsewhere(self, text: str, kind: str, field_: str) -> Message | None:
        """Return the hint that a text belongs into another column; None where it is in none."""
        of = next((k for k in _others(kind, field_) if self.library.find(k, text)), "")
        if not of and kind != _STATUS and catalogue().choice(_STATUS, text) is not None:
            of = _STATUS
        if not of and find(text):
            of = _PLACE
        if not of:
            return None
        column = catalogue().columns[of]
        return message("wb_other_column", column=Bilingual(column.en, column.zh))

    def missing(self, entry: Entry, field_: str) -> None:
        """Refuse a row without a cell that it needs."""
        column = catalogue().columns[field_]
        what = message("wb_missing", column=Bilingual(column.en, column.zh))
        self.account.refuse(entry.where, what, message("wb_missing_hint"))

    def name_of(self, entry: Entry) -> str:
        """Return the name of the site of a row: its own, else that of its area."""
        given = ("name", "name_zh", "name_en", "owner", "place", "county", "city", "province")
        return next((entry.texts[n] for n in given if entry.texts.get(n)), "")

    def status(self, entry: Entry) -> str | None:
        """Return the status of a line; what is no status is refused."""
        text = entry.texts.get("status", "")
        if not text:
            return "added" if entry.texts.get("scenario") else "operating"
        found = catalogue().choice("status", text)
        if found is None:
            known = [
                w
                for kind, words in catalogue().words.items()
                if kind.startswith("status ")
                for w in words
            ]
            self.account.refuse(
                entry.place("status"),
                message("wb_no_status", text=show(text)),
                self._elsewhere(text, _STATUS, _STATUS) or suggest(text, known),
            )
        return found

    def first_mode(self) -> str:
        """Return the mode that goes by road, for distances that name none."""
        modes = self.library.tables["modes"]
        road = [row["id"] for row in modes if row.get("medium") == "road"] or [modes[0]["id"]]
        return road[0]
