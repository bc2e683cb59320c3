"""Scenarios of a workbook: rows that one alone has, and changes of what stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sim import units
from sim.loader.columns import columns_of
from sim.loader.read.words import closest, list_some, show, suggest
from sim.say.message import Bilingual, Message, message
from sim.units import UnitError
from sim.workbooks.account import Account
from sim.workbooks.blocks import Entry
from sim.workbooks.catalogue import catalogue, fold
from sim.workbooks.cells import plain_unit, unit_factor
from sim.workbooks.gather import Gathered
from sim.workbooks.library import Library
from sim.workbooks.match import owner_ids
from sim.workbooks.sites import make_id

ITEMS = {
    "capacity": ("lines", "capacity"),
    "availability": ("lines", "availability"),
    "amount": ("generation", "amount"),
    "stock": ("legacy", "stock"),
    "demand": ("markets", "max"),
    "price": ("markets", "price"),
}
"""What changes -> table and column."""
_ORDER = (
    "areas",
    "zones",
    "plants",
    "terminals",
    "sinks",
    "generation",
    "legacy",
    "lines",
    "markets",
    "links",
)
_PER_CENT = re.compile(r"([+\-]?)([\d.]+)%")
_TIMES = re.compile(r"[x×*]\s*([\d.]+)|([\d.]+)\s*(?:倍|times|x|×)")
_UNSIGNED = 50.0
"""Per cent without a sign up to which more is meant; beyond, it may be the new level."""
Rows = dict[str, list[dict[str, Any]]]


@dataclass
class Changer:
    """Turns the rows of a table of changes into changes of a scenario."""

    rows: Rows
    """All rows that may be changed, by table."""
    library: Library
    account: Account
    documents: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, entry: Entry, name: str) -> None:
        """Add the change of a row to a scenario."""
        found = self._pick(entry)
        if found is None:
            return
        table, where, label = found
        done = self._do(entry, table, where)
        if done is None:
            return
        self.documents.setdefault(name, []).append({"table": table[0], "where": where, **done})
        what = message("wb_change", object=label, what=_told(done))
        self.account.tell(entry.where, "row", what)

    def _pick(self, entry: Entry) -> tuple[tuple[str, str], dict[str, Any], str] | None:
        """Return table and column, the rows that are meant, and what they are called."""
        text = entry.texts["object"]
        item = self._item(entry)
        if item is None:
            return None
        if item in ("demand", "price"):
            return self._market(entry, item, text)
        sites = "plants" if ITEMS.get(item, ("lines",))[0] == "lines" else "zones"
        ids, rest = self._sites(sites, text)
        if not ids and sites == "plants" and not entry.texts.get("item"):
            ids, rest = self._sites("zones", text)
            sites, item = ("zones", "amount") if ids else (sites, item)
        if not ids:
            names = [
                str(r.get("name_zh") or r["name_en"])
                for t in ("plants", "zones")
                for r in self.rows.get(t, [])
            ]
            self._refuse_site(entry, text, names)
            return None
        return self._of_site(entry, sites, ITEMS[item], ids, rest)

    def _refuse_site(self, entry: Entry, text: str, names: list[str]) -> None:
        """Name the sites that a text may mean; where there is none, say where a new one goes."""
        holding = [name for name in names if fold(text) in fold(name)]
        if holding:
            listed = list_some(holding)
            self._refuse(entry, "object", "wb_several_sites", text=show(text), names=listed)
            return
        near = closest(text, names)
        hint = message("did_you_mean", near=near) if near else message("wb_no_site_hint")
        self._refuse(entry, "object", "wb_no_site", hint, text=show(text))

    def _refuse(
        self, entry: Entry, column: str, key: str, hint: Any = None, **values: object
    ) -> None:
        self.account.refuse(entry.place(column), message(key, **values), hint)

    def _item(self, entry: Entry) -> str | None:
        text = entry.texts.get("item", "")
        if not text:
            return "amount" if entry.texts.get("material") else "capacity"
        found = catalogue().choice("item", text)
        if found is None:
            self._refuse(entry, "item", "wb_no_item", suggest(text, list(ITEMS)), text=show(text))
        return found

    def _of_site(
        self, entry: Entry, sites: str, table: tuple[str, str], ids: list[str], rest: str
    ) -> tuple[tuple[str, str], dict[str, Any], str] | None:
        """Return the lines of plants, or the wastes of zones, that a row means."""
        column, kind = ("plant", "technology") if sites == "plants" else ("zone", "material")
        asked = entry.texts.get(kind) or entry.texts.get("technology") or rest
        wanted = self.library.find(kind, asked) if asked else []
        if entry.texts.get(kind) and not wanted:
            options = self.library.options(kind)
            self._refuse(entry, kind, f"wb_no_{kind}", suggest(asked, options), text=show(asked))
            return None
        rows = [r for r in self.rows.get(table[0], []) if r[column] in ids]
        fitting = [r for r in rows if r[kind] in wanted] if wanted else rows
        kinds = list(dict.fromkeys(str(r[kind]) for r in fitting))
        if not fitting or len(kinds) > 1:
            there = kinds or dict.fromkeys(str(r[kind]) for r in rows)
            names = list_some(self.library.called(kind, k) for k in there)
            key = "wb_which" if fitting else "wb_none_there"
            self._refuse(entry, "object", key, None, text=show(entry.texts["object"]), names=names)
            return None
        own = list(dict.fromkeys(str(r[column]) for r in fitting))
        where = {column: own[0] if len(own) == 1 else own, kind: kinds[0]}
        return table, where, f"{entry.texts['object']} ({', '.join(own)}; {kinds[0]})"

    def _sites(self, table: str, text: str) -> tuple[list[str], str]:
        """Return the ids of the sites that a text names, and what else it says.

        A name, or that of an owner, may be whole; else the one site is meant whose name holds the
        text, or the longest name that the text holds.
        """
        key, rows = fold(text), self.rows.get(table, [])
        names = [
            (fold(str(r[n])), str(r["id"]))
            for r in rows
            for n in ("id", "name_en", "name_zh")
            if r.get(n)
        ]
        whole = [i for name, i in names if name == key]
        owner = fold(owner_ids(self.rows).get(key, key))
        owned = [str(r["id"]) for r in rows if fold(str(r.get("owner") or "")) == owner]
        if whole or owned:
            return list(dict.fromkeys(whole or owned)), ""
        inside = [(name, i) for name, i in names if len(name) > 1 and name in key]
        if inside:
            longest = max(inside, key=lambda pair: len(pair[0]))
            return [longest[1]], key.replace(longest[0], "")
        holding = list(dict.fromkeys(i for name, i in names if key in name))
        return (holding, "") if len(holding) == 1 else ([], "")

    def _market(
        self, entry: Entry, item: str, text: str
    ) -> tuple[tuple[str, str], dict[str, Any], str] | None:
        key, rows = fold(text), self.rows.get("markets", [])
        own = [
            str(r["id"])
            for r in rows
            if key in (fold(str(r["name_en"])), fold(str(r.get("name_zh"))))
        ]
        if own:
            return ITEMS[item], {"id": own[0] if len(own) == 1 else own}, text
        products = self.library.find("material", text)
        if len(products) == 1 and any(r["product"] == products[0] for r in rows):
            return ITEMS[item], {"product": products[0]}, text
        self._refuse(
            entry,
            "object",
            "wb_no_material",
            suggest(text, self.library.options("material")),
            text=show(text),
        )
        return None

    def _do(
        self, entry: Entry, table: tuple[str, str], where: dict[str, Any]
    ) -> dict[str, Any] | None:
        """Return what is done: a new value, a factor, or that the rows go."""
        text, column = entry.texts["value"], columns_of(table[0])[table[1]]
        if catalogue().is_word("stop", text):
            return {"drop": True}
        plain, sign = _signed(plain_unit(text))
        per_cent = _PER_CENT.fullmatch(plain.replace(" ", ""))
        times = _TIMES.fullmatch(plain)
        if per_cent and (sign or per_cent[1] or column.unit):
            number = float(per_cent[2])
            if not sign and not per_cent[1] and number > _UNSIGNED:
                self._refuse(
                    entry, "value", "wb_per_cent", message("wb_per_cent_hint", n=number), text=text
                )
                return None
            down = sign == "-" or per_cent[1] == "-"
            return {"scale": {table[1]: float(f"{1 + (-number if down else number) / 100:.12g}")}}
        if times:
            return {"scale": {table[1]: float(times[1] or times[2])}}
        return self._amount(entry, plain, sign, table, where)

    def _amount(
        self, entry: Entry, plain: str, sign: str, table: tuple[str, str], where: dict[str, Any]
    ) -> dict[str, Any] | None:
        """Return a value that is set, or added to the one there."""
        column = columns_of(table[0])[table[1]]
        try:
            number = _parse(plain.lstrip("="), column.unit)
        except UnitError as error:
            self.account.refuse(
                entry.place("value"), error.message, error.hint or message("wb_value_hint")
            )
            return None
        if sign:
            rows = [r for r in self.rows[table[0]] if all(r.get(k) == v for k, v in where.items())]
            if len(rows) != 1 or rows[0].get(table[1]) is None:
                self._refuse(
                    entry,
                    "value",
                    "wb_sum_of_many",
                    message("wb_value_hint"),
                    text=entry.texts["value"],
                )
                return None
            number = float(rows[0][table[1]]) + (-number if sign == "-" else number)
        unit = f" {column.unit}" if column.unit else ""
        return {"set": {table[1]: f"{number:.12g}{unit}"}}


def _parse(text: str, canonical: str) -> float:
    try:
        return units.parse(text, canonical)
    except UnitError:
        own = re.fullmatch(r"([\d.,]+)\s*(\D.*)", text)
        if own is None or unit_factor(own[2], canonical) is None:
            raise
        return units.parse(f"{own[1]} {own[2]}/yr", canonical)


def _signed(text: str) -> tuple[str, str]:
    """Return a text without the words for more and less, and the sign that they stand for."""
    for kind, sign in (("more", "+"), ("less", "-")):
        for word in sorted(catalogue().words[kind], key=len, reverse=True):
            bare = re.sub(r"\s+", "", text).casefold()
            if word and (bare.startswith(word) or bare.endswith(word)):
                return bare.removeprefix(word).removesuffix(word), sign
    if text[:1] in "+-":
        return text[1:].strip(), text[0]
    return text, ""


def _told(done: dict[str, Any]) -> Message:
    if "drop" in done:
        return message("wb_done_drop")
    ((column, value),) = (done.get("scale") or done["set"]).items()
    item = next(item for item, (_, changed) in ITEMS.items() if changed == column)
    name = catalogue().columns[item]
    return message(
        "wb_done_scale" if "scale" in done else "wb_done_set",
        column=Bilingual(name.en, name.zh),
        value=value,
    )


def make_scenarios(
    gathered: Gathered,
    known: Rows,
    library: Library,
    account: Account,
    base: str,
    statuses: list[str],
) -> dict[str, dict[str, Any]]:
    """Return the scenarios of a workbook beside the one that all of them extend."""
    rows = _all_rows(gathered, known)
    changer = Changer(rows, library, account)
    titles: dict[str, str] = {}

    def name_of(text: str) -> str:
        title = text or "what-if"
        same = [name for name, known_title in titles.items() if known_title == title]
        name = same[0] if same else make_id(title, ["baseline", *titles])
        titles[name] = title
        return name

    _add_rows(gathered, known, changer, name_of)
    for entry in gathered.changes:
        changer.add(entry, name_of(entry.texts.get("scenario", "")))
    return {
        name: _document(name, titles[name], base, changes, statuses)
        for name, changes in changer.documents.items()
    }


def _all_rows(gathered: Gathered, known: Rows) -> Rows:
    tables = {*gathered.tables, *known}
    return {t: [*known.get(t, []), *(m.values for m in gathered.tables.get(t, []))] for t in tables}


def _add_rows(
    gathered: Gathered, known: Rows, changer: Changer, name_of: Callable[[str], str]
) -> None:
    """Add the rows that only a scenario has; where a project is there already, all of them."""
    titles = dict.fromkeys(
        m.scenario for t in _ORDER for m in gathered.tables.get(t, []) if m.scenario
    )
    common = [(t, m) for t in _ORDER for m in gathered.tables.get(t, []) if not m.scenario]
    if known and common:
        titles |= dict.fromkeys(entry.texts.get("scenario", "") for entry in gathered.changes)
        titles = titles or {"": None}
    for title in titles:
        name = name_of(title)
        for table in _ORDER:
            own = [
                m
                for m in gathered.tables.get(table, [])
                if m.scenario == title or (known and not m.scenario)
            ]
            if own:
                rows = [
                    {k: _cell(table, k, v) for k, v in m.values.items() if v not in (None, "")}
                    for m in own
                ]
                changer.documents.setdefault(name, []).append({"table": table, "add": rows})


def _cell(table: str, name: str, value: Any) -> Any:
    column = columns_of(table)[name]
    return f"{value:.15g} {column.unit}" if column.takes_unit and column.unit else value


def _document(
    name: str, title: str, base: str, changes: list[dict[str, Any]], statuses: list[str]
) -> dict[str, Any]:
    document: dict[str, Any] = {"format": 1, "name": name, "title": title, "extends": base}
    if any(change["table"] == "lines" and "add" in change for change in changes):
        document["statuses"] = list(dict.fromkeys([*statuses, "added"]))
    return document | {"change": changes}
