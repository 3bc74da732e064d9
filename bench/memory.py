"""How much memory a process takes, and has taken at most."""

from __future__ import annotations

import resource
import sys
from pathlib import Path

STATUS = Path("/proc/self/status")


def peak_mb() -> int:
    """Megabytes. On Linux since this program began; elsewhere what the system counts, which may start earlier."""
    if STATUS.exists():
        (line,) = (line for line in STATUS.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform == "linux" else 1024 * 1024)


def resident_mb(status: str | None = None) -> float:
    """Megabytes that are resident now, of this process or of the one whose `/proc/PID/status` is given. Linux only."""
    lines = (STATUS.read_text() if status is None else status).splitlines()
    (line,) = (line for line in lines if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024
