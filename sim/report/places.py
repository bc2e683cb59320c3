"""Areas, zones and lines: rates by province, who sends to whom, and the long tables."""

from __future__ import annotations

from collections.abc import Mapping

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
from sim.report.names import Names, pick, term
from sim.say import WORDS, say
from sim.say.figures import NOTHING, read_number, scale_of, write_cell

_AREA_KEYS = {"province": "report_by_province", "material": "report_by_waste"}
_LEVELS = ("city", "county", "basin", "owner", "industry", "family", "material", "province",
           "region")  # fmt: skip


def shade(rate: float) -> tuple[str, str]:
    """Return the colour of a rate in per cent, as on the map, and the ink that reads on it."""
    red, green, blue, _ = palette.RATE(min(max(rate / 100, 0.0), 1.0), bytes=True)
    color = f"#{red:02x}{green:02x}{blue:02x}"
    return color, palette.pick_ink(color)


def list_areas(areas: pd.DataFrame, level: str, names: Names) -> Listing:
    """Return the rates of all areas of a level, the largest generator first."""
    language = names.language
    columns = [
        Column(say(_AREA_KEYS[level], language)),
        *head("rate", "gross_rate", language=language, numbers=("rate", "gross_rate")),
        *head_amounts("generated", "net", "unused", language=language),
    ]
    chosen = areas[areas["level"] == level]
    chosen = chosen.sort_values(["generation_kt_yr", "area"], ascending=[False, True])
    rows = []
    for row in chosen.to_dict("records"):
        rate = read_number(row["utilization_rate_pct"])
        rows.append([
            text(pick(row, "name", language) or row["area"]),
            percent(rate, shade(rate)[0] if rate is not None else ""),
            percent(row["gross_utilization_rate_pct"]),
            *(amount(row[f"{c}_kt_yr"], language)
              for c in ("generation", "net_utilized", "unused")),
        ])  # fmt: skip
    return Listing(f"areas-{level}", columns, rows)


def list_roll_ups(areas: pd.DataFrame, names: Names) -> Listing:
    """Return every figure by unit, one level at a time, the largest generator first."""
    language = names.language
    shares = ("rate", "gross_rate", "rate_without_fill", "high_value_rate")
    columns = [
        *head("level", "unit", *shares, language=language, numbers=shares),
        *head_amounts("generated", "net", "unused", "received", "sent_across", language=language),
        Column(say("report_logistics_money", language), True),
    ]
    levels = {level: say(f"roll_{level}", language) for level in _LEVELS
              if (areas["level"] == level).any()}  # fmt: skip
    rows, groups = [], []
    ordered = areas.sort_values(["generation_kt_yr", "received_kt_yr", "area"],
                                ascending=[False, False, True])  # fmt: skip
    for row in ordered.to_dict("records"):
        groups.append(str(row["level"]))
        rates = [row[f"{c}_pct"] for c in ("utilization_rate", "gross_utilization_rate",
                 "utilization_rate_without_fill", "high_value_rate")]  # fmt: skip
        rate = read_number(rates[0])
        rows.append([
            text(levels[groups[-1]]), text(pick(row, "name", language) or row["area"], "data"),
            percent(rate, shade(rate)[0] if rate is not None else ""),
            *(percent(value) for value in rates[1:]),
            *(amount(row[f"{c}_kt_yr"], language)
              for c in ("generation", "net_utilized", "unused", "received", "cross_border")),
            money(row["logistics_cost_MCNY_yr"], language),
        ])  # fmt: skip
    return Listing("roll-ups", columns, rows, switch=levels, groups=groups)


def list_matrix(flows: pd.DataFrame, names: Names) -> Listing | None:
    """Return the heat table of waste used, from the generator's province to the user's."""
    language = names.language
    used = flows[flows["role"] == "utilization"]
    if used.empty:
        return None
    ends = [used[f"{end}_province"].fillna("").astype(str) for end in ("origin", "destination")]
    kt: dict[tuple[str, str], float] = {}
    for start, end, amount_kt in zip(*ends, used["amount_kt_yr"], strict=True):
        kt[start, end] = kt.get((start, end), 0.0) + float(amount_kt)
    order = sorted({place for pair in kt for place in pair})
    largest = max(kt.values())
    total = say("report_total", language)
    names_of = [Column(names.of("areas", place), True) for place in order]
    columns = [Column(say("report_from_to", language)), *names_of, Column(total, True)]
    rows = []
    for start in order:
        cells = [kt.get((start, end), 0.0) for end in order]
        heats = [_heat(v, largest, names) for v in cells]
        rows.append([text(names.of("areas", start)), *heats, amount(sum(cells), language)])
    ends_at = [amount(sum(kt.get((s, end), 0.0) for s in order), language) for end in order]
    rows.append([text(total), *ends_at, amount(sum(kt.values()), language)])
    return Listing("matrix", columns, rows)


