"""What no web service here can be quicker than: an app of the same framework that reads a request and answers 200.

python bench/floor.py    prints its port and serves until its standard input ends
"""

from __future__ import annotations

import sys
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sandbox.serving import Served


async def knock(request: Request) -> Response:
    await request.body()
    return PlainTextResponse("")


if __name__ == "__main__":
    with Served(Starlette(routes=[Route("/slack/events", knock, methods=["POST"])])) as served:
        print(served.port, flush=True)
        sys.stdin.read()
