"""The cheapest way to a target: what to build, what each step is worth, what is certain.

Four plans frame the answer: today's, in which nothing is built and the metric is as good as can be;
the cheapest one that is no worse, with building; the one that reaches the target; and the farthest
there is. The steps of the plan that reaches the target are then tried alone and one after the
other, and decided again with what capital costs at the ends of its ranges.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.loader.case import Case
from sim.network import Network
from sim.studies.memory import Memory
from sim.studies.target.asked import Asked
from sim.studies.target.ranges import Ranges
from sim.studies.target.solver import (
    Found,
    Problem,
    TargetStudy,
    network_of,
    prices_by_technology,
    problem,
)
from sim.workers import Crew, TaskQueue, open_queue

BLOCK = 8
"""Problems that one worker solves one after the other."""
SAME = 1e-9
"""Part of a target by which rounding may miss it."""
_FRAME = 5
"""Plans that frame the answer, `free` among them."""
_LEAST = 1e-6
"""Part of the largest build below which a build is rounding."""
Report = Callable[[int, int], object]
"""Called with how many plans are solved, and of how many that are known of."""
_BUILDS = {
    "line": object,
    "step": float,
    "built_kt_yr": float,
    "least_kt_yr": float,
    "most_kt_yr": float,
    "ends": int,
    "of_ends": int,
    "certain": bool,
}
"""Column of the builds -> its type."""


@dataclass(frozen=True)
class Bend:
    """Capital at an end of its range: of one technology, or of all."""

    technology: str
    """Empty: all."""
    end: str
    """low or high."""
    factors: dict[str, float]


@dataclass(frozen=True)
class Answer:
    """All plans that a target is told by."""

    case: Case
    """With what may be built, without its own limits on the whole of the metric."""
    asked: Asked
    ranges: Ranges
    network: Network
    today: Found
    """Nothing is built; the metric as good as can be, then cheaply."""
    same: Found
    """The cheapest plan no worse than today's, with building."""
    free: Found
    """The cheapest plan whatever the metric."""
    best: Found
    """As far as can be."""
    plan: Found
    """The cheapest way to the target, or the farthest there is."""
    curve: tuple[tuple[float, Found], ...]
    """Target -> the cheapest way, from `free` to `best`."""
    order: tuple[str, ...]
    """What the plan builds, in the order of what each line brings alone."""
    alone: dict[str, Found]
    """Line -> the plan with it alone built, as far as the target."""
    in_order: tuple[Found, ...]
    """The plan with the first line, the first two, …"""
    bends: tuple[tuple[Bend, Found], ...]

    @property
    def reached(self) -> bool:
        """Return whether the target can be reached."""
        return is_reached(self.asked, self.value(self.best))

    def value(self, found: Found) -> float:
        """Return the metric of a plan."""
        return figure(found, self.asked.metric)

    def gain(self, found: Found) -> float:
        """Return by how much a plan is better than today's in the metric."""
        return self.asked.axis.sign * (self.value(found) - self.value(self.today))


def figure(found: Found, metric: str) -> float:
    """Return a figure of a plan; not a number where there is none."""
    return float(found["figures"].get(metric, np.nan))


def is_reached(asked: Asked, best: float) -> bool:
    """Return whether the best that there is meets the target."""
    return asked.axis.sign * (best - asked.at) >= -SAME * max(1.0, abs(asked.at))


def study_target(
    case: Case, asked: Asked, ranges: Ranges, crew: Crew, memory: Memory, report: Report
) -> Answer:
    """Return the cheapest way to a target in a case that says what may be built.

    What `memory` knows is not solved again.

    Raises
    ------
    InfeasibleError, UnboundedError, SolverLimitError
    """
    network = network_of(case, asked)
    with open_queue(TargetStudy(case, asked).job, crew) as queue:
        return _Inquiry(case, asked, ranges, network, _Desk(queue, memory, report)).answer()


