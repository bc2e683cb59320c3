"""The command `sim`: a table of contents of its commands, and how each ending is told."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click
from rich.console import Console

from sim import __version__
from sim.cli.show import show_error
from sim.errors import ExitCode, SimError
from sim.words import say

COMMANDS = {
    "new": "sim.cli.project:new",
    "generate": "sim.cli.generate:generate",
    "check": "sim.cli.run:check",
    "run": "sim.cli.run:run",
    "explain": "sim.cli.explain:explain_command",
    "compare": "sim.cli.compare:compare",
    "frontier": "sim.cli.frontier:frontier",
    "alternatives": "sim.cli.alternatives:alternatives",
    "sweep": "sim.cli.sweep:sweep",
    "synergy": "sim.cli.synergy:synergy",
    "schema": "sim.cli.schema:schema",
}
"""Command -> where it is; a command's libraries are loaded when it is used."""


class Commands(click.Group):
    """The group of COMMANDS, each imported on demand."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands in the order of COMMANDS."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sim")
def cli() -> None:
    """Plan who takes whose industrial solid waste in a mining and smelting region.

    Exit codes: 0 done, 2 invalid input, 3 no plan exists, 4 solver limit,
    5 verification failed, 6 unbounded. Only 0 leaves results.
    """


def _language(arguments: list[str]) -> str:
    """Return the language asked for, also where the command failed before reading it."""
    asked = "zh" in arguments or "--lang=zh" in arguments
    return "zh" if asked or os.environ.get("SIM_LANG") == "zh" else "en"


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; every ending has its exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    language = _language(given)
    try:
        cli.main(args=given, prog_name="sim", standalone_mode=False)
    except click.exceptions.Exit as ending:
        sys.exit(ending.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(int(ExitCode.INVALID_INPUT))
    except (KeyboardInterrupt, click.Abort):
        click.echo(say("interrupted", language), err=True)
        sys.exit(130)
    except SimError as error:
        show_error(Console(stderr=True), error, language)
        sys.exit(int(error.exit_code))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        click.echo(say("no_access", language, path=error.filename, reason=reason), err=True)
        sys.exit(int(ExitCode.INVALID_INPUT))
    except Exception as error:
        if "SIM_DEBUG" in os.environ:
            raise
        text = f"{type(error).__name__}: {error}"
        click.echo(say("internal", language, error=text), err=True)
        sys.exit(int(ExitCode.INTERNAL))
