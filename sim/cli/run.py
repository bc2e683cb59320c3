"""`sim run` and `sim check`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.markup import escape

from sim.checks import check_case
from sim.checks.idle import idle_notes
from sim.cli.options import (
    basemap_option,
    doing,
    for_each,
    json_option,
    lang_option,
    out_option,
    scenarios_argument,
)
from sim.cli.show import show_outcome, tell_stages
from sim.cli.speech import command, option
from sim.errors import InfeasibleError
from sim.helper import Helper
from sim.loader import load_case
from sim.maps.on_request import PICTURES
from sim.network import build_network
from sim.results.areas import LEVELS
from sim.run import DRAWING, RunOptions
from sim.run import run as run_one
from sim.solve.plan import StageOutcome
from sim.words import say
from sim.workers import count_cores


@command("run")
@scenarios_argument
@out_option
@basemap_option
@option(
    "--alternatives", type=click.IntRange(1, 100), metavar="N",
    help="help_run_alternatives",
)  # fmt: skip
@lang_option
@json_option
@option("--pictures", multiple=True, type=click.Choice([*PICTURES, "all"]), help="help_pictures")
@option(
    "--by", default="province", show_default=True, type=click.Choice(LEVELS),
    help="help_by",
)  # fmt: skip
def run(
    scenarios: tuple[Path, ...], out: Path | None, basemap: str, alternatives: int | None,
    lang: str, as_json: bool, by: str, pictures: tuple[str, ...],
) -> None:  # fmt: skip
    """Solve scenarios and write their results: tables, map, verification."""
    screen, errors = Console(), Console(stderr=True)
    helper = _find_helper()
    options = RunOptions(out, lang, basemap, PICTURES if "all" in pictures else pictures, helper)

    def one(path: Path) -> dict[str, Any]:
        headline: list[str] = []

        def tell(step: str) -> None:
            status.update("\n".join([doing(path, step, lang), *headline]))

        def solved(stages: Sequence[StageOutcome]) -> None:
            headline[:] = [escape(tell_stages(stages, lang))]

        with errors.status(f"{path}") as status:
            try:
                outcome = run_one(
                    path, replace(options, solved=solved), tell,
                    errors.print, lambda rounds, routes: errors.print(
                        say("growing", lang, rounds=rounds, routes=f"{routes:,}")
                    ),
                )  # fmt: skip
            except InfeasibleError as error:
                from sim.cli.explain import explain_failure

                raise explain_failure(path, error, status, lang, as_json=as_json) from error
        if not as_json:
            show_outcome(screen, outcome.folder, outcome.tables, lang, by)
        told = {"folder": str(outcome.folder), "summary": outcome.tables.summary}
        if alternatives:
            from sim.cli.alternatives import (
                Asked,
                describe,
                show_alternatives,
                write_alternatives,
            )

            with errors.status(f"{path}") as status:
                asked = Asked(alternatives)
                found, target = write_alternatives(path, asked, out, lang, status.update)
            if not as_json:
                show_alternatives(screen, found, target, lang)
            told["alternatives"] = describe(found, target)
        return told

    with helper or nullcontext():
        for_each(scenarios, one, lang, as_json=as_json)


def _find_helper() -> Helper | None:
    """Return who draws meanwhile; None where that gains nothing."""
    is_loaded = DRAWING in sys.modules
    return None if is_loaded or count_cores() < 2 else Helper(DRAWING)


@command("check")
@scenarios_argument
@lang_option
@json_option
def check(scenarios: tuple[Path, ...], lang: str, as_json: bool) -> None:
    """Check scenarios and all tables they use; nothing is solved or written."""

    def one(path: Path) -> dict[str, Any]:
        case = load_case(path)
        check_case(case)
        network = build_network(case)
        counts = {
            "zones": len(network.zones), "lines": len(network.lines),
            "routes": len(network.routes),
        }  # fmt: skip
        notes = idle_notes(case, network)
        if not as_json:
            click.echo(say("checked", lang, name=case.scenario.name, **counts))
            for note in notes:
                click.echo(note[lang], err=True)
        return {"scenario": case.scenario.name, "valid": True, **counts, "notes": notes}

    for_each(scenarios, one, lang, as_json=as_json)
