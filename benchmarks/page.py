"""How fast the planner's page answers: `python -m benchmarks.page`.

Edits: a real browser opens the baseline of every region and changes it by lot, mostly capacities of
lines by the controls of the page, a tenth of them of what is more than an amount (a new plant, a
border, a price, a limit). Counted from the key or the mouse to the frame after the one that shows
map and cards. In the pauses between them the page has its plan verified, as it does for anybody.
Crowd: sessions of one server at once, each with edits of its own; every answer is held to its own
edits, and a sample of plans to those of a planner that serves nobody else.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from statistics import median

import numpy as np

from benchmarks.latency import REGIONS
from benchmarks.machine import describe_machine
from benchmarks.page_crowd import Crowd, gather, write_samples
from benchmarks.page_paint import PAUSE_S, Painted, Visit, paint_region
from benchmarks.publish import publish

PAGE = Path(__file__).with_suffix(".md")
MEDIAN_MS, HIGH_MS, SERVER_MS = 150.0, 300.0, 100.0
"""Asked for on a quiet machine of two cores: median, 95 % of the edits, 95 % in the server."""
QUIET = 0.5
"""Load average at the start up to which wall times say how fast the page is."""
BUSY = (
    "**The machine was busy with other work: the wall times below are not those of a quiet one, "
    "and say nothing of the aims. Processor times do.**"
)
FLAT = 1.05
"""Memory of the last third of a crowd's time, against the third before it."""
PARTS: dict[str, Callable[[Painted], float]] = {
    "whole": lambda one: one.total_ms,
    "solving": lambda one: one.solving_ms,
    "tables": lambda one: one.tables_ms,
    "sending": lambda one: one.sending_ms,
    "painting": lambda one: one.painting_ms,
    "planners' processor": lambda one: one.planners_cpu_ms,
}


def _both(values: Sequence[float]) -> str:
    """Return median and 95th percentile."""
    if not values:
        return "–"
    return f"{median(values):,.0f} / {np.percentile(values, 95):,.0f}"


def _planned(visit: Visit, structural: bool | None) -> list[Painted]:
    """Return the edits that led to a plan, of one sort; None: of both."""
    sort = {True, False} if structural is None else {structural}
    return [p for p in visit.painted if p.structural in sort and p.outcome == "planned"]


def _row(visit: Visit, structural: bool | None) -> str:
    mine = _planned(visit, structural)
    cells = [_both([part(one) for one in mine]) for part in PARTS.values()]
    server = _both([p.solving_ms + p.tables_ms for p in mine])
    return f"| {visit.region} | {len(mine)} | {' | '.join(cells)} | {server} |"


def _table(visits: Sequence[Visit], structural: bool | None) -> list[str]:
    heads = " | ".join(f"{name}, ms" for name in (*PARTS, "solving and tables"))
    return [
        f"| region | edits | {heads} |",
        "| --- |" + " --: |" * (len(PARTS) + 2),
        *(_row(visit, structural) for visit in visits),
    ]


def _aims(visits: Sequence[Visit], structural: bool | None) -> list[str]:
    said = []
    for visit in visits:
        mine = _planned(visit, structural)
        if not mine:
            continue
        whole = [p.total_ms for p in mine]
        server = [p.solving_ms + p.tables_ms for p in mine]
        reached = {
            f"{MEDIAN_MS:g} ms median": median(whole) <= MEDIAN_MS,
            f"{HIGH_MS:g} ms at the 95th percentile": np.percentile(whole, 95) <= HIGH_MS,
            f"{SERVER_MS:g} ms of solving and tables at the 95th percentile": np.percentile(
                server, 95
            )
            <= SERVER_MS,
        }
        words = ", ".join(f"{aim}: {'yes' if is_so else 'no'}" for aim, is_so in reached.items())
        said.append(f"- {visit.region}: {words}.")
    return said


def _machine_row(visit: Visit) -> str:
    server, before, after = visit.memory_mb
    none = sum(p.outcome == "none" for p in visit.painted)
    return (
        f"| {visit.region} | {visit.opened_s:.1f} | {visit.server_cpu_ms:,.0f} | "
        f"{visit.browser_cpu_ms:,.0f} | {median(p.answer_kb for p in visit.painted):,.0f} | "
        f"{server:.0f} | {before:.0f} | {after:.0f} | "
        f"{visit.heap_mb[0]:.0f} / {visit.heap_mb[1]:.0f} | {none} |"
    )


