"""A comparison in sentences: the largest changes, and what differs in the inputs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from sim.rules.metrics import METRICS
from sim.say import WORDS, Language, say
from sim.say.apart import write_apart, write_figures
from sim.say.figures import (
    MINUS,
    NOTHING,
    UNDEFINED,
    scale_of,
    write_figure,
    write_fixed,
    write_rounded,
    write_short,
)
from sim.studies.compare.inputs import ROW, SCENARIO
from sim.studies.compare.notes import InputNote, summarize_inputs
from sim.studies.compare.study import Comparison

MOST = 5
MOST_INPUTS = 8
_QUANTITY = re.compile(r"(-?[\d.]+(?:e[+-]?\d+)?)(?: (\S+))?")
_WASTE = ("waste", "residue")
_STORED = ("storage", "disposal")
_WHOLE, _SMALL = 1000.0, 0.95
_AREA_LEVELS = ("province", "city")
_SELF_NAMED = ("objective", "limits")
_EMPTY = UNDEFINED


def short_titles(comparison: Comparison, language: Language) -> dict[str, str]:
    """Return run -> its title, up to the colon where that tells the runs apart.

    Runs of one title get their names beside it.
    """
    titles = {run.name: run.title(language) for run in comparison.runs}
    short = {name: re.split(r"[:：]", title)[0].strip() for name, title in titles.items()}
    if len(set(short.values())) == len(short) and all(short.values()):
        return short
    counts = Counter(titles.values())
    return {
        name: title if counts[title] == 1 else f"{title} ({name})" for name, title in titles.items()
    }


def write_known(value: float, unit: str, language: Language) -> str:
    """Return a figure of the catalogue with its unit; a dash where it is not known."""
    return _EMPTY if pd.isna(value) else write_figure(value, unit, language)


def write_change(value: float, unit: str, language: Language) -> str:
    """Return a difference with its sign; of a rate in percentage points.

    >>> write_change(-0.0504, "", "en"), write_change(320.0, "kt/yr", "en")
    ('−5.0 points', '+320 kt/yr')
    """
    if pd.isna(value):
        return _EMPTY
    sign = "+" if value > 0 else MINUS if value < 0 else "±"
    if unit == "":
        points = write_rounded(abs(100 * value), 1)
        sign = sign if float(points) else "±"
        text = say("compare_points", language, value=points)
    else:
        text = write_figure(abs(value), unit, language)
    return sign + text


def write_number(value: float) -> str:
    """Return a number of a row whose unit stands elsewhere; a dash where it is not known.

    >>> write_number(-10347.4), write_number(84.6089), write_number(2.58)
    ('−10,347', '84.6', '2.6')
    """
    if pd.isna(value):
        return _EMPTY
    size = abs(value)
    small = NOTHING <= size < _SMALL
    text = write_short(size) if small else write_fixed(size, 0 if size >= _WHOLE else 1)
    return f"{MINUS}{text}" if value < 0 else text


def write_numbers(values: Iterable[float]) -> list[str]:
    """Return numbers of a row like `write_number`, with as many digits as tell them apart.

    >>> write_numbers([84.6089, 84.6211, 12.0]), write_numbers([-84.6089, -84.6211])
    (['84.61', '84.62', '12.0'], ['−84.61', '−84.62'])
    """
    return [text.replace("-", MINUS) for text in write_apart(values, write_number)]


def pick_name(row: Any, stem: str, language: Language, fallback: str = "") -> str:
    """Return the name of a row in a language, in the other one, or its id."""
    other = "en" if language == "zh" else "zh"
    for key in (f"{stem}_{language}", f"{stem}_{other}", fallback):
        text = row.get(key)
        if isinstance(text, str) and text.strip():
            return text.strip()
    return ""


def _largest(frame: pd.DataFrame, column: str, most: int) -> Iterator[Any]:
    """Yield the rows of the largest differences that are not none."""
    differing = frame[frame[column] != 0].dropna(subset=[column])
    order = differing[column].abs().sort_values(ascending=False, kind="stable").index[:most]
    yield from differing.loc[order].to_dict("records")


def tell_flows(comparison: Comparison, run: str, language: Language, most: int = MOST) -> list[str]:
    """Return sentences on the waste and residue flows that differ most between a run and the first.

    Sales, products and what is stored where it arises are left out.
    """
    first = comparison.names[0]
    frame = comparison.flows
    waste = frame["material_kind"].isin(_WASTE) & (frame["role"] != "sale")
    stored = frame["role"].isin(_STORED) & (frame["mode"] == "onsite")
    lead = f"{run}:difference:amount_kt_yr"
    return [
        say(
            "compare_flow",
            language,
            change=write_change(row[lead], "kt/yr", language),
            material=pick_name(row, "material", language, "material"),
            origin=pick_name(row, "origin_name", language, "origin"),
            destination=pick_name(row, "destination_name", language, "destination"),
            how=_tell_how(
                row[f"{first}:amount_kt_yr"],
                row[f"{run}:amount_kt_yr"],
                ("gained", "lost"),
                language,
            ),
        )
        for row in _largest(frame[waste & ~stored], lead, most)
    ]


def _tell_how(before: float, after: float, words: tuple[str, str], language: Language) -> str:
    """Return `before → after`, or the word for what came from nothing or went to it."""
    if before <= 0:
        return say(f"compare_how_{words[0]}", language)
    if after <= 0:
        return say(f"compare_how_{words[1]}", language)
    written = write_figures([before, after], "kt/yr", language)
    return say("compare_how_change", language, before=written[0], after=written[1])


def tell_lines(comparison: Comparison, run: str, language: Language, most: int = MOST) -> list[str]:
    """Return sentences on the lines whose uptake differs most between a run and the first."""
    first = comparison.names[0]
    lead = f"{run}:difference:uptake_kt_yr"
    sentences = []
    for row in _largest(comparison.lines, lead, most):
        has = str(row["runs"]).split("; ")
        if first not in has or run not in has:
            how = say(f"compare_line_{'gained' if run in has else 'lost'}", language)
        else:
            ends = (row[f"{first}:uptake_kt_yr"], row[f"{run}:uptake_kt_yr"])
            how = _tell_how(*ends, ("started", "stopped"), language)
        sentences.append(
            say(
                "compare_line",
                language,
                change=write_change(row[lead], "kt/yr", language),
                plant=pick_name(row, "plant_name", language, "plant"),
                technology=pick_name(row, "technology", language, "technology"),
                how=how,
            )
        )
    return sentences


def tell_areas(comparison: Comparison, run: str, language: Language, most: int = MOST) -> list[str]:
    """Return sentences on the provinces and cities whose waste fares most differently."""
    first = comparison.names[0]
    areas = comparison.areas[comparison.areas["level"].isin(_AREA_LEVELS)]
    lead = f"{run}:difference:net_utilized_kt_yr"
    # A province of one city says the same as the city.
    told = areas[~areas[lead].round(6).duplicated() | (areas[lead] == 0)]
    sentences = []
    for row in _largest(told, lead, most):
        rates = [row[f"{name}:utilization_rate_pct"] / 100 for name in (first, run)]
        before, after = write_figures(rates, "", language)
        sentences.append(
            say(
                "compare_area",
                language,
                change=write_change(row[lead], "kt/yr", language),
                name=pick_name(row, "name", language, "area"),
                before=before,
                after=after,
            )
        )
    return sentences


def tell_inputs(
    comparison: Comparison, run: str, language: Language, most: int = MOST_INPUTS
) -> list[str]:
    """Return sentences on what went into a run differently from the first."""
    notes = summarize_inputs(comparison.inputs, comparison.names[0], run)
    if not notes:
        return [say("compare_inputs_none", language)]
    told = [_tell_note(note, language) for note in notes[:most]]
    if len(notes) > most:
        told.append(say("compare_inputs_more", language, count=len(notes) - most))
    return told


def _tell_note(note: InputNote, language: Language) -> str:
    name = note.name_zh if language == "zh" else note.name_en
    table = _word("table", note.key if note.table == SCENARIO else note.table, language)
    if note.column == ROW:
        side = "gained" if note.after else "lost"
        if note.rows == 1:
            change = say(f"compare_row_{side}", language, name=name)
        else:
            change = say(f"compare_rows_{side}", language, count=note.rows, name=name)
        return say("compare_note", language, what=table, change=change)
    values = f"{write_value(note.before, language)} → {write_value(note.after, language)}"
    column = _word("column", note.column, language)
    if note.table == SCENARIO:
        what = name if note.key in _SELF_NAMED else f"{table} {name or column}".rstrip()
        return say("compare_note", language, what=what, change=values)
    what = f"{table} · {column}"
    if note.rows == 1:
        return say(
            "compare_note",
            language,
            what=say("list_comma", language).join([what, name]),
            change=values,
        )
    if note.alike:
        change = values
    elif note.ratio is not None:
        change = say("compare_note_scaled", language, ratio=f"{note.ratio:.4g}")
    else:
        change = say("compare_note_first", language, name=name, change=values)
    return say("compare_note_rows", language, what=what, count=note.rows, change=change)


def _word(kind: str, name: str, language: Language) -> str:
    key = f"compare_{kind}_{name}"
    return say(key, language) if key in WORDS else name


def write_value(text: str, language: Language) -> str:
    """Return a value of the inputs frame as people of the language write it.

    >>> write_value("1200 kt/yr", "zh"), write_value("filing; surcharge 2 CNY/t", "zh")
    ('120 万吨/年', '备案；附加费 2 元/吨')
    """
    if not text:
        return say("compare_nothing", language)
    return say("list_semicolon", language).join(
        _write_part(part, language) for part in text.split("; ")
    )


def _write_part(part: str, language: Language) -> str:
    head, _, rest = part.partition(" ")
    if f"compare_value_{head}" in WORDS:
        words = say(f"compare_value_{head}", language)
        return f"{words} {_write_part(rest, language)}" if rest else words
    quantity = _QUANTITY.fullmatch(part)
    if quantity is None:
        return _name_metric(part, language)
    number, unit = float(quantity[1]), quantity[2] or ""
    if unit == "kt/yr" and language == "zh":
        scale = scale_of(unit, language)
        return f"{scale.of(number):.6g} {scale.unit}"
    if unit in ("MCNY/yr", "MCNY", "Mt*km/yr"):
        return write_figure(number, unit, language)
    key = f"compare_unit_{unit}"
    shown = say(key, language) if key in WORDS else unit
    return f"{number:.6g} {shown}".rstrip()


def _name_metric(text: str, language: Language) -> str:
    metric = METRICS.get(text)
    return text if metric is None else metric.zh if language == "zh" else metric.en
