"""How soon the process is healthy after it was started, and how much memory it takes: `python bench/startup.py [--python P]`.

`hirebot run` in HTTP mode on SQLite, in front of both stand-ins, several times on a database that is there already; beside
it, in the same run, what no program here that uses these libraries could fall below: the same interpreter, which loads
them and nothing of ours. Healthy: `/healthz` answers 200. Memory: what is resident 10 seconds later (Linux). Prints the
Markdown table of docs/performance.md.
"""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from threading import Event

import click

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.acks import bot_settings, stand_ins
from bench.memory import resident_mb
from tests.bot.process import environment

TIMES = 7
SETTLED_SECONDS = 10.0
LIBRARIES = (
    "apscheduler.schedulers.background, dotenv, google.oauth2.service_account, googleapiclient.discovery, prometheus_client, "
    "pydantic.type_adapter, slack_bolt, sqlalchemy.dialects.sqlite, starlette.applications, structlog, uvicorn"
)


@click.command()
@click.option("--python", default=sys.executable, help="Where the bot is installed as operators install it.")
def main(python: str) -> None:
    """How soon the process is healthy, and how much memory it takes."""
    floors = [loaded(python) for _ in range(TIMES)]
    with TemporaryDirectory() as folder, stand_ins() as (slack, google, calendars):
        room = Path(folder)
        settings = bot_settings(room, slack, google, calendars) | {"HIREBOT_PORT": str(free_port())}
        started(python, settings, room, settled=0)  # makes the database
        ours = [started(python, settings, room, settled=SETTLED_SECONDS if n == 0 else 0) for n in range(TIMES)]
    click.echo("| | median | most | memory |\n| --- | ---: | ---: | ---: |")
    click.echo(f"| the libraries loaded | {_seconds(t for t, _ in floors)} | {floors[0][1]:.0f} MB |")
    click.echo(f"| healthy | {_seconds(t for t, _ in ours)} | {ours[0][1]:.0f} MB |")


def loaded(python: str) -> tuple[float, float]:
    begun = time.perf_counter()
    program = f"import {LIBRARIES}; print(open('/proc/self/status').read())"
    told = subprocess.run([python, "-c", program], capture_output=True, text=True, check=True)
    return time.perf_counter() - begun, resident_mb(told.stdout)


def started(python: str, settings: Mapping[str, str], room: Path, *, settled: float) -> tuple[float, float]:
    """Seconds until it is healthy, and its megabytes `settled` seconds later."""
    begun, never = time.perf_counter(), Event()
    process = subprocess.Popen(
        [python, "-m", "bot", "run"], cwd=room, env=environment(settings), stderr=subprocess.DEVNULL
    )
    try:
        while not healthy(int(settings["HIREBOT_PORT"])):
            if process.poll() is not None:
                raise click.ClickException(f"it ended with {process.returncode}")
            never.wait(0.005)
        took = time.perf_counter() - begun
        never.wait(settled)
        return took, resident_mb(Path(f"/proc/{process.pid}/status").read_text())
    finally:
        process.terminate()
        process.wait()


def healthy(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def _seconds(took: Iterable[float]) -> str:
    ranked = sorted(took)
    return f"{median(ranked):.2f} s | {ranked[-1]:.2f} s"


if __name__ == "__main__":
    main()
