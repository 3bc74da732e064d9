"""Where the sandbox keeps its databases: nothing of it outlives the process, so that it need not wait for a disk."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

MEMORY = Path("/dev/shm")  # noqa: S108  # only a directory with a random name is made in it


@contextmanager
def room(name: str) -> Iterator[Path]:
    """An empty directory that is gone afterwards: in memory, where the system has such a place (Linux), else on disk."""
    where = MEMORY if os.access(MEMORY, os.W_OK) else None
    with TemporaryDirectory(prefix=f"{name}-", dir=where) as folder:
        yield Path(folder)