class _Desk:
    """Has blocks of problems solved by whoever is free."""

    def __init__(self, queue: TaskQueue, memory: Memory, report: Report) -> None:
        self._queue, self._memory, self._report = queue, memory, report
        self._found = self._asked = 0

    def expect(self, count: int) -> None:
        """Tell of problems that will be asked for."""
        self._asked += count
        self._report(self._found, self._asked)

    def ask(self, blocks: Mapping[str, list[Problem]]) -> dict[str, list[Found]]:
        """Return what blocks of problems give, by their names."""
        left = [key for key in blocks if key not in self._memory.known]
        for key in left:
            self._queue.submit(key, blocks[key])
        self._count(sum(len(blocks[key]) for key in blocks.keys() - left))
        for _ in left:
            key, found = self._queue.take()
            self._memory.learn(key, found)
            self._count(len(found))
        return {key: self._memory.known[key] for key in blocks}

    def _count(self, solved: int) -> None:
        self._found += solved
        self._report(self._found, self._asked)


class _Inquiry:
    """Asks for the plans of a target, each group once those that it depends on are known."""

    def __init__(
        self, case: Case, asked: Asked, ranges: Ranges, network: Network, desk: _Desk
    ) -> None:
        self._case, self._asked, self._ranges = case, asked, ranges
        self._network, self._desk = network, desk

    def answer(self) -> Answer:
        """Return all plans that a target is told by."""
        asked = self._asked
        self._desk.expect(_FRAME)
        today, best, free = self._ask(
            "ends",
            [problem(aim="best", allow={}), problem(aim="best"), problem()],
        )
        value = figure(today, asked.metric)
        known = not np.isnan(value)
        reached = is_reached(asked, figure(best, asked.metric))
        wanted = problem(at=asked.at) if reached else problem(aim="best")
        same, plan = self._ask("plan", [problem(at=value if known else None), wanted])
        lines = _built(plan)
        bends = self._bends(lines)
        groups = {
            "alone": [self._towards(plan, {line: kt}) for line, kt in lines.items()],
            "bend": [{**wanted, "capex": bend.factors} for bend in bends],
            "curve": [problem(at=at) for at in self._targets(free, best)],
        }
        self._desk.expect(sum(map(len, groups.values())) + len(lines))
        found = self._ask_all(groups)
        alone = dict(zip(lines, found["alone"], strict=True))
        order = self._order(today, alone)
        firsts = [{line: lines[line] for line in order[: i + 1]} for i in range(len(order))]
        in_order = self._ask_all({"order": [self._towards(plan, one) for one in firsts]})["order"]
        curve = [(figure(one, asked.metric), one) for one in (free, *found["curve"], best)]
        return Answer(
            self._case,
            asked,
            self._ranges,
            self._network,
            today,
            same,
            free,
            best,
            plan,
            tuple(curve),
            tuple(order),
            alone,
            tuple(in_order),
            tuple(zip(bends, found["bend"], strict=True)),
        )

    def _ask(self, name: str, problems: list[Problem]) -> list[Found]:
        return self._desk.ask({name: problems})[name]

    def _ask_all(self, groups: Mapping[str, list[Problem]]) -> dict[str, list[Found]]:
        """Return what the problems of each group give, in blocks that are solved at once."""
        blocks = {
            f"{name}-{start}": problems[start : start + BLOCK]
            for name, problems in groups.items()
            for start in range(0, len(problems), BLOCK)
        }
        found = self._desk.ask(blocks)
        return {
            name: [one for key in blocks if key.startswith(f"{name}-") for one in found[key]]
            for name in groups
        }

    def _towards(self, plan: Found, allow: Mapping[str, float]) -> Problem:
        """Return the problem of coming as near to what the plan reaches as some lines let."""
        return problem(aim="best", at=figure(plan, self._asked.metric), allow=allow)

    def _targets(self, free: Found, best: Found) -> list[float]:
        """Return targets along the curve, strictly between its ends."""
        low, high = (figure(end, self._asked.metric) for end in (free, best))
        even = np.linspace(low, high, self._asked.points + 2)[1:-1]
        inside = self._asked.at if min(low, high) < self._asked.at < max(low, high) else low
        targets = {*map(float, even), inside} - {low, high}
        return sorted(targets, reverse=low > high) if low != high else []

    def _order(self, today: Found, alone: Mapping[str, Found]) -> list[str]:
        """Return lines, first those that alone bring most, then those that cost least."""
        metric, sign = self._asked.metric, self._asked.axis.sign
        before = figure(today, metric)
        scale = max(abs(before), 1.0)

        def rank(line: str) -> tuple[float, float, str]:
            found = alone[line]
            gain = sign * (figure(found, metric) - before)
            gain = -np.inf if np.isnan(gain) else round(gain / scale, 9)
            cost = figure(found, self._asked.money)
            return -gain, 0.0 if np.isnan(cost) else cost, line

        return sorted(alone, key=rank)

    def _bends(self, lines: Mapping[str, float]) -> list[Bend]:
        """Return the ends of the ranges of capital: of each technology built, and of all."""
        factors = capex_factors(self._case, self._network)
        technology = self._network.lines["technology"]
        built = sorted({str(technology[line]) for line in lines} & factors.keys())
        return [*_all_bends(factors, built)]


