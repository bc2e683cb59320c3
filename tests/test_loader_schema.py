"""The generated reference: JSON schema and Markdown page say what the types say."""

import json
import re
from typing import Any

import pytest

from sim.loader import json_schema, reference_markdown
from sim.loader.columns import columns_of
from sim.rules.metrics import METRICS
from sim.scenario.document import Scenario
from sim.scenario.field_docs import field_docs
from sim.scenario.tables import TABLES


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    """Return the schema as an editor gets it."""
    return dict(json.loads(json.dumps(json_schema())))


@pytest.fixture(scope="module")
def page() -> str:
    """Return the reference page."""
    return reference_markdown()


def section(page: str, title: str) -> str:
    """Return the text under a heading of the page."""
    return page.partition(f"\n### {title}\n")[2].partition("\n### ")[0]


def test_schema_knows_every_key(schema: dict[str, Any]) -> None:
    """All keys of a scenario are there, unknown ones are refused, the required ones are named."""
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert list(schema["properties"]) == list(Scenario.model_fields)
    assert schema["additionalProperties"] is False
    assert schema["required"] == ["format", "name"]
    assert schema["anyOf"] == [
        {"required": ["extends"]},
        {"required": ["region", "title"]},
        {"required": ["tables", "title"]},
    ]
    border = schema["$defs"]["BorderRule"]["properties"]
    assert {"from", "class"} <= set(border)
    assert not {"from_", "waste_class"} & set(border)


def test_schema_has_the_docstrings(schema: dict[str, Any]) -> None:
    """What stands under a field in the code is what an editor shows."""
    assert schema["properties"]["extends"]["description"].startswith("Another scenario")
    assert schema["$defs"]["Stage"]["properties"]["slack"]["description"].startswith("What later")


def test_schema_takes_quantities_as_written(schema: dict[str, Any]) -> None:
    """Quantities are texts with a unit; a limit's amount may be the bare number of a rate."""
    border = schema["$defs"]["BorderRule"]["properties"]
    quota = border["quota"]["anyOf"][0]
    assert (quota["type"], quota["examples"]) == ("string", ["12 kt/yr"])
    assert border["surcharge"]["default"] == "0 CNY/t"
    assert schema["$defs"]["Limit"]["properties"]["at"]["type"] == ["string", "number"]
    assert '"unit"' not in json.dumps(schema)


def test_schema_asks_for_one_of(schema: dict[str, Any]) -> None:
    """Keys that exclude each other do so in the schema."""
    assert schema["$defs"]["Limit"]["oneOf"] == [{"required": ["cap"]}, {"required": ["floor"]}]


def test_schema_knows_the_columns(schema: dict[str, Any]) -> None:
    """What a change may name depends on its table."""
    rules = schema["$defs"]["Change"]["allOf"]
    by_table = {rule["if"]["properties"]["table"]["const"]: rule["then"] for rule in rules}
    assert set(by_table) == set(TABLES)
    lines = {
        key: rule["propertyNames"]["enum"]
        for key, rule in by_table["lines"]["properties"].items()
        if key != "add"
    }
    assert set(lines["where"]) == set(columns_of("lines"))
    assert "capacity" in lines["scale"]
    assert "status" not in lines["scale"]
    assert set(lines["use"]) == {"capacity", "availability"}


def test_page_has_every_key_and_metric(page: str) -> None:
    """Every key of a scenario and every metric has a row."""
    for name, info in Scenario.model_fields.items():
        assert f"`{info.alias or name}`" in page
    for metric in METRICS.values():
        assert f"| `{metric.name}` |" in page
        assert metric.zh in page


@pytest.mark.parametrize("table", TABLES)
def test_page_has_every_column(page: str, table: str) -> None:
    """Every table has a section, and every column a row with its unit."""
    rows, meanings = section(page, table), field_docs(TABLES[table].row)
    for column in columns_of(table).values():
        (row,) = re.findall(rf"^\| (?:\*\*)?`{column.name}`(?:\*\*)? \|.*$", rows, re.MULTILINE)
        assert ("required" in row) == column.required
        assert meanings.get(column.name, "").partition("|")[0].strip() in row
        if column.kind == "quantity":
            assert f"| {column.unit or 'share'} |" in row


def test_page_explains_ranges_and_references(page: str) -> None:
    """Columns without words of their own are explained by what they are."""
    lines = section(page, "lines")
    assert "Low end of the range of `capacity`." in lines
    assert "An `id` of plants." in lines


def test_tables_of_the_page_are_even(page: str) -> None:
    """Every row of a Markdown table has as many cells as its head."""
    width = 0
    for line in page.splitlines():
        cells = len(re.findall(r"(?<!\\)\|", line))
        if not line.startswith("|"):
            width = 0
        else:
            width = width or cells
            assert cells == width, line


def test_links_of_the_page_lead_somewhere(page: str) -> None:
    """Every link within the page has a heading to go to."""
    headings = re.findall(r"^#+ (.*)$", page, re.MULTILINE)
    anchors = {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}
    links = set(re.findall(r"\]\(#([^)]*)\)", page))
    assert links
    assert links <= anchors
