"""Result tables of several runs side by side: outer joins, differences, what was gained or lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from sim.results.kpis import read_figures
from sim.rules.metrics import METRICS

NOISE = 1e-6
"""kt/yr or per cent; smaller differences are none."""
_RELATIVE_NOISE = 1e-9
CHANGES = ("gained", "lost", "started", "stopped", "more", "less", "same")
"""How the last run differs from the first: has it and the first not, the reverse, from nothing to
something, the reverse, more of it, less of it, as much."""
_PLACE = ("name_en", "name_zh", "city", "province", "lon", "lat")
_ENDS = ("origin", "destination")
_FLOW_KEY = (
    "role",
    "origin",
    "origin_kind",
    "destination",
    "destination_kind",
    "material",
    "mode",
    "via",
)
_FLOW_WORDS = tuple(f"{end}_{part}" for end in _ENDS for part in ("name_en", "name_zh", "province"))
_FLOW_PLACES = tuple(f"{end}_{part}" for end in _ENDS for part in ("lon", "lat"))
_LINE_WORDS = (
    "plant",
    "plant_name_en",
    "plant_name_zh",
    "city",
    "province",
    "lon",
    "lat",
    "technology",
    "technology_en",
    "technology_zh",
    "family",
)
_LINE_MEASURES = (
    "uptake_kt_yr",
    "net_utilized_kt_yr",
    "activity_kt_yr",
    "available_kt_yr",
    "load_pct",
)
_AREA_MEASURES = (
    "net_utilized_kt_yr",
    "uptake_kt_yr",
    "unused_kt_yr",
    "generation_kt_yr",
    "utilization_rate_pct",
    "gross_utilization_rate_pct",
)
ALWAYS: dict[str, tuple[str, ...]] = {
    "flows": (*_FLOW_KEY, *_FLOW_WORDS, *_FLOW_PLACES, "cross_border", "km", "amount_kt_yr"),
    "lines": ("line", *_LINE_WORDS, *_LINE_MEASURES),
    "zones": ("zone", *_PLACE, "industry", *_AREA_MEASURES),
    "areas": ("level", "area", "name_en", "name_zh", *_AREA_MEASURES),
}
"""Result table -> columns that a comparison reads."""


def join_runs(
    frames: Mapping[str, pd.DataFrame],
    key: Sequence[str],
    words: Sequence[str],
    measures: Sequence[str],
) -> pd.DataFrame:
    """Return one row per key that any run has, with every measure in every run and its difference.

    `frames` maps a run to its table; keys are unique in each. The first measure decides about
    `<run>:change`, what became of a key in each run against the first, and about the order;
    `change` is that of the last run, or, where it is the same there, of the first that differs.
    `words` describe a key and are taken from the first run that has it.
    """
    key = list(key)
    described = pd.concat([frame[[*key, *words]] for frame in frames.values()], ignore_index=True)
    joined = described.drop_duplicates(key).set_index(key)
    parts = {run: frame.set_index(key).reindex(joined.index) for run, frame in frames.items()}
    has = {run: joined.index.isin(frame.set_index(key).index) for run, frame in frames.items()}
    joined["runs"] = ["; ".join(r for r in frames if has[r][i]) for i in range(len(joined))]
    first, *others = frames
    columns: dict[str, pd.Series] = {}
    for measure in measures:
        values = {run: parts[run][measure].astype(float) for run in frames}
        if not measure.endswith("_pct"):
            values = {run: value.fillna(0.0) for run, value in values.items()}
        columns |= {f"{run}:{measure}": value for run, value in values.items()}
        columns |= {
            f"{run}:difference:{measure}": subtract(values[run], values[first]) for run in others
        }
    joined = pd.concat([joined, pd.DataFrame(columns, index=joined.index)], axis=1)
    lead = measures[0]
    for run in others:
        joined[f"{run}:change"] = _name_changes(
            joined[f"{first}:{lead}"],
            joined[f"{run}:{lead}"],
            joined[f"{run}:difference:{lead}"],
            has[first],
            has[run],
        )
    told = joined[[f"{run}:change" for run in (others[-1], *others[:-1])]]
    joined["change"] = told.mask(told == CHANGES[-1]).bfill(axis=1).iloc[:, 0].fillna(CHANGES[-1])
    order = ["change", "runs", *words, *(f"{run}:change" for run in others), *columns]
    largest = joined[[f"{run}:difference:{lead}" for run in others]].abs().max(axis=1)
    joined = joined[order].assign(_size=largest).reset_index()
    joined = joined.sort_values(["_size", *key], ascending=[False, *[True] * len(key)])
    return joined[["change", *key, *order[1:]]].reset_index(drop=True)


def subtract(after: pd.Series, before: pd.Series) -> pd.Series:
    """Return after less before; what is within the rounding of the tables is 0."""
    difference = after - before
    noise = NOISE + _RELATIVE_NOISE * np.maximum(after.abs(), before.abs())
    return difference.mask(difference.abs() <= noise, 0.0)


def _name_changes(
    before: pd.Series, after: pd.Series, difference: pd.Series, had: Any, has: Any
) -> Any:
    conditions = [
        has & ~had,
        had & ~has,
        (difference > 0) & (before <= NOISE),
        (difference < 0) & (after <= NOISE),
        difference > 0,
        difference < 0,
    ]
    return np.select(conditions, list(CHANGES[:-1]), default=CHANGES[-1])


def compare_flows(
    tables: Mapping[str, pd.DataFrame], materials: Sequence[pd.DataFrame]
) -> pd.DataFrame:
    """Return the flows of all runs; a flow that carries nothing counts as none."""
    words = [*_FLOW_WORDS, "cross_border", "km"]
    frames = {}
    for run, table in tables.items():
        moved = table[table["amount_kt_yr"] > NOISE]
        moved = moved.assign(**{c: moved[c].fillna("").astype(str) for c in _FLOW_KEY})
        grouped = moved.groupby(list(_FLOW_KEY), sort=True)
        summed = grouped[words].first()
        frames[run] = summed.assign(amount_kt_yr=grouped["amount_kt_yr"].sum()).reset_index()
    joined = join_runs(frames, _FLOW_KEY, words, ["amount_kt_yr"])
    known = pd.concat(materials, ignore_index=True).drop_duplicates("id").set_index("id")
    at = list(joined.columns).index("material") + 1
    joined.insert(at, "material_kind", joined["material"].map(known["kind"]).fillna(""))
    for language in ("zh", "en"):
        names = joined["material"].map(known[f"name_{language}"]).fillna(joined["material"])
        joined.insert(at, f"material_{language}", names)
    return joined


def compare_lines(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the lines of all runs by the change of what they take in."""
    return join_runs(tables, ["line"], _LINE_WORDS, _LINE_MEASURES)


