"""No test may reach another machine, whichever way it tries."""

from __future__ import annotations

import socket
import urllib.request

import pytest

from tests.loopback import NoNetworkInTests


def test_another_machine_cannot_be_reached_by_address() -> None:
    with socket.socket() as wire, pytest.raises(NoNetworkInTests, match=r"192\.0\.2\.1"):
        wire.connect(("192.0.2.1", 80))


def test_another_machine_cannot_be_reached_by_name() -> None:
    with pytest.raises(NoNetworkInTests, match=r"slack\.com"):
        urllib.request.urlopen("https://slack.com")


def test_another_machine_cannot_be_sent_a_datagram() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as wire, pytest.raises(NoNetworkInTests):
        wire.sendto(b"?", ("192.0.2.1", 53))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_can_be_reached(host: str) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection((host, server.getsockname()[1]), timeout=5) as wire,
    ):
        assert "127.0.0.1" == wire.getpeername()[0]
