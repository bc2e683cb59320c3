"""The page itself: template, style and script made into one file that asks for nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from plotly.offline import get_plotlyjs

from sim.report.safe import clean_script, embed_json, fingerprint
from sim.say.texts import Texts

_FOLDER = Path(__file__).parent / "page"
_SCRIPT_WORDS = (
    "hover_generation",
    "hover_rate",
    "hover_unused",
    "hover_uptake",
    "hover_load",
    "hover_crosses",
    "hover_disposal",
    "hover_more",
    "hover_total",
    "hover_port",
    "hover_no_km",
    "hover_taken",
    "circle_scale",
    "width_scale",
    "shown_moved",
    "rows_shown",
    "all_wastes",
)
"""Words that the script of the page shows."""


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@lru_cache(maxsize=1)
def _scripts() -> tuple[str, str]:
    """Return Plotly and the page's own script."""
    own = read_parts("figures.js", "report.js")
    return clean_script(str(get_plotlyjs())), clean_script(own)


def read_parts(*names: str) -> str:
    """Return files of the page one after another; some serve other pages too."""
    return "".join((_FOLDER / name).read_text(encoding="utf-8") for name in names)


def render(template: str, texts: Texts, data: Mapping[str, Any], content: Mapping[str, Any]) -> str:
    """Return the page of a template.

    `data` is what the script of the page draws; `content` is what the template shows, escaped.
    The policy of the page lets nothing in from outside, and no script run but its own two.
    """
    plotly, own = _scripts()
    amounts = texts.describe_amounts()
    words = {key: texts.say(f"report_{key}") for key in _SCRIPT_WORDS}

    def translate(key: str, **values: object) -> str:
        return texts.say(f"report_{key}", **values)

    return (
        _environment()
        .get_template(template)
        .render(
            **content,
            t=translate,
            unit_kt=texts.scale("kt/yr").unit,
            lang=texts.of({"en": "en", "zh": "zh-CN"}),
            policy=_write_policy(plotly, own),
            style=read_parts("common.css", "style.css"),
            plotly=plotly,
            script=own,
            data=embed_json(
                {**data, "language": texts.language, "words": words, "amounts": amounts}
            ),
        )
    )


@lru_cache(maxsize=4)
def _write_policy(*scripts: str) -> str:
    allowed = " ".join(fingerprint(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
