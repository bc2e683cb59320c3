"""The figures of docs/target.md and docs/target.zh.md, of the record in docs/images/target.json.

The pages have each of them between two marks, as `tools.page_figures` reads them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tools.blocks import ROOT, grid
from tools.target_record import QUESTIONS, Record

PAGES = {"en": ROOT / "docs" / "target.md", "zh": ROOT / "docs" / "target.zh.md"}
RATE, COST, INVESTMENT, UTILIZED = "utilization_rate", "net_cost", "investment", "net_utilized"
_PLANS = {
    "today": ("today's plants, the best rate they can", "现有设施，利用率尽可能高"),
    "same": ("no worse a rate, with building, at least cost", "利用率不低于现状，可新建，成本最低"),
    "plan": ("**90 %, at least cost**", "**利用率 90 %，成本最低**"),
    "best": ("as far as what may be built goes", "可新建范围内的最高利用率"),
}
_PLAN_HEADS = {
    "en": [
        "plan",
        "net rate",
        "utilized, Mt/yr",
        "net cost, million CNY/yr",
        "investment, million CNY",
    ],
    "zh": ["方案", "净利用率", "利用量，万吨/年", "净成本，亿元/年", "投资，亿元"],
}
_STEP_HEADS = {
    "en": ["", "build", "city", "kt/yr", "million CNY", "alone, points", "so far, points"],
    "zh": ["", "新建", "城市", "万吨/年", "投资，万元", "单独，百分点", "累计，百分点"],
}
_TAIHANG_HEADS = {
    "en": ["scenario", "net rate", "investment, million CNY", "builds"],
    "zh": ["情景", "净利用率", "投资，亿元", "新建项数"],
}
_TAIHANG_ROWS = {
    "en": (
        "`reach-80`: 80 % at least cost",
        "`best-under-budget`: the most for one billion CNY (assumed)",
    ),
    "zh": ("`reach-80`：80 %，成本最低", "`best-under-budget`：10 亿元投资（假设）内的最高利用率"),
}
_REACHED = 5e-5
"""Part of the rate that no digit of the table shows."""


@dataclass(frozen=True)
class Tongue:
    """How figures are written in a language."""

    language: str

    @property
    def is_zh(self) -> bool:
        """Return whether it is Chinese."""
        return self.language == "zh"

    def rate(self, value: float, digits: int = 1) -> str:
        """Return a share in per cent."""
        return f"{100 * value:.{digits}f} %"

    def money(self, mcny: float) -> str:
        """Return money with its unit, a year or not."""
        return f"{mcny / 100:,.2f} 亿元" if self.is_zh else f"{mcny:,.0f} million CNY"

    def bare(self, mcny: float) -> str:
        """Return money in the unit of the heads of tables."""
        text = f"{mcny / 100:,.2f}" if self.is_zh else f"{mcny:,.0f}"
        return text.replace("-", "−") if round(mcny, 6) else "0"

    def tonnes(self, kt: float, digits: int) -> str:
        """Return an amount in the unit of the heads of tables."""
        return f"{kt / 10:,.0f}" if self.is_zh else f"{kt / 1000:,.{digits}f}"


def find_figures(record: Record, language: str) -> dict[str, str]:
    """Return name -> figure, table or sentence, as the page shows it in a language."""
    tongue = Tongue(language)
    found: dict[str, str] = {}
    for name in QUESTIONS:
        figures = _figures(record[name], tongue)
        found |= {f"{name}.{figure}": text for figure, text in figures.items()}
    reach = record["reach"]
    enough, cost = _enough(reach)
    found |= {
        "reach.enough": str(enough),
        "reach.rest": str(reach["builds"] - enough),
        "reach.enough_cost": tongue.money(abs(cost)),
        "reach.extra": _extra(record, tongue),
        "plans": f"\n{_plan_table(reach, tongue)}\n",
        "steps": f"\n{_step_table(record, tongue)}\n",
        "taihang": f"\n{_taihang_table(record, tongue)}\n",
    }
    return found


def _figures(about: Record, tongue: Tongue) -> dict[str, str]:
    plans, ranges = about["plans"], about["ranges"]
    today, same, plan, best = (plans[name][COST] for name in _PLANS)
    whole = about["investment_MCNY"]
    shares = about["investment_by_confidence_MCNY"]
    parts: dict[str, float] = {
        "assumed": shares.get("assumed", 0.0),
        "derived": shares.get("derived", 0.0),
        "placeholders": about["investment_in_placeholders_MCNY"],
    }
    monies = {
        "investment": whole,
        "annuity": about["annuity_MCNY_yr"],
        "saved": today - same,
        "takes": plan - same,
        "total": today - plan,
        "last": best - plan,
    }
    counts = {name: about[name] for name in ("builds", "certain", "depends")}
    counts |= {"ends": about["ends_of_cost"], "lines": ranges["lines"]}
    counts["line_placeholders"] = ranges["placeholders"]
    return {
        **{name: str(count) for name, count in counts.items()},
        **{name: tongue.money(mcny) for name, mcny in monies.items()},
        **{name: f"{100 * part / whole:.0f} %" for name, part in parts.items()},
        "today": tongue.rate(plans["today"][RATE]),
        "best": tongue.rate(plans["best"][RATE]),
        "best_closely": tongue.rate(plans["best"][RATE], 2),
        "tonnes": tongue.tonnes(about["extra_utilized_kt_yr"], 2),
        "tonnes_roughly": tongue.tonnes(about["extra_utilized_kt_yr"], 1),
        "per_tonne": f"{about['target_alone_per_extra_tonne_CNY'] or 0:.0f}",
        "payback": f"{about['payback_years'] or 0:.1f}",
    }


def _plan_table(about: Record, tongue: Tongue) -> str:
    rows = []
    for name, titles in _PLANS.items():
        figures = about["plans"][name]
        cells = [
            tongue.rate(figures[RATE], 2),
            tongue.tonnes(figures[UTILIZED], 2),
            tongue.bare(figures[COST]),
            tongue.bare(figures[INVESTMENT]),
        ]
        mark = "**" if name == "plan" else ""
        rows.append([titles[tongue.is_zh], *(f"{mark}{cell}{mark}" for cell in cells)])
    return grid(_PLAN_HEADS[tongue.language], rows, frozenset({1, 2, 3, 4}))


def _steps(about: Record) -> list[dict[str, Any]]:
    return [row for row in about["rows"] if row["step"] is not None]


def _enough(about: Record) -> tuple[int, float]:
    """Return after how many builds no further one adds to the rate, and what the plan costs then.

    Million CNY/yr more than today's plan.
    """
    steps = _steps(about)
    most = max(row["in_order_gain"] for row in steps)
    first = next(row for row in steps if row["in_order_gain"] > most - _REACHED)
    return int(first["step"]), float(first["in_order_cost_MCNY_yr"])


def _step_table(record: Record, tongue: Tongue) -> str:
    size: Callable[[float], str]
    money: Callable[[float], str]
    if tongue.is_zh:
        size, money = (lambda kt: f"{kt / 10:,.1f}"), (lambda mcny: f"{100 * mcny:,.0f}")
    else:
        size, money = (lambda kt: f"{kt:,.0f}"), (lambda mcny: f"{mcny:,.0f}")
    rows = [
        [
            str(row["step"]),
            _name(row, tongue.language),
            _city(record, row, tongue.language),
            size(row["built_kt_yr"]),
            money(row["investment_MCNY"]),
            f"{100 * row['alone_gain']:.2f}",
            f"{100 * row['in_order_gain']:.2f}",
        ]
        for row in _steps(record["reach"])
    ]
    return grid(_STEP_HEADS[tongue.language], rows, frozenset({0, 3, 4, 5, 6}))


def _name(row: Record, language: str) -> str:
    plant = row[f"plant_name_{language}"] or row["plant_name_en"]
    technology = row[f"technology_{language}"]
    return f"{plant}：{technology}" if language == "zh" else f"{plant}: {technology.lower()}"


def _city(record: Record, row: Record, language: str) -> str:
    return str(record["cities"][language].get(row["city"], row["city"]))


def _extra(record: Record, tongue: Tongue) -> str:
    """Return what is built only where capital costs something else."""
    about = record["reach"]
    others = [row for row in about["rows"] if row["step"] is None]
    said = []
    for row in others:
        name, city = _name(row, tongue.language), _city(record, row, tongue.language)
        if tongue.is_zh:
            said.append(f"其中 {row['ends']} 种情形下还会新建{name}（{city}）。")
        else:
            said.append(f"In {row['ends']} of the cases {name} ({city}) is built as well.")
    return ("" if tongue.is_zh else " ").join(said)


def _taihang_table(record: Record, tongue: Tongue) -> str:
    about, budget = record["taihang"], record["budget"]
    first, second = _TAIHANG_ROWS[tongue.language]
    rate = tongue.rate(about["plans"]["plan"][RATE])
    rows = [
        [first, rate, tongue.bare(about["investment_MCNY"]), str(about["builds"])],
        [second, tongue.rate(budget[RATE]), tongue.bare(budget[INVESTMENT]), ""],
    ]
    return grid(_TAIHANG_HEADS[tongue.language], rows, frozenset({1, 2, 3}))
