"""The house rules that can be read off the code: rooms, sizes, docstrings, no shipped names."""

import ast
import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import networkx
import pytest

LEVELS = (
    ("say",),
    ("errors", "units", "games", "processes"),
    ("rules",),
    ("scenario", "workers", "folders"),
    ("loader", "geo", "verify"),
    ("network", "synthetic", "workbooks"),
    ("checks", "model"),
    ("solve",),
    ("diagnose", "exchange", "years"),
    ("results",),
    ("draw",),
    ("report", "documents"),
    ("studies",),
    ("api",),
    ("page",),
    ("cli",),
    ("__main__",),
)
"""Rooms of the house; a room imports from earlier levels only."""
LEVEL = {room: level for level, rooms in enumerate(LEVELS) for room in rooms}
FACE = "api"
"""Room whose names the package itself gives, when they are asked for."""
ONLY_IN = {
    "pyomo": {"exchange"},
    "highspy": {"solve", "diagnose", "exchange"},
    "geopandas": {"geo", "draw"},
    "matplotlib": {"geo", "draw", "studies", "api"},
    "mpl_toolkits": {"geo", "draw", "studies"},
    "plotly": {"report"},
    "jinja2": {"report", "page"},
    "tornado": {"page"},
    "docx": {"documents"},
    "reportlab": {"documents"},
    "fontTools": {"documents"},
    "xlsxwriter": {"results", "workbooks"},
    "python_calamine": {"workbooks"},
    "defusedxml": {"workbooks"},
    "yaml": {"loader"},
    "distributed": {"workers"},
}
"""Library -> rooms that may know it. Pyomo is made from the arrays: the model itself needs none."""
MODULE_LINES = 400
FUNCTION_LINES = 60
ID_AND_NAMES = ("id", "name_en", "name_zh")
NAMED_IN = {
    "areas": ID_AND_NAMES,
    "zones": ID_AND_NAMES[1:],
    "plants": ID_AND_NAMES[1:],
    "materials": ID_AND_NAMES,
    "technologies": ID_AND_NAMES,
    "recipes": ID_AND_NAMES,
}
"""Shipped table -> columns whose texts must not appear in the code."""
WORDS_OF_THE_FORMAT = {"backfill", "restoration", "water", "回填", "生态修复回填"}
"""Values that the input types define themselves (ways of counting, media of transport)."""
EVERYDAY_WORDS = {"paper"}
"""Ids that mean something else in code: the background of a drawing."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


parse = cache(ast.parse)


@cache
def nodes_of(tree: ast.AST) -> tuple[ast.AST, ...]:
    """Every node of a tree."""
    return tuple(ast.walk(tree))


def parse_modules(root: Path) -> dict[str, ast.Module]:
    """Path below `root` -> syntax tree, for every module of `root`/sim."""
    paths = sorted((root / "sim").rglob("*.py"))
    assert paths, f"no module below {root / 'sim'}"
    return {
        path.relative_to(root).as_posix(): parse(path.read_text(encoding="utf-8")) for path in paths
    }


def room_of(path: str) -> str:
    """`sim/loader/case.py` -> `loader`, `sim/units.py` -> `units`, `sim/__init__.py` -> ``."""
    room = path.split("/")[1].removesuffix(".py")
    return "" if room == "__init__" else room


def resolve(node: ast.ImportFrom, path: str) -> str:
    """The absolute name of the module that `from … import` reads."""
    if not node.level:
        return node.module or ""
    package = path.removesuffix(".py").split("/")[: -node.level]
    return ".".join([*package, *([node.module] if node.module else [])])


def imports_of(tree: ast.Module, path: str) -> Iterator[tuple[int, str]]:
    """Line and absolute dotted name of everything a module imports, wherever it does so."""
    for node in nodes_of(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = resolve(node, path)
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(
            ("import_module", "__import__")
        ):
            named = [a.value for a in node.args[:1] if isinstance(a, ast.Constant)]
            yield from ((node.lineno, str(name)) for name in named)


def imported_room(name: str) -> str | None:
    """The room of `sim` that an import reaches into; None for the root package and libraries."""
    parts = name.split(".")
    if parts[0] != "sim" or len(parts) < 2 or parts[1] == "__version__":
        return None
    return parts[1]


def find_wrong_ways(root: Path) -> list[str]:
    """Imports between rooms that do not run one way, and rooms without a place in the order."""
    found = []
    for path, tree in parse_modules(root).items():
        room = room_of(path)
        if room and room not in LEVEL:
            found.append(f"{path}:1: room '{room}' has no place in LEVELS")
            continue
        for line, name in imports_of(tree, path):
            target = imported_room(name)
            if target is None or target == room or (not room and target == FACE):
                continue
            if target not in LEVEL or LEVEL[target] >= LEVEL.get(room, -1):
                found.append(f"{path}:{line}: '{room or 'sim'}' imports '{target}'")
    return sorted(set(found))


def find_circles(root: Path) -> list[set[str]]:
    """Modules that import each other in a circle, those that only types are taken from included."""
    trees = parse_modules(root)
    name_of = {path: path.removesuffix(".py").replace("/", ".") for path in trees}
    known = {name.removesuffix(".__init__") for name in name_of.values()}
    graph = networkx.DiGraph()
    for path, tree in trees.items():
        if path.endswith("/__init__.py"):
            continue
        for _, name in imports_of(tree, path):
            target = name if name in known else name.rpartition(".")[0]
            graph.add_edge(name_of[path], target)
    return [circle for circle in networkx.strongly_connected_components(graph) if len(circle) > 1]


def find_strangers(root: Path) -> list[str]:
    """Imports of a library outside of the rooms that may know it."""
    return [
        f"{path}:{line}: '{room_of(path)}' imports {name}"
        for path, tree in parse_modules(root).items()
        for line, name in imports_of(tree, path)
        if room_of(path) not in ONLY_IN.get(name.split(".")[0], {room_of(path)})
    ]


def find_long_modules(root: Path) -> list[str]:
    """Modules of more than MODULE_LINES lines."""
    lengths = {
        path: len((root / path).read_text(encoding="utf-8").splitlines())
        for path in parse_modules(root)
    }
    return [f"{path}: {n} lines" for path, n in lengths.items() if n > MODULE_LINES]


def find_long_functions(root: Path) -> list[str]:
    """Functions of more than FUNCTION_LINES lines, docstring included."""
    return [
        f"{path}:{node.lineno}: {node.name} has {length} lines"
        for path, tree in parse_modules(root).items()
        for node in nodes_of(tree)
        if isinstance(node, Function)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES
    ]


def public_things(body: list[ast.stmt]) -> Iterator[Function | ast.ClassDef]:
    """Public functions and classes of a module, and public methods of its public classes."""
    for node in body:
        if isinstance(node, (ast.If, ast.Try)):
            yield from public_things(node.body)
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public_things(node.body)


def find_undocumented(root: Path) -> list[str]:
    """Modules and public functions, classes and methods without a docstring."""
    found = []
    for path, tree in parse_modules(root).items():
        if not ast.get_docstring(tree):
            found.append(f"{path}:1: module")
        found += [
            f"{path}:{node.lineno}: {node.name}"
            for node in public_things(tree.body)
            if not ast.get_docstring(node)
        ]
    return found


def words(text: str) -> str:
    """Lower-case words of a text between single underscores: 'Mill-A 3' -> '_mill_a_3_'."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", text)
    return "_" + re.sub(r"[\W_]+", "_", spaced.lower()).strip("_") + "_"


