"""The scenario document: what a YAML file may say."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field, model_validator
from pydantic_core import PydanticCustomError

from sim.rules.metric import Metric
from sim.rules.metrics import BALANCE, LEVEL_OF, METRICS, is_least
from sim.say.message import listed, message
from sim.scenario.expansion import Expansion
from sim.scenario.fields import (
    RATE,
    CostPerDay,
    Days,
    Fraction,
    HaulCost,
    Id,
    MassFlow,
    Name,
    Number,
    QuantityText,
    Seconds,
    Text,
    Unit,
    WholeNumber,
    show_example,
)
from sim.scenario.part import STRICT, MetricName, TableName, one_of
from sim.scenario.refusal import refusal, refuse_columns
from sim.scenario.region_rows import Status
from sim.scenario.sweep import Sweep
from sim.scenario.tables import TABLES, site_columns
from sim.units import is_beyond, show_most

Level = Literal["province", "city"]


class Part(BaseModel):
    """A mapping of the document. Unknown keys are refused."""

    model_config = STRICT


class Words(Part):
    """A text in both languages; a plain text is the same in both."""

    en: Text
    zh: Text = ""

    @model_validator(mode="before")
    @classmethod
    def _of_text(cls, given: Any) -> Any:
        return {"en": given} if isinstance(given, str) else given


def _check_way(part: Stage | Limit, metric: str, verb: str) -> None:
    """Refuse what no linear programme can: more change, a lower least rate, a wider spread."""
    spec = METRICS.get(metric)
    if spec is not None and spec.one_way:
        if spec.better == "low" and verb in ("maximize", "floor"):
            raise refusal("one_way", message("one_way", metric=metric), None, verb)
        if spec.better == "high" and verb in ("minimize", "cap"):
            raise refusal("one_way", message("other_way", metric=metric), None, verb)
    if part.by is not None and metric not in BALANCE:
        raise refusal("by", message("by_needs", metrics=listed(BALANCE)), None, "by")


def _metric_of(name: str | None, by: Level | None) -> str:
    """Return the metric that a name of the document means for a level of areas."""
    return BALANCE.get(name or "", {}).get(by or "province", name or "")


def _unit_of(metric: Metric, *, relative: bool, is_part: bool) -> Unit:
    """Return what an amount of a metric may be; of a slack (`relative`) also a part of it."""
    if metric.is_rate:
        return RATE
    if is_part:
        return Unit("")
    return Unit(metric.unit, signed=metric.signed and not relative)


def _check_amount(key: str, metric: str, text: str, *, relative: bool) -> None:
    """Refuse an amount that is not in the unit of its metric, naming the `key` it stands at."""
    spec = METRICS[metric]
    is_part = relative and not spec.is_rate and text.strip().endswith(("%", "％"))
    try:
        unit = _unit_of(spec, relative=relative, is_part=is_part)
        number = unit.read(text)
        if number is None:
            hint = message("write_for_example", example=show_example(unit.canonical))
            raise refusal("quantity", message("quantity_blank"), hint)
    except PydanticCustomError as error:
        context = {**(error.context or {}), "steps": (key,)}
        raise PydanticCustomError(error.type, error.message_template, context) from None


class Stage(Part):
    """One objective; later stages are solved with the earlier ones kept."""

    maximize: MetricName | None = None
    minimize: MetricName | None = None
    slack: QuantityText = "0 %"
    """What later stages may give up: points for a rate, else a quantity or a per cent of it."""
    by: Level | None = None
    """Areas whose rates `least_rate` and `rate_spread` look at; provinces when not given."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        one_of(self, ("maximize", "minimize"))
        verb = "maximize" if self.maximize else "minimize"
        _check_way(self, self.maximize or self.minimize or "", verb)
        _check_amount("slack", self.metric, self.slack, relative=True)
        return self

    @classmethod
    def of(cls, verb: str, metric: str) -> Self:
        """Return the stage of a metric of the registry, as a scenario would write it."""
        spec = METRICS[metric]
        return cls.model_validate({verb: spec.in_document, "by": spec.level})

    @property
    def metric(self) -> str:
        """Return the metric that is optimized."""
        return _metric_of(self.maximize or self.minimize, self.by)


