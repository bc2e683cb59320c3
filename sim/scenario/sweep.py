"""The key `sweep` of a scenario: a study of many variants of it."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Annotated, Any, Literal, NoReturn, Self

from pydantic import BaseModel, Field, model_validator

from sim.rules.metrics import METRICS
from sim.say.message import Message, listed, message
from sim.scenario.amounts import Picked
from sim.scenario.chinese import BorderClass, Purpose, Rule
from sim.scenario.fields import Name, Number, WholeNumber
from sim.scenario.part import STRICT, LimitName, MetricName, TableName, one_of
from sim.scenario.refusal import refusal, refuse_columns
from sim.scenario.tables import TABLES

VERBS = ("set", "scale", "use")
TARGETS = ("table", "limit", "border", "expand")
"""Keys that say what a parameter changes; without any it is the scenario itself."""
LIMIT_FIELDS = ("at",)
BORDER_FIELDS = ("quota", "surcharge", "lead", "lead_cost", "rule")
EXPAND_FIELDS = ("up_to", "cost", "life", "ratio")
SCENARIO_FIELDS = ("statuses", "roles", "modes", "tax_storage", "objective")
"""Keys of the scenario itself that a parameter may set."""
_SCALABLE = ("at", "quota", "surcharge", "lead", "lead_cost", *EXPAND_FIELDS)
FIXED_COLUMNS = ("point", "id", "status", "reason", "reason_zh", "binding", "block", "seconds")
"""Columns of the log of points beside the parameters and the metrics."""
LIST_COLUMNS = ("name", "weight")
"""Columns of the table of points where they have names and weights."""
MOST_POINTS = 100_000
Factor = Annotated[Number, Field(ge=0)]
End = Literal["low", "typical", "high"]


def metric_column(metric: str) -> str:
    """Return the column of a metric in the tables of a study; rates are in per cent.

    >>> metric_column("utilization_rate"), metric_column("net_cost")
    ('utilization_rate_pct', 'net_cost_MCNY_yr')
    """
    return METRICS[metric].column


class SweepPart(BaseModel):
    """A mapping of the study. Unknown keys are refused."""

    model_config = STRICT


class LimitPick(Picked):
    """Which entries of `limits` a parameter changes: those that have all of these."""

    cap: LimitName | None = None
    floor: LimitName | None = None
    zone: Name | None = None


class BorderPick(SweepPart):
    """Which entries of `borders` a parameter changes: those that have all of these."""

    from_: Name | None = Field(default=None, alias="from")
    to: Name | None = None
    waste_class: BorderClass | None = Field(default=None, alias="class")
    material: Name | None = None
    purpose: Purpose | None = None
    rule: Rule | None = None


class ExpandPick(SweepPart):
    """Which entries of `expand` a parameter changes."""

    entry: Annotated[WholeNumber, Field(ge=1)] | None = None
    """Place in the list, from 1, those of scenarios that are extended first. Blank: all of them."""


class SweepParameter(SweepPart):
    """Something that is varied: rows of a table, a limit, a border rule, or a scenario key."""

    name: Name
    """What it is called in the tables and charts of the study."""
    table: TableName | None = None
    """Table whose rows are changed, as in `change`."""
    where: dict[str, Any] = Field(default_factory=dict)
    """Column -> value or list of values: the rows of the table. Empty: every row."""
    limit: LimitPick | None = None
    """Instead of a table: the limits to change, e.g. `{cap: net_cost}`; sets or scales `at`."""
    border: BorderPick | None = None
    """Instead of a table: the border rules to change; their `quota`,
    `surcharge`, `lead`, `lead_cost` or `rule`."""
    expand: ExpandPick | None = None
    """Instead of a table: entries of `expand`; their `up_to`, `cost`, `life` or `ratio`."""
    set: dict[str, list[Any]] | None = None
    """One column or key -> the values it takes. Without table, limit, border, expand: a key of the
    scenario (statuses, roles, modes, tax_storage, objective)."""
    scale: dict[str, list[Factor]] | None = None
    """One column -> the factors it is multiplied by."""
    use: dict[str, list[End]] | None = None
    """One column -> the ends of its range that it takes."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        one_of(self, VERBS)
        targets = [n for n in TARGETS if getattr(self, n) is not None]
        if len(targets) > 1:
            what = message("exclude_each_other", one=targets[0], other=targets[1])
            _refuse(what, targets[1])
        if self.where and self.table is None:
            _refuse(message("sweep_where"), "where")
        if len(self._given) != 1:
            _refuse(message("sweep_one_column"), self.verb)
        if not self.values:
            _refuse(message("sweep_no_values", column=self.column), self.verb, self.column)
        self._know_column()
        return self

    def _know_column(self) -> None:
        """Refuse columns that the table, the limit or the border does not have."""
        columns = list(self._columns)
        found = [("where", c) for c in self.where] + [(self.verb, self.column)]
        unknown = [(part, column) for part, column in found if column not in columns]
        if unknown and self.table is not None:
            raise refuse_columns(self.table, unknown, columns)
        if unknown:
            what = message("sweep_column", column=self.column, columns=listed(columns))
            _refuse(what, *unknown[0])
        if self.table is None and self.verb == "use":
            _refuse(message("sweep_use"), "use")
        if self.verb == "scale" and self.table is None and self.column not in _SCALABLE:
            _refuse(message("sweep_scale", column=self.column), "scale", self.column)

    @property
    def _columns(self) -> tuple[str, ...]:
        if self.table is not None:
            return tuple(TABLES[self.table].row.model_fields)
        if self.limit is not None:
            return LIMIT_FIELDS
        if self.expand is not None:
            return EXPAND_FIELDS
        return BORDER_FIELDS if self.border is not None else SCENARIO_FIELDS

    @property
    def verb(self) -> str:
        """Return how the values are meant: set, scale or use."""
        return next(verb for verb in VERBS if getattr(self, verb) is not None)

    @property
    def _given(self) -> dict[str, list[Any]]:
        return dict(getattr(self, self.verb))

    @property
    def column(self) -> str:
        """Return the column or key that is varied."""
        return next(iter(self._given))

    @property
    def values(self) -> list[Any]:
        """Return the values it takes, as they were written."""
        return self._given[self.column]


