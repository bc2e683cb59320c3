"""`sim export`: the programme of a scenario for other solvers, or as a Pyomo script."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, cast

import click

from sim.checks import check_case
from sim.cli.options import doing, for_each, json_option, lang_option
from sim.cli.screen import Screen, echo
from sim.cli.speech import argument, command, option
from sim.exchange import names_table, write_programme
from sim.exchange.files import Format
from sim.exchange.script import write_script
from sim.folders.file import MarkedFile
from sim.loader import load_case
from sim.loader.case import Case
from sim.model import Programme
from sim.say.texts import Texts
from sim.scenario.document import Scenario
from sim.scenario.escaping import guard
from sim.solve.session import TIE_BREAK
from sim.studies.exchange import build_programme, case_at_stage, check_stage
from sim.studies.solve_case import Clock

COMMENT = {"pyomo": "#", "mps": "*", "lp": "\\"}
"""Format -> what begins a comment in it."""


@command("export")
@argument("scenario", type=click.Path(path_type=Path))
@option("--as", "kind", required=True, type=click.Choice(list(COMMENT)), help="help_export_as")
@option(
    "--out",
    required=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="help_export_out",
)
@option("--stage", default=1, show_default=True, type=click.IntRange(1), help="help_export_stage")
@option("--replace", is_flag=True, help="help_export_replace")
@lang_option
@json_option
def export(
    scenario: Path, kind: str, out: Path, stage: int, replace: bool, texts: Texts, as_json: bool
) -> None:
    """Write the programme of SCENARIO for other solvers, or as a Pyomo script to be changed."""
    errors = Screen(stderr=True)
    names = out.with_name(f"{out.stem}.names.csv")
    beside = () if kind == "pyomo" else (names,)
    file = MarkedFile("export", out, COMMENT[kind], replace, beside)

    def one(path: Path) -> dict[str, Any]:
        file.check()
        with errors.status(f"{path}") as status:
            clock = Clock(lambda step: status.update(doing(path, step, texts)))
            with clock.step("load"):
                case = load_case(path)
            with clock.step("check"):
                check_case(case)
                check_stage(case.scenario, stage)
            done = {"scenario": case.scenario.name, "as": kind, "stage": stage, "file": str(out)}
            if kind == "pyomo":
                _, programme = build_programme(case, clock)
                file.write(_script(case, programme, out, stage, texts), {})
            else:
                programme, linear = case_at_stage(case, stage, clock)
                meanings = names_table(programme, linear).map(guard)
                table = meanings.to_csv(index=False, lineterminator="\n")
                file.write(write_programme(programme, linear, cast(Format, kind)), {names: table})
                done |= {"names": str(names), "rows": len(linear.row_names)}
                done |= {"columns": len(linear.costs.vector), "maximize": linear.maximize}
        if not as_json:
            _show(done, case.scenario, texts)
        return done

    for_each((scenario,), one, texts, as_json=as_json)


def _script(case: Case, programme: Programme, out: Path, stage: int, texts: Texts) -> str:
    """Return the Pyomo script; the scenario is found from where the script lies."""
    place = os.path.relpath(case.root / case.file, out.absolute().parent)
    modes = programme.network.routes["mode"]
    hauled = modes[programme.network.routes["role"] == "utilization"]
    way = str((hauled if len(hauled) else modes).mode().get(0, ""))
    return write_script(Path(place).as_posix(), way, stage, texts)


def _show(done: dict[str, Any], scenario: Scenario, texts: Texts) -> None:
    """Say what was written."""
    if done["as"] == "pyomo":
        echo(texts.say("export_script_done", file=done["file"]))
        return
    stages = [*scenario.objective, TIE_BREAK]
    number, metric = done["stage"], stages[done["stage"] - 1].metric
    sense = texts.say(f"export_sense_{'maximize' if done['maximize'] else 'minimize'}")
    what = (
        texts.say("export_tie_break")
        if number == len(stages)
        else texts.say("export_stage", number=number, sense=sense, metric=metric)
    )
    counts = {key: f"{done[key]:,}" for key in ("rows", "columns")}
    echo(texts.say("export_done", file=done["file"], stage=what, **counts))
    echo(texts.say("export_done_names", file=done["names"]))
