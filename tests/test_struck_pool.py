"""Ctrl-C may strike the thread that asks for tasks anywhere: the workers are ended all the same."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from sim.workers import Crew, Job, open_queue
from tests.crew_jobs import Squarer, solve

ROOT = Path(__file__).parents[1]
WHERE = ("threading.py", "pool.py", "dispatcher.py", "opening.py")


def test_struck_at_each_instruction(tmp_path: Path) -> None:
    """Whichever instruction of asking is struck, ending the workers comes to an end.

    It is tried in another process, since what hangs cannot be stopped from within.
    """
    command = [sys.executable, "-m", "tests.test_struck_pool", str(tmp_path)]
    tried = subprocess.run(
        command, check=False, cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert tried.returncode == 0, tried.stderr
    assert int(tried.stdout) > 50


@pytest.mark.skipif(sys.platform != "linux", reason="reads what threads block from /proc")
def test_no_other_thread_takes_the_signal(tmp_path: Path) -> None:
    """Ctrl-C goes to the thread that waits for results: those that drive workers block it."""
    before = {thread.native_id for thread in threading.enumerate()}
    with open_queue(Job("squares", Squarer, tmp_path, solve), Crew(workers=2)) as queue:
        queue.submit("one", 1)
        assert queue.take() == ("one", 1)
        more = {thread.native_id for thread in threading.enumerate()} - before
        assert len(more) == 3
        assert all(blocks_ctrl_c(number) for number in more)
    assert not blocks_ctrl_c(threading.main_thread().native_id)


def blocks_ctrl_c(thread: int | None) -> bool:
    """Return whether a thread of this process blocks Ctrl-C."""
    status = Path(f"/proc/self/task/{thread}/status").read_text()
    (line,) = (line for line in status.splitlines() if line.startswith("SigBlk:"))
    return bool(int(line.split()[1], 16) >> (signal.SIGINT - 1) & 1)


def count_strikes(folder: Path) -> int:
    """Strike at the first instruction, then at the second, until asking ends first."""
    number = 1
    while is_struck(number, folder):
        number += 1
    return number - 1


def is_struck(number: int, folder: Path) -> bool:
    """Ask for tasks, be interrupted at an instruction, and leave; return whether there was one."""
    left = number

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal left
        if not frame.f_code.co_filename.endswith(WHERE):
            return None
        frame.f_trace_opcodes = True
        if event in ("opcode", "return"):
            left -= 1
            if left == 0:
                sys.settrace(None)
                raise KeyboardInterrupt
        return trace

    try:
        with open_queue(Job("squares", Squarer, folder, solve), Crew(workers=2)) as queue:
            sys.settrace(trace)
            for n in range(20, 24):
                queue.submit(str(n), n)
            queue.cancel("22")
            sys.settrace(None)
    except KeyboardInterrupt:
        return True
    return False


if __name__ == "__main__":
    sys.stdout.write(str(count_strikes(Path(sys.argv[1]))))
