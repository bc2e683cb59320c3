"""One catalogue of every sentence a user sees, in English and Chinese."""

from __future__ import annotations

from typing import Literal

from sim.say.words import (
    actors,
    alternatives,
    amounts,
    book,
    borders,
    brief,
    cli,
    codes,
    columns,
    compare,
    currency,
    endings,
    ensemble,
    explain,
    export,
    fairness,
    files,
    folders,
    frontier,
    help,
    idle,
    ledger,
    links,
    maps,
    openings,
    page,
    page_view,
    prices,
    problems,
    purchases,
    report,
    scenario,
    share,
    sweep,
    synergy,
    tables,
    target,
    trace,
    trackers,
    unused_rows,
    values,
    workbooks,
    workers,
    yaml_syntax,
    years,
)

Language = Literal["en", "zh"]
PARTS: dict[str, dict[str, tuple[str, str]]] = {
    "actors": actors.WORDS,
    "alternatives": alternatives.WORDS,
    "amounts": amounts.WORDS,
    "book": book.WORDS,
    "borders": borders.WORDS,
    "brief": brief.WORDS,
    "cli": cli.WORDS,
    "codes": codes.WORDS,
    "columns": columns.WORDS,
    "compare": compare.WORDS,
    "currency": currency.WORDS,
    "endings": endings.WORDS,
    "ensemble": ensemble.WORDS,
    "explain": explain.WORDS,
    "export": export.WORDS,
    "fairness": fairness.WORDS,
    "files": files.WORDS,
    "folders": folders.WORDS,
    "frontier": frontier.WORDS,
    "help": help.WORDS,
    "idle": idle.WORDS,
    "ledger": ledger.WORDS,
    "links": links.WORDS,
    "maps": maps.WORDS,
    "openings": openings.WORDS,
    "page": page.WORDS,
    "page_view": page_view.WORDS,
    "prices": prices.WORDS,
    "problems": problems.WORDS,
    "purchases": purchases.WORDS,
    "report": report.WORDS,
    "scenario": scenario.WORDS,
    "share": share.WORDS,
    "sweep": sweep.WORDS,
    "synergy": synergy.WORDS,
    "tables": tables.WORDS,
    "target": target.WORDS,
    "trace": trace.WORDS,
    "trackers": trackers.WORDS,
    "unused_rows": unused_rows.WORDS,
    "values": values.WORDS,
    "workbooks": workbooks.WORDS,
    "workers": workers.WORDS,
    "yaml_syntax": yaml_syntax.WORDS,
    "years": years.WORDS,
}
"""Part of the product -> key -> (English, Chinese). Keys are unique over all parts."""
WORDS = {key: words for part in PARTS.values() for key, words in part.items()}


def say(key: str, language: str, /, **values: object) -> str:
    """Return the words for `key` in a language, with `values` filled in."""
    text = WORDS[key][1 if language == "zh" else 0]
    return text.format(**values) if values else text


def label(name: object, text: object, language: str) -> str:
    """Return a text with what it is called before it.

    >>> label("Map", "map.png", "en"), label("地图", "map.png", "zh")
    ('Map: map.png', '地图：map.png')
    """
    return say("labelled", language, name=name, text=text)
