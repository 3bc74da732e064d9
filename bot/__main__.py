"""The `hirebot` command, also as `python -m bot`.

Nothing is collected while modules are loaded: they are made to stay, and to look through them again and again is an eighth of
the time until the process is healthy (bench/startup.py). What is there then is never looked through again.
"""

import gc

gc.disable()

from bot.cli import main  # noqa: E402

gc.freeze()
gc.enable()

if __name__ == "__main__":
    main(prog_name="hirebot")