def _heat(kt: float, largest: float, names: Names) -> Cell:
    if kt < NOTHING:
        return Cell("–", 0.0)
    share = (kt / largest) ** 0.5
    paper, deep = (246, 248, 247), (12, 92, 116)
    red, green, blue = (round(p + (d - p) * share) for p, d in zip(paper, deep, strict=True))
    color = f"#{red:02x}{green:02x}{blue:02x}"
    scale = scale_of("kt/yr", names.language)
    shown = write_cell(scale.of(kt), NOTHING / scale.size)
    return Cell(shown, kt, color=color, ink=palette.pick_ink(color))


def list_zones(zones: pd.DataFrame, names: Names) -> Listing:
    """Return the table of zones, the largest generator first."""
    language = names.language
    columns = [
        *head("zone", "city", "province", language=language),
        *head_amounts("generated", "legacy", "net", "unused", language=language),
        *head("rate", "gross_rate", language=language, numbers=("rate", "gross_rate")),
    ]
    ordered = zones.sort_values(["generation_kt_yr", "zone"], ascending=[False, True])
    rows = []
    for zone in ordered.to_dict("records"):
        rate = read_number(zone["utilization_rate_pct"])
        rows.append([
            text(pick(zone, "name", language) or zone["zone"], "data"),
            text(_area(zone["city"], names), "data"), text(_area(zone["province"], names), "data"),
            *(amount(zone[f"{c}_kt_yr"], language)
              for c in ("generation", "legacy_used", "net_utilized", "unused")),
            percent(rate, shade(rate)[0] if rate is not None else ""),
            percent(zone["gross_utilization_rate_pct"]),
        ])  # fmt: skip
    return Listing("zones", columns, rows, find=True)


def list_lines(lines: pd.DataFrame, names: Names) -> Listing:
    """Return the table of lines, the largest taker first."""
    language = names.language
    columns = [
        *head("plant", "technology", "city", "province", language=language),
        *head_amounts("taken", "net", "activity", "available", language=language),
        *head("load", "status", "basis", "line_id", language=language, numbers=("load",)),
    ]
    ordered = lines.sort_values(["uptake_kt_yr", "line"], ascending=[False, True])
    rows = []
    for line in ordered.to_dict("records"):
        rows.append([
            text(pick(line, "plant_name", language) or line["plant"], "data"),
            text(names.of("technologies", line["technology"]), "data"),
            text(_area(line["city"], names), "data"), text(_area(line["province"], names), "data"),
            *(amount(line[f"{c}_kt_yr"], language)
              for c in ("uptake", "net_utilized", "activity", "available")),
            percent(line["load_pct"], palette.DISPOSAL), text(term(line["status"], language)),
            text(say_confidence(line.get("confidence"), names)), text(line["line"], "code"),
        ])  # fmt: skip
    return Listing("lines", columns, rows, find=True)


def say_confidence(word: object, names: Names) -> str:
    """Return how sure a row of the data is, in words."""
    key = f"report_{word}"
    known = word in ("published", "derived", "assumed") and key in WORDS
    return say(key if known else "report_unstated", names.language)


def _area(key: object, names: Names) -> str:
    return names.of("areas", key) if isinstance(key, str) else ""


def list_excluded(frames: Mapping[str, pd.DataFrame], names: Names) -> Listing | None:
    """Return how many candidate routes each rule took out beforehand."""
    table = frames.get("excluded_routes")
    if table is None or table.empty:
        return None
    language = names.language
    worded = f"reason_{language}" in table
    column = f"reason_{language}" if worded else "reason"
    counts = table.groupby(column).size().sort_values(ascending=False)
    columns = head("reason", "count", language=language, numbers=("count",))
    rows = [[text(reason, "" if worded else "data"), Cell(f"{n:,}", float(n))]
            for reason, n in counts.items()]  # fmt: skip
    return Listing("excluded", columns, rows)


def list_unused(frames: Mapping[str, pd.DataFrame], names: Names) -> Listing | None:
    """Return the ledger: every unused waste with its reason in words, the largest first."""
    table = frames["unused"]
    if table.empty:
        return None
    language = names.language
    priced = "cost_CNY_t" in table and table["cost_CNY_t"].notna().any()
    columns = [
        *head("zone", "waste", language=language),
        *head_amounts("unused", language=language),
        *head("reason", language=language),
        *(head("placing_cost", language=language, numbers=("placing_cost",)) if priced else []),
    ]
    ordered = table.sort_values(["unused_kt_yr", "zone", "material"],
                                ascending=[False, True, True])  # fmt: skip
    rows = [
        [text(names.of("zones", row["zone"]), "data"),
         text(names.of("materials", row["material"]), "data"),
         amount(row["unused_kt_yr"], language),
         text(pick(row, "reason", language) or row.get("reason"), "data"),
         *([number(row["cost_CNY_t"])] if priced else [])]
        for row in ordered.to_dict("records")
    ]  # fmt: skip
    return Listing("unused", columns, rows, find=len(rows) > 20)
