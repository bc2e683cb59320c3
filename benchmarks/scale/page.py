"""The page: tables of ratios, growth exponents, aims, and what they mean."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from benchmarks.machine import describe_machine
from benchmarks.scale.measure import NOT_ATTEMPTED, OK, TOO_LONG
from benchmarks.scale.peers import OURS, SOLVERS
from benchmarks.scale.table import (
    COLUMN_BYTES,
    Results,
    check_aims,
    exponent,
    steps,
)

LIBRARIES = ("highspy", "numpy", "pandas", "linopy", "pulp", "pyomo", "ortools")
FIGURES = {
    "from_tables_s": ("From tables to plan, processor time", "s"),
    "cpu_s": ("From listed routes to plan, processor time", "s"),
    "wall_s": ("Wall time", "s"),
    "peak_mb": ("Peak memory", "MB"),
}
GROWS = "from_tables_s"
TITLES = {"transport": "Pure transport", "recipes": "Recipes"}
ABOUT = {
    "transport": "Wastes of zones, capacities of plants, one mode: a transportation problem.",
    "recipes": "Recipes with groups, residues and chains, quality rules, quotas, ports, landfills, "
    "old stock, markets; truck and barge. No network code can take it.",
}
METHOD = """\
**The job.** Synthetic regions as `sim generate` writes them, seed 1, with the objective of every
shipped baseline: the highest utilization rate (a ratio where old stock is dug up), then the least
net cost, then the least transport work. This is the plan that `sim run` writes; this project also
takes, of all that are equal in these three, the one that names single out.

**The clock** starts with the instance in memory and stops with all flows in arrays. Start of the
interpreter and imports do not count; a tiny instance is solved first. Every measurement is a
process of its own; peak memory is that of the whole process, libraries included. Figures are
medians. All solve with one thread, so processor time says on a busy machine what wall time says on
a quiet one.

**This project** starts from the tables of the case: distances, borders, recipes, routes.

