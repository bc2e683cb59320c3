"""Areas, zones and lines: rates by province, who sends to whom, and the long tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pandas as pd

from sim.draw import palette
from sim.report.listing import (
    Cell,
    Column,
    Listing,
    amount,
    head,
    head_amounts,
    money,
    number,
    percent,
    text,
)
from sim.say import WORDS
from sim.say.figures import NOTHING, read_number, write_cell
from sim.say.texts import Texts

_AREA_KEYS = {"province": "report_by_province", "material": "report_by_waste"}
_LEVELS = (
    "city",
    "county",
    "basin",
    "owner",
    "industry",
    "family",
    "material",
    "province",
    "region",
)


def shade(rate: float) -> tuple[str, str]:
    """Return the colour of a rate in per cent, as on the map, and the ink that reads on it."""
    red, green, blue, _ = palette.RATE(min(max(rate / 100, 0.0), 1.0), bytes=True)
    color = f"#{red:02x}{green:02x}{blue:02x}"
    return color, palette.pick_ink(color)


Links = Mapping[str, Mapping[str, str]]
"""Level -> area -> address in the page of the rows that its rate is made of."""


def list_areas(
    areas: pd.DataFrame, level: str, texts: Texts, links: Links = MappingProxyType({})
) -> Listing:
    """Return the rates of all areas of a level, the largest generator first."""
    columns = [
        Column(texts.say(_AREA_KEYS[level])),
        *head("rate", "gross_rate", texts=texts, numbers=("rate", "gross_rate")),
        *head_amounts("generated", "net", "unused", texts=texts),
    ]
    chosen = areas[areas["level"] == level]
    chosen = chosen.sort_values(["generation_kt_yr", "area"], ascending=[False, True])
    rows = []
    for row in chosen.to_dict("records"):
        rate = read_number(row["utilization_rate_pct"])
        rows.append(
            [
                _area_cell(row, texts, links),
                percent(rate, shade(rate)[0] if rate is not None else ""),
                percent(row["gross_utilization_rate_pct"]),
                *(
                    amount(row[f"{c}_kt_yr"], texts)
                    for c in ("generation", "net_utilized", "unused")
                ),
            ]
        )
    return Listing(f"areas-{level}", columns, rows)


def _area_cell(row: Mapping[Any, Any], texts: Texts, links: Links) -> Cell:
    """Return the name of an area, which leads to the rows that its rate is made of."""
    link = links.get(str(row["level"]), {}).get(str(row["area"]), "")
    return replace(text(texts.pick(row, "name") or row["area"], "data"), link=link)


def list_roll_ups(
    areas: pd.DataFrame, texts: Texts, links: Links = MappingProxyType({})
) -> Listing:
    """Return every figure by unit, one level at a time, the largest generator first."""
    shares = ("rate", "gross_rate", "rate_without_fill", "high_value_rate")
    columns = [
        *head("level", "unit", *shares, texts=texts, numbers=shares),
        *head_amounts("generated", "net", "unused", "received", "sent_across", texts=texts),
        Column(texts.say("report_logistics_money"), True),
    ]
    levels = {
        level: texts.say(f"roll_{level}") for level in _LEVELS if (areas["level"] == level).any()
    }
    rows, groups = [], []
    ordered = areas.sort_values(
        ["generation_kt_yr", "received_kt_yr", "area"], ascending=[False, False, True]
    )
    for row in ordered.to_dict("records"):
        groups.append(str(row["level"]))
        rates = [
            row[f"{c}_pct"]
            for c in (
                "utilization_rate",
                "gross_utilization_rate",
                "utilization_rate_without_fill",
                "high_value_rate",
            )
        ]
        rate = read_number(rates[0])
        rows.append(
            [
                text(levels[groups[-1]]),
                _area_cell(row, texts, links),
                percent(rate, shade(rate)[0] if rate is not None else ""),
                *(percent(value) for value in rates[1:]),
                *(
                    amount(row[f"{c}_kt_yr"], texts)
                    for c in ("generation", "net_utilized", "unused", "received", "cross_border")
                ),
                money(row["logistics_cost_MCNY_yr"], texts),
            ]
        )
    return Listing("roll-ups", columns, rows, switch=levels, groups=groups)


def list_matrix(flows: pd.DataFrame, texts: Texts) -> Listing | None:
    """Return the heat table of waste used, from the generator's province to the user's."""
    used = flows[flows["role"] == "utilization"]
    if used.empty:
        return None
    ends = [used[f"{end}_province"].fillna("").astype(str) for end in ("origin", "destination")]
    kt: dict[tuple[str, str], float] = {}
    for start, end, amount_kt in zip(*ends, used["amount_kt_yr"], strict=True):
        kt[start, end] = kt.get((start, end), 0.0) + float(amount_kt)
    order = sorted({place for pair in kt for place in pair})
    largest = max(kt.values())
    total = texts.say("report_total")
    names_of = [Column(texts.name("areas", place), True) for place in order]
    columns = [Column(texts.say("report_from_to")), *names_of, Column(total, True)]
    rows = []
    for start in order:
        cells = [kt.get((start, end), 0.0) for end in order]
        heats = [_heat(v, largest, texts) for v in cells]
        rows.append([text(texts.name("areas", start)), *heats, amount(sum(cells), texts)])
    ends_at = [amount(sum(kt.get((s, end), 0.0) for s in order), texts) for end in order]
    rows.append([text(total), *ends_at, amount(sum(kt.values()), texts)])
    return Listing("matrix", columns, rows)


def _heat(kt: float, largest: float, texts: Texts) -> Cell:
    if kt < NOTHING:
        return Cell("–", 0.0)
    share = (kt / largest) ** 0.5
    paper, deep = (246, 248, 247), (12, 92, 116)
    red, green, blue = (round(p + (d - p) * share) for p, d in zip(paper, deep, strict=True))
    color = f"#{red:02x}{green:02x}{blue:02x}"
    scale = texts.scale("kt/yr")
    shown = write_cell(scale.of(kt), NOTHING / scale.size)
    return Cell(shown, kt, color=color, ink=palette.pick_ink(color))


def list_zones(zones: pd.DataFrame, texts: Texts) -> Listing:
    """Return the table of zones, the largest generator first."""
    columns = [
        *head("zone", "city", "province", texts=texts),
        *head_amounts("generated", "legacy", "net", "unused", texts=texts),
        *head("rate", "gross_rate", texts=texts, numbers=("rate", "gross_rate")),
    ]
    ordered = zones.sort_values(["generation_kt_yr", "zone"], ascending=[False, True])
    rows = []
    for zone in ordered.to_dict("records"):
        rate = read_number(zone["utilization_rate_pct"])
        rows.append(
            [
                text(texts.pick(zone, "name") or zone["zone"], "data"),
                text(_area(zone["city"], texts), "data"),
                text(_area(zone["province"], texts), "data"),
                *(
                    amount(zone[f"{c}_kt_yr"], texts)
                    for c in ("generation", "legacy_used", "net_utilized", "unused")
                ),
                percent(rate, shade(rate)[0] if rate is not None else ""),
                percent(zone["gross_utilization_rate_pct"]),
            ]
        )
    return Listing("zones", columns, rows, find=True)


def list_lines(lines: pd.DataFrame, texts: Texts) -> Listing:
    """Return the table of lines, the largest taker first."""
    columns = [
        *head("plant", "technology", "city", "province", texts=texts),
        *head_amounts("taken", "net", "activity", "available", texts=texts),
        *head("load", "status", "basis", "line_id", texts=texts, numbers=("load",)),
    ]
    ordered = lines.sort_values(["uptake_kt_yr", "line"], ascending=[False, True])
    rows = []
    for line in ordered.to_dict("records"):
        rows.append(
            [
                text(texts.pick(line, "plant_name") or line["plant"], "data"),
                text(texts.name("technologies", line["technology"]), "data"),
                text(_area(line["city"], texts), "data"),
                text(_area(line["province"], texts), "data"),
                *(
                    amount(line[f"{c}_kt_yr"], texts)
                    for c in ("uptake", "net_utilized", "activity", "available")
                ),
                percent(line["load_pct"], palette.DISPOSAL),
                text(texts.word("report_term", line["status"])),
                text(say_confidence(line.get("confidence"), texts)),
                text(line["line"], "code"),
            ]
        )
    return Listing("lines", columns, rows, find=True)


def say_confidence(word: object, texts: Texts) -> str:
    """Return how sure a row of the data is, in words."""
    key = f"report_{word}"
    known = word in ("published", "derived", "assumed") and key in WORDS
    return texts.say(key if known else "report_unstated")


def _area(key: object, texts: Texts) -> str:
    return texts.name("areas", key) if isinstance(key, str) else ""


def list_excluded(frames: Mapping[str, pd.DataFrame], texts: Texts) -> Listing | None:
    """Return how many candidate routes each rule took out beforehand."""
    table = frames.get("excluded_routes")
    if table is None or table.empty:
        return None
    worded = f"reason_{texts.language}" in table
    column = f"reason_{texts.language}" if worded else "reason"
    counts = table.groupby(column).size().sort_values(ascending=False)
    columns = head("reason", "count", texts=texts, numbers=("count",))
    rows = [
        [text(reason, "" if worded else "data"), Cell(f"{n:,}", float(n))]
        for reason, n in counts.items()
    ]
    return Listing("excluded", columns, rows)


def list_unused(frames: Mapping[str, pd.DataFrame], texts: Texts) -> Listing | None:
    """Return the ledger: every unused waste with its reason in words, the largest first."""
    table = frames["unused"]
    if table.empty:
        return None
    priced = "cost_CNY_t" in table and table["cost_CNY_t"].notna().any()
    columns = [
        *head("zone", "waste", texts=texts),
        *head_amounts("unused", texts=texts),
        *head("reason", texts=texts),
        *(head("placing_cost", texts=texts, numbers=("placing_cost",)) if priced else []),
    ]
    ordered = table.sort_values(["unused_kt_yr", "zone", "material"], ascending=[False, True, True])
    rows = [
        [
            text(texts.name("zones", row["zone"]), "data"),
            text(texts.name("materials", row["material"]), "data"),
            amount(row["unused_kt_yr"], texts),
            text(texts.pick(row, "reason") or row.get("reason"), "data"),
            *([number(row["cost_CNY_t"])] if priced else []),
        ]
        for row in ordered.to_dict("records")
    ]
    return Listing("unused", columns, rows, find=len(rows) > 20)
