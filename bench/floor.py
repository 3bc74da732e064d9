"""What no Slack app here can be quicker than, as apps that do nothing.

python bench/floor.py             the web framework reads a request and answers 200
python bench/floor.py --secret S  Bolt in the web framework, as its documentation has it: it verifies the signature (by S)
                                  and answers a command with nothing

Prints its port and serves until its standard input ends.
"""

from __future__ import annotations

import sys
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


async def knock(request: Request) -> Response:
    await request.body()
    return PlainTextResponse("")


def bolt(signing_secret: str) -> SlackRequestHandler:
    """It asks Slack nothing, as ours does not."""
    known = AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-nobody")
    app = App(signing_secret=signing_secret, process_before_response=True, authorize=lambda: known)

    @app.command("/hire")
    def hire(ack: Ack) -> None:
        ack()

    return SlackRequestHandler(app)


if __name__ == "__main__":
    endpoint = bolt(sys.argv[2]).handle if sys.argv[1:2] == ["--secret"] else knock
    with Served(Starlette(routes=[Route("/slack/events", endpoint, methods=["POST"])])) as served:
        print(served.port, flush=True)
        sys.stdin.read()
