"""The bot as a process of its own, started as an operator starts it, and what it logs."""

from __future__ import annotations

import http.client
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30.0
RUN = ("bot", "run")


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Little more than the settings, so that nothing of the developer's own gets in."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), **settings}


def command(*words: str, settings: Mapping[str, str], room: Path) -> subprocess.CompletedProcess[str]:
    """Runs `hirebot` to its end."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=room,
        env=environment(settings),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


class Process:
    """`hirebot run`, or another `module` and its words. `log` holds the lines read so far."""

    def __init__(
        self,
        settings: Mapping[str, str],
        room: Path,
        *,
        module: Sequence[str] = RUN,
    ) -> None:
        self.log: list[dict[str, Any]] = []
        self.raw: list[str] = []
        self._lines: queue.Queue[str | None] = queue.Queue()
        self.child = subprocess.Popen(
            [sys.executable, "-m", *module],
            cwd=room,
            env=environment(settings),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def wait_for(self, event: str) -> dict[str, Any]:
        """The next line with this key."""
        while True:
            text = self._lines.get(timeout=PATIENCE)
            assert text is not None, f"ended before {event}: {''.join(self.raw)}"
            self.log.append(json.loads(text))
            if self.log[-1]["event"] == event:
                return self.log[-1]

    def port(self) -> int | None:
        """Where it listens, once it does; None where it ended before."""
        while (text := self._lines.get(timeout=PATIENCE)) is not None:
            self.log.append(json.loads(text) if text.startswith("{") else {"event": text})
            if self.log[-1]["event"] == "started":
                return int(self.log[-1]["port"])
        return None

    def events(self) -> list[str]:
        return [line["event"] for line in self.log]

    def end(self) -> int:
        """Waits for the process to end by itself; returns its exit code."""
        code = self.child.wait(timeout=PATIENCE)
        self._reader.join(timeout=PATIENCE)
        while (text := self._lines.get()) is not None:
            self.log.append(json.loads(text))
        return code

    def _read(self) -> None:
        assert self.child.stderr is not None
        with self.child.stderr as stream:
            for text in stream:
                self.raw.append(text)
                self._lines.put(text)
        self._lines.put(None)

    def kill(self) -> None:
        """kill -9, also of one that is stopped."""
        if self.child.poll() is None:
            self.child.kill()
        self.child.wait(timeout=PATIENCE)


@contextmanager
def running(settings: Mapping[str, str], room: Path, **more: Any) -> Iterator[Process]:
    process = Process(settings, room, **more)
    try:
        yield process
    finally:
        process.kill()


def get(port: int, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path)
    response = connection.getresponse()
    told = response.status, response.read().decode()
    connection.close()
    return told
