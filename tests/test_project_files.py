"""The files that people and machines look for first: citation, changelog, how to contribute."""

from __future__ import annotations

import datetime
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

import sim

REQUIRED = {"cff-version", "message", "title", "authors"}
OPTIONAL = {
    "abstract",
    "commit",
    "contact",
    "date-released",
    "doi",
    "identifiers",
    "keywords",
    "license",
    "license-url",
    "preferred-citation",
    "references",
    "repository",
    "repository-artifact",
    "repository-code",
    "type",
    "url",
    "version",
}
"""Keys of the Citation File Format 1.2.0."""
ENTITY = {
    "address",
    "alias",
    "city",
    "country",
    "date-end",
    "date-start",
    "email",
    "fax",
    "location",
    "name",
    "orcid",
    "post-code",
    "region",
    "tel",
    "website",
}
PERSON = {
    "address",
    "affiliation",
    "alias",
    "city",
    "country",
    "email",
    "family-names",
    "fax",
    "given-names",
    "name-particle",
    "name-suffix",
    "orcid",
    "post-code",
    "region",
    "tel",
    "website",
}
KINDS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
"""Headings that Keep a Changelog knows."""


def find_faults(citation: dict[str, Any]) -> list[str]:
    """What the format would refuse in a citation file."""
    faults = [f"missing: {key}" for key in sorted(REQUIRED - set(citation))]
    faults += [f"unknown: {key}" for key in sorted(set(citation) - REQUIRED - OPTIONAL)]
    for author in citation.get("authors", []):
        if set(author) - ENTITY and set(author) - PERSON:
            faults.append(f"neither a person nor an entity: {sorted(author)}")
    if citation.get("cff-version") != "1.2.0":
        faults.append("cff-version is not 1.2.0")
    if citation.get("type", "software") not in {"software", "dataset"}:
        faults.append("type")
    if not isinstance(citation.get("date-released", datetime.date.today()), datetime.date):
        faults.append("date-released is no date")
    return faults


@pytest.fixture(scope="module")
def citation(project_root: Path) -> dict[str, Any]:
    return yaml.safe_load((project_root / "CITATION.cff").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def changelog(project_root: Path) -> str:
    return (project_root / "CHANGELOG.md").read_text(encoding="utf-8")


def releases(changelog: str) -> list[tuple[str, str]]:
    """Version and date of every release, newest first."""
    return re.findall(r"^## \[(\d[^\]]*)\] - (\S+)$", changelog, re.MULTILINE)


def test_citation_is_valid(citation: dict[str, Any]) -> None:
    """CITATION.cff has the keys that its format asks for, and no others."""
    assert find_faults(citation) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"titel": "x"}, "unknown: titel"),
        ({"authors": [{"name": "x", "given-names": "y"}]}, "neither a person nor an entity"),
        ({"date-released": "soon"}, "date-released is no date"),
        ({"cff-version": "1.1.0"}, "cff-version is not 1.2.0"),
    ],
)
def test_faults_of_a_citation_are_found(
    citation: dict[str, Any], change: dict[str, Any], fault: str
) -> None:
    """A key that the format lacks, an author of both kinds, and a text for a date are told."""
    (found,) = find_faults(citation | change)
    assert found.startswith(fault)


def test_citation_says_what_the_project_says(
    citation: dict[str, Any], project_root: Path, changelog: str
) -> None:
    """Version, licence, authors and date are those of the package and its changelog."""
    project = tomllib.loads((project_root / "pyproject.toml").read_text(encoding="utf-8"))
    assert citation["version"] == sim.__version__
    assert citation["license"] == project["project"]["license"]
    assert citation["authors"] == project["project"]["authors"]
    assert releases(changelog)[0] == (sim.__version__, str(citation["date-released"]))


def test_changelog_keeps_its_form(changelog: str) -> None:
    """Unreleased first, then releases with dates; nothing but the known kinds of changes."""
    headings = re.findall(r"^## (.+)$", changelog, re.MULTILINE)
    assert headings == ["[Unreleased]", *(f"[{v}] - {d}" for v, d in releases(changelog))]
    assert all(datetime.date.fromisoformat(date) for _, date in releases(changelog))
    assert set(re.findall(r"^### (.+)$", changelog, re.MULTILINE)) <= KINDS


def test_contributing_names_targets_that_exist(project_root: Path) -> None:
    """Every `make …` that contributors are told of is a target of the Makefile."""
    text = (project_root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z-]+):", (project_root / "Makefile").read_text(), re.MULTILINE)
    named = set(re.findall(r"`?make ([a-z-]+)", text))
    assert named
    assert named <= set(targets)
