"""Runs the command line: `python -m sim`.

Python puts the current folder first on the path of modules, where anybody's files may lie; it is
taken off again before more is loaded. The command `sim` never has it there.
"""

import os
import sys

_ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))  # noqa: PTH120 - loads nothing

if __name__ == "__main__":
    if not sys.flags.safe_path and os.path.realpath(sys.path[0]) != _ROOT:
        del sys.path[0]
    from sim.cli.main import main

    main()
