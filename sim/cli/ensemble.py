"""Ensembles on the command line: draws asked for beside a run or a comparison."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.checks import check_case
from sim.cli.options import tell_message
from sim.cli.screen import Screen
from sim.cli.study_screen import show_places
from sim.folders.marker import MANIFEST
from sim.loader.case import Case
from sim.loader.load import load_rows
from sim.results.write import describe_run, write_json
from sim.say.texts import Texts
from sim.scenario.document import Scenario
from sim.studies.ensemble.claims import Drawn, list_claims
from sim.studies.ensemble.folder import describe_ensemble, fill_ensemble
from sim.studies.ensemble.leans import Leans
from sim.studies.ensemble.sentences import (
    tell_claim,
    tell_drawing,
    tell_firsts,
    tell_grades,
    tell_leans,
    tell_learning,
)
from sim.studies.ensemble.study import EnsembleStudy, plan_study
from sim.studies.ensemble.work import count_known, count_plans, solve_draws
from sim.studies.memory import Memory
from sim.studies.task_log import keep_tasks
from sim.workers import Crew

Tell = Callable[[str], None]
RESOLVED = "scenario.resolved.yaml"


@dataclass(frozen=True)
class Asked:
    """So many draws, and who solves them."""

    draws: int
    crew: Crew


def plan_draws(files: Sequence[tuple[str, Path]], asked: Asked) -> EnsembleStudy:
    """Return the study of scenarios (name, scenario file or results folder).

    Raises
    ------
    InputError
    """
    loaded = [(name, load_rows(path / RESOLVED if path.is_dir() else path)) for name, path in files]
    return plan_study(loaded, asked.draws)


def write_ensemble(
    path: Path, asked: Asked, out: Path | None, texts: Texts, errors: Screen
) -> tuple[Leans, Path]:
    """Solve the draws of a scenario file, and write their folder whole.

    Raises
    ------
    SimError
        Invalid input, or another process at work on the same study.
    """
    with errors.status(texts.label(path.name, texts.say("ensemble_reading"))) as status:
        loaded = load_rows(path)
        study = plan_study([(loaded.scenario.name, loaded)], asked.draws)
        case = study.members[0].case
        check_case(case)
        target = place_of(case, out)

        def tell(text: str) -> None:
            status.update(texts.label(path.name, text))

        origin, said = case.made_by("ensemble"), tell_message(errors, texts)
        with keep_tasks(target, study.key, origin, said) as (memory, place):
            leans = draw(study, memory, asked, tell, texts)
            place.write(lambda folder: fill_own(folder, leans, texts, errors.print))
    return leans, target


def titles_of(leans: Leans, texts: Texts) -> dict[str, str]:
    """Return the titles of the scenarios of an ensemble."""
    return {one.name: title_of(one.case.scenario, texts) for one in leans.study.members}


def title_of(scenario: Scenario, texts: Texts) -> str:
    """Return the title of a scenario."""
    title = scenario.title
    return texts.of({"en": title.en, "zh": title.zh or title.en})


def fill_own(folder: Path, leans: Leans, texts: Texts, note: Tell) -> None:
    """Write all that the folder of an ensemble by itself holds."""
    fill_ensemble(folder, leans, titles_of(leans, texts), texts, note)
    write_json(describe_run(leans.study.members[0].case.inputs), folder / MANIFEST)


def place_of(case: Case, out: Path | None) -> Path:
    """Return the folder that the draws of a case are written to."""
    return (out or case.root / "results") / f"ensemble-{case.scenario.name}"


def draw(study: EnsembleStudy, memory: Memory, asked: Asked, tell: Tell, texts: Texts) -> Leans:
    """Solve what the memory does not know of a study, and tell how far it has come.

    Raises
    ------
    SimError
    """
    done, count = count_known(study, memory), count_plans(study)

    def advance(more: int) -> None:
        nonlocal done
        done += more
        tell(texts.say("ensemble_solving", done=done, count=count))

    advance(0)
    return Leans(Drawn(study, solve_draws(study, memory, asked.crew, advance)))


def describe(leans: Leans, target: Path) -> dict[str, Any]:
    """Return what machines read: the folder, what was drawn, how many draws have a plan."""
    return {"folder": str(target), **describe_ensemble(leans.drawn)}


def show_own(screen: Screen, leans: Leans, target: Path, texts: Texts) -> None:
    """Print the draws of one scenario, and where they are."""
    show_ensemble(screen, leans, titles_of(leans, texts), texts)
    show_places(screen, texts, {"ensemble_at": target})


def show_ensemble(screen: Screen, leans: Leans, titles: Mapping[str, str], texts: Texts) -> None:
    """Print what was drawn, and which differences hold; of one scenario its figures."""
    drawn = leans.drawn
    title = texts.say("ensemble_title", draws=drawn.study.asked.draws)
    _print(screen, title, style="bold")
    for text in tell_drawing(drawn, titles, texts):
        _print(screen, f"   {text}")
    claims = [claim for claim in list_claims(drawn) if claim.is_told]
    compares = len(drawn.study.names) > 1
    told = [claim for claim in claims if bool(claim.against) == compares]
    for name in drawn.study.names:
        own = [claim for claim in told if claim.scenario == name]
        if own and own[0].against:
            first = titles[own[0].against]
            words = texts.say("compare_title", other=titles[name], first=first)
            _print(screen, f" {words}", style="bold")
        for claim in own:
            _print(screen, f"   {tell_claim(claim, texts)}")
    if compares:
        _print(screen, f"   {tell_grades(texts)}", style="dim")
    for text in tell_firsts(drawn, titles, texts):
        _print(screen, f"   {text}")
    _show_leans(screen, leans, titles, texts)
    screen.print()


def _show_leans(screen: Screen, leans: Leans, titles: Mapping[str, str], texts: Texts) -> None:
    """Print what the differences lean on, and what to find out first."""
    names = leans.study.names
    for name in names[1:] or names:
        sentences = tell_leans(leans.table, name, texts)
        if sentences:
            title = texts.say("ensemble_leans_title")
            _print(screen, f" {texts.label(title, titles[name])}", style="bold")
        for text in sentences:
            _print(screen, f"   {text}")
    for number, text in enumerate(tell_learning(leans.learning, texts)):
        if not number:
            _print(screen, f" {texts.say('ensemble_learn_title')}", style="bold")
        _print(screen, f"   {text}")


def _print(screen: Screen, text: str, **how: Any) -> None:
    screen.print(text, highlight=False, soft_wrap=True, **how)
