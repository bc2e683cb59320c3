"""The pages say what is true of the code and the data: names, links, commands, counts."""

import csv
import io
import re
import shlex
import shutil
from pathlib import Path

import click
import pytest

from sim.checks import check_case
from sim.cli.main import cli
from sim.errors import ExitCode
from sim.loader import load_case
from sim.results.fate import CREDITED
from sim.results.tables import TABLE_NAMES
from sim.rules.families import FAMILIES
from sim.rules.metrics import METRICS
from sim.studies.solve_case import Clock, be_silent, solve_case
from tests.test_architecture import LEVEL
from tools import build_architecture, build_formulation
from tools.blocks import PAGES, ROOT, read
from tools.build_data_tables import PAGES as COUNTED
from tools.build_data_tables import WORDS, confidence_table, folders_table, tally_confidence
from tools.build_reference import REFERENCE, SCHEMA, reference_text, schema_text

DOCS = ROOT / "docs"
REGION = ROOT / "geodata" / "daye-anqing-jiujiang"
TAIHANG = ROOT / "geodata" / "handan-changzhi-anyang"
OTHER_PAGES = (
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted(ROOT.glob("benchmarks/*.md")),
)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
PATH = re.compile(r"(?<![\w/.])((?:sim|tests|tools|docs|benchmarks)/(?:[\w.*<>/-]|\{[\w,]+\})+)")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SECTION = re.compile(r"^## (\w+)\.csv\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def anchors(page: Path) -> set[str]:
    """The anchors that GitHub gives to the headings of a page."""
    found = set()
    for heading in HEADING.findall(FENCE.sub("", read(page))):
        text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        found.add(re.sub(r"[^\w\- ]", "", text).replace(" ", "-"))
    return found


def links(page: Path) -> list[str]:
    """The targets of all links of a page, code left out."""
    return LINK.findall(re.sub(r"`[^`\n]*`", "", FENCE.sub("", read(page))))


def commands(page: Path) -> list[str]:
    """Every `sim …` command of the shell blocks of a page."""
    blocks = [body for kind, body in FENCE.findall(read(page)) if kind in {"bash", "console"}]
    lines = [line.split(" #")[0] for block in blocks for line in block.splitlines()]
    parts = [part.strip() for line in lines for part in re.split(r"&&|;", line)]
    return [part for part in parts if part.startswith("sim ")]


def documented_columns() -> dict[str, list[str]]:
    """Result table -> the columns that docs/results.md describes, in order."""
    found = {}
    for name, body in SECTION.findall(read(DOCS / "results.md")):
        cells = [line.split("|")[1] for line in body.splitlines() if line.startswith("| `")]
        found[name] = [column for cell in cells for column in re.findall(r"`([^`]+)`", cell)]
    return found


@pytest.fixture(scope="module")
def example_tables():
    """The result tables of the bundled example."""
    case = load_case(ROOT / "sim" / "example" / "scenarios" / "baseline.yaml")
    check_case(case)
    return solve_case(case, Clock(be_silent))


def test_reference_is_up_to_date():
    """The reference page is what the types say; if not: python -m tools.build_reference."""
    assert read(REFERENCE) == reference_text()


def test_schema_is_up_to_date():
    """The schema file is what the types say; if not: python -m tools.build_reference."""
    assert read(SCHEMA) == schema_text()


@pytest.mark.parametrize("page", [*PAGES, *OTHER_PAGES], ids=name_of)
def test_links_lead_somewhere(page):
    """Every relative link names a file that exists and, where it does, a heading of it."""
    broken = []
    for link in links(page):
        if link.startswith(("http://", "https://", "mailto:")):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        is_there = target.exists() and target.is_relative_to(ROOT)
        if not is_there or (anchor and target.suffix == ".md" and anchor not in anchors(target)):
            broken.append(link)
    assert not broken, f"{page.name}: {broken}"


def paths_named(text: str) -> set[str]:
    """The files and folders of the project that a text names; `a/{b,c}.py` names two."""
    found = set()
    for path in PATH.findall(text):
        head, _, rest = path.partition("{")
        inner, _, tail = rest.partition("}")
        found |= {head + part + tail for part in inner.split(",")} if rest else {path}
    return {path.rstrip(".,") for path in found if "<" not in path}


@pytest.mark.parametrize("page", [*PAGES, *OTHER_PAGES], ids=name_of)
def test_paths_are_there(page):
    """Every file and folder of the code that a page names exists."""
    named = paths_named(read(page))
    assert sorted(path for path in named if not any(ROOT.glob(path))) == []


def test_paths_are_read_off_a_page():
    """Folders, patterns and lists in braces are found; places to fill in and parts of paths not."""
    text = "`sim/a/{b,c}.py`, sim/geo/, `tests/test_*.py`. In `sim/rules/<name>.py` and x/sim/y"
    assert paths_named(text) == {"sim/a/b.py", "sim/a/c.py", "sim/geo/", "tests/test_*.py"}


def rooms_of_table() -> dict[str, str]:
    """Room -> its row in the table of rooms of docs/architecture.md."""
    rows = re.findall(
        r"^(\| `sim/(\w+)(?:/|\.py)` \|.*)$", read(DOCS / "architecture.md"), re.MULTILINE
    )
    return {room: row for row, room in rows}


def test_every_room_is_described():
    """The table of rooms and the picture have all rooms; the table in the order of imports."""
    rooms = {
        path.stem
        for path in (ROOT / "sim").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    } - {"__init__", "__main__"}
    assert set(rooms_of_table()) == rooms == build_architecture.names()
    order = [LEVEL[room] for room in rooms_of_table()]
    assert order == sorted(order)


def test_rooms_hold_what_the_table_says():
    """Every file and folder that the row of a room names stands in it, or is named in full."""
    lost = [
        f"{room}: {name}"
        for room, row in rooms_of_table().items()
        for name in re.findall(r"`([\w/.]+(?:\.py|/))`", row)
        if not name.startswith(("sim/", "tests/")) and not (ROOT / "sim" / room / name).exists()
    ]
    assert lost == []


def test_the_picture_of_the_rooms_is_up_to_date():
    """The picture is what its script draws; if not: python -m tools.build_architecture."""
    assert read(build_architecture.PICTURE) == build_architecture.picture()


def test_readmes_lead_to_each_other():
    """The English README links the Chinese one, and the other way round."""
    assert "README.zh.md" in links(ROOT / "README.md")
    assert "README.md" in links(ROOT / "README.zh.md")


def test_both_readmes_say_the_same():
    """The two READMEs have as many sections, lead to the same pages, and show the same commands."""
    english, chinese = ROOT / "README.md", ROOT / "README.zh.md"
    assert len(HEADING.findall(read(english))) == len(HEADING.findall(read(chinese)))
    ours, theirs = (
        {link.replace(".zh.md", ".md").replace("-zh.png", "-en.png") for link in links(page)}
        for page in (english, chinese)
    )
    assert ours == theirs
    shown = [[c.removesuffix(" --lang zh") for c in commands(p)] for p in (english, chinese)]
    assert shown[0] == shown[1]


@pytest.mark.parametrize("name", [*FAMILIES, *METRICS])
def test_formulation_names_it(name):
    """Every constraint and every metric of the catalogue stands in the formulation."""
    assert re.search(rf"`{name}[`\[]", read(DOCS / "formulation.md")), name


def test_formulation_invents_no_constraint():
    """The constraints that the formulation has a heading for are those of the catalogue."""
    headings = re.findall(r"^### (.*`.*)$", read(DOCS / "formulation.md"), re.MULTILINE)
    named = {name for heading in headings for name in re.findall(r"`(\w+)", heading)}
    assert named == set(FAMILIES)


def test_formulation_is_made_from_the_families():
    """The section of every constraint is the docstring of its file, in order."""
    assert read(build_formulation.FORMULATION) == build_formulation.formulation_text()


def test_results_page_describes_every_table():
    """Every output table has a section in docs/results.md, and no section is about another."""
    assert set(documented_columns()) == set(TABLE_NAMES)


@pytest.mark.parametrize("name", TABLE_NAMES)
def test_results_page_describes_every_column(name, example_tables):
    """The columns of an output table are those that docs/results.md describes."""
    documented = documented_columns()[name]
    columns = [str(c) for c in example_tables[name].columns]
    if name in ("prices", "borders"):
        documented = [c for c in documented if not c.startswith("<")]
        columns = [c for c in columns if not c.endswith("_per_unit")]
    columns = [c for c in columns if c not in {own for m in CREDITED for own in m.columns}]
    assert sorted(documented) == sorted(columns)


def test_commands_parse():
    """Every `sim …` line of README and tutorial is a command that click understands."""
    for page in (*ROOT.glob("README*.md"), *DOCS.glob("tutorial*.md")):
        found = commands(page)
        assert found, f"{page.name} shows no command"
        for line in found:
            _, name, *arguments = shlex.split(line.split(">")[0])
            command = cli.get_command(click.Context(cli), name)
            assert command is not None, f"{page.name}: {line}"
            try:
                command.make_context(name, arguments)
            except click.ClickException as error:
                pytest.fail(f"{page.name}: {line}: {error.message}")


@pytest.mark.parametrize(("page", "language"), COUNTED.items())
def test_confidence_is_counted(page, language):
    """The counts in the first table are those of the CSV files; else: tools.build_data_tables."""
    assert confidence_table(language) in read(ROOT / page)


def test_confidence_of_each_folder_is_counted():
    """The counts of each folder are those of its CSV files; else: tools.build_data_tables."""
    assert folders_table() in read(DOCS / "data.md")


def test_confidence_words_are_known():
    """Every row of a shipped table is published, derived or assumed."""
    assert {word for tally in tally_confidence() for word in tally.counts} <= set(WORDS)


def test_confidence_is_the_first_table():
    """The first table of a README is the one that says how good the data are."""
    for name, language in COUNTED.items():
        if name.startswith("README"):
            first = next(line for line in read(ROOT / name).splitlines() if line.startswith("|"))
            assert first == confidence_table(language).splitlines()[0]


@pytest.mark.parametrize(
    ("region", "english", "chinese"),
    [
        (REGION, "**{} lines are `placeholder`**", "**{} 条产线为 `placeholder`"),
        (TAIHANG, "Handan–Changzhi–Anyang has {},", "邯郸—长治—安阳有 {} 条"),
    ],
)
def test_readme_counts_the_region(region, english, chinese):
    """Numbers of generators, plants, provinces and placeholder lines are those of the tables."""
    rows = {
        table: list(csv.DictReader(io.StringIO(read(region / f"{table}.csv"))))
        for table in ("zones", "plants", "lines", "areas")
    }
    zones, plants = len(rows["zones"]), len(rows["plants"])
    provinces = sum(row["level"] == "province" for row in rows["areas"])
    placeholders = sum(row["status"] == "placeholder" for row in rows["lines"])
    page, zh_page = " ".join(read(ROOT / "README.md").split()), read(ROOT / "README.zh.md")
    assert f"{zones} generators, {plants} plants, {provinces} provinces" in page
    assert english.format(placeholders) in page
    assert f"{zones} 个产生源、{plants} 个利用设施、{provinces} 个省" in zh_page
    assert chinese.format(placeholders) in zh_page


@pytest.mark.parametrize(
    ("region", "city", "year", "shown"),
    [(REGION, "Ezhou", "2019", 61), (REGION, "Wuhan", "2010", 65), (TAIHANG, "Anyang", "2013", 62)],
)
def test_readme_states_the_coverage(region, city, year, shown):
    """The share of a published city total that the inventory holds is what the READMEs say."""
    zones, generation, statistics = (
        list(csv.DictReader(io.StringIO(read(region / f"{table}.csv"))))
        for table in ("zones", "generation", "statistics")
    )
    inside = {row["id"] for row in zones if row["city"] == city}
    held = sum(float(row["amount [kt/yr]"]) for row in generation if row["zone"] in inside)
    (total,) = [
        float(row["generation [kt/yr]"])
        for row in statistics
        if (row["area"], row["year"]) == (city, year) and row["generation [kt/yr]"]
    ]
    assert round(100 * held / total) == shown
    assert f"{shown} % ({city})" in read(ROOT / "README.md")
    assert f"{shown}%（" in read(ROOT / "README.zh.md")


@pytest.mark.parametrize("page", ["README.md", "README.zh.md"])
def test_readme_lists_every_scenario(page):
    """The table of scenarios names each shipped scenario of one year once, the page the others."""
    table = re.search(r"<!-- scenarios -->\n(.*?)<!-- end -->", read(ROOT / page), re.DOTALL)
    listed = re.findall(r"^\| `([\w-]+)`", table[1], re.MULTILINE)
    shipped = {path.stem: read(path) for path in (ROOT / "scenarios").glob("*.yaml")}
    over_years = {name for name, text in shipped.items() if "\nyears:" in text}
    assert sorted(listed) == sorted(shipped.keys() - over_years)
    assert all(f"`{name}`" in read(ROOT / page) for name in over_years)


@pytest.mark.parametrize("page", ["README.md", "README.zh.md"])
def test_readme_lists_every_exit_code(page):
    """The table of exit codes has a row for each code."""
    codes = re.findall(r"^\| (\d) \|", read(ROOT / page), re.MULTILINE)
    assert codes == [str(int(code)) for code in ExitCode]


def test_shown_scenarios_are_valid(tmp_path):
    """The scenario in each README loads on the shipped data."""
    for part in ("scenarios", f"geodata/{REGION.name}"):
        shutil.copytree(ROOT / part, tmp_path / part)
    for page in ("README.md", "README.zh.md"):
        (text,) = [body for kind, body in FENCE.findall(read(ROOT / page)) if kind == "yaml"]
        scenario = tmp_path / "scenarios" / "shown.yaml"
        scenario.write_text(text, encoding="utf-8")
        assert load_case(scenario).scenario.name == "filing-with-quota"


def test_every_block_is_filled():
    """No block that a script fills is empty."""
    for page in PAGES:
        text = read(page)
        assert not re.search(r"<!-- [\w-]+ -->\n<!-- end -->", text), page.name
        assert not re.search(r"```text\n```", text), page.name


def test_committed_map_is_small():
    """The committed picture stays below 600 kB."""
    assert 0 < (DOCS / "images" / "baseline-schematic.png").stat().st_size < 600_000
