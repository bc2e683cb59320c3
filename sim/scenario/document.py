"""The scenario document: what a YAML file may say."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field, model_validator

from sim.rules.amounts import AMOUNTS, LIMITED, OVER, PICKS, ratio_of
from sim.rules.metric import Metric
from sim.rules.metrics import LEVEL_OF, METRICS, is_least
from sim.say.message import listed, message
from sim.scenario.aims import Level, check_amount, check_way, metric_of
from sim.scenario.amounts import Over, Picked, check_picks
from sim.scenario.chinese import BorderClass, Purpose, Rule
from sim.scenario.currency import Rates
from sim.scenario.ensemble import Ensemble
from sim.scenario.expansion import Expansion
from sim.scenario.fields import (
    CostPerDay,
    Days,
    HaulCost,
    Id,
    MassFlow,
    Name,
    Number,
    QuantityText,
    Text,
    Unit,
    WholeNumber,
)
from sim.scenario.part import STRICT, LimitName, MetricName, TableName, one_of
from sim.scenario.refusal import refusal, refuse_columns
from sim.scenario.region_rows import Role, Status
from sim.scenario.settings import Solver
from sim.scenario.sweep import Sweep
from sim.scenario.tables import TABLES, site_columns
from sim.scenario.years import Years
from sim.units import is_beyond, show_most

_SCOPE = ("zone", "city", "province", "material")


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
        check_way(self.by, self.maximize or self.minimize or "", verb)
        check_amount("slack", self.metric, self.slack, relative=True)
        return self

    @classmethod
    def of(cls, verb: str, metric: str) -> Self:
        """Return the stage of a metric of the registry, as a scenario would write it."""
        spec = METRICS[metric]
        return cls.model_validate({verb: spec.in_document, "by": spec.level})

    @property
    def metric(self) -> str:
        """Return the metric that is optimized."""
        return metric_of(self.maximize or self.minimize, self.by)


class Limit(Picked):
    """A cap on, or a floor under, a metric; optionally of one zone, city, province or material.

    Also on an amount, what is `sold`, `used`, `made`, `bought` or `carried`, of what it is narrowed
    to; or on the ratio of one to another: `{floor: used, material: slag, over: {amount: made,
    material: clinker}, at: 10 %}`.
    """

    cap: LimitName | None = None
    floor: LimitName | None = None
    at: QuantityText
    """Quantity in the unit of the metric, e.g. `900 million CNY/yr` or `60 %`."""
    zone: Name | None = None
    by: Level | None = None
    """Areas whose rates `least_rate` and `rate_spread` look at; provinces when not given."""
    over: Over | None = None
    """The amount that an amount is measured by: then `at` is a share."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        one_of(self, ("cap", "floor"))
        check_way(self.by, self.cap or self.floor or "", "floor" if self.floor else "cap")
        check_amount("at", self.metric, self.at, relative=False)
        if self.metric in AMOUNTS:
            self._check_amount_of()
        else:
            self._check_scope()
        return self

    def _check_amount_of(self) -> None:
        name = str(self.cap or self.floor)
        check_picks(name, self.picks)
        if self.zone is not None:
            what = message("no_pick", amount=name, key="zone")
            raise refusal("scope", what, message("known_are", names=listed(PICKS[name])), "zone")

    def _check_scope(self) -> None:
        """Refuse what a metric cannot be narrowed to."""
        wrong = next((key for key in (*self.picks, *self._over) if key not in _SCOPE), None)
        if wrong is not None:
            what = message("no_pick", amount=self.metric, key=wrong)
            raise refusal("scope", what, message("for_amounts", names=listed(PICKS)), wrong)
        if self.scope and not METRICS[self.metric].scoped:
            level = next(iter(self.scope))
            what = message("no_scope", metric=self.metric, level=message(f"level_{level}"))
            raise refusal("scope", what, None, level)

    @property
    def _over(self) -> tuple[str, ...]:
        return (OVER,) if self.over is not None else ()

    @property
    def metric(self) -> str:
        """Return the metric that is limited, or the amount or ratio."""
        name = self.cap or self.floor or ""
        if name in AMOUNTS:
            return name if self.over is None else ratio_of(name)
        return metric_of(name, self.by)

    @property
    def spec(self) -> Metric:
        """Return what is told of the metric, amount or ratio."""
        return LIMITED[self.metric]

    @property
    def is_amount(self) -> bool:
        """Return whether it is about an amount, or the ratio of two."""
        return self.metric in AMOUNTS

    @property
    def scope(self) -> dict[str, str]:
        """Return what a metric is narrowed to: level -> name; nothing of an amount."""
        if self.metric in AMOUNTS:
            return {}
        names = {n: getattr(self, n) for n in _SCOPE}
        return {level: name for level, name in names.items() if name is not None}

    @property
    def asked(self) -> dict[str, str]:
        """Return what it is narrowed to, flat: also of an amount, and the amount below it."""
        if self.metric not in AMOUNTS:
            return self.scope
        if self.over is None:
            return self.picks
        below = {f"{OVER} {key}": name for key, name in self.over.picks.items()}
        return {**self.picks, OVER: self.over.amount, **below}

    @property
    def narrowed(self) -> dict[str, Any]:
        """Return the same as a scenario has it."""
        if self.metric not in AMOUNTS or self.over is None:
            return dict(self.asked)
        return {**self.picks, OVER: {"amount": self.over.amount, **self.over.picks}}

    @property
    def amount(self) -> float:
        """Return the limit in the unit of its metric."""
        return float(Unit(self.spec.unit, signed=True).read(self.at))


