"""Who may ask: the name the page is called by, where a request comes from, and the token."""

from __future__ import annotations

import hmac
import socket
from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from sim.page.settings import Settings, is_loopback

COOKIE = "sim_token"
ASKING = "X-Sim"
"""Header of every request that asks for work: another site cannot send it without being asked."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
"""Headers of every answer."""
_LOCAL = ("127.0.0.1", "localhost", "::1")
_PLAIN = frozenset({"same-origin", "none"})
"""What a browser says of a request that no other site has made."""


def is_known_host(host: str, port: int, settings: Settings) -> bool:
    """Return whether the page is called by a name of its own.

    A name that somebody else lets point here (DNS rebinding) is none.
    """
    parts = _split_host(host)
    if parts is None:
        return False
    name, given = parts
    if name in settings.names:
        return True
    if is_loopback(settings.host):
        return name in (*_LOCAL, settings.host.strip("[]")) and given in (port, None)
    return _is_address(name) or name in (*_LOCAL, settings.host, socket.gethostname().lower())


def _split_host(host: str) -> tuple[str, int | None] | None:
    try:
        found = urlsplit(f"//{host}")
        port = found.port
    except ValueError:
        return None
    if found.hostname is None or found.username is not None or found.path:
        return None
    return found.hostname, port


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def is_own_origin(headers: Mapping[str, str], host: str) -> bool:
    """Return whether a request comes from the page itself, or from no page at all."""
    site = headers.get("Sec-Fetch-Site")
    if site is not None and site not in _PLAIN:
        return False
    origin = headers.get("Origin")
    if origin is None:
        return True
    try:
        found = urlsplit(origin)
    except ValueError:
        return False
    return found.scheme in ("http", "https") and found.netloc.lower() == host.lower()


def holds_token(given: str | None, settings: Settings) -> bool:
    """Return whether the token is right; where none is asked for, every one is."""
    if not settings.token:
        return True
    return hmac.compare_digest((given or "").encode(), settings.token.encode())
