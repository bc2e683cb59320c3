"""Queues of tasks that come up one from another: submitted by key, solved by whoever is free.

What a task gives depends on the job and on itself alone, as with blocks.
"""

from __future__ import annotations

from typing import Any, Protocol


class TaskQueue(Protocol):
    """Where tasks are put and results come from."""

    def submit(self, key: str, task: Any, urgency: float = 0.0) -> None:
        """Have a task solved, of those that wait the most urgent first."""

    def cancel(self, key: str) -> None:
        """Want the result of a task no longer, whether it is being solved or not."""

    def take(self) -> tuple[str, Any]:
        """Return key and result of a task that is solved; there must be one that is wanted.

        Raises
        ------
        SimError
            What a task raises; or no worker lives through one, or the cluster is lost.
        """


class SharedQueue:
    """A queue whose tasks are solved by other processes, several at once."""

    def submit(self, key: str, task: Any, urgency: float = 0.0) -> None:
        """Have a task solved."""
        raise NotImplementedError

    def cancel(self, key: str) -> None:
        """Want the result of a task no longer."""
        raise NotImplementedError

    def take_any(self) -> tuple[str, Any, BaseException | None]:
        """Return key, and result or error, of the next wanted task that is done.

        Raises
        ------
        SimError
            Those who solve are lost.
        """
        raise NotImplementedError

    def take(self) -> tuple[str, Any]:
        """Return key and result of the next wanted task that is done, or raise its error."""
        key, result, error = self.take_any()
        if error is not None:
            raise error
        return key, result
