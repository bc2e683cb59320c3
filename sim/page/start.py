"""What the page begins with: the scenario as its file states it, in numbers and names."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median
from typing import Any

from sim.page.answer import GROUND
from sim.page.asked import Asked, Setup
from sim.page.edits.rules import CARBON, say_limit
from sim.page.edits.say import say_area
from sim.page.given import takes_part
from sim.page.project import list_scenarios
from sim.rules.metrics import METRICS
from sim.say.texts import Texts
from sim.scenario.document import Scenario
from sim.scenario.region_rows import CANDIDATE
from sim.studies.target.asked import MONIES

CLASSES = ("any", "general", "general_I", "general_II", "hazardous")
PURPOSES = ("utilization", "disposal", "any")
RULES = ("open", "filing", "approval", "closed")
_SCOPES = ("province", "city", "zone", "material")
Rows = list[dict[Any, Any]]


def tell_start(asked: Asked, atlas: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return everything that the page shows of a scenario before it is edited.

    `atlas` is the map of its plan; None where there is no plan, or no place to draw.
    """
    base, texts = asked.base, asked.texts
    scenario = base.loaded.scenario
    return {
        "scenario": {
            "file": base.loaded.file,
            "name": scenario.name,
            "title": _in(scenario.title, texts),
            "description": _in(scenario.description, texts),
            "objective": _list_objective(asked, texts),
            "time_limit": scenario.solver.time_limit,
        },
        "scenarios": tell_scenarios(asked.setup, texts),
        "languages": ["en", "zh"],
        "provinces": _list_areas(asked, "province"),
        "cities": _list_areas(asked, "city"),
        "technologies": list_technologies(asked),
        "materials": _list_materials(asked),
        "plants": _list_plants(asked),
        "lines": _list_lines(asked),
        "zones": _list_zones(asked),
        "markets": _list_markets(asked),
        "limits": _list_limits(asked),
        "borders": _list_borders(asked),
        "classes": _words("class", CLASSES, texts),
        "purposes": _words("purpose", PURPOSES, texts),
        "rules": _words("rule", RULES, texts),
        "metrics": _list_metrics(texts, builds=_may_build(scenario)),
        "monies": {name: texts.of(METRICS[name]) for name in MONIES},
        "may_build": _may_build(scenario),
        "parameters": base.rows("parameters"),
        "carbon_price": next(
            (row["value"] for row in base.rows("parameters") if row["id"] == CARBON), None
        ),
        "statuses": list(scenario.statuses),
        "units": {
            unit: {
                "unit": texts.scale(unit).unit,
                "size": texts.scale(unit).size,
            }
            for unit in ("kt/yr", "MCNY/yr", "MCNY", "")
        },
        "base": {key: atlas[key] for key in ("box", "projection", *GROUND) if key in atlas}
        if atlas
        else None,
    }


def tell_scenarios(setup: Setup, texts: Texts) -> Rows:
    """Return the scenarios of the project: file, name and title."""
    return [
        {"file": found.file, "name": found.name, "title": texts.of(found.title)}
        for found in list_scenarios(setup.root, setup.first)
    ]


def _in(words: Any, texts: Texts) -> str:
    if words is None:
        return ""
    return str((words.zh if texts.language == "zh" else "") or words.en)


def _words(group: str, keys: tuple[str, ...], texts: Texts) -> Rows:
    return [{"id": key, "name": texts.say(f"page_{group}_{key}")} for key in keys]


def _list_objective(asked: Asked, texts: Texts) -> list[str]:
    return [
        texts.say(
            "page_aim_maximize" if stage.maximize else "page_aim_minimize",
            figure=texts.of(METRICS[stage.metric]),
        )
        for stage in asked.base.loaded.scenario.objective
    ]


def _named(row: Mapping[Any, Any], texts: Texts) -> dict[str, Any]:
    """Return id, name in the language of the reader, and the name in the other one."""
    other = Texts("en" if texts.language == "zh" else "zh")
    name = texts.pick(row, "name") or str(row["id"])
    return {"id": row["id"], "name": name, "name_other": other.pick(row, "name")}


def _list_areas(asked: Asked, level: str) -> Rows:
    """Return the provinces or cities in which something lies."""
    used = {
        row[level] for table in ("zones", "plants") for row in asked.base.rows(table) if row[level]
    }
    texts = asked.texts
    return sorted(
        ({"id": area, "name": texts.name("areas", area)} for area in used),
        key=lambda area: area["id"],
    )


def list_technologies(asked: Asked) -> Rows:
    """Return the technologies with what is usual of them: capacity and share run of their lines."""
    lines: dict[str, Rows] = {}
    for line in asked.base.rows("lines"):
        lines.setdefault(str(line["technology"]), []).append(line)
    return [
        {
            **_named(row, asked.texts),
            "family": row["family"],
            "tier": row["tier"],
            "lines": len(lines.get(str(row["id"]), ())),
            "usual": usual_size(lines.get(str(row["id"]), [])),
        }
        for row in asked.base.rows("technologies")
    ]


