"""What the names in a row mean: things of the library, and the site that it speaks of."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.loader.read.words import list_some, show, suggest
from sim.say.message import Bilingual, message
from sim.workbooks.account import Account
from sim.workbooks.blocks import Entry
from sim.workbooks.catalogue import catalogue, fold
from sim.workbooks.library import Library


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
            names = list_some(self.library.called(kind, i) for i in found)
            self.account.refuse(where, message("wb_two_things", text=show(text), names=names))
        elif text:
            hint = suggest(text, self.library.options(kind))
            self.account.refuse(where, message(f"wb_no_{kind}", text=show(text)), hint)
        else:
            self.missing(entry, field_)
        return self.matched[kind, text] if text else None

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
                suggest(text, known),
            )
        return found

    def first_mode(self) -> str:
        """Return the mode that goes by road, for distances that name none."""
        modes = self.library.tables["modes"]
        road = [row["id"] for row in modes if row.get("medium") == "road"] or [modes[0]["id"]]
        return road[0]
