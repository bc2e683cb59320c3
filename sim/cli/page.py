"""`sim page`: the planner's page in the browser."""

from __future__ import annotations

import secrets
import threading
import webbrowser
from pathlib import Path

import click

from sim.cli.options import lang_option
from sim.cli.screen import echo
from sim.cli.speech import argument, command, option
from sim.errors import InputError, Problem
from sim.loader.read.files import find_root
from sim.page.pool import Pool
from sim.page.server import serve
from sim.page.settings import Settings, is_loopback
from sim.say.message import message
from sim.say.texts import Texts

_TOKEN_BYTES = 24


@command("page")
@argument("scenario", type=click.Path(path_type=Path))
@option(
    "--port", type=click.IntRange(0, 65535), default=0, show_default=True, help="help_page_port"
)
@option("--host", default="127.0.0.1", show_default=True, help="help_page_host")
@option("--name", "names", multiple=True, metavar="HOST", help="help_page_name")
@option("--browser/--no-browser", default=True, show_default=True, help="help_page_browser")
@lang_option
def page(
    scenario: Path, port: int, host: str, names: tuple[str, ...], browser: bool, texts: Texts
) -> None:
    """Open a page in the browser to change capacities, borders and prices and see the plan."""
    path = scenario.absolute()
    root = find_root(path) or path.parent
    token = "" if is_loopback(host) else secrets.token_urlsafe(_TOKEN_BYTES)
    settings = Settings(
        root,
        path.relative_to(root).as_posix(),
        texts.language,
        host,
        port,
        tuple(name.lower() for name in names),
        token,
    )
    pool = Pool(settings.planners, settings.setup)
    try:
        pool.call("check", settings.first)
        serve(settings, pool, lambda url: _greet(url, settings, browser=browser))
    except OSError as error:
        raise _refuse_port(settings) from error
    finally:
        pool.end()


def _greet(url: str, settings: Settings, *, browser: bool) -> None:
    """Say where the page is, and open it."""
    texts = Texts(settings.language)
    echo(texts.say("page_serving", url=url))
    if settings.token:
        echo(texts.say("page_open_to_all", host=settings.host), err=True)
    echo(texts.say("page_stop"))
    if browser:
        threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()


def _refuse_port(settings: Settings) -> InputError:
    what = message("page_port_taken", port=settings.port, host=settings.host)
    return InputError([Problem("--host, --port", what, message("page_port_hint"), "port")])
