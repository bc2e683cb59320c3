"""Titles: plain text, one in each language, or that of the scenario that is extended."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import sim
from sim.errors import InputError
from sim.loader import load_case
from tests.tiny_project import FILES, SCENARIO, make_project

BILINGUAL = "title: {en: Tiny, zh: 小例}\n"


def retitled(folder: Path, title: str) -> Path:
    """Write the tiny project with another title, or none."""
    return make_project(folder, scenario=FILES[SCENARIO].replace(BILINGUAL, title))


def copy(base: Path, name: str, **keys: object) -> Path:
    """Write a scenario that extends another."""
    path = base.with_name(f"{name}.yaml")
    document = {"format": 1, "name": name, "extends": base.name, **keys}
    path.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    return path


@pytest.mark.parametrize("title", ["My study", "我的研究"])
def test_a_title_may_be_plain_text(tmp_path: Path, title: str) -> None:
    """It is the same in both languages, in the case and in what is written of it."""
    path = retitled(tmp_path, f"title: {title}\n")
    scenario = load_case(path).scenario
    assert (scenario.title.en, scenario.title.zh or scenario.title.en) == (title, title)
    assert sim.load(path).title == title
    assert sim.load(path, language="zh").title == title


def test_a_description_may_be_plain_text(tmp_path: Path) -> None:
    """As a title may."""
    path = retitled(tmp_path, f"{BILINGUAL}description: What it is about\n")
    description = load_case(path).scenario.description
    assert description is not None
    assert description.en == "What it is about"


def test_a_copy_has_the_title_of_what_it_extends(tmp_path: Path) -> None:
    """With its own name behind, in both languages; so has a copy of a copy."""
    base = retitled(tmp_path, BILINGUAL)
    first = copy(base, "more")
    title = load_case(first).scenario.title
    assert (title.en, title.zh) == ("Tiny (more)", "小例 (more)")
    assert load_case(copy(first, "most")).scenario.title.en == "Tiny (most)"
    own = copy(base, "own", title="Another")
    assert load_case(own).scenario.title.en == "Another"
    plain = retitled(tmp_path / "plain", "title: Tiny\n")
    assert load_case(copy(plain, "more")).scenario.title.en == "Tiny (more)"


def test_who_extends_nothing_needs_a_title(tmp_path: Path) -> None:
    """And a copy needs a name."""
    with pytest.raises(InputError, match="'title' is missing"):
        load_case(retitled(tmp_path, ""))
    path = copy(retitled(tmp_path, BILINGUAL), "more")
    path.write_text("format: 1\nextends: tiny.yaml\n", encoding="utf-8")
    with pytest.raises(InputError, match="'name' is missing"):
        load_case(path)


@pytest.mark.parametrize("title", ["title: [a]\n", "title: {fr: Petit}\n"])
def test_what_is_no_title_is_refused(tmp_path: Path, title: str) -> None:
    """At its line."""
    with pytest.raises(InputError, match=r"tiny\.yaml:3"):
        load_case(retitled(tmp_path, title))
