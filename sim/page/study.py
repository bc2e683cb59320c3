"""Studies on demand: a frontier of two figures, a number that is varied, a target."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from queue import SimpleQueue
from typing import Any

import pandas as pd
from pydantic import BaseModel, ConfigDict, ValidationError

from sim.api.case import Case
from sim.errors import InputError, Problem
from sim.loader.read.messages import explain
from sim.page.asked import Asked
from sim.page.edits import apply
from sim.page.target import TargetOptions, find_target, tell_way
from sim.page.varied import Points, Varied, name_varied, parameter_of
from sim.rules.metrics import METRICS
from sim.say.figures import read_number
from sim.say.message import message
from sim.say.texts import Texts
from sim.scenario.document import Limit
from sim.scenario.part import MetricName
from sim.studies.frontier.sentences import tell_frontier
from sim.studies.sweep.study import OPTIMAL

_STRICT = ConfigDict(extra="ignore", frozen=True, allow_inf_nan=False)
_END = "as_told"
"""Column of a value of a sweep as a sentence writes it."""
_SHOWN = ("utilization_rate", "net_utilized", "net_cost", "net_co2")
Told = dict[str, Any]


class FrontierOptions(BaseModel):
    """The two figures that are traded."""

    model_config = _STRICT
    x: MetricName = "net_cost"
    y: MetricName = "utilization_rate"
    points: Points = 7


def tell_study(asked: Asked) -> Iterator[Told]:
    """Yield how far a study is, and last its chart and its numbers.

    Raises
    ------
    SimError
    """
    kind, options = asked.body.get("kind"), asked.body.get("options")
    _, loaded = apply(asked.base.loaded, asked.edits)
    case = Case(loaded, asked.language)
    if kind == "frontier":
        yield from _frontier(case, _read(FrontierOptions, options), asked.texts)
    elif kind == "sweep":
        limits = loaded.scenario.limits
        yield from _sweep(case, limits, _read(Varied, options), asked.texts)
    elif kind == "target":
        yield from _target(asked, case, _read(TargetOptions, options))
    else:
        raise InputError([Problem("kind", message("page_no_study", kind=str(kind)[:40]))])


def _read(kind: type[Any], options: Any) -> Any:
    try:
        return kind.model_validate(options if options is not None else {})
    except ValidationError as error:
        problems = []
        for cell in error.errors():
            what, hint, code = explain(cell)
            problems.append(Problem(".".join(map(str, cell["loc"])) or "options", what, hint, code))
        raise InputError(problems) from None


def _frontier(case: Case, options: FrontierOptions, texts: Texts) -> Iterator[Told]:
    most = options.points

    def work(tell: Callable[[Told], None]) -> Any:
        return case.frontier(
            options.x,
            options.y,
            points=most,
            check=False,
            progress=lambda state: tell({"done": state.points, "of": most}),
        )

    found = yield from _with_progress(work)
    units = {"x": METRICS[options.x].unit, "y": METRICS[options.y].unit}
    points = found.found.table
    titles = {"x": _title(options.x, texts), "y": _title(options.y, texts)}
    table = _tabulate(points, titles, units, texts)
    sentences = tell_frontier(found.found, texts)
    yield {"study": {"svg": _svg(found.chart()), **table, "sentences": sentences}}


def _sweep(case: Case, limits: list[Limit], options: Varied, texts: Texts) -> Iterator[Told]:
    name, metrics = name_varied(options, limits, texts), list(_SHOWN)
    parameter = parameter_of(options, name, limits)
    spec = {"kind": "list", "metrics": metrics, "parameters": [parameter]}

    def work(tell: Callable[[Told], None]) -> Any:
        try:
            return case.sweep(spec, progress=lambda done, of: tell({"done": done, "of": of}))
        except InputError as error:
            raise _at_options(error) from None

    found = yield from _with_progress(work)
    points = pd.DataFrame(found.points)
    columns = {METRICS[name].column: name for name in metrics}
    frame = points.rename(columns=columns).assign(**{name: options.values})
    rates = [name for name in metrics if METRICS[name].is_rate and name in frame]
    frame[rates] = frame[rates].astype(float) / 100.0
    title = texts.say("page_times" if options.is_factor else "page_price_of", name=name)
    titles = {name: title, **{m: _title(m, texts) for m in metrics}}
    units = {name: "1", **{m: METRICS[m].unit for m in metrics}}
    end = "page_factor" if options.is_factor else "page_per_tonne"
    ends = [texts.say(end, value=f"{value:g}") for value in options.values]
    sentences = _tell_sweep(frame.assign(**{_END: ends}), name, texts)
    charts = found.charts()
    chart = charts.get("response") or next(iter(charts.values()), None)
    table = _tabulate(frame, titles, units, texts)
    yield {"study": {"svg": "" if chart is None else _svg(chart), **table, "sentences": sentences}}


def _target(asked: Asked, case: Case, options: TargetOptions) -> Iterator[Told]:
    def work(tell: Callable[[Told], None]) -> Any:
        try:
            return find_target(case, options, tell, asked.texts)
        except InputError as error:
            raise _at_options(error) from None

    found = yield from _with_progress(work)
    way = tell_way(asked, found, lambda city: asked.texts.name("areas", city))
    yield {"study": {"svg": _svg(found.chart(language=asked.language)), **way}}


def _at_options(error: InputError) -> InputError:
    """Return what is wrong with a sweep as being wrong with what was asked for."""
    return InputError([replace(problem, where="options") for problem in error.problems])


def _tell_sweep(frame: pd.DataFrame, name: str, texts: Texts) -> list[str]:
    """Return what the first metric comes to at both ends, and which points have no plan."""
    solved = frame[frame["status"] == OPTIMAL]
    failed = frame[frame["status"] != OPTIMAL]
    said = []
    if len(solved):
        metric, ends = _SHOWN[0], [solved.iloc[0], solved.iloc[-1]]
        values = [row[metric] for row in ends]
        first, last = texts.figures(values, METRICS[metric].unit)
        start, end = (str(row[_END]) for row in ends)
        said.append(
            texts.say(
                "page_sweep_ends",
                name=name,
                figure=_title(metric, texts),
                start=start,
                end=end,
                first=first,
                last=last,
            )
        )
    if len(failed):
        reason = failed.iloc[0]["reason_zh" if texts.language == "zh" else "reason"]
        said.append(
            texts.say("page_sweep_failed", count=len(failed), all=len(frame), reason=reason)
        )
    return said


def _with_progress(work: Callable[[Callable[[Told], None]], Any]) -> Any:
    """Yield what a piece of work tells while it goes on; return its result."""
    told: SimpleQueue[Told | None] = SimpleQueue()
    ended: list[Any] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            ended.append(work(told.put))
        except BaseException as error:
            failed.append(error)
        finally:
            told.put(None)

    threading.Thread(target=run, daemon=True).start()
    while (item := told.get()) is not None:
        yield item
    if failed:
        raise failed[0]
    return ended[0]


def _title(metric: str, texts: Texts) -> str:
    return str(texts.of(METRICS[metric]))


def _tabulate(
    frame: pd.DataFrame, titles: dict[str, str], units: dict[str, str], texts: Texts
) -> Told:
    """Return columns and rows of a table, each column in one unit."""
    shown = [name for name in titles if name in frame]
    columns = []
    for name in shown:
        unit = _unit(units[name], frame[name], texts)
        title = (
            texts.say("report_with_unit", title=titles[name], unit=unit) if unit else (titles[name])
        )
        columns.append({"title": title, "number": True})
    cells = [_write(frame[name], units[name], texts) for name in shown]
    rows = [list(row) for row in zip(*cells, strict=True)]
    return {"columns": columns, "rows": rows}


def _unit(unit: str, values: Any, texts: Texts) -> str:
    return "" if unit == "1" else texts.scale_of_row(0.0, unit).unit


def _write(values: Iterable[Any], unit: str, texts: Texts) -> list[Told]:
    """Return the cells of a column, with the digits that tell its figures apart."""
    known = [read_number(value) for value in values]
    if unit in ("", "kt/yr", "MCNY/yr", "MCNY", "Mt*km/yr"):
        written = texts.close_bares(known, unit)
    else:
        written = ["" if value is None else f"{value:.6g}" for value in known]
    return [{"text": text, "value": v} for text, v in zip(written, known, strict=True)]


def _svg(figure: Any) -> str:
    file = io.StringIO()
    figure.savefig(file, format="svg")
    return file.getvalue()