class Limit(Part):
    """A cap on, or a floor under, a metric; optionally of one zone, city, province or material."""

    cap: MetricName | None = None
    floor: MetricName | None = None
    at: QuantityText
    """Quantity in the unit of the metric, e.g. `900 million CNY/yr` or `60 %`."""
    zone: Name | None = None
    city: Name | None = None
    province: Name | None = None
    material: Name | None = None
    by: Level | None = None
    """Areas whose rates `least_rate` and `rate_spread` look at; provinces when not given."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        one_of(self, ("cap", "floor"))
        _check_way(self, self.cap or self.floor or "", "floor" if self.floor else "cap")
        _check_amount("at", self.metric, self.at, relative=False)
        if self.scope and not METRICS[self.metric].scoped:
            level = next(iter(self.scope))
            what = message("no_scope", metric=self.metric, level=message(f"level_{level}"))
            raise refusal("scope", what, None, level)
        return self

    @property
    def metric(self) -> str:
        """Return the metric that is limited."""
        return _metric_of(self.cap or self.floor, self.by)

    @property
    def scope(self) -> dict[str, str]:
        """Return what the limit is narrowed to: level -> name."""
        names = {n: getattr(self, n) for n in ("zone", "city", "province", "material")}
        return {level: name for level, name in names.items() if name is not None}

    @property
    def amount(self) -> float:
        """Return the limit in the unit of its metric."""
        return float(Unit(METRICS[self.metric].unit, signed=True).read(self.at))


class StandAlone(Limit):
    """A floor of `no_worse_off`: what a player utilizes alone. No scenario file writes it."""


class BorderRule(Part):
    """What an ordered pair of areas allows. Of the rules that match a flow the last one holds."""

    from_: Name = Field(default="any", alias="from")
    """Province or city of origin, or `any`."""
    to: Name = "any"
    """Province or city of destination, or `any`. `any` speaks of other provinces only."""
    waste_class: Literal["any", "general", "general_I", "general_II", "hazardous"] = Field(
        default="any", alias="class"
    )
    material: Name | None = None
    """One material; blank: all of the class."""
    purpose: Literal["any", "utilization", "disposal"] = "utilization"
    rule: Literal["open", "filing", "approval", "closed"]
    """open: free; filing: free on notice; approval: only within an approved quota; closed.

    `open` and `filing` speak of general waste: hazardous waste crosses by approval alone.
    """
    quota: MassFlow | None = None
    """Most that may cross in a year."""
    surcharge: HaulCost = 0.0
    """Cost per dry tonne of crossing."""
    lead: Days = 0.0
    """Time from the application to the first load, e.g. `30 d`."""
    lead_cost: CostPerDay = 0.0
    """What a dry tonne costs for each day of `lead`: storage and capital of what waits."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        given = [n for n in ("quota", "surcharge", "lead", "lead_cost") if getattr(self, n)]
        if self.rule == "closed" and given:
            what = message("closed_has_none", key=given[0])
            raise refusal("closed", what, message("closed_hint"), given[0])
        if is_beyond(self.crossing_cost):
            what = message("crossing_beyond", most=show_most("CNY/t"))
            raise refusal("quantity", what, None, "lead_cost")
        return self

    @property
    def crossing_cost(self) -> float:
        """Return CNY per dry tonne of crossing: surcharge and lead."""
        return float(self.surcharge + self.lead * self.lead_cost)