def describe_edits(visits: Sequence[Visit]) -> list[str]:
    """Return what is said of single edits."""
    return [
        "## From the hand to the map",
        "",
        f"Edits by lot, one after the other, {PAUSE_S[0]:g} to {PAUSE_S[1]:g} s between them; "
        "Chromium without a graphics card, 1280×720. Each cell: median / 95th percentile of the "
        "wall time. Whole: from the key or the mouse to the frame after the one that shows map and "
        "cards. Solving and tables: as the planner tells (tables: those that cards and map need). "
        "Sending: all else between question and last byte, reading the edits included. Painting: "
        "the browser's work before the question and after the last byte. Planners' processor: the "
        "time that server and planners took of a processor meanwhile, which other work on the "
        "machine does not lengthen; counted in steps of 10 ms.",
        "",
        "Edits that leave the network as it is (capacities, shares run, demand, generation, lines "
        "switched off, an edit undone):",
        "",
        *_table(visits, structural=False),
        "",
        *_aims(visits, structural=False),
        "",
        "Edits that change the network or what is aimed at (a new plant, a border closed or with a "
        "quota, a price, a floor):",
        "",
        *_table(visits, structural=True),
        "",
        "All edits:",
        "",
        *_table(visits, structural=None),
        "",
        *_aims(visits, structural=None),
        "",
        "What it took: until the first plan is shown; processor time an edit, of server and "
        "planners with what is verified in the pauses, and of the browser with what steers it; the "
        "answer's size; resident memory of the server and of its processes, before the first page "
        "and after the last edit; what the page's scripts hold at first and at last; edits that "
        "left no plan, which the page says.",
        "",
        "| region | opened, s | server, ms | browser, ms | answer, kB | server, MB | "
        "processes before, MB | after, MB | page, MB | no plan |",
        "| --- |" + " --: |" * 9,
        *(_machine_row(visit) for visit in visits),
        "",
    ]


def describe_crowd(region: str, crowd: Crowd) -> list[str]:
    """Return what is said of sessions at once."""
    waits = [1000 * answer.seconds for answer in crowd.answers]
    total = [server + below for _, server, below in crowd.memory]
    third = max(1, len(total) // 3)
    middle, last = median(total[third : 2 * third] or total), median(total[-third:])
    return [
        "## Sessions at once",
        "",
        f"{crowd.users} sessions for {crowd.seconds / 60:g} min on the baseline of {region}, "
        "without browsers, so that these do not take the processor: each asks as the page does, "
        "looks for 1 to 6 s, has the plan verified after a second and drops that for the next "
        "edit; a tenth of the edits are a new plant, a border, a price or a limit.",
        "",
        f"- {len(crowd.answers):,} answers ({len(crowd.plans):,} plans, the others say that none "
        f"is possible), {_both(waits)} ms (median / 95th percentile), {crowd.settled} verified; "
        f"{1000 * crowd.cpu_s / max(1, len(crowd.answers)):,.0f} ms of processor time an answer, "
        "verifying included.",
        f"- Held to its own edits: number and key of every answer, and of {crowd.compared} plans "
        "the words of the edits, the cards of rate and cost and the objective as a planner alone "
        f"says them. **Wrong: {len(crowd.wrong)}.**",
        f"- Resident memory of server and processes: {crowd.alone_mb:.0f} MB before the first "
        f"session, {total[0]:.0f} MB at the start, {middle:.0f} MB in the middle third, "
        f"{last:.0f} MB in the last third, {max(total):.0f} MB at most: "
        f"{(last - crowd.alone_mb) / crowd.users:.1f} MB a session. The last third is "
        f"{last / middle:.2f} times the middle one (flat is at most {FLAT:g}: "
        f"{'yes' if last <= FLAT * middle else 'no'}).",
        "",
    ]


def write_edits(visits: Sequence[Visit], path: Path) -> None:
    """Write every edit."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(
            stream, [field.name for field in fields(Painted)], lineterminator="\n"
        )
        writer.writeheader()
        for visit in visits:
            for one in visit.painted:
                row = asdict(one)
                writer.writerow(
                    {k: round(v, 1) if isinstance(v, float) else v for k, v in row.items()}
                )


def main() -> None:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=200, help="of each region; 0: none")
    parser.add_argument("--regions", nargs="+", choices=REGIONS, default=list(REGIONS))
    parser.add_argument("--most-minutes", type=float, default=30.0, help="a region's edits take")
    parser.add_argument("--users", type=int, default=20, help="sessions at once; 0: none")
    parser.add_argument("--minutes", type=float, default=10.0, help="that they stay")
    parser.add_argument("--compared", type=int, default=100, help="of their plans, found again")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help=f"{PAGE.name} and tables beside it")
    given = parser.parse_args()
    before = os.getloadavg()[0]
    names = {region: f"scenarios/{REGIONS[region]}" for region in given.regions}
    visits = []
    for region, scenario in names.items():
        if given.edits:
            most_s = 60 * given.most_minutes
            visits.append(paint_region(region, scenario, given.edits, given.seed, most_s))
    first = given.regions[0]
    crowd = (
        gather(names[first], given.users, given.minutes, given.compared) if given.users else None
    )
    lines = [
        "# How fast the planner's page answers",
        "",
        "Written by `python -m benchmarks.page --write`; the code says what is measured.",
        "",
        f"Machine: {describe_machine()}. Other work on it (load average): {before:.1f} at the "
        f"start; with this work {os.getloadavg()[0]:.1f} at the end.",
        "",
        *([BUSY, ""] if before > QUIET else []),
        *(describe_edits(visits) if visits else []),
        *(describe_crowd(first, crowd) if crowd else []),
    ]
    publish("\n".join(lines).rstrip() + "\n", PAGE if given.write else None)
    if given.write:
        write_edits(visits, PAGE.with_suffix(".csv"))
        if crowd:
            write_samples(crowd, PAGE.with_name("page-memory.csv"))
    if crowd and crowd.wrong:
        sys.exit("\n".join(crowd.wrong[:20]))


if __name__ == "__main__":
    main()
