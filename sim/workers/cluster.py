"""Dask workers: processes of this machine, or those of a scheduler that runs already."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import dask
from distributed import Client, Future, LocalCluster, Security, as_completed
from distributed.scheduler import KilledWorker

from sim.errors import ExitCode, InputError, Problem, SimError
from sim.message import Message, message
from sim.workers.crew import Job, Solved
from sim.workers.inside import Bench, describe_build, solve_at

REACHED_WITHIN = 5
"""Seconds that a scheduler has to answer, and to have a first worker."""
_SCHEMES = ("tcp", "tls", "ws", "wss")
_ENCRYPTED = ("tls:", "wss:")
LOOPBACK = "127.0.0.1"
_LOCAL: dict[str, Any] = {
    "distributed.worker.multiprocessing-method": "spawn",
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    "distributed.worker.profile.enabled": False,
    "distributed.scheduler.active-memory-manager.start": False,
    "distributed.admin.tick": {"interval": "1s", "limit": "1m", "cycle": "1m"},
    "distributed.admin.system-monitor": {
        "interval": "1m", "log-length": 10, "disk": False, "host-cpu": False,
        "gil": {"enabled": False, "interval": "1ms"},
    },
    "distributed.nanny.pre-spawn-environ": {
        "OMP_NUM_THREADS": 1, "MKL_NUM_THREADS": 1, "OPENBLAS_NUM_THREADS": 1,
    },
}  # fmt: skip
"""Nothing but blocks goes between local processes, and none inherits a thread or a lock.

Processors are there for solving: nobody watches the processes, none has more than one thread that
computes, and memory is given back as in any other process.
"""


@contextmanager
def in_processes(count: int) -> Iterator[Client]:
    """Start so many worker processes on this machine, reachable from it alone; stop them after."""
    _keep_quiet()
    with (
        TemporaryDirectory(prefix="sim-workers-", ignore_cleanup_errors=True) as folder,
        dask.config.set(_LOCAL),
        LocalCluster(
            n_workers=count, threads_per_worker=1, processes=True, host=LOOPBACK,
            dashboard_address=f"{LOOPBACK}:0", scheduler_kwargs={"dashboard": False},
            memory_limit=0, local_directory=folder, silence_logs=logging.CRITICAL,
            preload="sim.workers.deaf",
        ) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):  # fmt: skip
        yield client


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
def at_bench(client: Client, job: Job) -> Iterator[str]:
    """Have a job at every worker, and at those that come later; give the name it goes by there."""
    bench = f"{job.name}-{uuid4().hex[:8]}"
    with _unless_lost():
        client.register_plugin(Bench(bench, job), name=bench)
    try:
        yield bench
    finally:
        with suppress(OSError, CancelledError):
            client.unregister_worker_plugin(bench)


@contextmanager
def _unless_lost() -> Iterator[None]:
    """Say so if the scheduler is gone."""
    try:
        yield
    except (OSError, CancelledError) as error:
        raise SimError(message("cluster_lost"), [], ExitCode.INTERNAL) from error


def spread(job: Job, blocks: list[tuple[int, Any]], client: Client) -> Solved:
    """Yield number and result of every numbered block once, as the workers finish them.

    Raises
    ------
    SimError
        What a block raises, of several the first block's; or no worker lives through a block, or
        the scheduler is gone.
    """
    with at_bench(client, job) as bench, _unless_lost():
        tasks = client.map(
            solve_at,
            [block for _, block in blocks],
            bench=bench,
            key=[f"{bench}-{number}" for number, _ in blocks],
        )
        numbers: dict[Any, int] = {
            task.key: number for task, (number, _) in zip(tasks, blocks, strict=True)
        }
        try:
            yield from _collect(client, tasks, numbers)
        finally:
            with suppress(OSError, CancelledError):
                client.cancel(tasks)


def _collect(client: Client, tasks: list[Future[Any]], numbers: dict[Any, int]) -> Solved:
    """Yield results as they come; after a failure those of the blocks before it, then raise it.

    A result that is lost with its worker before it is read is waited for until it is made anew.
    """
    failed: dict[int, BaseException] = {}
    for task in as_completed(tasks, loop=client.loop):
        if task.status == "cancelled":
            if failed:
                continue
            raise SimError(message("cluster_lost"), [], ExitCode.INTERNAL)
        error = task.exception()
        if error is None:
            yield numbers[task.key], task.result()
            task.release()
        else:
            failed[numbers[task.key]] = error
            later = [t for t in tasks if numbers[t.key] > min(failed) and not t.done()]
            client.cancel(later)
    if failed:
        raise _say(failed[min(failed)])


class RemoteDesk:
    """Has tasks solved by the workers of a client, who know the job by the name of its bench."""

    def __init__(self, client: Client, bench: str) -> None:
        self._client, self._bench = client, bench
        self._finished = as_completed([], loop=client.loop)
        self._sent: dict[Any, tuple[str, Future[Any]]] = {}

    def ask(self, key: str, task: Any, urgency: float = 0.0) -> None:
        """Send a task to the scheduler."""
        with _unless_lost():
            sent = self._client.submit(
                solve_at, task, bench=self._bench, key=f"{self._bench}-{key}", priority=urgency
            )
            self._sent[sent.key] = key, sent
            self._finished.add(sent)

    def drop(self, key: str) -> None:
        """Have a task cancelled; its result is not given."""
        name = f"{self._bench}-{key}"
        if name in self._sent:
            with _unless_lost():
                self._client.cancel([self._sent.pop(name)[1]])

    def take(self) -> tuple[str, Any]:
        """Return key and result of the next task that is done."""
        with _unless_lost():
            task = next(done for done in self._finished if done.key in self._sent)
            if task.status == "cancelled":
                raise SimError(message("cluster_lost"), [], ExitCode.INTERNAL)
            key, _ = self._sent.pop(task.key)
            error = task.exception()
            if error is not None:
                raise _say(error)
            return key, task.result()

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
