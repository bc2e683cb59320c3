"""What figures were measured on, in words: no name, no path."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

LIBRARIES = ("highspy", "pyomo", "pandas", "numpy")


def describe_machine(libraries: Sequence[str] = LIBRARIES) -> str:
    """Return system, processor, cores, memory, and the versions of libraries that are installed."""
    found = ", ".join(f"{name} {at}" for name in libraries if (at := version_of(name)))
    return (
        f"{platform.system()}, {_processor()}, {os.cpu_count()} cores{_memory()}; "
        f"Python {platform.python_version()}, {found}"
    )


def version_of(library: str) -> str:
    """Return the version of a library; blank where it is not installed."""
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.machine() or "unknown processor"


def _memory() -> str:
    if not hasattr(os, "sysconf") or "SC_PHYS_PAGES" not in os.sysconf_names:
        return ""
    return f", {os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 2**30:.0f} GB"
