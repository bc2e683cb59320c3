"""The command `sim`: check, run, schema, new."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from sim import __version__
from sim.cli import project
from sim.cli.show import describe_error, show_error, show_outcome
from sim.cli.words import say
from sim.errors import ExitCode, InputError, Problem, SimError

_LANG = click.option(
    "--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True,
    envvar="SIM_LANG", help="Language of messages, maps and figures. 语言。",
)  # fmt: skip
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")
_SCENARIOS = click.argument("scenarios", nargs=-1, required=True, type=click.Path(path_type=Path))


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sim")
def cli() -> None:
    """Plan who takes whose industrial solid waste in a mining and smelting region.

    Exit codes: 0 done, 2 invalid input, 3 no plan exists, 4 solver limit,
    5 verification failed, 6 unbounded. Only 0 leaves results.
    """


@cli.command()
@_SCENARIOS
@click.option("--out", type=click.Path(path_type=Path, file_okay=False),
              help="Folder for the results; the project's results/ when not given.")  # fmt: skip
@click.option("--basemap", default="auto", show_default=True,
              type=click.Choice(["auto", "schematic", "natural-earth", "tianditu", "none"]),
              help="What the map is drawn on; none draws no map.")  # fmt: skip
@_LANG
@_JSON
def run(scenarios: tuple[Path, ...], out: Path | None, basemap: str, lang: str,
        as_json: bool) -> None:  # fmt: skip
    """Solve scenarios and write their results: tables, map, verification."""
    from sim.run import RunOptions
    from sim.run import run as run_one

    screen, errors = Console(), Console(stderr=True)
    options = RunOptions(out, lang, basemap)

    def one(path: Path) -> dict[str, Any]:
        with errors.status(f"{path}") as status:
            outcome = run_one(
                path, options, lambda step: status.update(_doing(path, step, lang)), errors.print
            )
        if not as_json:
            show_outcome(screen, outcome.folder, outcome.tables, lang)
        return {"folder": str(outcome.folder), "summary": outcome.tables.summary}

    _for_each(scenarios, one, lang, as_json=as_json)


@cli.command()
@_SCENARIOS
@_LANG
@_JSON
def check(scenarios: tuple[Path, ...], lang: str, as_json: bool) -> None:
    """Check scenarios and all tables they use; nothing is solved or written."""
    from sim.checks import check_case
    from sim.loader import load_case
    from sim.network import build_network

    def one(path: Path) -> dict[str, Any]:
        case = load_case(path)
        check_case(case)
        network = build_network(case)
        counts = {
            "zones": len(network.zones), "lines": len(network.lines),
            "routes": len(network.routes),
        }  # fmt: skip
        if not as_json:
            click.echo(say("checked", lang, name=case.scenario.name, **counts))
        return {"scenario": case.scenario.name, "valid": True, **counts}

    _for_each(scenarios, one, lang, as_json=as_json)


@cli.command()
@click.option("--reference", is_flag=True, help="Print the reference as Markdown instead.")
@_LANG
def schema(reference: bool, lang: str) -> None:
    """Print the JSON Schema of a scenario, for editors."""
    from sim.loader import json_schema, reference_markdown

    del lang
    click.echo(
        reference_markdown() if reference
        else json.dumps(json_schema(), ensure_ascii=False, indent=2)
    )  # fmt: skip


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@_LANG
def new(folder: Path, lang: str) -> None:
    """Make a small example project in FOLDER, to be edited into your own region."""
    if folder.exists() and any(folder.iterdir()):
        problem = Problem(
            str(folder), say("not_empty", lang, folder=folder), say("not_empty_hint", lang)
        )
        raise InputError([problem])
    scenario = project.create(folder)
    click.echo(say("made_project", lang, folder=folder, scenario=scenario))


def _doing(path: Path, step: str, language: str) -> str:
    return f"{path.name}: {say(step, language)}"


def _for_each(
    paths: tuple[Path, ...], action: Callable[[Path], dict[str, Any]], language: str, *,
    as_json: bool,
) -> None:  # fmt: skip
    """Apply an action to every path; a failing one does not stop the others.

    Ends with the exit code of the first failure.
    """
    console = Console(stderr=True)
    results: list[dict[str, Any]] = []
    code = ExitCode.OK
    for path in paths:
        try:
            results.append({"path": str(path), **action(path)})
        except SimError as error:
            code = code or error.exit_code
            results.append({"path": str(path), **describe_error(error)})
            if not as_json:
                show_error(console, error, language)
    if as_json:
        click.echo(json.dumps(results, ensure_ascii=False, indent=2))
    if code:
        sys.exit(int(code))


def _language(arguments: list[str]) -> str:
    """Return the language asked for, also where the command failed before reading it."""
    return "zh" if "zh" in arguments or "--lang=zh" in arguments else "en"


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
    except Exception as error:
        if "SIM_DEBUG" in os.environ:
            raise
        text = f"{type(error).__name__}: {error}"
        click.echo(say("internal", language, error=text), err=True)
        sys.exit(int(ExitCode.INTERNAL))
