"""Where a site is: its province from its city, its point from the gazetteer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from sim.say.message import Bilingual, message
from sim.workbooks.account import Account
from sim.workbooks.blocks import Entry
from sim.workbooks.catalogue import fold
from sim.workbooks.gazetteer import Spot, find, nearest, place_of, short, split_place

_DEGREES = re.compile(r"(\d{1,3})[°度](?:(\d{1,2})[′'分])?(?:([\d.]+)[″\"秒])?")
_BRACKET = re.compile(r"[(（]([^()（）]+)[)）]")
_ID = re.compile(r"[^\w.+\-]+")
_BOUNDS = {"lon": 180.0, "lat": 90.0}
_MOST_ID = 56
_NEAR = 3.0
"""Degrees within which a site may lie from the point of its area."""


@dataclass
class Site:
    """A mine, plant, port or store while it is put together from all rows that name it."""

    id: str
    name: str
    table: str
    where: str
    texts: dict[str, str] = field(default_factory=dict)
    at: dict[str, str] = field(default_factory=dict)
    scenario: str = ""
    """Scenario that alone has it; blank: all."""
    is_refused: bool = False
    """Whether what is said of its place was refused: no more need be told of that."""

    def add(self, entry: Entry) -> None:
        """Take what a further row says of it and no earlier one did."""
        for name, text in entry.texts.items():
            if name not in self.texts:
                self.texts[name] = text
                self.at[name] = entry.place(name)


@dataclass
class Areas:
    """Provinces and cities that sites lie in."""

    rows: dict[str, dict[str, object]] = field(default_factory=dict)
    known: dict[tuple[str, str], str] = field(default_factory=dict)
    """Level and folded name -> id, of the project that the workbook adds to."""

    def _known(self, level: str, spot: Spot | None, text: str) -> str | None:
        names = (spot.short, spot.name_en, spot.name) if spot else (text,)
        return next(
            (self.known[level, fold(n)] for n in names if (level, fold(n)) in self.known), None
        )

    def province(self, spot: Spot | None, text: str) -> str:
        """Return the id of a province, which is noted."""
        there = self._known("province", spot, text)
        if there is not None:
            return there
        name = spot.name_en if spot else text
        self.rows.setdefault(name, _area(name, "province", spot, text, ""))
        return name

    def city(self, spot: Spot | None, text: str, province: str) -> str:
        """Return the id of a city, which is noted."""
        there = self._known("city", spot, text)
        if there is not None:
            return there
        name = spot.name_en if spot else text
        if name in self.rows and self.rows[name].get("parent") != province:
            name = (
                f"{name} city" if self.rows[name]["level"] == "province" else f"{name} ({province})"
            )
        self.rows.setdefault(name, _area(name, "city", spot, text, province))
        return name


def _area(name: str, level: str, spot: Spot | None, text: str, parent: str) -> dict[str, object]:
    zh = spot.short if spot else ("" if text.isascii() else text)
    row: dict[str, object] = {"id": name, "level": level, "name_en": spot.name_en if spot else text}
    row |= {"name_zh": zh, "parent": parent}
    if spot is not None and spot.lon is not None:
        row |= {"lon": spot.lon, "lat": spot.lat}
    return row


def make_id(name: str, taken: Iterable[str]) -> str:
    """Return a short name that no other thing has.

    >>> make_id("华新水泥(阳新)", []), make_id("Huaxin Cement", ["huaxin_cement"])
    ('华新水泥_阳新', 'huaxin_cement_2')
    """
    plain = _ID.sub("_", name.lower()).strip("_.-+")[:_MOST_ID] or "site"
    if not re.match(r"\w", plain):
        plain = f"s{plain}"
    used, number, found = set(taken), 1, plain
    while found in used:
        number += 1
        found = f"{plain}_{number}"
    return found


def locate(site: Site, areas: Areas, favoured: set[str], account: Account) -> dict[str, object]:
    """Return province, city, county and point of a site; what was inferred is told.

    `favoured` are the provinces that the workbook speaks of: of areas of one name theirs is meant.
    """
    spots = _find_spots(site, favoured, account)
    row: dict[str, object] = {}
    inner = spots[-1] if spots else None
    province, city = _above(inner)
    texts = site.texts
    if province or texts.get("province"):
        row["province"] = areas.province(province, texts.get("province", ""))
    if city or texts.get("city"):
        row["city"] = areas.city(city, texts.get("city", ""), str(row.get("province", "")))
    if inner is not None and inner.level == "county":
        row["county"] = inner.name_en if site.name.isascii() else inner.name
    elif texts.get("county"):
        row["county"] = texts["county"]
    if "province" in row and "province" not in texts and "place" not in texts:
        _tell(
            site,
            account,
            "wb_province",
            Bilingual(str(row["province"]), province.short if province else ""),
        )
    return row | _point(site, inner, account)


def _above(spot: Spot | None) -> tuple[Spot | None, Spot | None]:
    """Return the province and the city of an area."""
    if spot is None:
        return None, None
    province = (
        spot if spot.level == "province" else next(iter(find(spot.province, "province")), None)
    )
    if spot.level == "province":
        return province, None
    city = (
        spot if spot.level == "city" else next(iter(find(spot.city, "city", spot.province)), None)
    )
    return province, city


def _find_spots(site: Site, favoured: set[str], account: Account) -> list[Spot]:
    """Return the areas that a site lies in, the widest first; contradictions are refused."""
    found: list[Spot] = []
    given = [
        (level, site.texts[level])
        for level in ("province", "city", "county", "place")
        if site.texts.get(level)
    ]
    for level, text in given:
        spots = _named(level, text)
        if not spots and level == "county" and not found:
            spots = find(text)
        if not spots:
            continue
        fitting = [spot for spot in spots if not found or _is_within(spot, found[-1])]
        if not fitting:
            names = {
                "area": text,
                "one": spots[0].province or spots[0].name,
                "other": found[-1].name,
            }
            account.refuse(
                site.at.get(level, site.where),
                message("wb_area_clash", **names),
                message("wb_area_clash_hint"),
            )
            site.is_refused = True
            return found
        if len({spot.name + spot.city + spot.province for spot in fitting}) > 1:
            liked = [spot for spot in fitting if spot.province in favoured or spot.name in favoured]
            widest = [spot for spot in liked or fitting if spot.level == fitting[0].level]
            if len(widest) > 1:
                areas = " / ".join(f"{s.province}{s.city}{s.name}" for s in widest[:6])
                what = message("wb_area_two", area=text, areas=areas)
                account.refuse(site.at.get(level, site.where), what, message("wb_area_two_hint"))
                site.is_refused = True
                return found
            fitting = widest
        found.append(fitting[0])
    return found or _from_name(site, favoured, account) or _from_point(site, account)


def _named(level: str, text: str) -> list[Spot]:
    """Return the areas of a text in a column; a full place is read to its innermost area."""
    exact = find(text, "" if level == "place" else level)
    if level in ("city", "county") and not exact:
        exact = [spot for spot in find(text) if spot.level != "province"]
    if exact:
        return exact
    parts = split_place(text)
    return parts[-1:]


def _is_within(spot: Spot, wider: Spot) -> bool:
    """Return whether an area lies in another one, or is the same."""
    return wider.name in (spot.province, spot.city, spot.name) or (
        wider.level == "county" and spot.name == wider.city
    )


def _from_name(site: Site, favoured: set[str], account: Account) -> list[Spot]:
    """Return the area that the name of a site speaks of, as 华新水泥（阳新） does."""
    if any(site.texts.get(level) for level in ("province", "city", "county", "place")):
        return []
    bare = _BRACKET.sub("", site.name)
    tries = [*_BRACKET.findall(site.name), *(bare[:n] for n in (4, 3, 2)), *bare.split()[:1]]
    for text in (t for t in tries if len(t) >= 2):
        spots = find(text)
        liked = [s for s in spots if s.province in favoured or s.name in favoured] or spots
        inner = [s for s in liked if s.level == liked[0].level] if liked else []
        if len(inner) == 1:
            _tell(site, account, "wb_area_from_name", Bilingual(inner[0].name_en, inner[0].name))
            return inner
    return []


def _from_point(site: Site, account: Account) -> list[Spot]:
    """Return the area nearest to the coordinates of a site that no text places."""
    lon, lat = (_degrees(site.texts.get(axis, "")) for axis in ("lon", "lat"))
    spot = None if lon is None or lat is None else nearest(lon, lat)
    if spot is None:
        return []
    _tell(site, account, "wb_area_from_point", Bilingual(spot.name_en, spot.name))
    return [spot]


def _tell(site: Site, account: Account, key: str, text: object) -> None:
    account.tell(site.where, "inferred", message(key, site=site.name, text=text))


def _point(site: Site, inner: Spot | None, account: Account) -> dict[str, object]:
    """Return the point of a site, its confidence and where it is from."""
    given = {axis: _degrees(site.texts[axis]) for axis in ("lon", "lat") if site.texts.get(axis)}
    for axis, number in given.items():
        if number is None or abs(number) > _BOUNDS[axis]:
            what = message("wb_degrees", text=site.texts[axis])
            account.refuse(site.at[axis], what, message("wb_degrees_hint"))
            return {}
    if len(given) == 2:
        lon, lat = given["lon"], given["lat"]
        if _is_swapped(lon, lat, inner):
            account.refuse(site.at["lon"], message("wb_swapped"), message("wb_swapped_hint"))
        return {"lon": lon, "lat": lat}
    spot = place_of(inner) if inner is not None else None
    if spot is None:
        return {}
    name = Bilingual(spot.name_en, short(spot.name))
    _tell(site, account, "wb_point", name)
    return {"lon": spot.lon, "lat": spot.lat, "point_of": name, "point_source": spot.source}


def _is_swapped(lon: float | None, lat: float | None, inner: Spot | None) -> bool:
    """Return whether a point is where its area is once its two numbers change places."""
    if inner is None or None in (lon, lat, inner.lon, inner.lat):
        return False
    return abs((lon or 0) - (inner.lat or 0)) < _NEAR and abs((lat or 0) - (inner.lon or 0)) < _NEAR


def _degrees(text: str) -> float | None:
    """Return a coordinate; degrees, minutes and seconds are read too.

    >>> _degrees("115.05"), _degrees("东经115°03′")
    (115.05, 115.05)
    """
    parts = _DEGREES.search(text)
    if parts:
        degrees, minutes, seconds = (float(part or 0) for part in parts.groups())
        return round(degrees + minutes / 60 + seconds / 3600, 6)
    try:
        return float(text.strip("°EeNn东北经纬 "))
    except ValueError:
        return None


def same(one: str, other: str) -> bool:
    """Return whether two names are the same but for signs and spaces."""
    return fold(one) == fold(other)
