"""Writing a scenario as people write one: rules on one line each, comments, few quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import yaml

from sim.loader.describe.resolve import write_number
from sim.loader.read.yaml_text import Path

_WIDTH = 130
"""Signs up to which an entry stands on one line."""
_BLOCK = 100
_TAG = "tag:yaml.org,2002:"


def write_scenario_text(
    document: Mapping[str, Any], comments: Mapping[Path, str] | None = None
) -> str:
    """Return plain data as a scenario file that is read as the same data.

    `comments` says what stands above a key, or above an entry of a list: (key, number).
    """
    told = comments or {}
    return "".join(f"{line}\n" for part in document.items() for line in _write_key(*part, told))


def _write_key(key: str, value: Any, comments: Mapping[Path, str]) -> Iterator[str]:
    if comments.get((key,)):
        yield _comment(comments[key,])
    if not _is_list_of_rules(value):
        yield _dump({key: value})
        return
    yield f"{key}:"
    for number, entry in enumerate(value):
        if comments.get((key, number)):
            yield f"  {_comment(comments[key, number])}"
        yield from _write_rule(entry)


def _is_list_of_rules(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(entry, dict) for entry in value)


def _write_rule(rule: Any) -> Iterator[str]:
    """Yield an entry of a list: one line where it fits."""
    flow = _dump(rule, is_flow=True)
    if len(flow) <= _WIDTH:
        yield f"  - {flow}"
    else:
        yield from (f"  {line}" for line in _dump([rule]).splitlines())


def _comment(text: str) -> str:
    """Return a comment on one line, without signs that no scenario may hold."""
    plain = "".join(sign if sign.isprintable() else " " for sign in text)
    return f"# {' '.join(plain.split())}"


class _Writer(yaml.SafeDumper):
    """Writes texts without quotes wherever the loader reads them as they are."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}  # type: ignore[misc]

    def ignore_aliases(self, data: Any) -> bool:
        """Write out what stands twice: the loader knows no links."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent the entries of lists."""
        super().increase_indent(flow, False)


_Writer.add_implicit_resolver(
    f"{_TAG}null", re.compile("(?:~|null|)$", re.IGNORECASE), ["~", "n", "N", ""]
)
_Writer.add_implicit_resolver(
    f"{_TAG}bool", re.compile("(?:true|false)$", re.IGNORECASE), list("tTfF")
)


def _dump(value: Any, *, is_flow: bool = False) -> str:
    """Return plain data as YAML that the loader reads as the same data."""
    text = yaml.dump(
        _as_text(value),
        Dumper=_Writer,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=is_flow,
        width=10**6 if is_flow else _BLOCK,
    )
    return str(text).rstrip("\n").removesuffix("\n...")


def _as_text(value: Any) -> Any:
    """Return plain data whose numbers are texts, as the loader reads them."""
    if isinstance(value, Mapping):
        return {str(key): _as_text(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_as_text(entry) for entry in value]
    if isinstance(value, float):
        return write_number(value)
    if value is None or isinstance(value, (bool, str)):
        return value
    return str(value)