def usual_size(lines: Rows) -> dict[str, Any]:
    """Return the middle of the capacities and of the shares run of some lines, and their ends."""
    sizes = sorted(float(line["capacity"]) for line in lines if line["capacity"])
    shares = [float(line["availability"]) for line in lines if line["availability"]]
    return {
        "capacity": median(sizes) if sizes else None,
        "capacity_low": sizes[0] if sizes else None,
        "capacity_high": sizes[-1] if sizes else None,
        "availability": median(shares) if shares else None,
    }


def _list_materials(asked: Asked) -> Rows:
    return [
        {**_named(row, asked.texts), "kind": row["kind"], "class": row["waste_class"]}
        for row in asked.base.rows("materials")
    ]


def _list_plants(asked: Asked) -> Rows:
    return [
        {
            **_named(row, asked.texts),
            **_place(row, asked.texts),
            "owner": row["owner"],
            "role": row["role"],
        }
        for row in asked.base.rows("plants")
    ]


def _place(row: Mapping[str, Any], texts: Texts) -> dict[str, Any]:
    return {
        "province": row["province"],
        "province_name": texts.name("areas", row["province"]),
        "city": row["city"],
        "city_name": texts.name("areas", row["city"]),
        "lon": row["lon"],
        "lat": row["lat"],
    }


def _list_lines(asked: Asked) -> Rows:
    scenario, texts = asked.base.loaded.scenario, asked.texts
    roles = {str(row["id"]): str(row["role"]) for row in asked.base.rows("plants")}
    return [
        {
            **{
                column: row[column]
                for column in (
                    "id",
                    "plant",
                    "technology",
                    "capacity",
                    "availability",
                    "status",
                    "confidence",
                )
            },
            "name": texts.name("technologies", row["technology"]),
            "status_name": texts.word("status", row["status"]),
            "on": takes_part(row, roles[str(row["plant"])], scenario),
        }
        for row in asked.base.rows("lines")
    ]


def _list_zones(asked: Asked) -> Rows:
    made: dict[str, Rows] = {}
    for row in asked.base.rows("generation"):
        part = {"material": row["material"], "amount": row["amount"]}
        made.setdefault(str(row["zone"]), []).append(part)
    return [
        {
            **_named(row, asked.texts),
            **_place(row, asked.texts),
            "owner": row["owner"],
            "generation": made.get(str(row["id"]), []),
        }
        for row in asked.base.rows("zones")
    ]


def _list_markets(asked: Asked) -> Rows:
    return [
        {
            **_named(row, asked.texts),
            **{column: row[column] for column in ("product", "area", "max", "min", "price")},
            "product_name": asked.texts.name("materials", row["product"]),
            "area_name": asked.texts.name("areas", row["area"]) if row["area"] else "",
        }
        for row in asked.base.rows("markets")
    ]


def _list_limits(asked: Asked) -> Rows:
    found = []
    for position, limit in enumerate(asked.base.loaded.scenario.limits):
        entry = limit.model_dump(exclude_none=True)
        metric = limit.spec
        found.append(
            {
                **entry,
                "position": position,
                "amount": limit.amount,
                "unit": metric.unit,
                "text": say_limit(entry, asked.texts),
            }
        )
    return found


def _list_borders(asked: Asked) -> Rows:
    return [
        {
            **rule.model_dump(by_alias=True),
            "position": position,
            "from_name": say_area(rule.from_, asked.texts),
            "to_name": say_area(rule.to, asked.texts),
        }
        for position, rule in enumerate(asked.base.loaded.scenario.borders)
    ]


def _may_build(scenario: Scenario) -> bool:
    """Return whether a scenario may let something be built."""
    return bool(scenario.expand) or CANDIDATE in scenario.statuses


def _list_metrics(texts: Texts, *, builds: bool) -> Rows:
    """Return the figures that may be limited: which way, in which unit, of what."""
    return [
        {
            "name": metric.name,
            "title": texts.of(metric),
            "unit": metric.unit,
            "shown_unit": texts.scale(metric.unit).unit if metric.unit in _SCALED else metric.unit,
            "size": texts.scale(metric.unit).size if metric.unit in _SCALED else 1.0,
            "better": metric.better,
            "one_way": metric.one_way,
            "scopes": list(_SCOPES) if metric.scoped else [],
        }
        for metric in METRICS.values()
        if not metric.written
        and not metric.needs_reference
        and (builds or not metric.needs_building)
    ]


_SCALED = ("", "kt/yr", "MCNY/yr", "MCNY", "Mt*km/yr")
