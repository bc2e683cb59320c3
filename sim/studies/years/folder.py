"""A plan over several years as the folder that is written of it."""

from __future__ import annotations

from pathlib import Path

from sim.errors import VerificationError
from sim.folders.marker import MANIFEST
from sim.results.tables import write_table
from sim.results.write import describe_run, write_json
from sim.say.message import message
from sim.studies.run.run import RunOptions, write_verified
from sim.studies.solve_case import Clock, be_silent
from sim.studies.years.chart import save_years
from sim.studies.years.study import YearsFound
from sim.studies.years.tables import (
    describe_years,
    tabulate_capacity,
    tabulate_stock,
    tabulate_years,
)
from sim.verify.over_years import verify_years
from sim.verify.verify import summarize_failures


def fill_years(folder: Path, found: YearsFound, options: RunOptions, clock: Clock) -> None:
    """Write the tables of all years, chart, and the full results of every year; verify them.

    Raises
    ------
    VerificationError
        The written tables contradict each other or their input.
    """
    write_table(tabulate_years(found), folder / "years.csv")
    write_table(tabulate_capacity(found), folder / "capacity.csv")
    write_table(tabulate_stock(found), folder / "old_stock.csv")
    write_json(describe_years(found), folder / "years.json")
    write_json(describe_run(found.over.case.inputs), folder / MANIFEST)
    for year, case, tables in zip(found.timeline.years, found.cases, found.tables, strict=True):
        clock.tell_note(options.texts.say("years_writing", year=year))
        own = folder / str(year)
        own.mkdir()
        write_verified(own, case, tables, Clock(be_silent))
    with clock.step("verify"):
        scenarios = [case.scenario for case in found.cases]
        report = verify_years(folder, scenarios, found.over.years)
        write_json(report, folder / "verification.json")
    if not report["passed"]:
        raise VerificationError(message("results_contradict"), summarize_failures(report))
    with clock.step("map"):
        note = save_years(found, folder, options.texts)
    if note:
        clock.tell_note(note)
