"""The brief of a plan in which no province generates anything."""

from __future__ import annotations

import pytest

from sim.say.texts import EN, ZH, Texts
from sim.studies.brief.compose import compose
from sim.studies.brief.subject import Subject, make_subject
from tests.test_brief import runs, solved

__all__ = ["runs", "solved"]


@pytest.mark.parametrize(("texts", "subtitle"), [(EN, "2025"), (ZH, "（2025 年）")])
def test_no_province_leaves_no_gap(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    texts: Texts,
    subtitle: str,
) -> None:
    """The line below the title is the year alone, without a comma before it."""
    monkeypatch.setattr(Subject, "provinces", "")
    subject = make_subject(request.getfixturevalue("runs"), texts)
    assert compose(subject, [], "").subtitle == subtitle
