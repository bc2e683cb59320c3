"""`sim check`: what can be said of scenarios before anything is solved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sim.checks import check_case, check_study, find_unusual, find_unusual_in
from sim.checks.idle import idle_notes
from sim.cli.options import for_each, json_option, lang_option, scenarios_argument
from sim.cli.same_name import check_names
from sim.cli.screen import echo
from sim.cli.speech import command
from sim.loader.change.variants import read_study
from sim.loader.load import load_rows, make_case
from sim.network import Generation, build_network
from sim.results.goals import odd_goals
from sim.results.missing import list_missing
from sim.results.unused_rows import tabulate_unused_rows, tell_unused_rows
from sim.say.texts import Texts
from sim.studies.ensemble.factors import read_dependence


@command("check")
@scenarios_argument
@lang_option
@json_option
def check(scenarios: tuple[Path, ...], texts: Texts, as_json: bool) -> None:
    """Check scenarios and all tables they use; nothing is solved or written."""

    some_unused = False

    def one(path: Path) -> dict[str, Any]:
        nonlocal some_unused
        loaded = load_rows(path)
        read_dependence(loaded)
        study = read_study(loaded) if loaded.scenario.sweep else None
        case = study.case if study else make_case(loaded)
        check_study(study) if study else check_case(case)
        network = build_network(case, Generation())
        missing = [texts.tell(note) for note in list_missing(network)]
        counts = {
            "zones": len(network.zones),
            "lines": len(network.lines),
            "routes": len(network.routes),
        }
        idle = [texts.of(note) for note in idle_notes(case, network)]
        strange = find_unusual_in(study) if study else find_unusual(case)
        odd = [texts.tell(problem) for problem in (*strange, *odd_goals(case, network))]
        unused = tabulate_unused_rows(case, network)
        some_unused |= not unused.empty
        if not as_json:
            echo(texts.say("checked", name=case.scenario.name, **counts))
            for note in [*missing, *idle]:
                echo(f"  {note}")
            for note in odd:
                echo(f"  {texts.label(texts.say('odd'), note)}")
            for line in tell_unused_rows(unused, texts):
                echo(line)
        rows = unused.drop(columns="period").to_dict("records")
        return {
            "scenario": case.scenario.name,
            "valid": True,
            **counts,
            "notes": [*missing, *idle, *odd],
            "unused_rows": rows,
        }

    for_each(scenarios, one, texts, as_json=as_json, refuse=lambda: check_names(scenarios, None))
    if some_unused and not as_json:
        echo(texts.say("unused_rows_all", option="--json"))