**The peers** are models written by hand (`benchmarks/scale/peers`): the rate by Dinkelbach's
method, then each stage held by a row. For pure transport they start from coordinates, amounts and
tariffs as arrays and work out all costs themselves. For recipes they are handed all routes, priced
and numbered. *From tables to plan* adds the time in which these were listed, by this project's own
`sim/network`, as somebody has to; *from listed routes* leaves it out, in their favour. HiGHS is
reached through memory, not files, with one thread and defaults (dual simplex); this project asks it
for tighter tolerances (1e-9 instead of 1e-7). linopy has a second column with HiGHS' interior point
method, crossover included. Pyomo keeps the solver from stage to stage and starts each from the
basis of the one before; linopy and PuLP hand the model over anew. OR-tools' code (cost-scaling
push-relabel) takes whole numbers and networks alone, and one objective: waste left over is made so
dear that the rate comes first; it is not asked for transport work.
"""


def write_page(results: Results, pictures: Sequence[str], limits: str) -> str:
    """Return the page as Markdown; `pictures` are paths relative to it."""
    loads = [m.load for m in results.measurements if m.status == OK]
    lines = [
        "# Scale: this project and its peers",
        "",
        "Written by `python -m benchmarks.scale`; every measurement stands in "
        "[scale.csv](scale.csv).",
        "",
        f"Machine: {describe_machine(LIBRARIES)}. Load average when measurements began: "
        f"{min(loads):.1f} to {max(loads):.1f}. {limits}",
        "",
        METHOD,
        say_differences(results),
        "",
    ]
    lines += [f"![{name}]({name})" for name in pictures] + [""]
    lines += aims_table(results)
    for kind in results.kinds():
        lines += [f"## {TITLES[kind]}", "", ABOUT[kind], ""]
        for figure in FIGURES:
            lines += [*ratio_table(results, kind, figure), ""]
        lines += [*growth_table(results, kind), "", *parts_table(results, kind), ""]
        lines += say_not_attempted(results, kind)
    return "\n".join(lines).rstrip() + "\n"


def say_differences(results: Results) -> str:
    """Return by how much optima differ, in a sentence."""
    found = results.differences()
    if not found:
        return "No optimum to compare."
    worst, goal, m = found[0]
    return (
        f"**Equal plans.** {len(found)} values of stages; the one furthest from this project's "
        f"differs by {worst:.1e} of it ({SOLVERS[m.solver].title}, {goal}, {m.kind}, "
        f"{m.candidates:,} candidates)."
    )


def aims_table(results: Results) -> list[str]:
    """Return what was to be reached and what was found."""
    found = check_aims(results)
    if not found:
        return []
    lines = ["## Aims", "", "| region | aim | found | reached |", "| --- | --- | --: | --- |"]
    for aim, value, reached in found:
        unit = "×" if aim.peers else " MB" if aim.figure == "peak_mb" else " s"
        lines.append(
            f"| {aim.kind}, about {power(aim.routes)} candidates | {aim.words} | "
            f"{number(value)}{unit} | {'yes' if reached else 'no'} |"
        )
    said = (
        "Processor time; ratios are of the peer that comes nearest to this project, and one that "
        "was stopped at its limit counts with the limit."
    )
    return [*lines, "", said, ""]


def ratio_table(results: Results, kind: str, figure: str) -> list[str]:
    """Return one figure by size: ours as it is, all others as ratios to it."""
    title, unit = FIGURES[figure]
    others = [name for name in results.solvers(kind) if name != OURS]
    head = ["candidates", f"this project, {unit}", *(SOLVERS[s].title for s in others)]
    rows = []
    for routes in results.sizes(kind):
        ours = results.value(kind, routes, OURS, figure)
        cells = [f"{results.candidates(kind, routes):,}"]
        cells.append(number(ours) if ours is not None else results.status(kind, routes, OURS))
        for name in others:
            ratio = results.ratio(kind, routes, name, figure)
            status = results.status(kind, routes, name)
            least = results.least_ratio(kind, routes, name, figure)
            if ratio is None and status == TOO_LONG and least is not None:
                status = f"stopped, over {number(least)}×"
            cells.append(f"{number(ratio)}×" if ratio is not None else status or "not measured")
        rows.append(cells)
    return [f"### {title}", "", *markdown(head, rows)]


def growth_table(results: Results, kind: str) -> list[str]:
    """Return the growth exponents of processor time."""
    sizes = results.sizes(kind)
    spans = [f"{power(a)} to {power(b)}" for a, b in pairwise(sizes)]
    rows = []
    for name in results.solvers(kind):
        overall = exponent(results.series(kind, name, GROWS))
        if overall is not None:
            slopes = [
                "".join(f"{slope:.2f}" for slope in steps(results.series(kind, name, GROWS, two)))
                for two in pairwise(sizes)
            ]
            rows.append([SOLVERS[name].title, *slopes, f"{overall:.2f}"])
    said = (
        "Slope of the log of processor time, tables to plan, on log candidates; overall by least "
        "squares."
    )
    table = markdown(["candidates, about", *spans, "overall"], rows)
    return ["### Growth exponents", "", said, "", *table]


def parts_table(results: Results, kind: str) -> list[str]:
    """Return wall time before and after the model stands, and memory, at the largest size."""
    rows = []
    for name in results.solvers(kind):
        solved = [n for n in results.sizes(kind) if results.status(kind, n, name) == OK]
        if solved:
            wall, model, peak, start = (
                results.value(kind, solved[-1], name, f) or 0.0
                for f in ("wall_s", "modelling_s", "peak_mb", "start_mb")
            )
            rows.append(
                [
                    SOLVERS[name].title,
                    f"{results.candidates(kind, solved[-1]):,}",
                    number(model),
                    number(wall - model),
                    number(start),
                    number(peak),
                ]
            )
    head = [
        "solver",
        "candidates",
        "model, s",
        "handing over and solving, s",
        "memory before the clock, MB",
        "peak, MB",
    ]
    return ["### The largest instance that each solved", "", *markdown(head, rows)]


def say_not_attempted(results: Results, kind: str) -> list[str]:
    """Return what instances that no peer was given would need."""
    lines = []
    for routes in results.sizes(kind):
        if any(results.status(kind, routes, s) == NOT_ATTEMPTED for s in results.solvers(kind)):
            count = results.candidates(kind, routes)
            lines += [
                f"With {count:,} candidates the peers were not attempted: the columns alone, in "
                f"the solver's compressed form and without any object of a modelling library, take "
                f"{count * COLUMN_BYTES / 1e9:.1f} GB.",
                "",
            ]
    return lines


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return a table whose first column is text and whose others are numbers."""
    ruler = ["---", *["--:"] * (len(head) - 1)]
    return ["| " + " | ".join(cells) + " |" for cells in (head, ruler, *rows)]


def power(routes: float) -> str:
    """Return a size as it is asked for.

    >>> power(1000), power(3e7)
    ('1e3', '3e7')
    """
    return f"{routes:.0e}".replace("e+0", "e").replace("e+", "e")


def number(value: float) -> str:
    """Return a number with two or three digits that count.

    >>> [number(x) for x in (0.0123, 0.5, 4.26, 9.99, 1234.5)]
    ['0.012', '0.50', '4.3', '10', '1,234']
    """
    if value >= 9.95:
        return f"{value:,.0f}"
    digits = 1 if value >= 1 else min(4, 1 - math.floor(math.log10(value))) if value > 0 else 0
    return f"{value:.{digits}f}"
