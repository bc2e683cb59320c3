"""Entries of a workbook as tables of the house: names matched, sites joined, gaps filled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sim.loader.read.words import show, suggest
from sim.say.message import Bilingual, message
from sim.say.texts import Texts
from sim.workbooks.blocks import Entry
from sim.workbooks.catalogue import AREAS, catalogue, fold
from sim.workbooks.gazetteer import find
from sim.workbooks.match import Matcher, owner_ids
from sim.workbooks.sites import Areas, Site, locate, make_id

SITES = {
    "generation": "zones",
    "legacy": "zones",
    "lines": "plants",
    "terminals": "terminals",
    "sinks": "sinks",
}
"""Kind of table -> the table that its sites stand in."""
_OFF = "off"


@dataclass(frozen=True)
class Made:
    """A row of a table of the house, and the place in the workbook that it is from."""

    values: dict[str, Any]
    where: str
    scenario: str = ""
    """Scenario that alone has it; blank: all."""


@dataclass
class Gathered:
    """What a workbook says, as tables of the house."""

    tables: dict[str, list[Made]] = field(default_factory=lambda: defaultdict(list))
    sites: dict[tuple[str, str], Site] = field(default_factory=dict)
    """Table and folded name -> site."""
    changes: list[Entry] = field(default_factory=list)
    years: list[int] = field(default_factory=list)


@dataclass
class Gatherer(Matcher):
    """Puts entries together."""

    texts: Texts
    file: str
    known: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """Rows of the project that the workbook adds to: their sites may be named."""
    gathered: Gathered = field(default_factory=Gathered)
    links: list[Entry] = field(default_factory=list)
    own: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Site -> cells of its row beside its names and its place."""
    taken: set[str] = field(default_factory=set)
    """Ids of sites, lines and markets."""

    def __post_init__(self) -> None:
        """Note what the project has already."""
        self.taken |= {
            str(row["id"]) for rows in self.known.values() for row in rows if "id" in row
        }
        self.old = {
            (table, fold(str(row[name]))): row
            for table, rows in self.known.items()
            for row in rows
            for name in ("id", "name_en", "name_zh")
            if row.get(name)
        }

    def gather(self, entries: list[Entry]) -> Gathered:
        """Return all tables of a workbook."""
        seen: dict[tuple[object, ...], str] = {}
        for entry in entries:
            getattr(self, f"_add_{entry.subject}")(entry, seen)
            years = [entry.texts.get("year", ""), str(entry.year or "")]
            self.gathered.years += [int(float(y)) for y in years if y.replace(".0", "").isdigit()]
        self._place_sites([e for e in entries if e.subject == "places"])
        for entry in self.links:
            self._link(entry)
        return self.gathered

    def site(self, entry: Entry) -> Site | None:
        """Return the site of a row, which is noted."""
        table, name = SITES[entry.subject], self.name_of(entry)
        if not name:
            self.missing(entry, "name")
            return None
        key = (table, fold(name))
        if key not in self.gathered.sites:
            old = self._old(table, name)
            own = str(old["id"]) if old else self._new_id(name)
            site = Site(own, name, table if old is None else "", entry.where)
            site.scenario = entry.texts.get("scenario", "")
            self.gathered.sites[key] = site
        found = self.gathered.sites[key]
        if not entry.texts.get("scenario"):
            found.scenario = ""
        found.add(entry)
        return found

    def _old(self, table: str, name: str) -> dict[str, Any] | None:
        """Return the row of a site that the project has already."""
        return self.old.get((table, fold(name)))

    def _new_id(self, name: str) -> str:
        own = make_id(name, self.taken)
        self.taken.add(own)
        return own

    # Rows of each kind of table

    def _origin(self, entry: Entry, *figures: str) -> dict[str, Any]:
        """Return where the numbers of a row are from, and how sure they are."""
        source = entry.texts.get("source", "")
        about = any(entry.figures[f].is_about for f in figures if f in entry.figures)
        stated = catalogue().choice("confidence", entry.texts.get("confidence", ""))
        sure = stated or ("published" if source and not about else "assumed")
        year = entry.texts.get("year", "").removesuffix(".0")
        place = self.account.at(entry.place(figures[0]) if figures else entry.where)
        row: dict[str, Any] = {
            "source": f"{source} ({place})" if source else place,
            "confidence": sure,
        }
        if year.isdigit() or entry.year:
            row["year"] = int(year) if year.isdigit() else entry.year
        notes = [entry.texts.get("note", "")]
        notes += [self.texts.tell(message("wb_about"))] if about else []
        return row | {"note": " ".join(note for note in notes if note)}

    def _figures(self, entry: Entry, names: dict[str, str]) -> dict[str, Any]:
        """Return figures by the columns of the house, with the ends of their ranges."""
        row: dict[str, Any] = {}
        for own, column in names.items():
            figure = entry.figures.get(own)
            if figure is not None:
                row[column] = figure.number
                if figure.low is not None and column in ("amount", "capacity", "max"):
                    row |= {f"{column}_low": figure.low, f"{column}_high": figure.high}
        return row

    def _need(self, entry: Entry, name: str) -> bool:
        if name in entry.figures or entry.is_broken:
            return not entry.is_broken
        self.missing(entry, name)
        return False

    def _once(
        self, seen: dict[tuple[object, ...], str], key: tuple[object, ...], entry: Entry
    ) -> bool:
        """Return whether a row is the first of its key; a second one is refused."""
        if key in seen:
            what = message("wb_twice", name=self.name_of(entry))
            self.account.refuse(entry.where, what, message("stands_at", at=seen[key]))
            return False
        seen[key] = entry.where
        return True

    def _add(self, table: str, entry: Entry, row: dict[str, Any], site: Site | None = None) -> None:
        scenario = entry.texts.get("scenario", "")
        self.gathered.tables[table].append(Made(row, entry.where, scenario))

    def _add_generation(self, entry: Entry, seen: dict[tuple[object, ...], str]) -> None:
        site, material = self.site(entry), self.match("material", entry)
        if site is None or material is None or entry.is_broken:
            return
        if "amount" not in entry.figures and "stock" not in entry.figures:
            self.missing(entry, "amount")
            return
        key = ("generation", site.id, material, entry.texts.get("scenario", ""))
        if not self._once(seen, key, entry):
            return
        names = {"amount": "amount", "amount_low": "amount_low", "amount_high": "amount_high"}
        row = {"zone": site.id, "material": material, **self._figures(entry, names)}
        if "amount" in row:
            self._add("generation", entry, row | self._origin(entry, "amount"))
        if "stock" in entry.figures:
            self._stock(entry, site.id, material)

    def _add_legacy(self, entry: Entry, seen: dict[tuple[object, ...], str]) -> None:
        site, material = self.site(entry), self.match("material", entry)
        if site is None or material is None or not self._need(entry, "stock"):
            return
        if self._once(seen, ("legacy", site.id, material), entry):
            self._stock(entry, site.id, material)

    def _stock(self, entry: Entry, zone: str, material: str) -> None:
        figures = self._figures(entry, {"stock": "stock", "yearly_limit": "yearly_limit"})
        self._add(
            "legacy",
            entry,
            {"zone": zone, "material": material, **figures, **self._origin(entry, "stock")},
        )

    def _add_lines(self, entry: Entry, seen: dict[tuple[object, ...], str]) -> None:
        by = "technology" if entry.texts.get("technology") else "product"
        if by == "product" and not entry.texts.get("product"):
            self.missing(entry, "technology")
            return
        technology = self.match("technology", entry, by)
        status = self.status(entry)
        if status == _OFF:
            self.account.tell(entry.where, "note", message("wb_off", text=entry.texts["status"]))
            return
        site = self.site(entry)
        if (
            site is None
            or technology is None
            or status is None
            or not self._need(entry, "capacity")
        ):
            return
        names = {"capacity": "capacity", "availability": "availability"}
        names |= {"capacity_low": "capacity_low", "capacity_high": "capacity_high"}
        row = {
            "id": self._new_id(f"{site.id}-{technology}"),
            "plant": site.id,
            "technology": technology,
        }
        row |= {**self._figures(entry, names), "status": status}
        self._add("lines", entry, row | self._origin(entry, "capacity"), site)

    def _add_markets(self, entry: Entry, seen: dict[tuple[object, ...], str]) -> None:
        product = self.match("material", entry, "product")
        if product is None or not self._need(entry, "price"):
            return
        area = next(
            (entry.texts[n] for n in ("market_area", *AREAS[::-1]) if entry.texts.get(n)), ""
        )
        called = self.library.called("material", product)
        name = entry.texts.get("name") or f"{area}{called.zh}" if area else called.zh or called.en
        names = {"demand": "max", "demand_least": "min", "price": "price"}
        row = {
            "id": self._new_id(f"m_{product}_{area}" if area else f"m_{product}"),
            "name_en": name,
            "name_zh": name,
        }
        row |= {"product": product, "area": area, **self._figures(entry, names)}
        self._add("markets", entry, row | self._origin(entry, "price"))

    def _add_terminals(self, entry: Entry, seen: dict[tuple[object, ...], str]) -> None:
        mode = self.match("mode", entry)
        site = self.site(entry)
        if site is not None and mode is not None:
            figures = self._figures(entry, {"chainage": "chainage", "capacity": "capacity"})
            self.own[site.id] = {"mode": mode, **figures}

    def _add_sinks(self, entry: Entry, seen: dict[tuple[object, ...], str]) -> None:
        site = self.site(entry)
        text = entry.texts.get("kind") or self.name_of(entry)
        kind = catalogue().choice("kind", text)
        kinds = [(w, k) for k, ws in catalogue().words.items() if k.startswith("kind ") for w in ws]
        kind = kind or next((k.split()[1] for w, k in kinds if w in fold(text)), "storage")
        material = self.match("material", entry) if entry.texts.get("material") else ""
        if site is not None and material is not None:
            figures = self._figures(entry, {"fee": "fee", "capacity": "capacity"})
            self.own[site.id] = {"kind": kind, "accepts": material, **figures}

    def _add_links(self, entry: Entry, seen: dict[tuple[object, ...], str]) -> None:
        self.links.append(entry)

    def _add_places(self, entry: Entry, seen: dict[tuple[object, ...], str]) -> None:
        """Places join what other tables name: they are read once all are known."""

    def _add_changes(self, entry: Entry, seen: dict[tuple[object, ...], str]) -> None:
        self.gathered.changes.append(entry)

    # Sites

    def _place_sites(self, places: list[Entry]) -> None:
        """Write the rows of all sites: where each is, taken from all rows that name it."""
        sites = self.gathered.sites
        for entry in places:
            key = fold(self.name_of(entry))
            named = [sites[t, key] for t in set(SITES.values()) if (t, key) in sites]
            for site in named:
                site.add(entry)
            if not named:
                self.account.tell(
                    entry.where, "note", message("wb_idle_place", name=self.name_of(entry))
                )
        self._share_places(sites)
        favoured = {
            s.name
            for site in sites.values()
            for t in (site.texts.get("province"),)
            if t
            for s in find(t, "province")
        }
        areas = Areas(
            known={
                (str(row["level"]), fold(str(row[name]))): str(row["id"])
                for row in self.known.get("areas", [])
                for name in ("id", "name_en", "name_zh")
                if row.get(name)
            }
        )
        for site in sites.values():
            if site.table:
                self._write_site(site, locate(site, areas, favoured, self.account))
        self.gathered.tables["areas"] += [Made(row, self.file) for row in areas.rows.values()]

    def _share_places(self, sites: dict[tuple[str, str], Site]) -> None:
        """Let sites of one name in several tables share what is said of their place."""
        named: dict[str, list[Site]] = defaultdict(list)
        for (_, name), site in sites.items():
            named[name].append(site)
        for group in named.values():
            for site in group if len(group) > 1 else ():
                for other, key in ((o, k) for o in group for k in (*AREAS, "lon", "lat")):
                    if key in other.texts and key not in site.texts:
                        site.texts[key], site.at[key] = other.texts[key], other.at[key]

    def _write_site(self, site: Site, place: dict[str, object]) -> None:
        texts = site.texts
        is_chinese = not site.name.isascii()
        row: dict[str, Any] = {"id": site.id, "name_en": texts.get("name_en") or site.name}
        row["name_zh"] = texts.get("name_zh") or (site.name if is_chinese else "")
        point_of, point_source = place.pop("point_of", None), place.pop("point_source", "")
        row |= place
        if site.table in ("zones", "plants"):
            owner = texts.get("owner", "")
            row["owner"] = owner_ids(self.known).get(fold(owner), owner)
        if site.table == "zones":
            row["industry"] = texts.get("industry", "")
        place_at = self.account.at(site.where)
        credit = texts.get("place_source")
        row |= {
            "source": point_source or (f"{credit} ({place_at})" if credit else place_at),
            "confidence": "published" if credit else "assumed",
        }
        if isinstance(point_of, Bilingual):
            row["note"] = self.texts.tell(message("wb_point_note", area=point_of))
        if "lon" not in row and not site.is_refused and not self._is_linked(site):
            self.account.refuse(
                site.where, message("wb_no_place", name=site.name), message("wb_no_place_hint")
            )
        own = self.own.pop(site.id, {})
        self.gathered.tables[site.table].append(Made(row | own, site.where, site.scenario))

    def _is_linked(self, site: Site) -> bool:
        ends = ("origin", "destination")
        return any(
            fold(e.texts.get(end, "")) == fold(site.name) for e in self.links for end in ends
        )

    def _link(self, entry: Entry) -> None:
        ends = {}
        for end in ("origin", "destination"):
            text = entry.texts.get(end, "")
            found = self._end(text, is_origin=end == "origin")
            if found is None:
                names = self._names()
                self.account.refuse(
                    entry.place(end), message("wb_no_site", text=show(text)), suggest(text, names)
                )
            ends[end] = found
        mode = self.match("mode", entry) if entry.texts.get("mode") else self.first_mode()
        if None in ends.values() or mode is None:
            return
        if entry.is_broken:
            return
        if not {"km", "cost"} & set(entry.figures):
            self.missing(entry, "km")
            return
        figures = self._figures(entry, {"km": "km", "cost": "cost", "capacity": "capacity"})
        self._add("links", entry, {**ends, "mode": mode, **figures, **self._origin(entry, "km")})

    def _names(self) -> list[str]:
        names = [site.name for site in self.gathered.sites.values()]
        rows: Iterable[dict[str, Any]] = (r for t in SITES.values() for r in self.known.get(t, []))
        return [*names, *(str(r.get("name_zh") or r["name_en"]) for r in rows)]

    def _end(self, text: str, *, is_origin: bool) -> str | None:
        """Return the id of a site that a link names: wastes leave zones, and come to plants."""
        order = ["zones", "plants", "terminals", "sinks"]
        if not is_origin:
            order = ["plants", "sinks", "terminals", "zones"]
        for table in order:
            site = self.gathered.sites.get((table, fold(text)))
            if site is not None:
                return site.id
            old = self._old(table, text)
            if old is not None:
                return str(old["id"])
        return None
