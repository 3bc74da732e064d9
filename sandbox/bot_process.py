"""The bot as a process of its own that may be killed: does what its standard input says and answers when it is done.

It is production's bot but for two things: it reads the time from a file, and it does what is due when it is told to
("settle"), so that whoever waits for it need not guess how long that takes.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from sandbox.clock import FileClock
from sandbox.serving import Served
from sandbox.story.bots import CLOCK_FILE, READY, SETTLED, local_app, prepare, settle


def main() -> None:
    settings = {key: value for key, value in os.environ.items() if key != CLOCK_FILE}
    clock = FileClock(Path(os.environ[CLOCK_FILE]))
    app = local_app(settings, database_url=os.environ["HIREBOT_DATABASE_URL"], clock=clock)
    prepare(app)
    with Served(app.asgi) as served:
        _say(f"{READY} {served.url}")
        for line in sys.stdin:
            if line.strip() == "settle":
                settle(app.engine)
                _say(SETTLED)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
