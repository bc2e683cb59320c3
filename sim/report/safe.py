"""Text and data on their way into a page: nothing of them is ever taken for markup or code."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from typing import Any

_ESCAPES = {c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def escape_plot(text: object) -> str:
    """Return a text as Plotly shows it literally: its labels understand a little HTML.

    >>> escape_plot("<b>A & B</b>")
    '&lt;b&gt;A &amp; B&lt;/b&gt;'
    """
    return html.escape(str(text), quote=False)


def unescape_plot(content: Any) -> Any:
    """Return data for Plotly as data for a page that shows every text literally by itself.

    >>> unescape_plot({"names": [escape_plot("A & B")]})
    {'names': ['A & B']}
    """
    if isinstance(content, str):
        return html.unescape(content) if "&" in content else content
    if isinstance(content, dict):
        return {key: unescape_plot(value) for key, value in content.items()}
    return [unescape_plot(value) for value in content] if isinstance(content, list) else content


def embed_json(content: Any) -> str:
    """Return JSON that can stand inside a script element.

    >>> embed_json({"name": "</script>"})
    '{"name":"\\\\u003c/script\\\\u003e"}'

    Raises
    ------
    ValueError
        A number is not finite.
    """
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character, escaped in _ESCAPES.items():
        text = text.replace(character, escaped)
    return text


def clean_script(source: str) -> str:
    """Return a script as a browser reads it from the page: line ends are LF alone.

    Raises
    ------
    ValueError
        The script would end its own element.
    """
    if "</script" in source.lower() or "<!--" in source:
        raise ValueError("the script cannot stand inside a page")
    return source.replace("\r\n", "\n").replace("\r", "\n")


def fingerprint(script: str) -> str:
    """Return the source expression that lets a content security policy run this script."""
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
