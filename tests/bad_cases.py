"""Kinds of bad input: what is spoilt in the tiny project, and what must be said about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.tiny_project import LIBRARY, REGION, SCENARIO

LINES = f"{REGION}/lines.csv"
ZONES = f"{REGION}/zones.csv"
PLANTS = f"{REGION}/plants.csv"
GENERATION = f"{REGION}/generation.csv"
LINKS = f"{REGION}/links.csv"
MATERIALS = f"{LIBRARY}/materials.csv"
INPUTS = f"{LIBRARY}/inputs.csv"
YIELDS = f"{LIBRARY}/yields.csv"
NEXT = 18
"""Line that a text appended to the scenario begins in."""

Spoil = Callable[[Path], None]
Said = tuple[str, ...]


@dataclass(frozen=True)
class BadCase:
    """One thing that is wrong with the tiny project."""

    name: str
    spoil: Spoil
    """Spoils the project in a folder."""
    problems: tuple[Said, ...]
    """Of every problem: its exact `where`, then what its text must hold."""
    start: str = SCENARIO
    """The scenario to load."""


def swap(file: str, old: str, new: str) -> Spoil:
    """Replace a text that stands in a file exactly once."""

    def spoil(root: Path) -> None:
        path = root / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new), encoding="utf-8", newline="")

    return spoil


def append(file: str, text: str) -> Spoil:
    """Add a text at the end of a file."""

    def spoil(root: Path) -> None:
        with (root / file).open("a", encoding="utf-8", newline="") as stream:
            stream.write(text)

    return spoil


def write(file: str, content: str | bytes) -> Spoil:
    """Write a whole file."""

    def spoil(root: Path) -> None:
        raw = content if isinstance(content, bytes) else content.encode()
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_bytes(raw)

    return spoil


def recode(file: str, encoding: str) -> Spoil:
    """Write a file again in another encoding."""

    def spoil(root: Path) -> None:
        path = root / file
        path.write_bytes(path.read_text(encoding="utf-8").encode(encoding))

    return spoil


def remove(file: str) -> Spoil:
    """Take a file away."""
    return lambda root: (root / file).unlink()


def rename(old: str, new: str) -> Spoil:
    """Give a file another name."""

    def spoil(root: Path) -> None:
        (root / old).rename(root / new)

    return spoil


def replace_by_folder(file: str) -> Spoil:
    """Put a folder where a file should be."""

    def spoil(root: Path) -> None:
        (root / file).unlink()
        (root / file).mkdir()

    return spoil


def replace_by_link(file: str) -> Spoil:
    """Move a file out of the project and link to it."""

    def spoil(root: Path) -> None:
        outside = root.parent / f"{root.name}-outside"
        outside.mkdir()
        target = outside / Path(file).name
        (root / file).rename(target)
        (root / file).symlink_to(target)

    return spoil


def link_to_itself(file: str) -> Spoil:
    """Put a link that leads to itself where a file should be."""

    def spoil(root: Path) -> None:
        (root / file).unlink()
        (root / file).symlink_to(root / file)

    return spoil


def grow(file: str, size: int) -> Spoil:
    """Make a file very large; it takes no room on the disk."""

    def spoil(root: Path) -> None:
        with (root / file).open("r+b") as stream:
            stream.truncate(size)

    return spoil


def both(*spoils: Spoil) -> Spoil:
    """Do several things."""

    def spoil(root: Path) -> None:
        for each in spoils:
            each(root)

    return spoil


def child(text: str, *more: Spoil) -> Spoil:
    """Write a scenario that extends others to `scenarios/child.yaml`."""
    return both(write(CHILD, text), *more)


CHILD = "scenarios/child.yaml"
HEAD = "format: 1\nname: child\ntitle: {en: Child}\n"


def change(text: str) -> Spoil:
    """Add a change in line NEXT of the scenario."""
    return append(SCENARIO, f"  - {text}\n")


def laughs(levels: int) -> str:
    """Return a text of few lines whose aliases stand for 9 ** levels words."""
    lines = ["format: 1", 'a0: &a0 ["lol", "lol"]']
    for i in range(1, levels):
        lines.append(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]")
    return "\n".join(lines) + "\n"


YAML_CASES = [
    BadCase(
        "misspelt key",
        swap(SCENARIO, "objective:", "objektive:"),
        ((f"{SCENARIO}:5", "unknown key 'objektive'", "did you mean 'objective'?"),),
    ),
    BadCase(
        "misspelt key in a list",
        swap(SCENARIO, "class: general", "clas: general"),
        ((f"{SCENARIO}:10", "unknown key 'clas'", "did you mean 'class'?"),),
    ),
    BadCase(
        "duplicate key",
        append(SCENARIO, "name: again\n"),
        ((f"{SCENARIO}:{NEXT}", "duplicate key 'name'", "line 2"),),
    ),
    BadCase(
        "duplicate key in a flow mapping",
        swap(SCENARIO, "{cap: net_cost,", "{cap: net_cost, cap: uptake,"),
        ((f"{SCENARIO}:12", "duplicate key 'cap'"),),
    ),
    BadCase(
        "missing format",
        swap(SCENARIO, "format: 1\n", ""),
        ((f"{SCENARIO}:1", "'format' is missing", "format: 1"),),
    ),
    BadCase(
        "wrong format version",
        swap(SCENARIO, "format: 1", "format: 2"),
        ((f"{SCENARIO}:1", "format '2'", "format: 1"),),
    ),
    BadCase(
        "missing title",
        swap(SCENARIO, "title: {en: Tiny, zh: 小例}\n", ""),
        ((f"{SCENARIO}:1", "'title' is missing"),),
    ),
    BadCase(
        "missing region",
        swap(SCENARIO, "region: tiny\n", ""),
        ((f"{SCENARIO}:1", "region"),),
    ),
    BadCase(
        "unknown region",
        swap(SCENARIO, "region: tiny", "region: tinny"),
        ((f"{SCENARIO}:4", "'tinny'", "did you mean 'tiny'?"),),
    ),
    BadCase(
        "region that climbs out",
        swap(SCENARIO, "region: tiny", "region: ../tiny"),
        ((f"{SCENARIO}:4", "'../tiny'", "short name"),),
    ),
    BadCase(
        "name that climbs out",
        swap(SCENARIO, "name: tiny\n", "name: ../../elsewhere\n"),
        ((f"{SCENARIO}:2", "'../../elsewhere'", "short name"),),
    ),
    BadCase(
        "name of two dots",
        swap(SCENARIO, "name: tiny\n", "name: ..\n"),
        ((f"{SCENARIO}:2", "'..'", "short name"),),
    ),
    BadCase(
        "over-long name",
        swap(SCENARIO, "name: tiny\n", f"name: {'n' * 70}\n"),
        ((f"{SCENARIO}:2", "nnnn", "at most 64"),),
    ),
    BadCase(
        "unknown metric",
        swap(SCENARIO, "minimize: net_cost", "minimize: net_costs"),
        ((f"{SCENARIO}:8", "'net_costs'", "did you mean 'net_cost'?"),),
    ),
    BadCase(
        "wrong unit for the metric",
        swap(SCENARIO, "at: 900 million CNY/yr", "at: 900 kt/yr"),
        ((f"{SCENARIO}:12", "at: 'kt/yr'", "MCNY/yr"),),
    ),
    BadCase(
        "no unit for the metric",
        swap(SCENARIO, "at: 900 million CNY/yr", "at: 900"),
        ((f"{SCENARIO}:12", "'900' has no unit"),),
    ),
    BadCase(
        "rate without per cent",
        swap(SCENARIO, "at: 10 %", "at: 10"),
        ((f"{SCENARIO}:13", "at: 1000 % is above 100 %", "write '10 %'"),),
    ),
    BadCase(
        "blank amount of a limit",
        swap(SCENARIO, "at: 10 %", "at: ' '"),
        ((f"{SCENARIO}:13", "at: a blank is not a quantity", "60 %"),),
    ),
    BadCase(
        "negative slack",
        swap(SCENARIO, "slack: 0.2 %", "slack: -0.2 %"),
        ((f"{SCENARIO}:7", "slack: '-0.2 %' is negative"),),
    ),
    BadCase(
        "scope on a metric that has none",
        swap(SCENARIO, "{cap: net_cost,", "{cap: net_cost, city: Eastby,"),
        ((f"{SCENARIO}:12", "'net_cost' cannot be asked of one city"),),
    ),
    BadCase(
        "both cap and floor",
        swap(SCENARIO, "{cap: net_cost,", "{cap: net_cost, floor: net_cost,"),
        ((f"{SCENARIO}:12", "exactly one of cap, floor", "cap and floor"),),
    ),
    BadCase(
        "neither maximize nor minimize",
        swap(SCENARIO, "  - maximize: utilization_rate\n    slack", "  - slack"),
        ((f"{SCENARIO}:6", "exactly one of maximize, minimize"),),
    ),
    BadCase(
        "unknown status",
        append(SCENARIO, "statuses: [operating, plannd]\n"),
        ((f"{SCENARIO}:{NEXT}", "'plannd'", "did you mean 'planned'?"),),
    ),
    BadCase(
        "unknown mode",
        append(SCENARIO, "modes:\n  - road\n  - watr\n"),
        ((f"{SCENARIO}:{NEXT + 2}", "no mode 'watr'", "did you mean 'water'?"),),
    ),
    BadCase(
        "unknown province of a limit",
        swap(SCENARIO, "province: 西省", "province: 北省"),
        ((f"{SCENARIO}:13", "no province '北省'"),),
    ),
    BadCase(
        "city where a province is due",
        swap(SCENARIO, "province: 西省", "province: westby"),
        ((f"{SCENARIO}:13", "no province 'westby'", "did you mean 'West'?"),),
    ),
    BadCase(
        "unknown area of a border",
        swap(SCENARIO, "from: East", "from: Eest"),
        ((f"{SCENARIO}:10", "no province or city 'Eest'", "did you mean 'East'?"),),
    ),
    BadCase(
        "unknown border rule",
        swap(SCENARIO, "rule: filing", "rule: filling"),
        ((f"{SCENARIO}:10", "rule: 'filling'", "did you mean 'filing'?"),),
    ),
    BadCase(
        "surcharge without unit",
        swap(SCENARIO, "surcharge: 2 CNY/t", "surcharge: 2"),
        ((f"{SCENARIO}:10", "surcharge: '2' has no unit", "35 CNY/t"),),
    ),
    BadCase(
        "year in words",
        append(SCENARIO, "year: next\n"),
        ((f"{SCENARIO}:{NEXT}", "year: 'next' is not a whole number"),),
    ),
    BadCase(
        "list where a mapping is due",
        swap(SCENARIO, "title: {en: Tiny, zh: 小例}", "title: [Tiny, 小例]"),
        ((f"{SCENARIO}:3", "title: this list is not a mapping"),),
    ),
    BadCase(
        "mapping where a list is due",
        swap(SCENARIO, "limits:\n  - {cap: net_cost, at: 900 million CNY/yr}\n  - ", "limits: "),
        ((f"{SCENARIO}:11", "limits: this mapping is not a list", "- "),),
    ),
    BadCase("empty file", write(SCENARIO, ""), ((f"{SCENARIO}:1", "the file is empty"),)),
    BadCase(
        "comments only",
        write(SCENARIO, "# to be written\n"),
        ((f"{SCENARIO}:1", "the file is empty"),),
    ),
    BadCase(
        "BOM in YAML",
        recode(SCENARIO, "utf-8-sig"),
        ((f"{SCENARIO}:1", "byte order mark", "without BOM"),),
    ),
    BadCase(
        "YAML in GBK",
        recode(SCENARIO, "gbk"),
        ((f"{SCENARIO}:3", "not UTF-8", "GBK"),),
    ),
    BadCase(
        "YAML in UTF-16",
        recode(SCENARIO, "utf-16"),
        ((f"{SCENARIO}:1", "not UTF-8", "UTF-16"),),
    ),
    BadCase(
        "10 MB of nested aliases",
        write(SCENARIO, laughs(9) + "pad: &pad [lol, lol, lol]\n" * 400_000),
        ((SCENARIO, "MB", "at most 1 MB"),),
    ),
    BadCase(
        "few lines of nested aliases",
        write(SCENARIO, laughs(30)),
        ((f"{SCENARIO}:2", "anchors and aliases ('&a0')", "extends"),),
    ),
    BadCase(
        "merge key",
        append(SCENARIO, "solver:\n  <<: {threads: 2}\n"),
        ((f"{SCENARIO}:{NEXT + 1}", "'<<'", "extends"),),
    ),
    BadCase(
        "too deep nesting",
        append(SCENARIO, f"deep: {'[' * 100}{']' * 100}\n"),
        ((f"{SCENARIO}:{NEXT}", "deeper than 30"),),
    ),
    BadCase(
        "YAML tag of a Python object",
        append(SCENARIO, "year: !!python/object/apply:os.system ['true']\n"),
        ((f"{SCENARIO}:{NEXT}", "tag", "python/object"),),
    ),
    BadCase(
        "tab indentation",
        append(SCENARIO, "solver:\n\tthreads: 2\n"),
        ((f"{SCENARIO}:{NEXT + 1}", "tab", "spaces"),),
    ),
    BadCase(
        "several documents",
        append(SCENARIO, "---\nformat: 1\n"),
        ((f"{SCENARIO}:{NEXT}", "second document"),),
    ),
    BadCase(
        "list at the top",
        write(SCENARIO, "- format: 1\n- name: tiny\n"),
        ((f"{SCENARIO}:1", "must be a mapping"),),
    ),
    BadCase(
        "unclosed quote",
        append(SCENARIO, "description: {en: 'never closed}\n"),
        ((f"{SCENARIO}:{NEXT}", "not valid YAML", "quotes"),),
    ),
    BadCase(
        "NUL in YAML",
        append(SCENARIO, "# \x00\n"),
        ((f"{SCENARIO}:{NEXT}", "NUL"),),
    ),
    BadCase(
        "wrong no in YAML",
        append(SCENARIO, "tax_storage: nope\n"),
        ((f"{SCENARIO}:{NEXT}", "tax_storage: 'nope' is not true or false"),),
    ),
]

PATH_CASES = [
    BadCase(
        "missing scenario",
        lambda root: None,
        (("{root}/scenarios/tinny.yaml", "no file 'tinny.yaml'", "did you mean 'tiny.yaml'?"),),
        start="scenarios/tinny.yaml",
    ),
    BadCase(
        "folder in place of the scenario",
        replace_by_folder(SCENARIO),
        ((SCENARIO, "a folder, not a file"),),
    ),
    BadCase(
        "extends a file that is not there",
        child(f"{HEAD}extends: tinny.yaml\n"),
        ((f"{CHILD}:4", "no file 'tinny.yaml'", "did you mean 'tiny.yaml'?"),),
        start=CHILD,
    ),
    BadCase(
        "extends itself",
        child(f"{HEAD}extends: child.yaml\n"),
        ((f"{CHILD}:4", "circle: child.yaml -> child.yaml"),),
        start=CHILD,
    ),
    BadCase(
        "cyclic extends",
        child(f"{HEAD}extends: tiny.yaml\n", append(SCENARIO, "extends: child.yaml\n")),
        ((f"{SCENARIO}:{NEXT}", "circle: child.yaml -> tiny.yaml -> child.yaml"),),
        start=CHILD,
    ),
    BadCase(
        "extends a file above",
        child(f"{HEAD}extends: ../../other.yaml\n"),
        ((f"{CHILD}:4", "'../../other.yaml'", "without '..'"),),
        start=CHILD,
    ),
    BadCase(
        "extends an absolute path",
        child(f"{HEAD}extends: /etc/hostname\n"),
        ((f"{CHILD}:4", "'/etc/hostname'", "relative path"),),
        start=CHILD,
    ),
    BadCase(
        "extends through a link that leads outside",
        child(f"{HEAD}extends: tiny.yaml\n", replace_by_link(SCENARIO)),
        ((f"{CHILD}:4", "'tiny.yaml' leads outside the project"),),
        start=CHILD,
    ),
    BadCase(
        "table that is a link to the outside",
        replace_by_link(LINES),
        ((LINES, "leads outside the project"),),
    ),
    BadCase(
        "table that is a link to itself",
        link_to_itself(LINKS),
        ((LINKS, "'links.csv' cannot be followed"),),
    ),
    BadCase(
        "table of more than 200 MB",
        grow(LINKS, 250_000_000),
        ((LINKS, "250.0 MB", "at most 200 MB"),),
    ),
    BadCase(
        "folder longer than a file system takes",
        append(SCENARIO, f"library: {'a' * 300}\n"),
        ((f"{SCENARIO}:{NEXT}", "no folder", "aaaa"),),
    ),
    BadCase(
        "path with a zero character",
        child(f'{HEAD}extends: "tiny\\0.yaml"\n'),
        ((f"{CHILD}:4", "control character"),),
        start=CHILD,
    ),
    BadCase(
        "path longer than a file system takes",
        child(f"{HEAD}extends: {'a' * 300}.yaml\n"),
        ((f"{CHILD}:4", "aaaa"),),
        start=CHILD,
    ),
    BadCase(
        "child without a name of its own",
        child("format: 1\ntitle: {en: Child}\nextends: tiny.yaml\n"),
        ((f"{CHILD}:1", "'name' is missing", "its own name"),),
        start=CHILD,
    ),
    BadCase(
        "library that is not there",
        append(SCENARIO, "library: libary\n"),
        ((f"{SCENARIO}:{NEXT}", "no folder 'libary'", "did you mean 'library'?"),),
    ),
    BadCase(
        "tables beside a region",
        append(SCENARIO, "tables: inputs\n"),
        ((f"{SCENARIO}:{NEXT}", "'tables' and 'region'"), (f"{SCENARIO}:{NEXT}", "no folder")),
    ),
    BadCase(
        "misspelt table file",
        rename(LINKS, f"{REGION}/link.csv"),
        ((f"{REGION}/link.csv", "no table", "did you mean 'links.csv'?"),),
    ),
    BadCase(
        "required table not there",
        remove(GENERATION),
        ((GENERATION, "'generation' is missing"),),
    ),
    BadCase(
        "folder in place of a table",
        replace_by_folder(LINKS),
        ((LINKS, "a folder, not a file"),),
    ),
]

CSV_CASES = [
    BadCase(
        "misspelt column",
        swap(LINES, ",capacity,", ",capcity,"),
        ((f"{LINES}:1", "unknown column 'capcity'", "did you mean 'capacity'?"),),
    ),
    BadCase(
        "missing column",
        write(YIELDS, "recipe,per,amount\nblend,activity,100 %\n"),
        ((f"{YIELDS}:1", "column 'material' is missing"),),
    ),
    BadCase(
        "duplicate column",
        swap(LINES, "capacity_low", "capacity"),
        ((f"{LINES}:1", "duplicate column 'capacity'", "4 and 5"),),
    ),
    BadCase(
        "semicolons instead of commas",
        write(YIELDS, "recipe;material;amount\nblend;cement;1\n"),
        ((f"{YIELDS}:1", "unknown column", "with commas"),),
    ),
    BadCase(
        "ragged row",
        swap(LINKS, "z2,p2,road,15 km", "z2,p2,road"),
        ((f"{LINKS}:3", "3 cells, the header 4"),),
    ),
    BadCase(
        "comma in a text without quotes",
        swap(PLANTS, "West Cement", "West, Cement"),
        ((f"{PLANTS}:3", "8 cells, the header 7", "double quotes"),),
    ),
    BadCase(
        "line counted after a cell of two lines",
        both(
            swap(PLANTS, "East Bricks", '"East\nBricks"'),
            swap(PLANTS, "westby,West", "westbi,West"),
        ),
        ((f"{PLANTS}:4", "city: 'westbi'", "did you mean 'westby'?"),),
    ),
    BadCase(
        "quotes that do not match",
        swap(PLANTS, "West Cement", '"West Cement'),
        ((f"{PLANTS}:3", "quotes"),),
    ),
    BadCase("zero-byte table", write(LINES, b""), ((f"{LINES}:1", "the file is empty"),)),
    BadCase(
        "header only",
        write(LINES, "id,plant,technology,capacity\n"),
        (
            (f"{LINES}:1", "'lines' has no rows"),
            (f"{SCENARIO}:16", "no row of table 'lines' has technology 'mill'"),
        ),
    ),
    BadCase(
        "NUL in a table",
        swap(ZONES, "West Smelter", "West\x00Smelter"),
        ((f"{ZONES}:3", "NUL"),),
    ),
    BadCase(
        "table in Latin-1",
        write(LINKS, "origin,destination,mode,km\nz\xe9,p1,road,3 km\n".encode("latin-1")),
        ((f"{LINKS}:2", "not UTF-8", "Latin-1"),),
    ),
]

CELL_CASES = [
    BadCase(
        "word for a number",
        swap(LINES, "120 kt/yr", "plenty"),
        ((f"{LINES}:2", "capacity: 'plenty' is not a number", "12 kt/yr"),),
    ),
    BadCase(
        "word under a heading with a unit",
        swap(GENERATION, "z1,slag,30", "z1,slag,lots"),
        ((f"{GENERATION}:3", "amount: 'lots' is not a number", "'kt/yr'"),),
    ),
    BadCase(
        "unit in the cell and in the heading",
        swap(GENERATION, "z1,slag,30", "z1,slag,30 kt/yr"),
        ((f"{GENERATION}:3", "amount: '30 kt/yr' is not a number", "header gives"),),
    ),
    BadCase(
        "NaN",
        swap(LINES, "120 kt/yr", "NaN"),
        ((f"{LINES}:2", "capacity: 'NaN' is not a number"),),
    ),
    BadCase(
        "infinity",
        swap(LINES, "120 kt/yr", "inf"),
        ((f"{LINES}:2", "capacity: 'inf' is not a number"),),
    ),
    BadCase(
        "number too large",
        swap(LINES, "120 kt/yr", "1e999 kt/yr"),
        ((f"{LINES}:2", "capacity: '1e999 kt/yr' is not a finite number"),),
    ),
    BadCase(
        "NaN for a longitude",
        swap(ZONES, "115.1,30.1", "nan,30.1"),
        ((f"{ZONES}:2", "lon: 'nan' is not a finite number"),),
    ),
    BadCase(
        "negative capacity",
        swap(LINES, "120 kt/yr", "-120 kt/yr"),
        ((f"{LINES}:2", "capacity: '-120 kt/yr' is negative"),),
    ),
    BadCase(
        "unknown unit",
        swap(LINES, "120 kt/yr", "120 ktt/yr"),
        ((f"{LINES}:2", "capacity: unknown unit 'ktt'", "12 kt/yr"),),
    ),
    BadCase(
        "missing unit",
        swap(LINES, "120 kt/yr", "120"),
        ((f"{LINES}:2", "capacity: '120' has no unit", "capacity [kt/yr]"),),
    ),
    BadCase(
        "kt where km is due",
        swap(LINKS, "15 km", "15 kt"),
        ((f"{LINKS}:3", "km: 'kt' does not measure the same as 'km'"),),
    ),
    BadCase(
        "kt where kt/yr is due",
        swap(LINES, "120 kt/yr", "120 kt"),
        ((f"{LINES}:2", "capacity: 'kt' does not measure the same as 'kt/yr'"),),
    ),
    BadCase(
        "milli for million",
        swap(LINES, "120 kt/yr", "0.12 mt/yr"),
        ((f"{LINES}:2", "capacity: 'mt'", "million is 'M'"),),
    ),
    BadCase(
        "number split by a space",
        swap(LINES, "120 kt/yr", "1 200 kt/yr"),
        ((f"{LINES}:2", "capacity: '1 200 kt/yr' is not one number"),),
    ),
    BadCase(
        "wrong unit in the heading",
        swap(GENERATION, "amount [kt/yr]", "amount [km]"),
        ((f"{GENERATION}:1", "column 'amount'", "'km' does not measure", "amount [kt/yr]"),),
    ),
    BadCase(
        "unit on a text column",
        swap(PLANTS, "name_zh", "name_zh [km]"),
        ((f"{PLANTS}:1", "column 'name_zh' takes no unit"),),
    ),
    BadCase(
        "blank where a value is due",
        swap(LINKS, "z2,p2,road,15 km", "z2,p2,,15 km"),
        ((f"{LINKS}:3", "'mode' is missing"),),
    ),
    BadCase(
        "latitude out of range",
        swap(ZONES, "115.1,30.1", "30.1,115.1"),
        ((f"{ZONES}:2", "lat: '115.1' is above 90"),),
    ),
    BadCase(
        "longitude without latitude",
        swap(ZONES, "115.1,30.1", "115.1,"),
        ((f"{ZONES}:2", "only one of lon and lat"),),
    ),
    BadCase(
        "bad bool",
        write(LINKS, "origin,destination,mode,km,both_ways\nz1,p1,road,3 km,perhaps\n"),
        ((f"{LINKS}:2", "both_ways: 'perhaps' is not true or false"),),
    ),
    BadCase(
        "year that is no year",
        swap(GENERATION, "0.12 Mt/a,A yearbook,2023", "0.12 Mt/a,A yearbook,about 2023"),
        ((f"{GENERATION}:4", "year: 'about 2023' is not a whole number"),),
    ),
    BadCase(
        "unknown kind",
        swap(MATERIALS, "矿渣,waste", "矿渣,wast"),
        ((f"{MATERIALS}:2", "kind: 'wast'", "did you mean 'waste'?"),),
    ),
    BadCase(
        "unknown status of a line",
        swap(LINES, "90 %,operating", "90 %,running"),
        ((f"{LINES}:2", "status: 'running'", "operating"),),
    ),
    BadCase(
        "id with a slash",
        swap(LINES, "l1,p1", "l/1,p1"),
        ((f"{LINES}:2", "id: 'l/1' is not a short name"),),
    ),
    BadCase(
        "id that climbs out",
        swap(LINES, "l1,p1", "../l1,p1"),
        ((f"{LINES}:2", "id: '../l1' is not a short name"),),
    ),
    BadCase(
        "over-long text",
        swap(PLANTS, "West Cement", "W" * 300),
        ((f"{PLANTS}:3", "name_en: 'WWWW", "longer than 200"),),
    ),
    BadCase(
        "share above one",
        swap(LINES, "85 %", "85"),
        ((f"{LINES}:3", "availability: 8500 % is above 100 %", "write '85 %'"),),
    ),
    BadCase(
        "parameter in a wrong unit",
        swap(f"{LIBRARY}/parameters.csv", "8 %", "8 CNY/t"),
        ((f"{LIBRARY}/parameters.csv:3", "value: 'CNY/t' does not measure"),),
    ),
    BadCase(
        "low above high",
        swap(LINES, "100 kt/yr,150 kt/yr", "0.15 Mt/yr,130 kt/yr"),
        ((f"{LINES}:2", "capacity_low 150 is above capacity 120", "kt/yr"),),
    ),
    BadCase(
        "min above max",
        swap(INPUTS, "blend,slag,20 %,50 %", "blend,slag,60 %,50 %"),
        ((f"{INPUTS}:3", "min 0.6 is above max 0.5"),),
    ),
]

REFERENCE_CASES = [
    BadCase(
        "duplicate row",
        append(LINES, "l1,p2,mill,9 kt/yr,,,1,operating,,\n"),
        ((f"{LINES}:4", "duplicate row: id 'l1'", f"{LINES}:2"),),
    ),
    BadCase(
        "duplicate row of library and region",
        write(f"{REGION}/modes.csv", "id,name_en,medium,tariff\nroad,Truck,road,1 CNY/t/km\n"),
        ((f"{REGION}/modes.csv:2", "duplicate row: id 'road'", f"{LIBRARY}/modes.csv:2"),),
    ),
    BadCase(
        "duplicate row of a compound key",
        append(GENERATION, "z1,slag,31,,,,,\n"),
        ((f"{GENERATION}:5", "zone 'z1', material 'slag'", f"{GENERATION}:3"),),
    ),
    BadCase(
        "dangling plant",
        swap(LINES, "l2,p2", "l2,p3"),
        ((f"{LINES}:3", "plant: 'p3' is not in table 'plants'", "there are: p1, p2"),),
    ),
    BadCase(
        "dangling material",
        swap(GENERATION, "z1,tailings", "z1,tailing"),
        ((f"{GENERATION}:2", "material: 'tailing'", "did you mean 'tailings'?"),),
    ),
    BadCase(
        "dangling recipe",
        swap(INPUTS, "blend,slag", "blent,slag"),
        (
            (f"{INPUTS}:3", "recipe: 'blent'", "did you mean 'blend'?"),
            (f"{LIBRARY}/groups.csv:2", "'slag' is not an input of recipe 'blend'"),
        ),
    ),
    BadCase(
        "dangling zone",
        swap(GENERATION, "z2,slag", "zone2,slag"),
        ((f"{GENERATION}:4", "zone: 'zone2'", "there are: z1, z2"),),
    ),
    BadCase(
        "name where an id is due",
        swap(ZONES, "东矿,eastby,East", "东矿,东城,East"),
        ((f"{ZONES}:2", "city: '东城' is not in table 'areas'", "write 'eastby'"),),
    ),
    BadCase(
        "city in another province",
        swap(ZONES, "westby,West", "westby,East"),
        ((f"{ZONES}:3", "city 'westby' lies in 'West', not in 'East'"),),
    ),
    BadCase(
        "province in the column of cities",
        swap(ZONES, "westby,West", "West,West"),
        ((f"{ZONES}:3", "city: 'West' is a province, not a city"),),
    ),
    BadCase(
        "parent that is no province",
        swap(f"{REGION}/areas.csv", "西城,West", "西城,Wset"),
        ((f"{REGION}/areas.csv:5", "parent: 'Wset'", "did you mean 'West'?"),),
    ),
    BadCase(
        "unknown link end",
        swap(LINKS, "z1,p2,road", "z1,port_wst,road"),
        ((f"{LINKS}:4", "destination: 'port_wst'", "did you mean 'port_west'?"),),
    ),
    BadCase(
        "link end of two kinds",
        both(
            append(f"{REGION}/sinks.csv", "z1,Shared id,,eastby,East,,,landfill,,,,\n"),
        ),
        (
            (f"{LINKS}:2", "origin: 'z1' stands in zones and in sinks"),
            (f"{LINKS}:4", "origin: 'z1' stands in zones and in sinks"),
        ),
    ),
    BadCase(
        "group of what is no input",
        swap(f"{LIBRARY}/groups.csv", "blend,all,clinker; slag", "blend,all,clinker; tailings"),
        ((f"{LIBRARY}/groups.csv:2", "'tailings' is not an input of recipe 'blend'"),),
    ),
    BadCase(
        "yield per unknown input",
        swap(YIELDS, "bake,sludge,tailings", "bake,sludge,tailing"),
        ((f"{YIELDS}:4", "per: 'tailing'", "did you mean 'tailings'?"),),
    ),
    BadCase(
        "quality rule of an unknown recipe",
        swap(f"{LIBRARY}/quality.csv", "lead,bake", "lead,bakery"),
        ((f"{LIBRARY}/quality.csv:2", "recipes: 'bakery'", "did you mean 'bake'?"),),
    ),
    BadCase(
        "recipe of another technology",
        write(
            LINES,
            "id,plant,technology,capacity,recipes\nl1,p1,brickworks,9 kt/yr,bake\n"
            "l2,p2,mill,9 kt/yr,bake; blend\n",
        ),
        ((f"{LINES}:3", "'bake' belongs to technology 'brickworks'", "there are: blend"),),
    ),
    BadCase(
        "technology without a recipe",
        both(
            append(f"{LIBRARY}/technologies.csv", "kiln,Kiln,,,low,product\n"),
            swap(LINES, "l2,p2,mill", "l2,p2,kiln"),
            swap(SCENARIO, "{technology: mill}", "{technology: kiln}"),
        ),
        ((f"{LINES}:3", "technology 'kiln' has no recipe"),),
    ),
    BadCase(
        "recipe without inputs",
        append(f"{LIBRARY}/recipes.csv", "empty,mill,Empty,,product,,\n"),
        ((f"{LIBRARY}/recipes.csv:4", "recipe 'empty' has no rows in table 'inputs'"),),
    ),
    BadCase(
        "generation of a product",
        append(GENERATION, "z1,brick,3,,,,,\n"),
        ((f"{GENERATION}:5", "material 'brick' is of kind product"),),
    ),
    BadCase(
        "market of a waste",
        swap(f"{REGION}/markets.csv", "砖,brick", "砖,slag"),
        ((f"{REGION}/markets.csv:3", "product 'slag' is a waste"),),
    ),
    BadCase(
        "two totals of one group of markets",
        write(
            f"{REGION}/markets.csv",
            "id,name_en,product,group,group_max,price\na,A,cement,all,9 kt/yr,1 CNY/t\n"
            "b,B,brick,all,8 kt/yr,1 CNY/t\n",
        ),
        ((f"{REGION}/markets.csv:3", "group_max differs", f"{REGION}/markets.csv:2"),),
    ),
    BadCase(
        "quality rule that looks at no input",
        swap(f"{LIBRARY}/quality.csv", "bake,tailings", "bake,clinker"),
        ((f"{LIBRARY}/quality.csv:2", "'clinker' is not an input of any recipe of the rule"),),
    ),
    BadCase(
        "wholly wet waste",
        swap(MATERIALS, "tailings,10 %", "tailings,100 %"),
        ((f"{MATERIALS}:3", "moisture: 100 % is above 95 %"),),
    ),
    BadCase(
        "derived without source or note",
        swap(GENERATION, "z1,slag,30,,,,,", "z1,slag,30,,,,,derived"),
        ((f"{GENERATION}:3", "'derived' without a source or a note"),),
    ),
    BadCase(
        "published without a source",
        swap(LINES, "90 %,operating,A permit", "90 %,operating,"),
        ((f"{LINES}:2", "'published' without a source", "assumed"),),
    ),
    BadCase(
        "waste without a class",
        swap(MATERIALS, "waste,general_I,slag", "waste,,slag"),
        ((f"{MATERIALS}:2", "waste_class of 'slag' is blank", "general_I"),),
    ),
]

CHANGE_CASES = [
    BadCase(
        "change of an unknown table",
        change("{table: line, drop: true}"),
        ((f"{SCENARIO}:{NEXT}", "table: 'line'", "did you mean 'lines'?"),),
    ),
    BadCase(
        "change that matches nothing",
        swap(SCENARIO, "technology: mill", "technology: mil"),
        ((f"{SCENARIO}:16", "has technology 'mil'", "did you mean 'mill'?"),),
    ),
    BadCase(
        "conditions that match nothing together",
        change("{table: lines, where: {technology: mill, plant: p1}, set: {availability: 1}}"),
        ((f"{SCENARIO}:{NEXT}", "technology 'mill' and plant 'p1'"),),
    ),
    BadCase(
        "one of a list that matches nothing",
        change("{table: zones, where: {city: [东城, 西成]}, set: {role: neighbour}}"),
        ((f"{SCENARIO}:{NEXT}", "has city '西成'", "there are: eastby, westby"),),
    ),
    BadCase(
        "set on an unknown column",
        change("{table: lines, where: {id: l1}, set: {capcity: 1 Mt/yr}}"),
        ((f"{SCENARIO}:{NEXT}", "has no column 'capcity'", "did you mean 'capacity'?"),),
    ),
    BadCase(
        "two unknown columns",
        append(
            SCENARIO,
            "  - table: lines\n    where: {idd: l1}\n    set:\n      capcity: 1 Mt/yr\n",
        ),
        ((f"{SCENARIO}:{NEXT + 1}", "no column 'idd'"), (f"{SCENARIO}:{NEXT + 3}", "'capcity'")),
    ),
    BadCase(
        "set without a unit",
        change("{table: lines, where: {id: l1}, set: {capacity: 1500}}"),
        ((f"{SCENARIO}:{NEXT}", "capacity: '1500' has no unit", "12 kt/yr"),),
    ),
    BadCase(
        "set to blank",
        change("{table: lines, where: {id: l1}, set: {capacity: }}"),
        ((f"{SCENARIO}:{NEXT}", "capacity: this must not be blank"),),
    ),
    BadCase(
        "set to a plant that is not there",
        change("{table: lines, where: {id: l1}, set: {plant: p9}}"),
        ((f"{SCENARIO}:{NEXT}", "plant: 'p9' is not in table 'plants'"),),
    ),
    BadCase(
        "set that makes a key twice",
        change("{table: lines, where: {id: l1}, set: {id: l2}}"),
        ((f"{SCENARIO}:{NEXT}", "two rows of table 'lines' would have id 'l2'", f"{LINES}:3"),),
    ),
    BadCase(
        "negative scale",
        swap(SCENARIO, "{capacity: 1.5}", "{capacity: -1.5}"),
        ((f"{SCENARIO}:17", "capacity: '-1.5' is below 0"),),
    ),
    BadCase(
        "scale that is no number",
        swap(SCENARIO, "{capacity: 1.5}", "{capacity: half}"),
        ((f"{SCENARIO}:17", "capacity: 'half' is not a number"),),
    ),
    BadCase(
        "scale of NaN",
        swap(SCENARIO, "{capacity: 1.5}", "{capacity: .nan}"),
        ((f"{SCENARIO}:17", "capacity: '.nan' is not a number"),),
    ),
    BadCase(
        "scale on a text column",
        swap(SCENARIO, "{capacity: 1.5}", "{status: 1.5}"),
        ((f"{SCENARIO}:17", "'status' cannot be scaled", "capacity"),),
    ),
    BadCase(
        "scale on a blank column",
        change("{table: sinks, where: {id: pond}, scale: {capacity: 2}}"),
        ((f"{SCENARIO}:{NEXT}", "'capacity' is blank"),),
    ),
    BadCase(
        "scale beyond one",
        swap(SCENARIO, "{capacity: 1.5}", "{availability: 1.5}"),
        ((f"{SCENARIO}:17", "availability: 127.5 % is above 100 %"),),
    ),
    BadCase(
        "end of a range that a column does not have",
        change("{table: lines, where: {id: l1}, use: {min_load: high}}"),
        ((f"{SCENARIO}:{NEXT}", "'min_load' has no range"),),
    ),
    BadCase(
        "end of a range that no row has",
        change("{table: lines, where: {id: l2}, use: {capacity: high}}"),
        ((f"{SCENARIO}:{NEXT}", "no row", "high end of 'capacity'"),),
    ),
    BadCase(
        "unknown end of a range",
        change("{table: lines, where: {id: l1}, use: {capacity: hi}}"),
        ((f"{SCENARIO}:{NEXT}", "capacity: 'hi'", "did you mean 'high'?"),),
    ),
    BadCase(
        "drop of a row that others need",
        change("{table: plants, where: {id: p1}, drop: true}"),
        (
            (f"{LINES}:2", "plant: 'p1'", f"dropped at {SCENARIO}:{NEXT}"),
            (f"{LINKS}:2", "destination: 'p1'", f"dropped at {SCENARIO}:{NEXT}"),
        ),
    ),
    BadCase(
        "drop: no",
        change("{table: links, drop: no}"),
        ((f"{SCENARIO}:{NEXT}", "drop: 'no'", "write: true"),),
    ),
    BadCase(
        "set and drop at once",
        change("{table: links, set: {km: 3 km}, drop: true}"),
        ((f"{SCENARIO}:{NEXT}", "exactly one of set, scale, use, drop, add", "set and drop"),),
    ),
    BadCase(
        "nothing to do",
        change("{table: links, set: {}}"),
        ((f"{SCENARIO}:{NEXT}", "says nothing to do"),),
    ),
    BadCase(
        "add with where",
        change("{table: links, where: {mode: road}, add: []}"),
        ((f"{SCENARIO}:{NEXT}", "'add' takes no 'where'"),),
    ),
    BadCase(
        "added row with a misspelt column",
        append(
            SCENARIO,
            "  - table: lines\n    add:\n      - {id: l3, plant: p1, technology: mill,\n"
            "         capcity: 3 kt/yr, capacity: 3 kt/yr}\n",
        ),
        ((f"{SCENARIO}:{NEXT + 3}", "no column 'capcity'", "did you mean 'capacity'?"),),
    ),
    BadCase(
        "added row without a required column",
        append(
            SCENARIO,
            "  - table: lines\n    add:\n      - {id: l3, plant: p1, technology: mill}\n",
        ),
        ((f"{SCENARIO}:{NEXT + 2}", "'capacity' is missing"),),
    ),
    BadCase(
        "added row of a key that exists",
        change("{table: lines, add: [{id: l1, plant: p1, technology: mill, capacity: 3 t/yr}]}"),
        ((f"{SCENARIO}:{NEXT}", "would have id 'l1'", f"{LINES}:2"),),
    ),
    BadCase(
        "added row that refers to nothing",
        append(
            SCENARIO,
            "  - table: lines\n    add:\n"
            "      - {id: l3, plant: p7, technology: mill, capacity: 3 kt/yr}\n",
        ),
        ((f"{SCENARIO}:{NEXT}", "plant: 'p7'"),),
    ),
    BadCase(
        "where with a mapping",
        change("{table: lines, where: {id: {is: l1}}, drop: true}"),
        ((f"{SCENARIO}:{NEXT}", "id: a value or a list of values is wanted"),),
    ),
    BadCase(
        "change in an extended file",
        child(
            f"{HEAD}extends: tiny.yaml\nchange:\n"
            "  - {table: zones, where: {id: z9}, drop: true}\n",
            change("{table: plants, where: {id: p9}, drop: true}"),
        ),
        ((f"{SCENARIO}:{NEXT}", "has id 'p9'"), (f"{CHILD}:6", "has id 'z9'")),
        start=CHILD,
    ),
]

SEVERAL_CASES = [
    BadCase(
        "several errors in several files",
        both(
            swap(SCENARIO, "region: tiny", "region: tiny\nyeer: 2030"),
            swap(SCENARIO, "at: 900 million CNY/yr", "at: 900 km"),
            swap(LINES, "120 kt/yr", "-120 kt/yr"),
            swap(LINES, "85 %", "85 km"),
            swap(GENERATION, "z2,slag", "z3,slag"),
            swap(MATERIALS, "family", "famly"),
        ),
        (
            (f"{SCENARIO}:5", "unknown key 'yeer'", "did you mean 'year'?"),
            (f"{SCENARIO}:13", "at: 'km'"),
            (f"{LINES}:2", "is negative"),
            (f"{LINES}:3", "availability: 'km'"),
            (f"{GENERATION}:4", "zone: 'z3'"),
            (f"{MATERIALS}:1", "unknown column 'famly'", "did you mean 'family'?"),
        ),
    ),
    BadCase(
        "duplicate keys and a bad row",
        both(append(SCENARIO, "name: a\nname: b\n"), swap(LINKS, "15 km", "15 kt")),
        (
            (f"{SCENARIO}:{NEXT}", "duplicate key 'name'"),
            (f"{SCENARIO}:{NEXT + 1}", "duplicate key 'name'"),
            (f"{LINKS}:3", "'kt'"),
        ),
    ),
    BadCase(
        "broken chain and a misspelt key",
        child(f"{HEAD}extends: tinny.yaml\nlimit: []\n"),
        ((f"{CHILD}:4", "'tinny.yaml'"), (f"{CHILD}:5", "'limit'", "did you mean 'limits'?")),
        start=CHILD,
    ),
]

BAD_CASES = [
    *YAML_CASES,
    *PATH_CASES,
    *CSV_CASES,
    *CELL_CASES,
    *REFERENCE_CASES,
    *CHANGE_CASES,
    *SEVERAL_CASES,
]
"""Every kind of bad input; a test takes them as parameters, their `name` as id."""
