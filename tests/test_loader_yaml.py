"""Reading YAML: plain texts, exact lines, no surprises."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import InputError, Problem
from sim.loader.read.yaml_text import Document, read_yaml


def read(text: str) -> Document:
    """Return the document of a text without duplicate keys."""
    problems: list[Problem] = []
    document = read_yaml(text, "s.yaml", problems)
    assert not problems
    return document


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("010", "010"),
        ("0x1f", "0x1f"),
        ("1_000", "1_000"),
        ("1:30", "1:30"),
        ("2025-01-01", "2025-01-01"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("1e3", "1e3"),
        ("0.60", "0.60"),
        ("12 kt/yr", "12 kt/yr"),
        ("'true'", "true"),
        ('"~"', "~"),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("{}", {}),
        ("[a, 1]", ["a", "1"]),
    ],
)
def test_scalars_stay_as_written(written: str, read_as: object) -> None:
    """Only blanks and true/false are more than text; YAML 1.1's guesses are not made."""
    assert read(f"key: {written}\n").data == {"key": read_as}


def test_every_key_has_its_line() -> None:
    """Keys and list entries are found at their own line, in block and in flow style."""
    document = read(
        "# comment\n"
        "title: {en: A,\n"
        "  zh: B}\n"
        "text: |\n"
        "  two\n"
        "  lines\n"
        "change:\n"
        "  - table: lines\n"
        "    where:\n"
        "      id: l1\n"
        "\n"
        "  - {table: zones}\n"
    )
    lines = {path: int(place.removeprefix("s.yaml:")) for path, place in document.places.items()}
    assert lines == {
        (): 2,
        ("title",): 2,
        ("title", "en"): 2,
        ("title", "zh"): 3,
        ("text",): 4,
        ("change",): 7,
        ("change", 0): 8,
        ("change", 0, "table"): 8,
        ("change", 0, "where"): 9,
        ("change", 0, "where", "id"): 10,
        ("change", 1): 12,
        ("change", 1, "table"): 12,
    }


def test_place_of_what_is_missing() -> None:
    """A key that is not there has the place of the nearest mapping around it."""
    document = read("a: 1\nb:\n  - c: 2\n")
    assert document.where(("b", 0, "d", "e")) == "s.yaml:3"
    assert document.where(("z",)) == "s.yaml:1"


def test_first_of_duplicate_keys_is_kept() -> None:
    """All duplicate keys are noted, and reading goes on."""
    problems: list[Problem] = []
    document = read_yaml("a: 1\na: {b: 2}\nc: {d: 3, d: 4}\n", "s.yaml", problems)
    assert document.data == {"a": "1", "c": {"d": "3"}}
    assert [p.where for p in problems] == ["s.yaml:2", "s.yaml:3"]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: b: c\n", 1, "in quotes"),
        ("a:\n  - b\n c\n", 3, "not valid YAML"),
        ("a: [1, 2\nb: 3\n", 2, "']'"),
        ("a: {b: 1\nc: 3\n", 2, "'}'"),
        ("a: @x\n", 1, "in quotes"),
        ("a: {{x}}\n", 1, "a key must be a word"),
        ("? [a]\n: b\n", 1, "a key must be a word"),
        ("a: 1\n!!str b: 2\n", 2, "tag '!!str'"),
        ("a: 1\n&x b: 2\n", 2, "'&x'"),
        ("a: 1\n*x : 2\n", 2, "'*x'"),
        ('a: 1\nb: "\\0"\n', 2, "control character"),
        ("just text\n", 1, "must be a mapping"),
        ("a: 1\n...\n---\nb: 1\n", 3, "second document"),
    ],
)
def test_refused(text: str, line: int, says: str) -> None:
    """What is not one plain mapping is refused with its line and a way out."""
    with pytest.raises(InputError) as caught:
        read(text)
    (problem,) = caught.value.problems
    assert problem.where == f"s.yaml:{line}"
    assert says in str(problem)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text makes the reader fail in another way than by its own error."""
    with suppress(InputError):
        assert isinstance(read_yaml(text, "s.yaml", []).data, dict)
