"""A case: a scenario with all its tables, checked; what everything else begins with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.api.inputs import Inputs, Rows
from sim.api.result import Result
from sim.loader.load import load_rows
from sim.network.players import Level
from sim.say import WORDS, Language
from sim.studies.run.run import run_in_memory
from sim.studies.solve_case import Clock, be_silent
from sim.workers import Crew

if TYPE_CHECKING:
    import pandas as pd

    from sim.api.alternatives import Alternatives
    from sim.api.explanation import Explanation
    from sim.api.frontier import Frontier
    from sim.api.sweep import Sweep
    from sim.api.synergy import Synergy
    from sim.api.target import Target
    from sim.exchange.read_values import Values
    from sim.studies.frontier.search import State

Progress = Callable[[str], object]
"""What is told how far the work is, in sentences: `print`, for example."""


def load(path: str | Path, *, language: Language = "en") -> Case:
    """Return the case of a scenario file; it may lie anywhere, in its project folder.

    `language` is the one in which the case and all that is made of it show themselves: en or zh.

    Raises
    ------
    InputError
        All that is wrong with the scenario and its tables, each with `file:line`.
    """
    return Case(load_rows(Path(path)), language)


@dataclass(frozen=True, repr=False, eq=False)
class Case(Inputs):
    """A scenario and its tables, read and checked. It never changes: methods give new cases."""

    def run(self, *, progress: Progress | None = None) -> Result:
        """Return the optimal plan; its tables have been verified as they would be written.

        Raises
        ------
        InfeasibleError, UnboundedError, SolverLimitError, VerificationError
        """
        clock = self._clock(progress)
        return Result(run_in_memory(self.data, clock), self.language)

    def explain(self) -> Explanation:
        """Return why there is no plan, and the ways out; where there is one, what binds.

        Raises
        ------
        UnboundedError, SolverLimitError
        """
        from sim.api.explanation import explain_case

        return explain_case(self)

    def trace(
        self,
        *figure: str,
        zone: str | None = None,
        city: str | None = None,
        province: str | None = None,
        material: str | None = None,
        measure: str = "net_cost",
        progress: Progress | None = None,
    ) -> pd.DataFrame:
        """Return the rows of the input that a figure is made of: `case.trace("net_cost")`.

        A figure of the summary, narrowed to a generator, an area or a waste where it can be; or
        `"price", constraint, index` (told in `measure`), `"flow", origin, destination`,
        `"line", id`. One row a cell and part, with the columns of `trace.csv`; shares are of the
        part. `attrs` holds `value` and `unit` of the figure.

        Raises
        ------
        InputError
            There is no such figure, place or limit.
        InfeasibleError, UnboundedError, SolverLimitError
        """
        from sim.api.trace import trace_case

        given = {"zone": zone, "city": city, "province": province, "material": material}
        scope = {level: word for level, word in given.items() if word is not None}
        return trace_case(self, figure, scope, measure, self._clock(progress))

    def frontier(  # noqa: PLR0913 - one argument an option
        self,
        x: str,
        y: str,
        *,
        accuracy: float = 1e-3,
        points: int = 40,
        check: bool = True,
        workers: int | None = 1,
        cluster: str | None = None,
        progress: Callable[[State], object] | None = None,
        out: str | Path | None = None,
    ) -> Frontier:
        """Return the exact trade-off of y against x, known everywhere to a share of its range.

        `accuracy` is that share, `points` the most points to find, `check` whether each is solved
        anew. `progress` is called with the points found, the error left and the points checked.
        `out` is a folder for what the command writes: what is solved is kept beside it, so that
        the same call goes on after an interruption.

        Raises
        ------
        InputError
            The metrics are the same, or cannot be traded here.
        InfeasibleError, UnboundedError, SolverLimitError
        """
        from sim.api.frontier import trace
        from sim.studies.frontier.search import Asked

        asked = Asked(accuracy, points, check)
        return trace(self, x, y, asked, Crew(workers, cluster), progress, out)

    def target(
        self,
        *,
        minimize: str = "net_cost",
        up_to: str | None = None,
        points: int = 10,
        workers: int | None = 1,
        cluster: str | None = None,
        progress: Callable[[int, int], object] | None = None,
        out: str | Path | None = None,
        **wanted: str,
    ) -> Target:
        """Return the cheapest way to a target: `case.target(utilization_rate="90 %")`.

        One metric is named with its target; without one, the floor of the scenario is the target.
        What may be built is what the scenario says; where it says nothing each line of known cost
        may grow by `up_to`, a quantity or a per cent of its nameplate; None: 100 %. The way takes
        least of `minimize`. `points` is the number of targets along the curve of costs; `progress`
        is called with how many plans are solved, and of how many that are known of. `out` is a
        folder for what the command writes: what is solved is kept beside it, so that the same call
        goes on after an interruption.

        Raises
        ------
        InputError
            The target cannot be read, or does not suit the case.
        InfeasibleError, UnboundedError, SolverLimitError
        """
        from sim.api.target import answer, read_asked

        asked = read_asked(self, wanted, minimize, up_to, points)
        return answer(self, asked, Crew(workers, cluster), progress, out)

    def sweep(
        self,
        spec: Rows | None = None,
        *,
        workers: int | None = 1,
        cluster: str | None = None,
        progress: Callable[[int, int], object] | None = None,
        out: str | Path | None = None,
    ) -> Sweep:
        """Return many variants, each an optimal plan, as `sweep:` in YAML asks for them.

        `spec` is what would stand there; None: what the scenario has. `progress` is called with
        how many points are solved, and of how many.
        `out` is a folder for what the command writes: what is solved is kept beside it, so that
        the same call goes on after an interruption.

        Raises
        ------
        InputError
            What is wrong with the sweep.
        """
        from sim.api.sweep import solve

        case = self if spec is None else self.extend(sweep=spec)
        return solve(case, Crew(workers, cluster), progress, out)

    def alternatives(
        self,
        number: int = 5,
        *,
        slack: str = "0.5 %",
        all_stages: bool = True,
        seed: int = 0,
        progress: Callable[[str, int, int], None] | None = None,
    ) -> Alternatives:
        """Return plans within the slack of the best that differ the most.

        `all_stages`: every objective is kept within the slack, else the first only.

        Raises
        ------
        InputError
            The slack does not suit the objectives.
        InfeasibleError, UnboundedError, SolverLimitError
        """
        from sim.api.alternatives import find
        from sim.studies.alternatives.folder import Asked

        return find(self, Asked(number, slack, all_stages, seed), progress)

    def synergy(
        self,
        players: Level = "province",
        *,
        samples: int = 50,
        workers: int | None = 1,
        cluster: str | None = None,
        progress: Callable[[int, int], object] | None = None,
        out: str | Path | None = None,
    ) -> Synergy:
        """Return what cooperation among provinces, cities or owners is worth, and its division.

        `out` is a folder for what the command writes: what is solved is kept beside it, so that
        the same call goes on after an interruption.

        Raises
        ------
        InputError
            There are fewer than two players.
        VerificationError, InfeasibleError, SolverLimitError
        """
        from sim.api.synergy import value
        from sim.studies.synergy.study import Asked

        return value(self, Asked(players, Crew(workers, cluster), samples), progress, out)

    def to_pyomo(self, stage: int = 1) -> Any:
        """Return the programme as a Pyomo model with one objective active; see docs/export.md.

        Earlier stages are solved beforehand and kept.

        Raises
        ------
        InputError
            There is no such stage.
        InfeasibleError, UnboundedError, SolverLimitError
        """
        from sim.studies.exchange import case_to_pyomo

        return case_to_pyomo(self.data, stage)

    def read_plan(self, source: Values) -> Result:
        """Return the plan that another solver found, verified like every other.

        `source` is a solved model of `to_pyomo`, a solution file of an exported programme, a
        mapping of names to kt/yr, or one value a column. The plan counts as given, not as optimal.

        Raises
        ------
        InputError
            The values are not of this case.
        VerificationError
            They violate a limit, which is named.
        """
        from sim.studies.exchange import read_plan

        return Result(read_plan(self.data, source), self.language)

    def _clock(self, progress: Progress | None) -> Clock:
        if progress is None:
            return Clock(be_silent)

        texts = self._texts()

        def tell(step: str) -> None:
            key = f"step_{step}"
            if key in WORDS:
                progress(texts.label(self.name, texts.say(key)))

        return Clock(tell)
