"""What is shown to whoever has just pressed or typed, after the acknowledgement and beside the requests that follow."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

AT_ONCE = 40
"""Twenty presses a second, each view held up for two seconds by a Slack that hangs."""

LATEST_SECONDS = 2.5
"""A view can be opened for three seconds from the press, and Slack's clock starts first."""

_log = logging.getLogger(__name__)


class Echoes:
    """Call it with what is to be shown. Nothing promised depends on it: what waited too long is left out."""

    def __init__(self, latest_seconds: float = LATEST_SECONDS) -> None:
        self._latest_seconds = latest_seconds
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="echo")

    def __call__(self, show: Callable[[], None]) -> None:
        try:
            shown = self._threads.submit(self._in_time, show, time.monotonic())
        except RuntimeError as error:  # closed, or no thread to be had: what was stored must not look as if it was not
            _log.warning("echo_left_out", extra={"error": error})
            return
        shown.add_done_callback(_tell_of_bugs)

    def close(self, *, wait: bool = False) -> None:
        """What has not begun is left out, unless it is waited for."""
        self._threads.shutdown(wait=wait, cancel_futures=not wait)

    def _in_time(self, show: Callable[[], None], since: float) -> None:
        if time.monotonic() - since > self._latest_seconds:
            _log.warning("echo_too_late")
            return
        show()


def at_once(show: Callable[[], None]) -> None:
    """In place of `Echoes` for whoever steps by hand: shown by the time that the request is answered."""
    show()


def _tell_of_bugs(done: Future[None]) -> None:
    error = None if done.cancelled() else done.exception()
    if error is not None:
        _log.error("echo_broke", extra={"error": error})
