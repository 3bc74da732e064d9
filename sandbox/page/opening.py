"""`hirebot demo`: starts the example team, serves its page on this machine and keeps both until it is told to stop."""

from __future__ import annotations

import errno
import signal
import threading
import webbrowser
from collections.abc import Callable
from contextlib import suppress

from sandbox.page.app import create_app
from sandbox.page.world import demo_world
from sandbox.serving import Served
from sandbox.story.play import BEGINS

PORT = 8765
_TRIES = 20
_LOOK_UP = 0.5
"""Seconds between looks at whether to stop: a wait without end cannot be interrupted on every system."""


def open_page(out: Callable[[str], None], *, port: int = PORT, browser: bool = True) -> int:
    """Serves until Ctrl-C or SIGTERM; returns the exit code. `out` gets the one line that says where the page is."""
    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda number, frame: stopped.set())
    with suppress(KeyboardInterrupt), demo_world(BEGINS) as demo, _served(create_app(demo), port) as served:
        taken = f"{port} is taken; " if port not in (0, served.port) else ""
        out(f"Hirebot's sandbox is at {served.url} ({taken}Ctrl-C ends it)")
        if browser:
            webbrowser.open(served.url)
        while not stopped.wait(_LOOK_UP):
            pass
    return 0


def _served(app: object, port: int) -> Served:
    """On the port that was asked for or, where somebody else has it, on the next that is free. Raises OSError."""
    for offset in range(_TRIES):
        try:
            return Served(app, port=port + offset if port else 0)
        except OSError as problem:
            if problem.errno != errno.EADDRINUSE or offset == _TRIES - 1:
                raise
    raise AssertionError("the last try returns or raises")
