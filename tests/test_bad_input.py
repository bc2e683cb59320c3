"""Bad input of many kinds: the exact place, the offending text, a hint, and exit code 2."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import ExitCode, InputError
from sim.loader import load_case
from tests.bad_cases import BAD_CASES, SCENARIO, BadCase, laughs
from tests.tiny_project import FILES, make_project

JARGON = ("pydantic", "validation", "input should", "value error", "traceback", "nonetype", "dict")
"""Words that no planner should read."""


def load_spoilt(case: BadCase, root: Path) -> InputError:
    """Return the error of loading a project that `case` has spoilt."""
    make_project(root)
    case.spoil(root)
    with pytest.raises(InputError) as caught:
        load_case(root / case.start)
    return caught.value


def test_tiny_project_is_valid(tmp_path: Path) -> None:
    """Nothing is wrong with the project before it is spoilt."""
    assert load_case(make_project(tmp_path)).scenario.name == "tiny"


def test_there_are_many_kinds() -> None:
    """The cases are told apart by name, and there are more than forty-five."""
    names = [case.name for case in BAD_CASES]
    assert len(names) == len(set(names)) > 45


@pytest.mark.parametrize("case", BAD_CASES, ids=lambda case: case.name)
def test_bad_input(case: BadCase, tmp_path: Path) -> None:
    """Every problem is told once, at its exact place, in words that name it; nothing else is."""
    error = load_spoilt(case, tmp_path)
    assert error.exit_code == ExitCode.INVALID_INPUT == 2
    left = list(error.problems)
    for where, *says in case.problems:
        place = where.format(root=tmp_path)
        hits = [p for p in left if p.where == place and all(word in str(p) for word in says)]
        assert hits, f"nothing at {place} says {says}; told was:\n{error}"
        left.remove(hits[0])
    assert not left, f"told besides: {[str(p) for p in left]}"


@pytest.mark.parametrize("case", BAD_CASES, ids=lambda case: case.name)
def test_words_are_the_planners(case: BadCase, tmp_path: Path) -> None:
    """No message shows the machinery behind it, and every message fits on a screen."""
    for problem in load_spoilt(case, tmp_path).problems:
        text = str(problem).lower().replace(str(tmp_path).lower(), "")
        assert not [word for word in JARGON if word in text]
        assert "\n" not in text
        assert len(text) < 600


@pytest.mark.parametrize("levels", [30, 20_000])
def test_nested_aliases_are_never_unfolded(levels: int, tmp_path: Path) -> None:
    """Aliases that stand for 9 ** levels words are refused where they stand, unread."""
    make_project(tmp_path, scenario=laughs(levels))
    with pytest.raises(InputError) as caught:
        load_case(tmp_path / SCENARIO)
    assert 0 < len(caught.value.problems) <= 201
    assert all(problem.where.startswith(SCENARIO) for problem in caught.value.problems)


BITS = [
    "",
    "\n",
    ",",
    ";",
    "'",
    '"',
    "[",
    "{",
    "- ",
    ": ",
    "&a ",
    "\t",
    "\x00",
    "万",
    "nan",
    "-1",
    "l2",
]
"""What a slip of the hand may put into a file."""


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(sorted(FILES)), st.floats(0, 1), st.integers(0, 9), st.sampled_from(BITS))
def test_any_slip_is_read_or_told(file: str, at: float, length: int, bit: str) -> None:
    """A few characters replaced anywhere never end in another way than a case or its problems."""
    text = FILES[file]
    begin = int(at * len(text))
    with TemporaryDirectory() as folder:
        path = make_project(Path(folder))
        spoilt = text[:begin] + bit + text[begin + length :]
        (Path(folder) / file).write_text(spoilt, encoding="utf-8", newline="")
        try:
            problems = load_case(path).limits_at
        except InputError as error:
            problems = [problem.where for problem in error.problems]
    assert problems
