"""`sim synergy`: the value of cooperation, and how it may be divided."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sim.checks import check_case
from sim.cli.options import (
    bom_option,
    choose_crew,
    cluster_option,
    json_option,
    lang_option,
    out_option,
    tell_message,
    tell_resumed,
    workers_option,
)
from sim.cli.screen import Screen, echo_json
from sim.cli.speech import argument, command, option
from sim.cli.study_screen import open_bar, show_places
from sim.cli.synergy_show import show_synergy
from sim.loader import load_case
from sim.loader.case import Case
from sim.network.players import LEVELS
from sim.say.texts import Texts
from sim.studies.memory import Memory, study_key
from sim.studies.synergy.folder import check_study, fill_synergy
from sim.studies.synergy.study import Asked, Synergy, study_synergy
from sim.studies.task_log import keep_tasks


@command("synergy")
@argument("scenario", type=click.Path(path_type=Path))
@option(
    "--players",
    type=click.Choice(LEVELS),
    default="province",
    show_default=True,
    help="help_players",
)
@workers_option
@cluster_option
@option(
    "--samples",
    type=click.IntRange(2, 100_000),
    default=Asked.samples,
    show_default=True,
    help="help_samples",
)
@out_option
@bom_option
@lang_option
@json_option
def synergy(
    scenario: Path,
    players: str,
    workers: int | None,
    cluster: str | None,
    samples: int,
    out: Path | None,
    texts: Texts,
    as_json: bool,
) -> None:
    """Find what cooperation is worth, who gains, and how to share it.

    Every coalition of provinces, cities or owners is solved with its members' wastes, lines and
    markets alone: for the most waste utilized and for the most money earned. With more than 12
    players the Shapley value is sampled. What is solved is kept until the end; after an
    interruption the same command goes on from there.
    """
    screen, errors = Screen(), Screen(stderr=True)
    level: Any = players
    asked = Asked(level, choose_crew(workers, cluster), samples)
    with errors.status(texts.label(scenario.name, texts.say("step_load"))):
        case = load_case(scenario)
        check_case(case)
    target = (out or case.root / "results") / _folder(case.scenario.name, players)
    key, busy = study_key(case, players), tell_message(errors, texts)
    with keep_tasks(target, key, case.made_by("synergy"), busy) as (memory, place):
        tell_resumed(errors, len(memory.known), texts)
        found = _study(case, asked, memory, texts, errors)
        checked = check_study(found)
        note = place.write(lambda folder: fill_synergy(folder, checked, texts))
        if note:
            errors.print(note, highlight=False)
    if as_json:
        text = {"folder": str(target), **checked.about}
        echo_json(text)
    else:
        show_synergy(screen, found, texts)
        show_places(screen, texts, {"synergy_chart_at": target / "synergy.png", "results": target})


def _folder(scenario: str, level: str) -> str:
    """Return the name of the results folder; players other than provinces are named."""
    return f"{scenario}-synergy" + ("" if level == "province" else f"-{level}")


def _study(case: Case, asked: Asked, memory: Memory, texts: Texts, errors: Screen) -> Synergy:
    """Solve, with a bar that tells how many coalitions are done."""
    bar = open_bar(errors)
    with bar:
        task = bar.add_task(
            texts.label(case.scenario.name, texts.say("synergy_solving")), total=None
        )

        def tell(done: int, count: int) -> None:
            bar.update(task, completed=done, total=count)

        return study_synergy(case, asked, tell, memory)
