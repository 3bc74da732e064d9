"""`hirebot demo` says where its page is, also where that is not the port that was asked for."""

from __future__ import annotations

import socket
import subprocess
import sys

PROGRAM = (
    "import sys; from sandbox.page.opening import open_page; open_page(print, port=int(sys.argv[1]), browser=False)"
)


def first_line(port: int) -> str:
    with subprocess.Popen([sys.executable, "-u", "-c", PROGRAM, str(port)], stdout=subprocess.PIPE, text=True) as demo:
        assert demo.stdout is not None
        said = demo.stdout.readline()
        demo.terminate()
    return said.strip()


def test_a_port_that_somebody_else_has_is_named() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        said = first_line(port)

    assert said.endswith(f" ({port} is taken; Ctrl-C ends it)")
    assert f":{port} " not in said


def test_any_free_port_is_nothing_to_remark_on() -> None:
    assert first_line(0).endswith(" (Ctrl-C ends it)")
