"""The brief as a document: a table of contents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sim.documents.document import Block, Document, Heading, Paragraph, Picture, Points
from sim.results.write import describe_run
from sim.studies.brief.finding import ask, find
from sim.studies.brief.gains import table_gains
from sim.studies.brief.grounds import tell_assumed, tell_limits, tell_sources, tell_status
from sim.studies.brief.subject import Subject
from sim.studies.brief.tables import table_changes, table_figures
from sim.studies.compare.building import tell_built


def compose(subject: Subject, pictures: Sequence[Picture], no_picture: str) -> Document:
    """Return the document; `no_picture` says why there is none where there is none."""
    texts = subject.texts
    drawn: Sequence[Block] = pictures or [Paragraph(no_picture)]
    blocks = [
        *_begin(subject),
        Heading(texts.say("brief_map")),
        *drawn,
        Heading(texts.say("brief_figures")),
        *table_figures(subject),
        *_tell_changes(subject),
        *_tell_gains(subject),
        *_tell_grounds(subject),
        *_tell_sources(subject),
    ]
    if len(subject.asked) == 1:
        title = texts.say("brief_title", title=subject.titles[subject.asked[0].name])
    else:
        title = texts.say("brief_title_several", titles=subject.quoted)
    where = "brief_subtitle" if subject.provinces else "brief_subtitle_nowhere"
    subtitle = texts.say(where, provinces=subject.provinces, year=subject.year)
    return Document(title, subtitle, tuple(blocks), _tell_makers(subject), texts)


def _begin(subject: Subject) -> Iterator[Block]:
    texts = subject.texts
    yield Heading(texts.say("brief_question"))
    yield from map(Paragraph, ask(subject))
    yield Heading(texts.say("brief_finding"))
    yield Paragraph(find(subject))


def _tell_changes(subject: Subject) -> Iterator[Block]:
    """Yield what each run has otherwise than the reference."""
    texts = subject.texts
    if subject.comparison is not None:
        yield Heading(texts.say("brief_changes"))
    for comparison, run, title in subject.others():
        yield from _name_part(subject, title)
        if built := tell_built(comparison, run, texts):
            yield Paragraph(texts.say("compare_built_title"))
            yield Points(tuple(built))
        tables: list[Block] = [*table_changes(comparison, run, texts)]
        yield from tables or [Paragraph(texts.say("brief_no_changes"))]


def _tell_gains(subject: Subject) -> Iterator[Block]:
    texts = subject.texts
    yield Heading(texts.say("brief_gains"))
    yield Paragraph(texts.say("brief_gains_note"))
    for run in subject.asked:
        yield from _name_part(subject, subject.titles[run.name])
        yield from table_gains(run, subject)


def _tell_grounds(subject: Subject) -> Iterator[Block]:
    texts = subject.texts
    yield Heading(texts.say("brief_leans"))
    last = subject.asked[-1]
    yield Heading(texts.say("brief_assumed"), 2)
    yield Points((*tell_status(last, texts), *tell_assumed(last, texts)))
    yield Heading(texts.say("brief_binding"), 2)
    yield Points(tuple(tell_limits(last, texts)))


def _tell_sources(subject: Subject) -> Iterator[Block]:
    texts = subject.texts
    yield Heading(texts.say("brief_sources"))
    if sources := tell_sources(subject):
        yield Paragraph(texts.say("brief_source_lead"))
        yield Points(tuple(sources), is_small=True)
    else:
        yield Paragraph(texts.say("brief_no_sources"))


def _name_part(subject: Subject, title: str) -> Iterator[Heading]:
    """Yield the heading of what is said of one run among several."""
    if len(subject.asked) > 1:
        yield Heading(title, 2)


def _tell_makers(subject: Subject) -> str:
    texts, about = subject.texts, describe_run({})
    solver: Any = about["solver"]
    named = f"{solver['name']} {solver['version']}"
    made_by = texts.say("report_made_by", version=about["waste-synergy"], solver=named)
    runs = texts.join(run.name for run in subject.runs)
    return texts.say("brief_made_by", made_by=made_by.rstrip("。."), runs=runs)
