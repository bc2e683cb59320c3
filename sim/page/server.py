"""The server: what it listens on, what it answers, and how it ends."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

from sim.page.handlers import Asset, Front, NotThere, Service, Words, Work
from sim.page.pool import Pool
from sim.page.settings import Settings, is_loopback

STATIC = Path(__file__).parent / "static"
_HEADER = 16 * 1024
_IDLE_S = 3600.0
_BODY_S = 60.0
_MOST_READ = 1 << 40
"""Bytes of a body that are read; handlers keep far fewer and refuse what has more."""


def make_application(service: Service) -> Application:
    """Return what answers: the page, its files, and the work of planners."""
    given = {"service": service}
    return Application(
        [
            (r"/", Front, given),
            (r"/static/(.*)", Asset, {**given, "path": str(STATIC)}),
            (r"/api/words", Words, given),
            (r"/api/([a-z]+)", Work, given),
        ],
        default_handler_class=NotThere,
        default_handler_args=given,
        log_function=lambda _handler: None,
    )


def make_server(service: Service) -> HTTPServer:
    """Return the server, which reads whatever is sent within a minute and keeps what may be."""
    return HTTPServer(
        make_application(service),
        max_body_size=_MOST_READ,
        max_header_size=_HEADER,
        idle_connection_timeout=_IDLE_S,
        body_timeout=_BODY_S,
    )


def serve(settings: Settings, pool: Pool, tell: Callable[[str], None]) -> None:
    """Serve the page until Ctrl-C; `tell` is called with its address when it can be opened.

    Raises
    ------
    OSError
        The port cannot be used.
    """
    logging.getLogger("tornado").setLevel(logging.CRITICAL)
    sockets = bind_sockets(settings.port, settings.host.strip("[]"))
    port = sockets[0].getsockname()[1]
    service = Service(settings, pool, port)

    async def run() -> None:
        server = make_server(service)
        server.add_sockets(sockets)
        tell(address_of(settings, port))
        first = {"scenario": settings.first, "lang": settings.language}
        warming = asyncio.create_task(pool.warm("plan", first))
        try:
            await asyncio.Event().wait()
        finally:
            warming.cancel()
            server.stop()
            service.end()

    asyncio.run(run())


def address_of(settings: Settings, port: int) -> str:
    """Return the address to open; where a token is asked for, with it."""
    host = settings.host if is_loopback(settings.host) else (settings.names or (settings.host,))[0]
    host = f"[{host}]" if ":" in host and not host.startswith("[") else host
    query = f"?token={settings.token}" if settings.token else ""
    return f"http://{host}:{port}/{query}"