def is_telling(name: str) -> bool:
    """Whether a name is long enough not to be met by chance; two characters do in Chinese."""
    shortest = 4 if name.isascii() else 2
    excused = WORDS_OF_THE_FORMAT | EVERYDAY_WORDS
    return len(name) >= shortest and not name.isdigit() and name.lower() not in excused


def read_names(path: Path, columns: tuple[str, ...]) -> set[str]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row[column].strip() for row in rows for column in columns if row.get(column)}


def shipped_names(root: Path) -> set[str]:
    """Names and ids of regions, cities, sites, materials and technologies in the shipped tables.

    Fails when a table is nowhere to be found: an empty list of names would pass every module.
    """
    names = {path.name for path in (root / "geodata").glob("*") if any(path.glob("*.csv"))}
    missing = []
    for table, columns in NAMED_IN.items():
        paths = [*root.glob(f"geodata/*/{table}.csv"), *root.glob(f"scenarios/library/{table}.csv")]
        found = {name for path in paths for name in read_names(path, columns)}
        names |= found
        if not found:
            missing.append(table)
    assert not missing, f"no shipped table with names: {', '.join(missing)}"
    return {name for name in names if is_telling(name)}


def code_texts(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and text of every identifier and string of a module; docstrings are left out."""
    documentation = {
        id(node.value)
        for node in nodes_of(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in nodes_of(tree):
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Constant):
            if isinstance(node.value, str) and id(node) not in documentation:
                yield line, node.value
        elif isinstance(node, ast.Name):
            yield line, node.id
        elif isinstance(node, ast.Attribute):
            yield line, node.attr
        elif isinstance(node, ast.alias):
            yield line, node.asname or node.name
        elif isinstance(node, ast.arg | ast.keyword):
            yield line, node.arg or ""
        elif isinstance(node, Function | ast.ClassDef):
            yield line, node.name


def find_shipped_names(root: Path, names: set[str]) -> list[str]:
    """Places in sim/ that name a thing of the shipped data."""
    latin = {words(name): name for name in names if name.isascii()}
    by_first: defaultdict[str, list[str]] = defaultdict(list)
    for key in latin:
        by_first[key.split("_")[1]].append(key)
    chinese = {name for name in names if not name.isascii()}

    @cache
    def hits(text: str) -> list[str]:
        spaced = words(text)
        begun = (key for word in {*spaced.split("_")} & by_first.keys() for key in by_first[word])
        named = [latin[key] for key in begun if key in spaced]
        return named + ([] if text.isascii() else [name for name in chinese if name in text])

    found = {
        f"{path}:{line}: '{name}' in {text[:60]!r}"
        for path, tree in parse_modules(root).items()
        for line, text in code_texts(tree)
        for name in hits(text)
    }
    return sorted(found)


def report(offenders: list[str]) -> str:
    return "\n".join(["", *offenders])


def test_imports_run_one_way(project_root: Path) -> None:
    """Rooms import from earlier rooms only, and every room has its place in the order."""
    found = find_wrong_ways(project_root)
    assert not found, report(found)


def test_libraries_stay_in_their_rooms(project_root: Path) -> None:
    """Few rooms know the solver, only geo and maps draw, only loader reads YAML."""
    found = find_strangers(project_root)
    assert not found, report(found)


def test_modules_are_short(project_root: Path) -> None:
    """No module has more lines than a reader takes in."""
    found = find_long_modules(project_root)
    assert not found, report(found)


def test_functions_are_short(project_root: Path) -> None:
    """No function has more lines than fit on a page."""
    found = find_long_functions(project_root)
    assert not found, report(found)


def test_public_things_have_docstrings(project_root: Path) -> None:
    """Every module and every public function, class and method says what it is."""
    found = find_undocumented(project_root)
    assert not found, report(found)


def test_code_names_nothing_of_the_data(project_root: Path) -> None:
    """No region, city, site, material or technology of the shipped tables appears in the code."""
    found = find_shipped_names(project_root, shipped_names(project_root))
    assert not found, report(found)


def write(root: Path, path: str, text: str) -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("path", "text", "offence"),
    [
        ("sim/loader/case.py", "from sim.geo import km", "'loader' imports 'geo'"),
        ("sim/geo/roads.py", "import sim.loader.case", "'geo' imports 'loader'"),
        ("sim/units.py", "from .draw.maps import plot", "'units' imports 'draw'"),
        ("sim/model/rows.py", "from .. import solve", "'model' imports 'solve'"),
        ("sim/draw/maps.py", "def f():\n    from sim import cli", "'draw' imports 'cli'"),
        ("sim/__init__.py", "from sim.units import parse", "'sim' imports 'units'"),
        ("sim/attic/old.py", "", "room 'attic' has no place in LEVELS"),
        ("sim/geo/a.py", "import_module('sim.cli')", "'geo' imports 'cli'"),
    ],
)
def test_wrong_way_import_is_found(tmp_path: Path, path: str, text: str, offence: str) -> None:
    """An import against the order is reported with its file and line, however it is written."""
    write(tmp_path, path, text)
    line = len(text.splitlines()) or 1
    assert find_wrong_ways(tmp_path) == [f"{path}:{line}: {offence}"]


def test_no_circles(project_root: Path) -> None:
    """No module needs one that needs it."""
    assert find_circles(project_root) == []


def test_circles_are_found(tmp_path: Path) -> None:
    """Two modules of a room that take names from each other are a circle; so are three."""
    write(tmp_path, "sim/geo/a.py", "from sim.geo.b import x")
    write(tmp_path, "sim/geo/b.py", "if TYPE_CHECKING:\n    from sim.geo import c")
    write(tmp_path, "sim/geo/c.py", "def f():\n    import sim.geo.a")
    assert find_circles(tmp_path) == [{"sim.geo.a", "sim.geo.b", "sim.geo.c"}]
    write(tmp_path, "sim/geo/c.py", "import sim.units")
    assert find_circles(tmp_path) == []


def test_right_way_imports_pass(tmp_path: Path) -> None:
    """Imports from earlier rooms, from the own room and of the version are in order."""
    write(tmp_path, "sim/cli/main.py", "from sim import __version__, draw\nfrom . import say")
    write(tmp_path, "sim/network/a.py", "from sim.geo.roads import km\nfrom sim.loader import Case")
    assert find_wrong_ways(tmp_path) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("sim/results/a.py", "import pyomo.environ as pyo"),
        ("sim/cli/a.py", "from highspy import Highs"),
        ("sim/network/a.py", "from geopandas import read_file"),
        ("sim/results/a.py", "import matplotlib.pyplot"),
        ("sim/results/a.py", "import plotly"),
        ("sim/cli/a.py", "import yaml"),
    ],
)
def test_library_in_the_wrong_room_is_found(tmp_path: Path, path: str, text: str) -> None:
    """A library outside of its rooms is reported."""
    write(tmp_path, path, text)
    (offender,) = find_strangers(tmp_path)
    assert offender.startswith(f"{path}:1: ")


def test_libraries_in_their_rooms_pass(tmp_path: Path) -> None:
    """The rooms that may know a library import it freely."""
    write(tmp_path, "sim/exchange/a.py", "import pyomo.environ")
    write(tmp_path, "sim/draw/a.py", "import geopandas, matplotlib, numpy")
    write(tmp_path, "sim/loader/a.py", "import yaml")
    assert find_strangers(tmp_path) == []


def test_long_module_is_found(tmp_path: Path) -> None:
    """A module may have 400 lines and not one more."""
    write(tmp_path, "sim/a.py", "x = 1\n" * 400)
    write(tmp_path, "sim/b.py", "x = 1\n" * 401)
    assert find_long_modules(tmp_path) == ["sim/b.py: 401 lines"]


def test_long_function_is_found(tmp_path: Path) -> None:
    """A function, or a method, may have 60 lines and not one more."""
    write(tmp_path, "sim/a.py", "def f():\n" + "    x = 1\n" * 59)
    write(tmp_path, "sim/b.py", "class A:\n    async def f(self):\n" + "        x = 1\n" * 60)
    assert find_long_functions(tmp_path) == ["sim/b.py:2: f has 61 lines"]


def test_missing_docstring_is_found(tmp_path: Path) -> None:
    """Public modules, functions, classes and methods are asked for a docstring; others are not."""
    text = (
        '"""M."""\ndef _f(): pass\nclass A:\n    """A."""\n    def g(self): pass\ndef h(): pass\n'
    )
    write(tmp_path, "sim/a.py", text)
    write(tmp_path, "sim/b.py", "x = 1")
    assert find_undocumented(tmp_path) == ["sim/a.py:5: g", "sim/a.py:6: h", "sim/b.py:1: module"]


def write_tables(root: Path) -> None:
    """A tiny region: Foocity with Zone Bar, material red_mud, technology tower."""
    named = "id,name_en,name_zh\n"
    write(root, "geodata/far-north/areas.csv", f"{named}Foocity,Foocity,福城\n")
    write(root, "geodata/far-north/zones.csv", f"{named}z1,Bar Works,\n")
    write(root, "geodata/far-north/plants.csv", f"{named}p1,Baz Plant,\n")
    write(root, "scenarios/library/materials.csv", f"\ufeff{named}red_mud,Red mud,赤泥\n")
    write(root, "scenarios/library/technologies.csv", f"{named}tower,Tower,\n")
    write(root, "scenarios/library/recipes.csv", f"{named}r_1,ash,\n")


@pytest.mark.parametrize(
    "text",
    [
        "x = 'far-north'",
        "x = ['in Foocity only']",
        "x = '运往福城的'",
        "x = f'{y} of Bar Works'",
        "RED_MUD_LIMIT = 2",
        "def load_tower(): pass",
        "class RedMud: pass",
        "f(red_mud=1)",
        "x = row.tower",
        "def f(tower): pass",
        "from sim.units import tower",
    ],
)
def test_shipped_name_in_code_is_found(tmp_path: Path, text: str) -> None:
    """A name of the data in a string or an identifier is reported, in either language."""
    write_tables(tmp_path)
    write(tmp_path, "sim/a.py", text)
    (offender,) = find_shipped_names(tmp_path, shipped_names(tmp_path))
    assert offender.startswith("sim/a.py:1: ")


def test_other_words_and_docstrings_pass(tmp_path: Path) -> None:
    """Docstrings may give examples; parts of other words and short names are no offence."""
    write_tables(tmp_path)
    write(tmp_path, "sim/a.py", '"""Red mud of Foocity."""\nx = "towering ash z1"\n')
    assert find_shipped_names(tmp_path, shipped_names(tmp_path)) == []


@pytest.mark.parametrize("table", sorted(NAMED_IN))
def test_missing_table_fails_clearly(tmp_path: Path, table: str) -> None:
    """Without one of the tables the check of names says so instead of passing everything."""
    write_tables(tmp_path)
    for path in tmp_path.rglob(f"{table}.csv"):
        path.unlink()
    with pytest.raises(AssertionError, match=f"no shipped table with names: {table}"):
        shipped_names(tmp_path)
