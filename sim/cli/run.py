"""`sim run`: from scenarios to their results."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from math import isfinite
from pathlib import Path
from typing import Any

import click

from sim.cli.options import (
    basemap_option,
    bom_option,
    choose_crew,
    cluster_option,
    doing,
    dpi_option,
    ensemble_option,
    for_each,
    json_option,
    lang_option,
    out_option,
    scenarios_argument,
    size_option,
    workers_option,
)
from sim.cli.same_name import check_names
from sim.cli.screen import Screen
from sim.cli.show import show_outcome, tell_stages
from sim.cli.speech import command, option
from sim.draw.on_request import PICTURES
from sim.draw.paper import paper_of
from sim.errors import InfeasibleError, InputError, Problem
from sim.folders.place import check_place
from sim.loader import load_case
from sim.processes.background import BackgroundWorker
from sim.results.areas import LEVELS
from sim.say.figures import write_percent
from sim.say.message import message
from sim.say.texts import Texts
from sim.solve.mixed import Search
from sim.solve.plan import StageOutcome
from sim.studies.run.run import DRAWING, RunOptions, RunOutcome
from sim.studies.run.run import run as run_one
from sim.studies.solve_case import Clock, Tell
from sim.workers import Crew, count_cores


@command("run")
@scenarios_argument
@out_option
@basemap_option
@option(
    "--alternatives",
    type=click.IntRange(1, 100),
    metavar="N",
    help="help_run_alternatives",
)
@ensemble_option
@workers_option
@cluster_option
@option("--plan", type=click.Path(path_type=Path), metavar="FILE", help="help_run_plan")
@bom_option
@lang_option
@json_option
@option("--pictures", multiple=True, type=click.Choice([*PICTURES, "all"]), help="help_pictures")
@option(
    "--by",
    default="province",
    show_default=True,
    type=click.Choice(LEVELS),
    help="help_by",
)
@size_option
@dpi_option
def run(  # noqa: PLR0913 - one argument an option
    scenarios: tuple[Path, ...],
    out: Path | None,
    basemap: str,
    alternatives: int | None,
    draws: int | None,
    workers: int | None,
    cluster: str | None,
    plan: Path | None,
    texts: Texts,
    as_json: bool,
    by: str,
    pictures: tuple[str, ...],
    size: str | None,
    dpi: int | None,
) -> None:
    """Solve scenarios and write their results: tables, map, verification."""
    screen, errors = Screen(), Screen(stderr=True)
    worker = _find_worker()
    drawn, paper = PICTURES if "all" in pictures else pictures, paper_of(size, dpi)
    options = RunOptions(out, texts, basemap, drawn, paper, worker)

    crew = choose_crew(workers, cluster)

    def refuse() -> None:
        _check_plan(plan, scenarios, alternatives)
        check_names(scenarios, out)

    def one(path: Path) -> dict[str, Any]:
        if alternatives:
            _check_alternatives(path, out)
        if draws:
            _check_ensemble(path, out)
        headline: list[str] = []

        def tell(step: str) -> None:
            status.update("\n".join([doing(path, step, texts), *headline]))

        def solved(stages: Sequence[StageOutcome]) -> None:
            headline[:] = [tell_stages(stages, texts)]

        with errors.status(f"{path}") as status:
            clock = _clock(tell, errors, texts)
            try:
                outcome = _run_or_read(path, plan, replace(options, solved=solved), clock)
            except InfeasibleError as error:
                from sim.cli.explain import explain_failure

                raise explain_failure(path, error, status, texts, as_json=as_json) from error
        if not as_json:
            show_outcome(screen, outcome.folder, outcome.tables, texts, by)
        told = {"folder": str(outcome.folder), "summary": outcome.tables.summary}
        if alternatives:
            told["alternatives"] = _find_alternatives(path, alternatives, options, as_json=as_json)
        if draws:
            told["ensemble"] = _draw(path, draws, crew, options, as_json=as_json)
        return told

    with worker or nullcontext():
        for_each(scenarios, one, texts, as_json=as_json, refuse=refuse)


def _find_alternatives(
    path: Path, number: int, options: RunOptions, *, as_json: bool
) -> dict[str, Any]:
    """Write the alternatives of a scenario and show them; return what machines read of them."""
    from sim.cli.alternatives import describe, show_alternatives, write_alternatives
    from sim.studies.alternatives.folder import Asked

    errors = Screen(stderr=True)
    found, target = write_alternatives(path, Asked(number), options.out, options.texts, errors)
    if not as_json:
        show_alternatives(Screen(), found, target, options.texts)
    return describe(found, target)


def _draw(
    path: Path, draws: int, crew: Crew, options: RunOptions, *, as_json: bool
) -> dict[str, Any]:
    """Write the ensemble of a scenario and show it; return what machines read of it."""
    from sim.cli.ensemble import Asked, describe, show_own, write_ensemble

    errors = Screen(stderr=True)
    leans, target = write_ensemble(path, Asked(draws, crew), options.out, options.texts, errors)
    if not as_json:
        show_own(Screen(), leans, target, options.texts)
    return describe(leans, target)


def _clock(tell: Tell, screen: Screen, texts: Texts) -> Clock:
    """Return a clock that tells notes, and how far long searches have come."""

    def grown(rounds: int, routes: int) -> None:
        screen.print(texts.say("growing", rounds=rounds, routes=f"{routes:,}"))

    note = partial(screen.print, soft_wrap=True)
    return Clock(tell, note, grown, partial(_tell_search, screen, texts))


def _tell_search(screen: Screen, texts: Texts, search: Search) -> None:
    """Say how far the search for what to open has come."""
    gap = write_percent(100.0 * search.gap, 2) if isfinite(search.gap) else "–"
    seconds, nodes = f"{search.seconds:.0f}", f"{search.nodes:,}"
    screen.print(texts.say("searching", gap=gap, seconds=seconds, nodes=nodes))


def _run_or_read(path: Path, plan: Path | None, options: RunOptions, clock: Clock) -> RunOutcome:
    """Solve a scenario, or read the plan that another solver found for it."""
    if plan is None:
        return run_one(
            path, options, clock.tell, clock.tell_note, clock.tell_growth, clock.tell_search
        )
    from sim.studies.exchange import run_plan

    return run_plan(path, plan, options, clock)


def _check_plan(plan: Path | None, scenarios: Sequence[Path], alternatives: int | None) -> None:
    """Refuse a plan for several scenarios, or together with plans that are solved here."""
    if plan is None:
        return
    if alternatives:
        where, hint = "--plan, --alternatives", message("keep_one")
        what = message("exclude_each_other", one="--plan", other="--alternatives")
        raise InputError([Problem(where, what, hint, "exclusive")])
    if len(scenarios) > 1:
        what, hint = message("given_one_scenario", count=len(scenarios)), message("given_by_one")
        raise InputError([Problem("--plan", what, hint, "exclusive")])


def _check_alternatives(path: Path, out: Path | None) -> None:
    """Refuse to solve where the alternatives could not be written afterwards."""
    from sim.cli.alternatives import place_of

    case = load_case(path)
    check_place(place_of(case, out), case.made_by("alternatives"))


def _check_ensemble(path: Path, out: Path | None) -> None:
    """Refuse to solve where the draws could not be written afterwards."""
    from sim.cli.ensemble import place_of

    case = load_case(path)
    check_place(place_of(case, out), case.made_by("ensemble"))


def _find_worker() -> BackgroundWorker | None:
    """Return who draws meanwhile; None where that gains nothing."""
    is_loaded = DRAWING in sys.modules
    return None if is_loaded or count_cores() < 2 else BackgroundWorker(DRAWING)
