"""Keeps the tests off the network: whoever reaches for more than this machine gets an error that says so."""

from __future__ import annotations

import ipaddress
import sys


class NoNetworkInTests(Exception):
    """A test, or code under test, wanted to reach another machine."""


def forbid_other_machines() -> None:
    """Lasts as long as the process: an audit hook cannot be taken back, nor forgotten by code that patches sockets."""
    sys.addaudithook(_check)


def _check(event: str, details: tuple[object, ...]) -> None:
    if event == "socket.getaddrinfo":
        _require_this_machine(details[0])
    elif event in {"socket.connect", "socket.sendto"} and isinstance(details[1], tuple):  # a path is a Unix socket
        _require_this_machine(details[1][0])


def _require_this_machine(host: object) -> None:
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    if name is None or name == "localhost":
        return
    try:
        if ipaddress.ip_address(str(name)).is_loopback or str(name) in {"0.0.0.0", "::"}:
            return
    except ValueError:
        pass
    raise NoNetworkInTests(f"a test wanted to reach {name}: serve a stand-in from sandbox/ on a loopback port instead")
