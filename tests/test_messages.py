"""Every sentence that a user sees comes from the catalogue, and is Chinese for those who ask."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from sim.cli.main import COMMANDS, main
from sim.errors import InputError
from sim.loader import load_case
from sim.rules.families import words_of_check
from sim.say import WORDS
from sim.say.message import Listing, Message, Sayable
from sim.verify.verify import CHECKS, FIRST
from tests.bad_cases import BAD_CASES, BadCase
from tests.tiny_project import make_project
from tools.build_click_words import FILE, compile_words

LATIN = re.compile(r"[A-Za-z][A-Za-z_\-']*")
STYLE = re.compile(r"\[/?[a-z ]+\]")
TWO_LETTERS = re.compile(r"[A-Za-z\u4e00-\u9fff]{2}")
QUOTED = re.compile(r"“[^”]*”")
PLACE = re.compile(r"[\w./\-]+\.(?:ya?ml|csv)(?::\d+)?")
FORMATS = {"YAML", "UTF-", "BOM", "NUL", "MB", "GBK", "Latin-", "Windows-", "Unicode", "CO"}
"""Names of formats and units that a Chinese sentence may hold without quotes."""
OWN_ERRORS = {
    "ValueError",
    "TypeError",
    "KeyError",
    "NotImplementedError",
    "ArithmeticError",
    "OtherStructureError",
}
"""Errors that no user sees: they are caught inside, or the program is wrong."""
CODES = {"code", "joint"}
"""Arguments that are words for machines."""
PRINTERS = {"echo", "print", "update", "add_column", "add_task", "status", "tell_note"}


# -- messages as a planner reads them ----------------------------------------------------------


def list_problems(case: BadCase, root: Path) -> InputError:
    """Return the error of loading a project that `case` has spoilt."""
    make_project(root)
    case.spoil(root)
    with pytest.raises(InputError) as caught:
        load_case(root / case.start)
    return caught.value


def list_values(said: Sayable | object) -> Iterator[str]:
    """Yield every text that a message was filled with, however deep."""
    if isinstance(said, Message):
        for _, value in said.values:
            yield from list_values(value)
    elif isinstance(said, Listing):
        for item in said.items:
            yield from list_values(item)
    elif said is not None:
        yield str(said)


@pytest.mark.parametrize("case", BAD_CASES, ids=lambda case: case.name)
def test_bad_input_is_told_in_chinese(case: BadCase, tmp_path: Path) -> None:
    """What is not a name, a file or a text of the input is Chinese, and no placeholder is left."""
    error = list_problems(case, tmp_path)
    assert error.message.say("zh") == f"共 {len(error.problems)} 处问题"
    for problem in error.problems:
        text = problem.say("zh")
        assert text != problem.say("en")
        assert "{" not in text.replace("“{”", "")
        values = " ".join([*list_values(problem.what), *list_values(problem.hint)])
        bare = QUOTED.sub(" ", PLACE.sub(" ", text.replace(str(problem.where), " ", 1)))
        words = set(LATIN.findall(bare)) - FORMATS
        assert words <= set(LATIN.findall(values)), text
        assert re.search(r"[\u4e00-\u9fff]", problem.what.say("zh"))


@pytest.mark.parametrize("case", BAD_CASES, ids=lambda case: case.name)
def test_what_is_quoted_was_given(case: BadCase, tmp_path: Path) -> None:
    """Both languages quote the same texts, apart from examples."""
    for problem in list_problems(case, tmp_path).problems:
        chinese = re.findall(r"“([^”]*)”", problem.what.say("zh"))
        english = problem.what.say("en")
        latin = [text for text in chinese if text.isascii()]
        assert not [text for text in latin if text not in english], problem.say("zh")


def test_english_is_the_text_of_a_message() -> None:
    """`str` says a problem in English, so that logs and tests have one language."""
    message = Message("unknown_key", (("key", "x"),))
    assert str(message) == f"{message}" == message.say("en") == "unknown key x"


def test_every_check_says_what_is_broken() -> None:
    """A check of the verification that fails is told in words."""
    others = [name for name in (*FIRST, *CHECKS) if words_of_check(name) is None]
    assert not [name for name in others if f"broken_{name}" not in WORDS]


def test_click_has_the_words_of_the_catalogue() -> None:
    """The compiled file is what the builder makes of the words."""
    assert FILE.read_bytes() == compile_words()


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_said_in_chinese(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside names of options, choices and quoted keys no English stands in any help."""
    monkeypatch.setenv("COLUMNS", "100")
    main(["--lang", "zh", *([command] if command else []), "--help"])
    said = capsys.readouterr().out
    assert said.startswith("用法：")
    terms = re.compile(r"^  +-[^\u4e00-\u9fff\n]*|^  [a-z]+ |\[[^\[\]]*\]|sim [a-z]*", re.MULTILINE)
    bare = QUOTED.sub(" ", terms.sub(" ", said))
    assert not set(LATIN.findall(bare)) - {
        "CSV",
        "Excel",
        "JSON",
        "Schema",
        "Markdown",
        "Dask",
        "N",
        "Pyomo",
        "Ctrl-C",
        "TLS",
    }, said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["run"], "缺少参数“情景文件...”。"),
        (["run", "a.yaml", "--basemap", "x"], "“--basemap”的取值无效：“x”不在可选范围内"),
        (["run", "--nothing"], "没有选项“--nothing”。"),
        (["rum"], "没有命令“rum”。"),
        (["new", "a", "b"], "多余的参数（b）"),
        (["frontier", "a.yaml", "--points", "1"], "不在范围 2<=x<=1000 内。"),
    ],
)
def test_usage_errors_are_told_in_chinese(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong command line is refused in Chinese; in English it is refused in English."""
    with pytest.raises(SystemExit) as ending:
        main([*arguments, "--lang", "zh"])
    assert ending.value.code == 2
    said = capsys.readouterr().err
    assert f"错误：{words}" in said or words in said
    with pytest.raises(SystemExit):
        main(arguments)
    assert not re.search(r"[\u4e00-\u9fff]", capsys.readouterr().err)


# -- nothing is said in code -------------------------------------------------------------------


def name_of(call: ast.Call) -> str:
    """Return the last part of the name of what is called."""
    return ast.unparse(call.func).rpartition(".")[2]


def is_sentence(node: ast.expr) -> bool:
    """Return whether an expression holds words, whole or in part; marks of style are none."""
    if isinstance(node, ast.JoinedStr):
        return any(is_sentence(part) for part in node.values)
    if isinstance(node, ast.BinOp):
        return is_sentence(node.left) or is_sentence(node.right)
    if isinstance(node, ast.IfExp):
        return is_sentence(node.body) or is_sentence(node.orelse)
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return False
    return node.value not in WORDS and bool(TWO_LETTERS.search(STYLE.sub("", node.value)))


def said_parts(call: ast.Call) -> list[ast.expr]:
    """Return the arguments of a call that a user reads."""
    name = name_of(call)
    named = [k.value for k in call.keywords if k.arg not in CODES]
    if name == "Problem":
        return [*call.args[1:3], *(k.value for k in call.keywords if k.arg in {"what", "hint"})]
    if name == "refusal":
        return call.args[1:3]
    if name in {"refuse", "_refuse", "_refusal"}:
        return [arg for arg in call.args if " " in ast.unparse(arg)]
    if name in {"plain", "listed"}:
        return call.args[:1]
    if name.endswith("Error") and name not in OWN_ERRORS:
        return [*call.args, *named]
    if name in PRINTERS:
        return call.args[:1]
    return []


def find_sentences(source: str) -> list[str]:
    """Return `line: text` of every sentence of a module that a user would read as it stands."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        spoken = [part for part in said_parts(node) if is_sentence(part)]
        helps = [k.value for k in node.keywords if k.arg in {"help", "short_help", "epilog"}]
        spoken += [part for part in helps if getattr(part, "value", "") not in WORDS]
        found += [f"{part.lineno}: {ast.unparse(part)}" for part in spoken if part.lineno]
    return found


EXCUSED = {
    "sim/loader/read/inherit.py": {"'extends: baseline.yaml'"},
    "sim/cli/speech.py": {"help"},
    "sim/scenario/refusal.py": {"'{what}'"},
    "sim/studies/sweep/bounds.py": {"'limits'"},
}
"""Module -> what it says that is the same in every language."""


def test_no_sentence_stands_in_code(project_root: Path) -> None:
    """Errors, problems, printed lines and help come from the catalogue."""
    found = []
    for path in sorted((project_root / "sim").rglob("*.py")):
        name = path.relative_to(project_root).as_posix()
        for line in find_sentences(path.read_text(encoding="utf-8")):
            if line.partition(": ")[2] not in EXCUSED.get(name, set()):
                found.append(f"{name}:{line}")
    assert not found, "\n".join(["", *found])


@pytest.mark.parametrize(
    "source",
    [
        "Problem(where, 'this is wrong')",
        "Problem(where, what, f'write {x} instead')",
        "Problem(where, what=f'{x} is wrong')",
        "raise InputError('bad')",
        "raise SolverLimitError(f'stopped at {x}')",
        "raise refusal('code', 'this is wrong')",
        "click.echo('done')",
        "console.print(f'[bold]{x} plans[/bold]')",
        "click.option('--x', help='What it costs.')",
        "status.update('solving' if x else y)",
        "plain('text')",
    ],
)
def test_a_sentence_in_code_is_found(source: str) -> None:
    """The search sees literals in every place where they would be read."""
    assert len(find_sentences(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        "Problem(where, message('no_file'), None, 'no_file')",
        "raise InputError([problem])",
        "raise ValueError('inside')",
        "click.echo(say('checked', lang))",
        "console.print(f'{x}: {y}')",
        "option('--x', help='help_x')",
    ],
)
def test_what_is_from_the_catalogue_passes(source: str) -> None:
    """Keys, codes and what only joins texts is in order."""
    assert find_sentences(source) == []


# -- keys and their values ---------------------------------------------------------------------


def find_wrong_messages(source: str) -> list[str]:
    """Return `line: …` of messages whose key is unknown or whose values do not fit it."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if node.func.id not in {"message", "say"} or not isinstance(node.args[0], ast.Constant):
            continue
        key = node.args[0].value
        if key not in WORDS:
            found.append(f"{node.lineno}: there is no '{key}'")
            continue
        wanted = {name for _, name, _, _ in Formatter().parse(WORDS[key][0]) if name is not None}
        given = {k.arg for k in node.keywords}
        is_template = node.func.id == "say" and not given
        if None not in given and not is_template and wanted != given:
            found.append(f"{node.lineno}: '{key}' wants {sorted(wanted)}, is given {sorted(given)}")
    return found


def test_messages_fit_the_catalogue(project_root: Path) -> None:
    """Every key that code names exists, and is given exactly the values of its sentence."""
    found = [
        f"{path.relative_to(project_root).as_posix()}:{line}"
        for path in sorted((project_root / "sim").rglob("*.py"))
        for line in find_wrong_messages(path.read_text(encoding="utf-8"))
    ]
    assert not found, "\n".join(["", *found])


def test_a_wrong_message_is_found() -> None:
    """An unknown key, a missing and a superfluous value are seen."""
    assert find_wrong_messages("message('no_such_key')")
    assert find_wrong_messages("message('no_file')")
    assert find_wrong_messages("message('no_file', file=x, folder=y)")
    assert not find_wrong_messages("message('no_file', file=x)")