class SweepPoint(SweepPart):
    """What a point of a list is called, and how much it counts."""

    name: Name
    """What the point is called in the tables of the study."""
    weight: Annotated[Number, Field(ge=0)] = 1.0
    """How much it counts in weighted means, against the other points: a probability, say."""


class Sweep(SweepPart):
    """A study: the scenario solved again and again with other values of its parameters."""

    kind: Literal["grid", "list", "one_at_a_time", "sampled"]
    """grid: every combination; list: first values together, then the second ones, and so on;
    one_at_a_time: each value alone; sampled: a Latin hypercube over the parameters' ranges."""
    parameters: Annotated[list[SweepParameter], Field(min_length=1)]
    """What is varied. Sampled, two values are the ends of a range, three its low end, median and
    high end; words are equally likely."""
    points: Annotated[list[SweepPoint], Field(min_length=1)] | None = None
    """Names and weights of the points of a list, in its order. Points with names of their own may
    have equal values."""
    samples: Annotated[WholeNumber, Field(ge=2, le=MOST_POINTS)] = 200
    """Points of a sampled study."""
    seed: Annotated[WholeNumber, Field(ge=0, le=2**32 - 1)] = 1
    """Start of the random numbers of a sampled study: the same seed, the same points."""
    metrics: Annotated[list[MetricName], Field(min_length=1)] = [
        "utilization_rate",
        "net_utilized",
        "net_cost",
        "net_co2",
    ]
    """What is recorded of each point; charts show the first of them."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        self._check_names()
        if self.kind != "sampled":
            for key in sorted({"samples", "seed"} & self.model_fields_set):
                _refuse(message("sweep_sampled_only", key=key), key)
        twice = _repeated(self.metrics)
        if twice:
            _refuse(message("sweep_metric_twice", metric=twice[0]), "metrics")
        lengths = [len(p.values) for p in self.parameters]
        if self.kind == "list" and len(set(lengths)) > 1:
            _refuse(message("sweep_lengths", lengths=listed(lengths)), "parameters")
        self._check_points()
        self._check_repeated()
        if self.count > MOST_POINTS:
            _refuse(message("sweep_points", count=self.count, most=MOST_POINTS), "parameters")
        return self

    def _check_points(self) -> None:
        """Refuse names and weights that are not those of the points of a list."""
        if self.points is None:
            return
        if self.kind != "list":
            _refuse(message("sweep_list_only", key="points"), "points")
        if len(self.points) != self.count:
            what = message("sweep_point_count", names=len(self.points), points=self.count)
            _refuse(what, "points")
        names: set[str] = set()
        for number, point in enumerate(self.points):
            if point.name in names:
                what = message("sweep_point_name_twice", name=point.name)
                _refuse(what, "points", number, "name")
            names.add(point.name)
        if not any(point.weight for point in self.points):
            _refuse(message("sweep_no_weight"), "points")

    def _check_repeated(self) -> None:
        """Refuse points that say nothing new: those without names, where no value differs."""
        if self.kind == "list":
            if self.points is not None:
                return
            points = list(zip(*(p.values for p in self.parameters), strict=True))
            for point in _repeated(points):
                values = listed(
                    f"{p.name}={v}" for p, v in zip(self.parameters, point, strict=True)
                )
                hint = message("sweep_name_points", example="points: [{name: dry year}, …]")
                raise refusal(
                    "sweep", message("sweep_point_twice", values=values), hint, "parameters"
                )
            return
        for number, p in enumerate(self.parameters):
            for value in _repeated(p.values):
                what = message("sweep_value_twice", column=p.column, value=value)
                _refuse(what, "parameters", number, p.verb, p.column)

    def _check_names(self) -> None:
        seen: set[str] = set()
        for number, parameter in enumerate(self.parameters):
            name, steps = parameter.name, ("parameters", number, "name")
            if name in seen:
                _refuse(message("sweep_name_twice", name=name), *steps)
            taken = (*FIXED_COLUMNS, *(LIST_COLUMNS if self.points is not None else ()))
            if name in taken or name in map(metric_column, METRICS):
                _refuse(message("sweep_name_taken", name=name), *steps)
            seen.add(name)

    @property
    def count(self) -> int:
        """Return how many points the study has."""
        lengths = [len(p.values) for p in self.parameters]
        match self.kind:
            case "grid":
                return prod(lengths)
            case "list":
                return lengths[0]
            case "one_at_a_time":
                return 1 + sum(lengths)
        return self.samples


def _repeated(values: Sequence[Any]) -> list[Any]:
    """Return the values that stand in a list before already."""
    first: dict[str, int] = {}
    return [v for i, v in enumerate(values) if first.setdefault(repr(v), i) != i]


def _refuse(what: Message, *steps: str | int) -> NoReturn:
    """Refuse a part at a key below it."""
    raise refusal("sweep", what, None, *steps)
