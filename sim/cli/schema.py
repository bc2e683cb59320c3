"""`sim schema`."""

from __future__ import annotations

from sim.cli.screen import echo, echo_json
from sim.cli.speech import command, option
from sim.loader import json_schema, reference_markdown


@command("schema")
@option("--reference", is_flag=True, help="help_reference")
def schema(reference: bool) -> None:
    """Print the JSON Schema of a scenario, for editors."""
    if reference:
        echo(reference_markdown())
    else:
        echo_json(json_schema())
