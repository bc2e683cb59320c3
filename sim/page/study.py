"""Charts on demand: a frontier of two figures, a capacity that is varied."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from queue import SimpleQueue
from typing import Annotated, Any, Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sim.api.case import Case
from sim.errors import InputError, Problem
from sim.loader.read.messages import explain
from sim.page.asked import Asked
from sim.page.edits import apply
from sim.page.edits.edit import Factor
from sim.rules.metrics import METRICS
from sim.say.figures import read_number, scale_of_row, write_close_bare
from sim.say.message import message
from sim.say.texts import Texts

_STRICT = ConfigDict(extra="ignore", frozen=True, allow_inf_nan=False)
_Metric = Annotated[str, Field(max_length=60)]
_Points = Annotated[int, Field(ge=2, le=60)]
_SHOWN = ("utilization_rate", "net_utilized", "net_cost", "net_co2")
_VARIED = "capacity"
Told = dict[str, Any]


class FrontierOptions(BaseModel):
    """The two figures that are traded."""

    model_config = _STRICT
    x: _Metric = "net_cost"
    y: _Metric = "utilization_rate"
    points: _Points = 7


class SweepOptions(BaseModel):
    """The technology whose capacity is varied, and between which factors."""

    model_config = _STRICT
    vary: Literal["capacity"] = "capacity"
    technology: Annotated[str, Field(min_length=1, max_length=120)]
    start: Annotated[Factor, Field(alias="from")] = 0.8
    end: Annotated[Factor, Field(alias="to")] = 1.2
    points: _Points = 5


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
        yield from _sweep(case, _read(SweepOptions, options), asked.texts)
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
    yield {"study": {"svg": _svg(found.chart()), **table, "sentences": []}}


def _sweep(case: Case, options: SweepOptions, texts: Texts) -> Iterator[Told]:
    step = (options.end - options.start) / (options.points - 1)
    factors = [float(f"{options.start + step * n:.6g}") for n in range(options.points)]
    metrics = list(_SHOWN)
    spec = {
        "kind": "list",
        "metrics": metrics,
        "parameters": [
            {
                "name": _VARIED,
                "table": "lines",
                "where": {"technology": options.technology},
                "scale": {"capacity": list(dict.fromkeys(factors))},
            }
        ],
    }

    def work(tell: Callable[[Told], None]) -> Any:
        return case.sweep(spec, progress=lambda done, of: tell({"done": done, "of": of}))

    found = yield from _with_progress(work)
    points = pd.DataFrame(found.points)
    columns = {METRICS[name].column: name for name in metrics}
    frame = points.rename(columns=columns)
    rates = [name for name in metrics if METRICS[name].is_rate and name in frame]
    frame[rates] = frame[rates].astype(float) / 100.0
    titles = {_VARIED: texts.say("page_factor"), **{m: _title(m, texts) for m in metrics}}
    units = {_VARIED: "1", **{name: METRICS[name].unit for name in metrics}}
    charts = found.charts()
    chart = charts.get("response") or next(iter(charts.values()), None)
    table = _tabulate(frame, titles, units, texts)
    yield {"study": {"svg": "" if chart is None else _svg(chart), **table, "sentences": []}}


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
    return str(getattr(METRICS[metric], texts.language))


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
    rows = [
        [
            {"text": _write(row[name], units[name], texts), "value": read_number(row[name])}
            for name in shown
        ]
        for row in frame.to_dict("records")
    ]
    return {"columns": columns, "rows": rows}


def _unit(unit: str, values: Any, texts: Texts) -> str:
    return "" if unit == "1" else scale_of_row(0.0, unit, texts.language).unit


def _write(value: Any, unit: str, texts: Texts) -> str:
    known = read_number(value)
    if known is None:
        return ""
    if unit in ("", "kt/yr", "MCNY/yr", "Mt*km/yr"):
        return write_close_bare(known, unit, texts.language)
    return f"{known:.6g}"


def _svg(figure: Any) -> str:
    file = io.StringIO()
    figure.savefig(file, format="svg")
    return file.getvalue()
