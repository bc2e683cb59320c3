"""Commands, options and arguments whose help is said in the language of the reader."""

from __future__ import annotations

import gettext
import io
import os
import re
from collections.abc import Callable, Iterable
from copy import copy
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import click

from sim.say import WORDS, Language
from sim.say.texts import EN, Texts

_DOMAIN = "click"
_PARTS = re.compile(r"[“（]*(?:[!-~]+|.)[，。；：、）”！？]*")
"""What is not torn apart at the end of a line: a Latin word, a character with its punctuation."""
Decorator = Callable[[Any], Any]


def asked_language(arguments: list[str]) -> Language:
    """Return the language that a command line asks for, before it is parsed.

    >>> asked_language(["run", "a.yaml", "--lang", "zh"])
    'zh'
    """
    given = [text.partition("=")[2] for text in arguments if text.startswith("--lang=")]
    given += [value for option, value in pairwise(arguments) if option == "--lang"]
    asked = given[-1] if given else os.environ.get("SIM_LANG", "")
    return "zh" if asked == "zh" else "en"


def speak(texts: Texts) -> None:
    """Let click say its own words in the language of the reader: it asks gettext for them."""
    os.environ["LANGUAGE"] = texts.language
    gettext.bindtextdomain(_DOMAIN, str(Path(str(files("sim.say"))) / "locale"))
    gettext.textdomain(_DOMAIN)


def texts_of(ctx: click.Context) -> Texts:
    """Return the texts that a command was started with."""
    texts = ctx.find_root().obj
    return texts if isinstance(texts, Texts) else EN


def _name(metavar: str, ctx: click.Context) -> str:
    """Return the name of a value in the usage, e.g. `SCENARIOS...`, in the language."""
    word = metavar.removesuffix("...")
    key = f"metavar_{word}"
    return metavar.replace(word, texts_of(ctx).say(key)) if key in WORDS else metavar


class Option(click.Option):
    """An option whose `help` is a key of the catalogue."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return how the option is written and what it does."""
        said = copy(self)
        said.help = texts_of(ctx).say(self.help or "")
        return click.Option.get_help_record(said, ctx)

    def make_metavar(self, ctx: click.Context) -> str:
        """Return the name of the option's value."""
        return _name(super().make_metavar(ctx), ctx)


class Argument(click.Argument):
    """An argument whose name is said in the language of the reader."""

    def make_metavar(self, ctx: click.Context) -> str:
        """Return the name of the argument's value."""
        return _name(super().make_metavar(ctx), ctx)


class WideFormatter(click.HelpFormatter):
    """Writes help in columns that hold for Chinese: click counts characters."""

    def write_heading(self, heading: str) -> None:
        """Write the heading of a section."""
        self.write(f"{'':>{self.current_indent}}{heading}：\n")

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write terms and what they mean in two columns."""
        rows = list(rows)
        column = min(max(count_columns(term) for term, _ in rows), col_max) + col_spacing
        margin = " " * (self.current_indent + column)
        for term, text in rows:
            gap = column - count_columns(term)
            start = " " * gap if gap >= col_spacing else f"\n{margin}"
            lines = _break(text, max(self.width - len(margin), 20))
            self.write(f"{'':>{self.current_indent}}{term}{start}")
            self.write(f"\n{margin}".join(line.strip() for line in lines) + "\n")


class Context(click.Context):
    """The context of a command that is told in the language of the reader."""

    def make_formatter(self) -> click.HelpFormatter:
        """Return what writes the help."""
        if texts_of(self).language == "en":
            return super().make_formatter()
        return WideFormatter(width=self.terminal_width, max_width=self.max_content_width)


class Command(click.Command):
    """A command whose help is the sentence `help_<name>` of the catalogue."""

    context_class = Context

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return the words of the usage line after the command."""
        return [_name(piece, ctx) for piece in super().collect_usage_pieces(ctx)]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does."""
        texts = texts_of(ctx)
        text = texts.say(f"help_{self.name}")
        formatter.write_paragraph()
        with formatter.indentation():
            width = formatter.width - formatter.current_indent
            formatter.write_text(wrap_wide(text, width) if texts.language == "zh" else text)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option that shows the help."""
        found = super().get_help_option(ctx)
        if found is not None:
            found.help = texts_of(ctx).say("help_of_help")
        return found


def short_help(name: str, texts: Texts) -> str:
    """Return what a command does in one sentence, without loading it."""
    text = texts.say(f"help_{name}")
    if texts.language == "zh":
        return text.partition("。")[0]
    return text.partition("\n")[0].removesuffix(".")


def wrap_wide(text: str, width: int) -> str:
    """Return paragraphs of Chinese text broken into lines of a width in columns.

    click breaks at spaces, of which Chinese has none; `\\b` bids it leave a paragraph as it is.
    """
    blocks = ["\n".join(_break(block, width)) for block in text.split("\n\n")]
    return "\n\n".join(f"\b\n{block}" for block in blocks)


def _break(text: str, width: int) -> list[str]:
    lines, used = [""], 0
    for part in _PARTS.findall(text):
        if used + count_columns(part) > width:
            lines.append("")
            used = 0
        lines[-1] += part
        used += count_columns(part)
    return lines


def count_columns(text: str) -> int:
    """Return how many columns of a terminal a text takes; Chinese characters take two.

    >>> count_columns("产能 t")
    6
    """
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def write_refusal(error: click.ClickException, texts: Texts) -> str:
    """Return what click says of a command line that it refuses."""
    text = io.StringIO()
    error.show(text)
    if texts.language != "zh":
        return text.getvalue()
    quoted = re.sub(r"'([^'\n]*)'", "“\\1”", text.getvalue())
    ended = re.sub(r"(?<=”)\.(?=\s)", "。", quoted.replace("”, “", "”“"))
    return re.sub(r"(?<=[”。\u4e00-\u9fff]) (?=[“\u4e00-\u9fff])", "", ended)


def command(name: str) -> Decorator:
    """Return the decorator that makes a function the command of a name."""
    return click.command(name, cls=Command)


def option(*names: str, help: str, **settings: Any) -> Decorator:
    """Return the decorator that adds an option; `help` is a key of the catalogue."""
    return click.option(*names, cls=Option, help=help, **settings)


def argument(name: str, **settings: Any) -> Decorator:
    """Return the decorator that adds an argument."""
    return click.argument(name, cls=Argument, **settings)
