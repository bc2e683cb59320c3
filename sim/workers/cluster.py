"""The workers of a Dask scheduler that runs already."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from distributed import Client, Future, Security, as_completed
from distributed.scheduler import KilledWorker

from sim.errors import ExitCode, InputError, Problem, SimError
from sim.say.message import Message, message
from sim.workers.cluster_worker import Place, describe_build, solve_at
from sim.workers.job import Job
from sim.workers.task_queue import SharedQueue

REACHED_WITHIN = 5
"""Seconds that a scheduler has to answer, and to have a first worker."""
_SCHEMES = ("tcp", "tls", "ws", "wss")
_ENCRYPTED = ("tls:", "wss:")


@contextmanager
def at_address(address: str) -> Iterator[Client]:
    """Connect to a scheduler whose workers run this very simulator; leave them running after.

    Raises
    ------
    InputError
        Nobody answers there, there is no worker, or a worker runs something else.
    """
    _keep_quiet()
    if not _is_address(address):
        raise _refusal(message("cluster_address", address=address))
    if address.startswith(_ENCRYPTED) and not _has_certificates():
        raise _refusal(message("cluster_tls", address=address))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            client = Client(address, timeout=REACHED_WITHIN, set_as_default=False)
    except (OSError, ValueError) as error:
        raise _refusal(message("cluster_unreachable", address=address)) from error
    with client:
        _check_workers(client, address)
        yield client


def _is_address(text: str) -> bool:
    """Return whether a text is scheme://host:port with a scheme that Dask speaks."""
    try:
        parts = urlsplit(text)
        return parts.scheme in _SCHEMES and bool(parts.hostname and parts.port)
    except ValueError:
        return False


def _has_certificates() -> bool:
    """Return whether Dask's own configuration names what an encrypted connection needs."""
    return Security().get_connection_args("client").get("ssl_context") is not None


def _check_workers(client: Client, address: str) -> None:
    """Refuse a cluster without workers, or with workers that might give other figures."""
    try:
        client.wait_for_workers(1, timeout=REACHED_WITHIN)
    except TimeoutError as error:
        raise _refusal(message("cluster_empty", address=address)) from error
    own = describe_build()
    try:
        found: dict[str, dict[str, str]] = client.run(describe_build)
    except Exception as error:
        what = message("cluster_foreign", reason=f"{type(error).__name__}: {error}")
        raise _refusal(what) from error
    for worker, build in sorted(found.items()):
        for name, here in own.items():
            if build.get(name) != here:
                what = message(
                    "cluster_other", worker=worker, name=name, there=build.get(name, "-"), here=here
                )
                raise _refusal(what)


def _refusal(what: Message) -> InputError:
    return InputError([Problem("--cluster", what, message("cluster_hint"), "cluster")])


def _keep_quiet() -> None:
    """Let Dask tell nothing by itself: what matters is an error or a result."""
    for name in ("distributed", "tornado", "asyncio"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


@contextmanager
def job_at_workers(client: Client, job: Job) -> Iterator[str]:
    """Have a job at every worker, and at those that come later; give the name it goes by there."""
    name = f"{job.name}-{uuid4().hex[:8]}"
    with _unless_lost():
        client.register_plugin(Place(name, job), name=name)
    try:
        yield name
    finally:
        with suppress(OSError, CancelledError):
            client.unregister_worker_plugin(name)


@contextmanager
def _unless_lost() -> Iterator[None]:
    """Say so if the scheduler is gone."""
    try:
        yield
    except (OSError, CancelledError) as error:
        raise SimError(message("cluster_lost"), [], ExitCode.INTERNAL) from error


class ClusterQueue(SharedQueue):
    """Has tasks solved by the workers of a client, who know the job by a name."""

    def __init__(self, client: Client, name: str) -> None:
        self._client, self._name = client, name
        self._finished = as_completed([], loop=client.loop)
        self._sent: dict[Any, tuple[str, Future[Any]]] = {}

    def submit(self, key: str, task: Any, urgency: float = 0.0) -> None:
        """Send a task to the scheduler."""
        with _unless_lost():
            sent = self._client.submit(
                solve_at, task, job=self._name, key=f"{self._name}-{key}", priority=urgency
            )
            self._sent[sent.key] = key, sent
            self._finished.add(sent)

    def cancel(self, key: str) -> None:
        """Have a task cancelled; its result is not given."""
        known = f"{self._name}-{key}"
        if known in self._sent:
            with _unless_lost():
                self._client.cancel([self._sent.pop(known)[1]])

    def take_any(self) -> tuple[str, Any, BaseException | None]:
        """Return key, and result or error, of the next task that is done."""
        with _unless_lost():
            task = next(done for done in self._finished if done.key in self._sent)
            if task.status == "cancelled":
                raise SimError(message("cluster_lost"), [], ExitCode.INTERNAL)
            key, _ = self._sent.pop(task.key)
            error = task.exception()
            if error is not None:
                return key, None, _say(error)
            return key, task.result(), None

    def close(self) -> None:
        """Let go of what was asked for and not taken."""
        with suppress(OSError, CancelledError):
            self._client.cancel([sent for _, sent in self._sent.values()])


def _say(error: BaseException) -> BaseException:
    """Return what is told of the error of a task."""
    if not isinstance(error, KilledWorker):
        return error
    told = SimError(message("workers_died"), [], ExitCode.INTERNAL)
    told.__cause__ = error
    return told
