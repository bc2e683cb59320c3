"""The strict border: YAML and CSV files in, a checked case out.

`load_case` reads; `write_inputs` writes a case back as it was resolved; `json_schema` and
`reference_markdown` describe what may be written.
"""

from sim.loader.case import Case
from sim.loader.describe.reference import reference_markdown
from sim.loader.describe.resolve import scenario_document, write_inputs, write_scenario
from sim.loader.describe.schema import json_schema
from sim.loader.load import load_case, read_base, read_name

__all__ = [
    "Case",
    "json_schema",
    "load_case",
    "read_base",
    "read_name",
    "reference_markdown",
    "scenario_document",
    "write_inputs",
    "write_scenario",
]
