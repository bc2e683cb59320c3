"""What a brief is about: some runs, and the one that they are held against."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from sim.report.names import gather_names
from sim.say.texts import Texts
from sim.studies.compare.sentences import short_titles
from sim.studies.compare.study import ComparedRun, Comparison, compare

_NAMED_BY = ("flows", "lines", "zones", "areas")


@dataclass(frozen=True)
class Subject:
    """The runs of a brief, in the language of its reader."""

    runs: tuple[ComparedRun, ...]
    """The reference first where there is one."""
    texts: Texts
    comparison: Comparison | None
    """None where there is one run and no reference."""

    @property
    def reference(self) -> ComparedRun | None:
        """Return the run that the others are held against."""
        return self.runs[0] if self.comparison else None

    @property
    def asked(self) -> tuple[ComparedRun, ...]:
        """Return the runs that the brief is about."""
        return self.runs[1:] if self.comparison else self.runs

    @cached_property
    def titles(self) -> dict[str, str]:
        """Return run -> what it is called."""
        if self.comparison is None:
            return {run.name: run.title(self.texts) for run in self.runs}
        return short_titles(self.comparison, self.texts)

    @property
    def reference_title(self) -> str:
        """Return what the reference is called."""
        return self.titles[self.runs[0].name]

    @property
    def quoted(self) -> str:
        """Return the titles of the runs that are asked about, in quotes."""
        titles = (self.titles[run.name] for run in self.asked)
        return self.texts.join(self.texts.say("brief_quoted", title=title) for title in titles)

    def others(self) -> Iterator[tuple[Comparison, str, str]]:
        """Yield the comparison with name and title of each run but the reference."""
        if self.comparison is not None:
            for run in self.asked:
                yield self.comparison, run.name, self.titles[run.name]

    @cached_property
    def provinces(self) -> str:
        """Return the names of the provinces that generate waste in the runs asked about."""
        named: dict[str, str] = {}
        for run in self.asked:
            areas = run.table("areas")
            rows = areas[(areas["level"] == "province") & (areas["generation_kt_yr"] > 0)]
            for row in rows.to_dict("records"):
                named.setdefault(str(row["area"]), self.texts.pick(row, "name"))
        return self.texts.join(name or area for area, name in named.items())

    @property
    def year(self) -> str:
        """Return the year of the plans."""
        years = dict.fromkeys(str(run.results.summary["period"]) for run in self.asked)
        return self.texts.join(years)


def make_subject(runs: Sequence[ComparedRun], texts: Texts) -> Subject:
    """Return what a brief of runs is about; with more than one the first is the reference.

    Raises
    ------
    InputError
        There are too many runs, or two of one name.
    """
    comparison = compare(runs) if len(runs) > 1 else None
    found: dict[str, dict[str, str]] = {}
    for run in reversed(runs):
        frames = {name: run.table(name) for name in _NAMED_BY}
        for kind, known in gather_names(frames, run.case.tables, texts).names.items():
            found[kind] = {**found.get(kind, {}), **known}
    return Subject(tuple(runs), Texts(texts.language, found), comparison)
