"""`sim schema`."""

from __future__ import annotations

import json

import click

from sim.cli.speech import command, option
from sim.loader import json_schema, reference_markdown


@command("schema")
@option("--reference", is_flag=True, help="help_reference")
def schema(reference: bool) -> None:
    """Print the JSON Schema of a scenario, for editors."""
    if reference:
        click.echo(reference_markdown())
    else:
        click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))
