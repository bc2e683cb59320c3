"""A comparison in sentences: the largest changes, and what differs in the inputs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pandas as pd

from sim.results.unchecked import name_technology
from sim.rules.metrics import METRICS
from sim.say import WORDS
from sim.say.apart import write_apart
from sim.say.figures import (
    MINUS,
    NOTHING,
    UNDEFINED,
    write_fixed,
    write_rounded,
    write_short,
)
from sim.say.texts import Texts
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


def short_titles(comparison: Comparison, texts: Texts) -> dict[str, str]:
    """Return run -> its title, up to the colon where that tells the runs apart.

    Runs of one title get their names beside it.
    """
    titles = {run.name: run.title(texts) for run in comparison.runs}
    short = {name: re.split(r"[:：]", title)[0].strip() for name, title in titles.items()}
    if len(set(short.values())) == len(short) and all(short.values()):
        return short
    counts = Counter(titles.values())
    return {
        name: title if counts[title] == 1 else f"{title} ({name})" for name, title in titles.items()
    }


def write_known(value: float, unit: str, texts: Texts) -> str:
    """Return a figure of the catalogue with its unit; a dash where it is not known."""
    return _EMPTY if pd.isna(value) else texts.figure(value, unit)


def write_change(value: float, unit: str, texts: Texts) -> str:
    """Return a difference with its sign; of a rate in percentage points.

    >>> write_change(-0.0504, "", Texts("en")), write_change(320.0, "kt/yr", Texts("en"))
    ('−5.0 points', '+320 kt/yr')
    """
    if pd.isna(value):
        return _EMPTY
    sign = "+" if value > 0 else MINUS if value < 0 else "±"
    if unit == "":
        points = write_rounded(abs(100 * value), 1)
        sign = sign if float(points) else "±"
        text = texts.say("compare_points", value=points)
    else:
        text = texts.figure(abs(value), unit)
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


def write_row(values: Sequence[float], differences: Sequence[float]) -> tuple[list[str], list[str]]:
    """Return the figures of a row and their differences, all with one number of decimals.

    They are as many as any of the figures that are not nothing has by itself, more where a
    difference would read as nothing.

    >>> write_row([-1.7267, -0.984], [0.7427])
    (['−1.7', '−1.0'], ['0.7'])
    >>> write_row([5451.2, 5460.4, 12.0], [9.2, -5439.2])
    (['5,451.2', '5,460.4', '12.0'], ['9.2', '−5,439.2'])
    >>> write_row([0.0, 2560.0], [2560.0])
    (['0', '2,560'], ['2,560'])
    """
    written = write_numbers(value for value in values if abs(value) >= NOTHING)
    digits = max((len(text.partition(".")[2]) for text in written), default=1)
    sizes = [abs(number) for number in differences if abs(number) >= NOTHING]
    while sizes and not write_rounded(min(sizes), digits).strip("0."):
        digits += 1
    return _write_all(values, digits), _write_all(differences, digits)


def _write_all(values: Iterable[float], digits: int) -> list[str]:
    """Return numbers with so many decimals; a dash where one is not known."""
    texts = (_EMPTY if pd.isna(v) else write_rounded(v, digits) for v in values)
    return [text.replace("-", MINUS) for text in texts]


def pick_name(row: Any, stem: str, texts: Texts, fallback: str = "") -> str:
    """Return the name of a row in a language, in the other one, or its id."""
    name = texts.pick(row, stem) or row.get(fallback)
    return name.strip() if isinstance(name, str) else ""


def _largest(frame: pd.DataFrame, column: str, most: int) -> Iterator[Any]:
    """Yield the rows of the largest differences that are not none."""
    differing = frame[frame[column] != 0].dropna(subset=[column])
    order = differing[column].abs().sort_values(ascending=False, kind="stable").index[:most]
    yield from differing.loc[order].to_dict("records")


def pick_flows(comparison: Comparison, run: str, most: int = MOST) -> Iterator[Any]:
    """Yield the flows of waste and residues that differ most between a run and the first.

    Sales, products and what is stored where it arises are left out.
    """
    frame = comparison.flows
    waste = frame["material_kind"].isin(_WASTE) & (frame["role"] != "sale")
    stored = frame["role"].isin(_STORED) & (frame["mode"] == "onsite")
    yield from _largest(frame[waste & ~stored], f"{run}:difference:amount_kt_yr", most)


def pick_lines(comparison: Comparison, run: str, most: int = MOST) -> Iterator[Any]:
    """Yield the lines whose uptake differs most between a run and the first."""
    yield from _largest(comparison.lines, f"{run}:difference:uptake_kt_yr", most)


def tell_flows(comparison: Comparison, run: str, texts: Texts, most: int = MOST) -> list[str]:
    """Return sentences on the waste and residue flows that differ most between a run and the first.

    Sales, products and what is stored where it arises are left out.
    """
    first, lead = comparison.names[0], f"{run}:difference:amount_kt_yr"
    return [
        texts.say(
            "compare_flow",
            change=write_change(row[lead], "kt/yr", texts),
            material=pick_name(row, "material", texts, "material"),
            origin=pick_name(row, "origin_name", texts, "origin"),
            destination=pick_name(row, "destination_name", texts, "destination"),
            how=_tell_how(
                row[f"{first}:amount_kt_yr"],
                row[f"{run}:amount_kt_yr"],
                ("gained", "lost"),
                texts,
            ),
        )
        for row in pick_flows(comparison, run, most)
    ]


def _tell_how(before: float, after: float, words: tuple[str, str], texts: Texts) -> str:
    """Return `before → after`, or the word for what came from nothing or went to it."""
    if before <= 0:
        return texts.say(f"compare_how_{words[0]}")
    if after <= 0:
        return texts.say(f"compare_how_{words[1]}")
    written = texts.figures([before, after], "kt/yr")
    return texts.say("compare_how_change", before=written[0], after=written[1])


def tell_lines(comparison: Comparison, run: str, texts: Texts, most: int = MOST) -> list[str]:
    """Return sentences on the lines whose uptake differs most between a run and the first."""
    first = comparison.names[0]
    lead = f"{run}:difference:uptake_kt_yr"
    sentences = []
    for row in pick_lines(comparison, run, most):
        has = str(row["runs"]).split("; ")
        if first not in has or run not in has:
            how = texts.say(f"compare_line_{'gained' if run in has else 'lost'}")
        else:
            ends = (row[f"{first}:uptake_kt_yr"], row[f"{run}:uptake_kt_yr"])
            how = _tell_how(*ends, ("started", "stopped"), texts)
        sentences.append(
            texts.say(
                "compare_line",
                change=write_change(row[lead], "kt/yr", texts),
                plant=pick_name(row, "plant_name", texts, "plant"),
                technology=name_technology(row, texts),
                how=how,
            )
        )
    return sentences


def tell_areas(comparison: Comparison, run: str, texts: Texts, most: int = MOST) -> list[str]:
    """Return sentences on the provinces and cities whose waste fares most differently."""
    first = comparison.names[0]
    areas = comparison.areas[comparison.areas["level"].isin(_AREA_LEVELS)]
    lead = f"{run}:difference:net_utilized_kt_yr"
    # A province of one city says the same as the city.
    told = areas[~areas[lead].round(6).duplicated() | (areas[lead] == 0)]
    sentences = []
    for row in _largest(told, lead, most):
        rates = [row[f"{name}:utilization_rate_pct"] / 100 for name in (first, run)]
        before, after = texts.figures(rates, "")
        sentences.append(
            texts.say(
                "compare_area",
                change=write_change(row[lead], "kt/yr", texts),
                name=pick_name(row, "name", texts, "area"),
                before=before,
                after=after,
            )
        )
    return sentences


def tell_inputs(
    comparison: Comparison, run: str, texts: Texts, most: int = MOST_INPUTS
) -> list[str]:
    """Return sentences on what went into a run differently from the first."""
    notes = summarize_inputs(comparison.inputs, comparison.names[0], run)
    if not notes:
        return [texts.say("compare_inputs_none")]
    told = [_tell_note(note, texts) for note in notes[:most]]
    if len(notes) > most:
        told.append(texts.say("compare_inputs_more", count=len(notes) - most))
    return told


def _tell_note(note: InputNote, texts: Texts) -> str:
    name = note.name_zh if texts.language == "zh" else note.name_en
    table = _word("table", note.key if note.table == SCENARIO else note.table, texts)
    if note.column == ROW:
        side = "gained" if note.after else "lost"
        if note.rows == 1:
            change = texts.say(f"compare_row_{side}", name=name)
        else:
            change = texts.say(f"compare_rows_{side}", count=note.rows, name=name)
        return texts.say("compare_note", what=table, change=change)
    values = _tell_values(note, texts)
    column = name_column(note.column, texts)
    if note.table == SCENARIO:
        what = name if note.key in _SELF_NAMED else f"{table} {name or column}".rstrip()
        return texts.say("compare_note", what=what, change=values)
    what = f"{table} · {column}"
    if note.rows == 1:
        return texts.say(
            "compare_note",
            what=texts.join([what, name]),
            change=values,
        )
    if note.alike:
        change = values
    elif note.ratio is not None:
        change = texts.say("compare_note_scaled", ratio=f"{note.ratio:.4g}")
    else:
        change = texts.say("compare_note_first", name=name, change=values)
    return texts.say("compare_note_rows", what=what, count=note.rows, change=change)


def _tell_values(note: InputNote, texts: Texts) -> str:
    """Return both values; of a rule that one side lacks, that it is new or dropped."""
    before, after = write_value(note.before, texts), write_value(note.after, texts)
    key = f"compare_{'lost' if note.before else 'gained'}_{note.key}"
    if key in WORDS and not (note.before and note.after):
        return texts.say(key, value=after if note.after else before)
    return f"{before} → {after}"


def name_column(column: str, texts: Texts) -> str:
    """Return what a column of the input is called; an end of a range by what it is the end of.

    >>> name_column("capacity_low", Texts("zh")), name_column("own_column", Texts("en"))
    ('产能（低值）', 'own_column')
    """
    stem, _, end = column.rpartition("_")
    if f"compare_end_{end}" in WORDS and f"compare_column_{stem}" in WORDS:
        return texts.say(f"compare_end_{end}", name=_word("column", stem, texts))
    return _word("column", column, texts)


def _word(kind: str, name: str, texts: Texts) -> str:
    key = f"compare_{kind}_{name}"
    return texts.say(key) if key in WORDS else name


def write_value(text: str, texts: Texts) -> str:
    """Return a value of the inputs frame as people of the language write it.

    >>> [write_value(text, Texts("zh")) for text in ("1200 kt/yr", "filing; surcharge 2 CNY/t")]
    ['120 万吨/年', '备案；附加费 2 元/吨']
    """
    if not text:
        return texts.say("compare_nothing")
    return texts.join((_write_part(part, texts) for part in text.split("; ")), "list_semicolon")


def _write_part(part: str, texts: Texts) -> str:
    head, _, rest = part.partition(" ")
    if f"compare_value_{head}" in WORDS:
        words = texts.say(f"compare_value_{head}")
        return f"{words} {_write_part(rest, texts)}" if rest else words
    quantity = _QUANTITY.fullmatch(part)
    if quantity is None:
        return _name_metric(part, texts)
    number, unit = float(quantity[1]), quantity[2] or ""
    if unit == "kt/yr" and texts.language == "zh":
        scale = texts.scale(unit)
        return f"{scale.of(number):.6g} {scale.unit}"
    if unit in ("MCNY/yr", "MCNY", "Mt*km/yr"):
        return texts.figure(number, unit)
    key = f"compare_unit_{unit}"
    shown = texts.say(key) if key in WORDS else unit
    return f"{number:.6g} {shown}".rstrip()


def _name_metric(text: str, texts: Texts) -> str:
    metric = METRICS.get(text)
    return text if metric is None else texts.of(metric)
