"""How far the figures can be trusted: verification, assumptions, confidence, sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sim.draw.furniture import read_kpis
from sim.report.listing import Cell, Listing, head, text
from sim.report.names import Names, check_name, pick, table_name
from sim.say import Language, say
from sim.say.figures import write_amount, write_percent

MOST_SOURCES = 60
_LARGEST = 10
_CONFIDENCE = ("published", "derived", "assumed")


@dataclass(frozen=True)
class Verdict:
    """What the verification found, in a sentence, and check by check."""

    passed: bool
    sentence: str
    checks: Listing | None = None


def judge(verification: Mapping[str, Any] | None, language: Language) -> Verdict:
    """Return the verdict of `verification.json`; without one the run counts as not verified."""
    if not verification:
        return Verdict(False, say("report_no_verification", language))
    checks = verification["checks"]
    failed = sum(1 for check in checks if not check["passed"])
    passed = bool(verification["passed"]) and not failed
    if passed:
        compared = sum(int(check["compared"]) for check in checks)
        words = {"count": len(checks), "compared": f"{compared:,}"}
        sentence = say("report_verified", language, **words)
    else:
        sentence = say("report_not_verified", language, count=failed, all=len(checks))
    return Verdict(passed, sentence, _list_checks(checks, language))


def _list_checks(checks: Iterable[Mapping[str, Any]], language: Language) -> Listing:
    numbers = ("compared", "worst", "tolerance")
    columns = head("check", "status", *numbers, language=language, numbers=numbers)
    rows = []
    for check in checks:
        state = "passed" if check["passed"] else "failed"
        rows.append([
            text(check_name(check["name"], language)),
            Cell(say(f"report_{state}", language), color=state),
            Cell(f"{int(check['compared']):,}", float(check["compared"])),
            *(Cell(f"{float(check[key]):.1e}" if check[key] else "0", float(check[key]))
              for key in ("worst", "tolerance")),
        ])  # fmt: skip
    return Listing("checks", columns, rows)


def list_leanings(summary: Mapping[str, Any], language: Language) -> list[str]:
    """Return what the result leans on, as sentences; the weightiest first."""
    kpis = read_kpis(dict(summary))
    whole = {"lines": kpis.get("uptake", 0.0), "generation": kpis.get("generation", 0.0)}
    sentences = []
    for row in summary.get("assumed_inputs", []):
        table, count, kt = str(row["table"]), int(row["assumed_rows"]), row.get("kt_yr")
        if table in whole and kt is not None and whole[table] > 0:
            share = write_percent(100 * kt / whole[table], 0)
            words = {"count": count, "amount": write_amount(kt, language), "share": share}
            sentences.append(say(f"report_leans_{table}", language, **words))
        else:
            words = {"table": table_name(table, language), "count": count,
                     "all": row.get("of", count)}  # fmt: skip
            sentences.append(say("report_leans_other", language, **words))
    return sentences


def list_assumed_lines(lines: pd.DataFrame, names: Names) -> Listing | None:
    """Return the lines of assumed capacity that take in most."""
    language = names.language
    if "confidence" not in lines:
        return None
    weak = lines[(lines["confidence"] == "assumed") & (lines["uptake_kt_yr"] > 0)]
    weak = weak.sort_values(["uptake_kt_yr", "line"], ascending=[False, True]).head(_LARGEST)
    if weak.empty:
        return None
    columns = head("plant", "technology", "taken", language=language, numbers=("taken",))
    rows = [
        [text(pick(row, "plant_name", language) or row["plant"], "data"),
         text(names.of("technologies", row["technology"]), "data"),
         Cell(write_amount(row["uptake_kt_yr"], language), float(row["uptake_kt_yr"]))]
        for row in weak.to_dict("records")
    ]  # fmt: skip
    return Listing("assumed-lines", columns, rows)


def tally_confidence(inputs: Mapping[str, pd.DataFrame], language: Language) -> Listing:
    """Return for every input table how many rows are published, derived, assumed or unstated."""
    numbers = (*_CONFIDENCE, "unstated", "rows", "share_assumed")
    columns = head("table", *numbers, language=language, numbers=numbers)
    rows = []
    for name, frame in inputs.items():
        if "confidence" not in frame or frame.empty:
            continue
        counts = frame["confidence"].value_counts()
        known = [int(counts.get(word, 0)) for word in _CONFIDENCE]
        share = known[-1] / len(frame)
        figures = [*known, len(frame) - sum(known), len(frame)]
        rows.append([
            text(table_name(name, language)),
            *(Cell(f"{n:,}" if n else "–", float(n)) for n in figures),
            Cell(write_percent(100 * share, 0), share, share=share, color="assumed"),
        ])  # fmt: skip
    return Listing("confidence", columns, rows)


def list_sources(
    inputs: Mapping[str, pd.DataFrame], language: Language
) -> tuple[Listing | None, int]:
    """Return the sources named in the tables by the rows that rest on them, and how many more."""
    parts = [
        frame["source"].dropna().astype(str).str.strip().to_frame().assign(table=name)
        for name, frame in inputs.items()
        if "source" in frame
    ]
    cited = pd.concat(parts) if parts else pd.DataFrame(columns=["source", "table"])
    cited = cited[cited["source"] != ""]
    if cited.empty:
        return None, 0
    grouped = cited.groupby("source")["table"].agg(["size", "unique"])
    grouped = grouped.sort_values("size", ascending=False, kind="stable")
    columns = head("source", "rows", "table", language=language, numbers=("rows",))
    gap = "、" if language == "zh" else ", "
    rows = [
        [text(source, "data"), Cell(f"{int(row['size']):,}", float(row["size"])),
         text(gap.join(table_name(t, language) for t in row["unique"]))]
        for source, row in grouped.head(MOST_SOURCES).iterrows()
    ]  # fmt: skip
    return Listing("sources", columns, rows, find=True), max(0, len(grouped) - MOST_SOURCES)
