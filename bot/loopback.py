"""Waits on a loopback port for the one request with which a browser brings an answer back.

Whatever else knocks there (an icon that a browser wants, another program looking around) is turned away and changes
nothing: only a request with the right `state` is the answer.
"""

from __future__ import annotations

import os
import selectors
import socket
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from hmac import compare_digest
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TextIO
from urllib.parse import parse_qs, urlsplit

HOST = "127.0.0.1"
SLOW_SECONDS = 5.0
"""In which a request must have come: meanwhile nobody else is heard."""

_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Hirebot</title>
<body style="font: 18px system-ui; max-width: 34rem; margin: 4rem auto"><p>{words}</p></body></html>"""


class Receiver(HTTPServer):
    """Listens from the beginning on; `address` is where the browser is to be sent. Raises OSError for a taken port."""

    def __init__(
        self, port: int, words: Callable[[Mapping[str, str]], str], *, slow_seconds: float = SLOW_SECONDS
    ) -> None:
        """`words` says what the person reads in the browser, by what it brought."""
        super().__init__((HOST, port), _Knock)
        self._slow_seconds = slow_seconds
        self._typed = b""
        self.address = f"http://{HOST}:{self.server_address[1]}/"
        self._words = words
        self._state = ""
        self._answer: Mapping[str, str] = {}

    def wait(self, state: str, *, seconds: float, typed: TextIO | None = None) -> Mapping[str, str]:
        """What came back with this state, or nothing when time was up. A line of `typed` may be the whole address, from
        somebody whose browser is on another machine."""
        self._state, self._answer = state, {}
        until = time.monotonic() + seconds
        with selectors.DefaultSelector() as doors:
            doors.register(self.fileno(), selectors.EVENT_READ, self.handle_request)
            if typed is not None:
                doors.register(typed, selectors.EVENT_READ, lambda: self._read(typed, doors))
            while not self._answer and (left := until - time.monotonic()) > 0:
                for key, _ in doors.select(left):
                    key.data()
        return self._answer

    def take(self, address: str) -> str | None:
        """What to tell whoever brought this address: None where it is not the answer."""
        given = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        if not compare_digest(given.get("state", "").encode(), self._state.encode()) or not {"code", "error"} & set(
            given
        ):
            return None
        self._answer = given
        return self._words(given)

    def handle_error(self, request: object, client_address: object) -> None:
        """Somebody hung up in the middle: no reason to say anything."""

    def get_request(self) -> tuple[socket.socket, object]:
        connection, peer = super().get_request()
        connection.settimeout(self._slow_seconds)
        return connection, peer

    def _read(self, typed: TextIO, doors: selectors.BaseSelector) -> None:
        """Past Python's buffer, in which a second line would wait unseen."""
        chunk = os.read(typed.fileno(), 65_536)
        if not chunk:  # nobody types there
            doors.unregister(typed)
        *lines, self._typed = (self._typed + chunk).split(b"\n")
        for line in lines:
            with suppress(ValueError):  # not even an address
                self.take(line.decode("utf-8", "replace").strip())


class _Knock(BaseHTTPRequestHandler):
    server: Receiver

    def do_GET(self) -> None:
        told = self.server.take(self.path) if urlsplit(self.path).path == "/" else None
        page = _PAGE.format(words=told or "This is not the answer that Hirebot waits for.").encode()
        self.send_response(200 if told else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.send_header("Referrer-Policy", "no-referrer")  # the address holds the code
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class's name
        """Says nothing: the line that would be written holds the code."""
