"""Question and finding of a brief, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from sim.say.figures import NOTHING, write_percent
from sim.say.texts import Texts
from sim.studies.brief.subject import Subject
from sim.studies.compare.sentences import tell_inputs
from sim.studies.compare.study import ComparedRun

_PARTS = ("net_utilized", "residues_disposed", "unused")
_MOST_INPUTS = 5
_ALIKE = 5e-5
"""Rates that differ by less are the same as they are written."""


def ask(subject: Subject) -> Iterator[str]:
    """Yield what is asked, what each scenario says of itself, and how they differ."""
    texts = subject.texts
    about = {"provinces": subject.provinces, "year": subject.year}
    if subject.reference is None:
        yield texts.say("brief_ask_alone", title=subject.titles[subject.runs[0].name], **about)
    else:
        reference = subject.reference_title
        yield texts.say("brief_ask", titles=subject.quoted, reference=reference, **about)
    for run in subject.runs:
        if text := _describe(run, texts):
            yield texts.say("brief_about", title=subject.titles[run.name], text=text)
    for comparison, name, title in subject.others():
        notes = texts.join(
            tell_inputs(comparison, name, texts, _MOST_INPUTS), "list_semicolon"
        ).rstrip("。.")
        words = {"title": title, "reference": subject.reference_title, "inputs": notes}
        yield texts.say("brief_inputs", **words)


def _describe(run: ComparedRun, texts: Texts) -> str:
    words = run.results.summary["scenario"].get("description") or {}
    other = "zh" if texts.language == "en" else "en"
    return " ".join(str(words.get(texts.language) or words.get(other) or "").split())


def find(subject: Subject) -> str:
    """Return the finding in one paragraph: rate, balance, crossings and cost of each run."""
    joint = "" if subject.texts.language == "zh" else " "
    return joint.join(sentence for run in subject.asked for sentence in _find_of(run, subject))


def _find_of(run: ComparedRun, subject: Subject) -> Iterator[str]:
    kpis = run.kpis()
    before = subject.reference.kpis() if subject.reference else {}
    yield _tell_rate(subject.titles[run.name], kpis, before, subject)
    yield _tell_balance(kpis, subject.texts)
    yield _tell_crossing(kpis["cross_border"], before.get("cross_border"), subject.texts)
    yield from _tell_cost(kpis["net_cost"], before.get("net_cost"), subject)


def _tell_rate(
    title: str, kpis: dict[str, float], before: dict[str, float], subject: Subject
) -> str:
    """Return the net rate of a run, and by how much it is another one than in the reference."""
    texts, rate = subject.texts, kpis["utilization_rate"]
    words = {"title": title, "reference": subject.reference_title}
    if rate != rate:
        return texts.say("brief_rate_undefined", title=title)
    then = before.get("utilization_rate", rate)
    now, was = texts.figures([rate, then], "")
    if not before or then != then:
        return texts.say("brief_rate", title=title, rate=now)
    if abs(rate - then) < _ALIKE:
        return texts.say("brief_rate_same", rate=now, **words)
    points = write_percent(100.0 * abs(rate - then)).removesuffix(" %")
    change = texts.say("compare_points", value=points)
    key = f"brief_rate_{'more' if rate > then else 'less'}"
    return texts.say(key, rate=now, before=was, change=change, **words)


def _tell_balance(kpis: dict[str, float], texts: Texts) -> str:
    """Return where the waste of a run ends; the parts make up the whole."""
    key = "brief_balance_old" if kpis["legacy_used"] > NOTHING else "brief_balance"
    names = ("generation", *_PARTS, *(("legacy_used",) if key == "brief_balance_old" else ()))
    return texts.say(key, **{name: texts.amount(kpis[name]) for name in names})


def _tell_crossing(value: float, before: float | None, texts: Texts) -> str:
    key = "brief_crossing" if value > NOTHING else "brief_crossing_none"
    words = {"value": texts.amount(value)} if value > NOTHING else {}
    if before is None:
        return texts.say(key, **words)
    return texts.say(f"{key}_change", before=texts.amount(before), **words)


def _tell_cost(value: float, before: float | None, subject: Subject) -> Iterator[str]:
    """Yield the net cost of a run, a gain where it is negative, and how it changes."""
    texts, what = subject.texts, "gain" if value < 0 else "cost"
    yield texts.say(f"brief_{what}", value=texts.money(abs(value)))
    if before is not None and abs(value - before) > NOTHING:
        is_more = (value > before) == (what == "cost")
        words = {"change": texts.money(abs(value - before)), "reference": subject.reference_title}
        yield texts.say(f"brief_{what}_{'more' if is_more else 'less'}", **words)
