"""HiGHS with as many threads as a programme asks for, whatever it was solved with before."""

from __future__ import annotations

from typing import Any

import highspy


def solve(highs: Any) -> highspy.HighsModelStatus:
    """Solve what is loaded, and return how that ended.

    The threads of HiGHS are started once in a process, by its first solve; one that asks for
    another number is refused and stays unsolved. Then they are stopped, and started anew.
    """
    refused = highs.run() == highspy.HighsStatus.kError
    status: highspy.HighsModelStatus = highs.getModelStatus()
    if refused and status == highspy.HighsModelStatus.kNotset:
        highspy.Highs.resetGlobalScheduler(True)
        highs.run()
        status = highs.getModelStatus()
    return status
