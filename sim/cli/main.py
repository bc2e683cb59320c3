"""The command `sim`: a table of contents of its commands, and how each ending is told."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from pathlib import Path

import click

from sim import __version__
from sim.cli.ending import describe_access, tell_access, tell_end
from sim.cli.screen import Screen, echo, echo_json
from sim.cli.show_error import describe_error, show_error
from sim.cli.speech import (
    Command,
    Option,
    asked_language,
    short_help,
    speak,
    texts_of,
    write_refusal,
)
from sim.cli.terminal import forgiving_output
from sim.errors import ExitCode, SimError, os_reason
from sim.folders.place import finished
from sim.say.texts import Texts

COMMANDS = {
    "new": "sim.cli.project:new",
    "import": "sim.cli.import_workbook:import_workbook",
    "template": "sim.cli.template:template",
    "generate": "sim.cli.generate:generate",
    "check": "sim.cli.check:check",
    "run": "sim.cli.run:run",
    "page": "sim.cli.page:page",
    "explain": "sim.cli.explain:explain_command",
    "trace": "sim.cli.trace:trace_command",
    "compare": "sim.cli.compare:compare",
    "brief": "sim.cli.brief:brief",
    "target": "sim.cli.target:target",
    "years": "sim.cli.years:years",
    "frontier": "sim.cli.frontier:frontier",
    "alternatives": "sim.cli.alternatives:alternatives",
    "sweep": "sim.cli.sweep:sweep",
    "synergy": "sim.cli.synergy:synergy",
    "share": "sim.cli.share:share_command",
    "export": "sim.cli.export:export",
    "schema": "sim.cli.schema:schema",
}
"""Command -> where it is; a command's libraries are loaded when it is used."""
_JSON = "--json"
SELDOM = 50_000
"""New objects between two searches for garbage; nearly all live to the end of the command."""


class Commands(Command, click.Group):
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

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each command does, without loading it."""
        texts = texts_of(ctx)
        with formatter.section(texts.say("help_commands")):
            formatter.write_dl([(name, short_help(name, texts)) for name in COMMANDS])


def _show_version(ctx: click.Context, _option: click.Parameter, is_asked: bool) -> None:
    if is_asked:
        echo(texts_of(ctx).say("version", version=__version__))
        ctx.exit()


@click.group("sim", cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    cls=Option,
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_show_version,
    help="help_version",
)
@click.option(
    "--lang", cls=Option, type=click.Choice(["en", "zh"]), expose_value=False, help="help_lang"
)
def cli() -> None:
    """Start a command of COMMANDS."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; every ending has its exit code."""
    gc.set_threshold(SELDOM)
    given = sys.argv[1:] if arguments is None else arguments
    texts = Texts(asked_language(given))
    speak(texts)
    finished.clear()
    with forgiving_output() as find_loss:
        code = _run(given, texts)
        if (loss := find_loss()) is not None:
            reason = texts.tell(os_reason(loss))
            echo(tell_end("output_lost", texts, reason=reason), err=True)
            code = code or ExitCode.INVALID_INPUT
    if code is not None:
        sys.exit(int(code))


def _run(given: list[str], texts: Texts) -> int | None:
    """Run a command; return its exit code, None where it has come to its end."""
    defaults = {name: {"texts": texts.language} for name in COMMANDS}
    try:
        cli.main(given, "sim", standalone_mode=False, obj=texts, default_map=defaults)
    except SystemExit as ending:
        return ending.code if isinstance(ending.code, int) else ExitCode.INTERNAL
    except click.exceptions.Exit as ending:
        return ending.exit_code
    except click.ClickException as error:
        echo(write_refusal(error, texts), nl=False, err=True)
        return ExitCode.INVALID_INPUT
    except (KeyboardInterrupt, click.Abort):
        echo(tell_end("interrupted", texts), err=True)
        return 130
    except SimError as error:
        if _JSON in given:
            echo_json(describe_error(error, texts))
        else:
            show_error(Screen(stderr=True), error, texts)
        return error.exit_code
    except OSError as error:
        if _JSON in given:
            echo_json(describe_error(describe_access(error, Path(given[-1])), texts))
        else:
            echo(tell_access(error, texts), err=True)
        return ExitCode.INVALID_INPUT
    except Exception as error:
        if "SIM_DEBUG" in os.environ:
            raise
        text = f"{type(error).__name__}: {error}"
        echo(tell_end("internal", texts, error=text), err=True)
        return ExitCode.INTERNAL
    return None
