"""What figure is asked for, in the words of a planner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from sim.errors import InputError, Problem
from sim.loader.case import Case
from sim.loader.read.words import list_some, show, suggest
from sim.results.trace.figures import TRACEABLE
from sim.rules.families import FAMILIES
from sim.rules.metrics import TOLD
from sim.say.message import Message, message

LEVELS = ("zone", "city", "province", "material")
"""What a figure may be narrowed to."""
FIGURE, PRICE, FLOW, LINE = "figure", "price", "flow", "line"
KINDS = {
    PRICE: PRICE,
    FLOW: FLOW,
    LINE: LINE,
    "价格": PRICE,
    "影子价格": PRICE,
    "流向": FLOW,
    "产线": LINE,
}
"""First word -> what is asked for; any other is the name of a figure."""
COMMAND = "trace"
MEASURE = "net_cost"
"""What a price is told in where nothing is said."""
_TABLE_OF = {"zone": "zones", "material": "materials", "line": "lines"}
_SITES = ("zones", "plants", "sinks", "markets")


@dataclass(frozen=True)
class Asked:
    """A figure, a price, a flow or a line."""

    kind: str
    name: str
    """The metric: of a price the one that it is told in."""
    scope: Mapping[str, str] = field(default_factory=dict)
    """What the metric is narrowed to."""
    words: tuple[str, ...] = ()
    """Constraint and index; origin, destination and material; the line."""


def read_asked(
    case: Case, words: Sequence[str], scope: Mapping[str, str], measure: str = MEASURE
) -> Asked:
    """Return what is asked for of a case; names may be in either language.

    Raises
    ------
    InputError
        There is no such figure, place or waste; it cannot be narrowed.
    """
    problems: list[Problem] = []
    first, *rest = words
    kind = KINDS.get(first, FIGURE)
    name = _find_metric(measure if kind == PRICE else first, problems) if _has_metric(kind) else ""
    found = {level: _find_thing(case, level, word, problems) for level, word in scope.items()}
    given = {
        FIGURE: lambda: _no_more(rest, problems),
        PRICE: lambda: _find_constraint(rest, problems),
        FLOW: lambda: _find_ends(case, rest, problems),
        LINE: lambda: tuple(_find_thing(case, "line", word, problems) for word in rest[:1]),
    }[kind]()
    if found and (kind != FIGURE or (name and not TOLD[name].scoped)):
        what = message("trace_whole_only", figure=show(first))
        problems.append(Problem(COMMAND, what, _scoped_hint(), "scope"))
    if kind != FIGURE and not given and not problems:
        problems.append(Problem(COMMAND, message(f"trace_needs_{kind}"), code="missing"))
    if problems:
        raise InputError(problems)
    return Asked(kind, name, found, given)


def _has_metric(kind: str) -> bool:
    return kind in (FIGURE, PRICE)


def _scoped_hint() -> Message:
    scoped = [name for name in TRACEABLE if TOLD[name].scoped]
    return message("trace_scoped", options=list_some(scoped))


def _no_more(rest: Sequence[str], problems: list[Problem]) -> tuple[str, ...]:
    if rest:
        what = message("trace_too_many", words=show(" ".join(rest)))
        problems.append(Problem(COMMAND, what, message("trace_narrow"), "extra"))
    return ()


def _find_metric(figure: str, problems: list[Problem]) -> str:
    called = {word.casefold(): name for name in TOLD for word in _words_of(name)}
    name = called.get(figure.strip().casefold(), "")
    if not name:
        options = [*TRACEABLE, PRICE, FLOW, LINE]
        what = message("trace_unknown", figure=show(figure))
        problems.append(Problem(COMMAND, what, suggest(figure, options), "unknown"))
    elif name not in TRACEABLE:
        what = message("trace_no_sum", figure=show(figure))
        problems.append(Problem(COMMAND, what, _scoped_hint(), "unknown"))
        name = ""
    return name


def _words_of(name: str) -> Iterator[str]:
    yield from (name, TOLD[name].en, TOLD[name].zh)


def _find_thing(case: Case, level: str, word: str, problems: list[Problem]) -> str:
    frame = case.tables[_TABLE_OF.get(level, "areas")]
    if level not in _TABLE_OF:
        frame = frame[frame["level"] == level]
    called = _called([frame])
    key = called.get(word.strip().casefold())
    if key is None:
        what = message(f"trace_no_{level}", name=show(word))
        where = COMMAND if level == LINE else f"--{level}"
        problems.append(Problem(where, what, suggest(word, list(called)), "unknown"))
    return key or ""


def _called(frames: Iterable[pd.DataFrame]) -> dict[str, str]:
    """Return what things of tables are called, in either language or by id -> the id."""
    found: dict[str, str] = {}
    for frame in frames:
        ids = frame["id"].tolist()
        for column in ("name_zh", "name_en", "id"):
            if column in frame:
                names = zip(frame[column].tolist(), ids, strict=True)
                found |= {str(name).casefold(): key for name, key in names if name == name}
    return found


def _find_constraint(rest: Sequence[str], problems: list[Problem]) -> tuple[str, ...]:
    if not rest:
        return ()
    name = rest[0]
    priced = [f.name for f in FAMILIES.values() if f.is_priced or f.informs is not None]
    if name not in priced:
        what = message("trace_no_constraint", name=show(name))
        problems.append(Problem(COMMAND, what, suggest(name, priced), "unknown"))
        return ()
    index = [part for word in rest[1:] for part in word.split("|")]
    return (name, *index)


def _find_ends(case: Case, rest: Sequence[str], problems: list[Problem]) -> tuple[str, ...]:
    if len(rest) < 2:
        return ()
    called = _called(case.tables[table] for table in _SITES)
    found = []
    for word in rest[:2]:
        key = called.get(word.strip().casefold())
        if key is None:
            what = message("trace_no_site", name=show(word))
            problems.append(Problem(COMMAND, what, suggest(word, list(called)), "unknown"))
        found.append(key or "")
    material = [_find_thing(case, "material", word, problems) for word in rest[2:3]]
    return (*found, *material)