def compare_zones(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the zones of all runs by the change of what is utilized of them."""
    return join_runs(tables, ["zone"], [*_PLACE, "industry"], _AREA_MEASURES)


def compare_areas(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the roll-ups of all runs, level by level, by the change of what is utilized."""
    joined = join_runs(tables, ["level", "area"], ["name_en", "name_zh"], _AREA_MEASURES)
    levels = dict.fromkeys(level for table in tables.values() for level in table["level"])
    rank = joined["level"].map({level: n for n, level in enumerate(levels)})
    return joined.loc[rank.sort_values(kind="stable").index].reset_index(drop=True)


def compare_kpis(kpis: Mapping[str, Sequence[Mapping[str, Any]]]) -> pd.DataFrame:
    """Return every figure of any run: value, difference and difference in per cent.

    Differences are in the unit of the figure; the per cent are those of the size of the
    reference, blank where that is 0. Where a run has a figure that leaves out what is not known,
    each has a column that marks those, and no difference is told of them.
    """
    words: dict[str, dict[str, Any]] = {}
    for rows in kpis.values():
        for row in rows:
            words.setdefault(
                str(row["name"]), {key: row[key] for key in ("name", "en", "zh", "unit")}
            )
    frame = pd.DataFrame(list(words.values()), columns=["name", "en", "zh", "unit"])
    frame["better"] = [METRICS[n].better if n in METRICS else "" for n in frame["name"]]
    for run, rows in kpis.items():
        frame[f"{run}:value"] = frame["name"].map(read_figures(rows)).astype(float)
    in_part = {run: frame["name"].isin(_at_least(rows)) for run, rows in kpis.items()}
    if any(marks.any() for marks in in_part.values()):
        frame = frame.assign(**{f"{run}:at_least": marks for run, marks in in_part.items()})
    first, *others = kpis
    reference = frame[f"{first}:value"]
    for run in others:
        value = frame[f"{run}:value"]
        noise = _RELATIVE_NOISE * (1 + np.maximum(value.abs(), reference.abs()))
        difference = (value - reference).mask((value - reference).abs() <= noise, 0.0)
        difference = difference.mask(in_part[first] | in_part[run])
        frame[f"{run}:difference"] = difference
        size = reference.abs().where(reference.abs() > _RELATIVE_NOISE)
        frame[f"{run}:difference_pct"] = 100.0 * difference / size
    return frame


def _at_least(rows: Sequence[Mapping[str, Any]]) -> set[str]:
    return {str(row["name"]) for row in rows if row.get("at_least")}
