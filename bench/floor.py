"""What no Slack app here can be quicker than, as apps that do nothing.

python bench/floor.py                            the web framework reads a request and answers 200
python bench/floor.py --secret S                 Bolt in the web framework, as its documentation has it: it verifies the
                                                 signature (by S) and answers a command with nothing
python bench/floor.py --secret S --database FILE as before, and before it answers it commits a row

Prints its port and serves until its standard input ends.
"""

from __future__ import annotations

import sqlite3
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path

from slack_bolt import Ack, App
from slack_bolt.adapter.starlette import SlackRequestHandler
from slack_bolt.authorization import AuthorizeResult
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sandbox.serving import Served


class Commits:
    """Commits a row, durable as the bot's own are: WAL, and the disk is waited for. Says how many seconds that took."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=FULL")
        self._connection.execute("CREATE TABLE inbox (id INTEGER PRIMARY KEY, payload TEXT)")

    def __call__(self) -> float:
        start = time.perf_counter()
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute("INSERT INTO inbox (payload) VALUES (?)", ("x" * 500,))
        self._connection.execute("COMMIT")
        return time.perf_counter() - start


async def knock(request: Request) -> Response:
    await request.body()
    return PlainTextResponse("")


def bolt(signing_secret: str, before: Callable[[], object]) -> SlackRequestHandler:
    """It asks Slack nothing, as ours does not."""
    known = AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-nobody")
    app = App(signing_secret=signing_secret, process_before_response=True, authorize=lambda: known)

    @app.command("/hire")
    def hire(ack: Ack) -> None:
        before()
        ack()

    return SlackRequestHandler(app)


def main() -> None:
    options = ArgumentParser()
    options.add_argument("--secret")
    options.add_argument("--database", type=Path)
    given = options.parse_args()
    before = Commits(given.database) if given.database else lambda: None
    endpoint = bolt(given.secret, before).handle if given.secret else knock
    with Served(Starlette(routes=[Route("/slack/events", endpoint, methods=["POST"])])) as served:
        print(served.port, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