class Change(Part):
    """A patch of an input table: what is done to the rows that `where` picks."""

    table: TableName
    where: dict[str, Any] = Field(default_factory=dict)
    """Column -> value or list of values, areas in either language. Empty: every row.

    Rows of lines, generation and legacy can be picked by the city, province, owner … of their site.
    """
    set: dict[str, Any] | None = None
    """Column -> new value."""
    scale: dict[str, Annotated[Number, Field(ge=0)]] | None = None
    """Column -> factor."""
    use: dict[str, Literal["low", "typical", "high"]] | None = None
    """Column -> end of its range to use."""
    drop: Literal[True] | None = None
    """Remove the rows."""
    add: list[dict[str, Any]] | None = None
    """New rows."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        one_of(self, ("set", "scale", "use", "drop", "add"))
        if self.add is not None and self.where:
            raise refusal("add_where", message("add_where"), None, "where")
        self._know_columns()
        return self

    def _know_columns(self) -> None:
        columns = list(TABLES[self.table].row.model_fields)
        named = {"where": self.where, "set": self.set, "scale": self.scale, "use": self.use}
        beside = {"where": site_columns(self.table)}
        unknown = [
            (k, c)
            for k, part in named.items()
            for c in part or {}
            if c not in columns and c not in beside.get(k, ())
        ]
        if unknown:
            raise refuse_columns(self.table, unknown, columns)


class Choose(Part):
    """How many of some lines or sinks may be open, or must be."""

    of: Literal["lines", "sinks"]
    where: dict[str, Any] = Field(default_factory=dict)
    """Column -> value or list of values, as in `change`. Empty: all of them."""
    at_most: Annotated[WholeNumber, Field(ge=0)] | None = None
    at_least: Annotated[WholeNumber, Field(ge=0)] | None = None
    exactly: Annotated[WholeNumber, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        one_of(self, ("at_most", "at_least", "exactly"))
        columns = list(TABLES[self.of].row.model_fields)
        beside = site_columns(self.of)
        unknown = [("where", c) for c in self.where if c not in columns and c not in beside]
        if unknown:
            raise refuse_columns(self.of, unknown, columns)
        return self

    @property
    def most(self) -> int | None:
        """Return how many may be open; None where any number may."""
        return self.at_most if self.exactly is None else self.exactly

    @property
    def least(self) -> int | None:
        """Return how many must be open; None where none need be."""
        return self.at_least if self.exactly is None else self.exactly


class Solver(Part):
    """Limits of the solver."""

    time_limit: Seconds = 600.0
    """Most that the solver may take for the plan, and again for what prices are held against."""
    threads: Annotated[WholeNumber, Field(ge=1, le=64)] = 1
    gap: Fraction = 0.0
    """Where something is to be opened or not: how far from the best, as a share of it, will do."""
    at_time_limit: Literal["stop", "best"] = "stop"
    """What to do when choices are not proved best in time: stop without a plan, or take the best
    found and tell its gap."""


class Scenario(Part):
    """A study case: a region, its rules and limits, and what is wanted."""

    format: Literal[1]
    """Version of this document's form."""
    name: Id
    """Short name; the results folder is called so."""
    title: Words
    """Plain text, or one in each language. A scenario that extends another may do without: it is
    then called as that one, with its own name behind."""
    description: Words | None = None
    extends: Text | None = None
    """Another scenario this one builds on: a path relative to this file."""
    region: Id | None = None
    """Folder in `geodata/`."""
    library: Text | None = None
    """Folder of the shared tables, relative to the scenarios folder; `library` when not given."""
    tables: Text | None = None
    """Folder of complete tables beside this file, instead of region and library."""
    year: Annotated[WholeNumber, Field(ge=1900, le=2200)] = 2025
    """The period the plan is for."""
    statuses: Annotated[list[Status], Field(min_length=1)] = ["operating", "assumed", "added"]
    """Statuses of lines that are switched on."""
    roles: Annotated[list[Literal["core", "neighbour"]], Field(min_length=1)] = [
        "core",
        "neighbour",
    ]
    """Which zones and plants take part."""
    modes: Annotated[list[Id], Field(min_length=1)] | None = None
    """Modes of transport that are switched on; all when not given."""
    tax_storage: bool = False
    """What-if: tax all waste stored or disposed of (current law does not)."""
    objective: Annotated[list[Stage], Field(min_length=1)] = [
        Stage(maximize="utilization_rate"),
        Stage(minimize="net_cost"),
    ]
    """Ordered stages; a fixed tie-break on transport work follows."""
    borders: list[BorderRule] = []
    """Border rules; those of an extending scenario come after, and win."""
    reference: Text | None = None
    """Results folder of an earlier run, e.g. `results/baseline`, for `change_from_reference`."""
    limits: list[Limit] = []
    """Caps and floors; those of an extending scenario are added."""
    no_worse_off: Level | None = None
    """Provinces or cities that must utilize, net and of their own waste, what they would alone."""
    choose: list[Choose] = []
    """How many lines or sinks may be open; those of an extending scenario are added."""
    expand: list[Expansion] = []
    """Lines whose capacity the plan may raise, and what that costs; entries of an extending
    scenario come after, and win for the lines that they name."""
    change: list[Change] = []
    """Patches of the tables, applied in order; those of an extending scenario come after."""
    solver: Solver = Solver()
    sweep: Sweep | None = None
    """A study of many variants, for `sim sweep` only; that of an extending scenario replaces it."""

    @model_validator(mode="after")
    def _has_tables(self) -> Self:
        if self.region is None and self.tables is None:
            raise refusal("no_region", message("no_region"))
        return self

    @property
    def metrics(self) -> set[str]:
        """Return the metrics of all stages and limits."""
        return {*(stage.metric for stage in self.objective), *(i.metric for i in self.limits)}

    @property
    def balanced(self) -> tuple[Level, ...]:
        """Return the levels whose areas' rates are looked at together."""
        asked = self.metrics | set(self.sweep.metrics if self.sweep else ())
        return tuple(sorted({LEVEL_OF[metric] for metric in asked & LEVEL_OF.keys()}))

    @property
    def spread(self) -> tuple[Level, ...]:
        """Return the levels whose rates' spread is minimized or capped."""
        asked = self.metrics & LEVEL_OF.keys()
        return tuple(sorted({LEVEL_OF[metric] for metric in asked if not is_least(metric)}))

    @property
    def is_fair(self) -> bool:
        """Return whether it asks for a balance of areas, or that none is worse off than alone."""
        return self.no_worse_off is not None or bool(self.metrics & LEVEL_OF.keys())