class StandAlone(Limit):
    """A floor of `no_worse_off`: what a player utilizes alone. No scenario file writes it."""


class BorderRule(Part):
    """What an ordered pair of areas allows. Of the rules that match a flow the last one holds."""

    from_: Name = Field(default="any", alias="from")
    """Province or city of origin, or `any`."""
    to: Name = "any"
    """Province or city of destination, or `any`. `any` speaks of other provinces only."""
    waste_class: BorderClass = Field(default="any", alias="class")
    """`general` (一般工业固废) is both classes; `hazardous` (危险废物) is not among it."""
    material: Name | None = None
    """One material; blank: all of the class."""
    purpose: Purpose = "utilization"
    rule: Rule
    """open (放开): free; filing (备案): free on notice; approval (审批): only within an approved
    quota; closed (关闭).

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
    """Column -> value or list of values; things by id or by name in either language. Empty: all.
    Rows of lines, generation and legacy can be picked by the city, province, owner … of their site.
    """
    set: dict[str, Any] | None = None
    """Column -> new value, things by id or by name."""
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
    """How many of some lines, sinks or links may be open, or of what may be built is built."""

    of: Literal["lines", "sinks", "links", "builds"]
    where: dict[str, Any] = Field(default_factory=dict)
    """Column -> value or list of values, as in `change`. Empty: all of them."""
    at_most: Annotated[WholeNumber, Field(ge=0)] | None = None
    at_least: Annotated[WholeNumber, Field(ge=0)] | None = None
    exactly: Annotated[WholeNumber, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        one_of(self, ("at_most", "at_least", "exactly"))
        columns = list(TABLES[self.table].row.model_fields)
        known = {*columns, *site_columns(self.table)}
        if unknown := [("where", c) for c in self.where if c not in known]:
            raise refuse_columns(self.table, unknown, columns)
        return self

    @property
    def table(self) -> TableName:
        """Return the table that it picks from: what is built is built at lines."""
        return "lines" if self.of == "builds" else self.of

    @property
    def most(self) -> int | None:
        """Return how many may be open; None where any number may."""
        return self.at_most if self.exactly is None else self.exactly

    @property
    def least(self) -> int | None:
        """Return how many must be open; None where none need be."""
        return self.at_least if self.exactly is None else self.exactly


class Scenario(Part):
    """A study case: a region, its rules and limits, and what is wanted."""

    format: Literal[1]
    """Version of this document's form."""
    name: Id
    """Short name; the results folder is called so."""
    title: Words
    """Plain text, or one in each language; without it the one of what is extended, and the name."""
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
    roles: Annotated[list[Role], Field(min_length=1)] = ["core", "neighbour"]
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
    currency: Rates | None = None
    """What amounts in other currencies are worth: `{USD: 7.1 CNY, year: 2024}`; results: CNY."""
    borders: list[BorderRule] = []
    """Border rules; those of an extending scenario come after, and win."""
    reference: Text | None = None
    """Results folder of an earlier run, e.g. `results/baseline`, for `change_from_reference`."""
    limits: list[Limit] = []
    """Caps and floors; those of an extending scenario are added."""
    no_worse_off: Level | None = None
    """Provinces or cities that must utilize, net and of their own waste, what they would alone."""
    choose: list[Choose] = []
    """How many may be open; those of an extending scenario are added."""
    expand: list[Expansion] = []
    """Lines whose capacity the plan may raise, and what it costs; the last that names one wins."""
    change: list[Change] = []
    """Patches of the tables, applied in order; those of an extending scenario come after."""
    solver: Solver = Solver()
    sweep: Sweep | None = None
    """A study of many variants, for `sim sweep` only; that of an extending scenario replaces it."""
    years: Years | None = None
    """Years planned together, for `sim years` only; those of an extending scenario replace them."""
    ensemble: Ensemble | None = None
    """How the ranges of the inputs are drawn together, for `--ensemble` only."""

    @model_validator(mode="after")
    def _has_tables(self) -> Self:
        if self.region is None and self.tables is None:
            raise refusal("no_region", message("no_region"))
        return self

    @property
    def metrics(self) -> set[str]:
        """Return the metrics of all stages and limits; amounts are none."""
        limited = {limit.metric for limit in self.limits} - AMOUNTS.keys()
        return {*(stage.metric for stage in self.objective), *limited}

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