def _all_bends(factors: dict[str, dict[str, float]], built: list[str]) -> Iterator[Bend]:
    for end in ("low", "high"):
        if factors:
            yield Bend("", end, {name: ends[end] for name, ends in factors.items()})
        for name in built:
            yield Bend(name, end, {name: factors[name][end]})


def capex_factors(case: Case, network: Network) -> dict[str, dict[str, float]]:
    """Return technology -> end -> factor of what building costs, where a range is known.

    Of technologies that lines may be built by at their own cost.
    """
    expansions = network.expansions[prices_by_technology(case, network)]
    names = sorted(set(network.lines["technology"].reindex(expansions["line"]).dropna()))
    table = case.tables["technologies"].set_index("id")
    found = {}
    for name in names:
        row = table.loc[name]
        ends = {end: float(row[f"capex_{end}"]) for end in ("low", "high")}
        if row["capex"] > 0 and not any(map(np.isnan, ends.values())):
            found[str(name)] = {end: cost / float(row["capex"]) for end, cost in ends.items()}
    return found


def _built(found: Found) -> dict[str, float]:
    """Return what a plan builds, without what rounding leaves."""
    largest = max(found["built"].values(), default=0.0)
    return {line: kt for line, kt in found["built"].items() if kt > _LEAST * largest}


def builds(answer: Answer) -> pd.DataFrame:
    """Return what is built in the plan, and what is built where capital costs something else.

    line, step (from 1; blank: not in the plan), built, least, most (kt/yr), ends (at which it is
    built), of (all ends), certain.
    """
    ends = [_built(found) for _, found in answer.bends]
    plan = _built(answer.plan)
    steps = {line: n + 1 for n, line in enumerate(answer.order)}
    others = sorted({line for found in ends for line in found} - plan.keys())
    rows = []
    for line in [*answer.order, *others]:
        amounts = [found.get(line, 0.0) for found in ends] + [plan.get(line, 0.0)]
        rows.append(
            {
                "line": line,
                "step": steps.get(line),
                "built_kt_yr": plan.get(line, 0.0),
                "least_kt_yr": min(amounts),
                "most_kt_yr": max(amounts),
                "ends": sum(line in found for found in ends),
                "of_ends": len(ends),
                "certain": all(line in found for found in (*ends, plan)),
            }
        )
    return pd.DataFrame(rows, columns=list(_BUILDS)).astype(_BUILDS).astype({"step": "Int64"})
