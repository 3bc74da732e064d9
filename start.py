#!/usr/bin/env python3
"""Sets Hirebot up and starts it: `python3 start.py demo`. Any Python from 3.8 can run this; it needs nothing else.

It finds a Python 3.11 to 3.13 (or has uv fetch one), makes `.venv` beside this file, installs exactly what the locks in
requirements/ name, each file checked against its hash, and hands over to the command. Of the project it imports
dev/venv.py only, which must run on Python 3.8 and its standard library too.
"""

import os
import sys

VERBS = """usage: python3 start.py VERB [options]

  demo          see it work, with no Slack workspace and no Google account
  manifest      print the manifest of the Slack app
  google-login  sign in to Google as the organiser
  team          load people and openings from a file
  doctor        say what is still missing, and whether what was promised holds
  simulate      try every promise on made-up loops
  run           start the bot
  migrate       bring the database to this version
  rotate-key    give the database another secret key
  restored      say that a backup was put back, so that nothing is said twice

  test          run the tests and 500 simulated loops; options go to pytest, and then no loops
  check         all that a change must pass: format, lint, types, imports, tests
  docs          rewrite the documents that are made from code
  pictures      take the README's pictures anew
  lock          remake the locks in requirements/ from pyproject.toml

`python3 start.py VERB --help` tells more. Everything is kept in .venv and .hirebot beside start.py."""

DEVELOPERS_VERBS = {
    "test": ["-m", "dev.tests"],
    "check": ["-m", "dev.check"],
    "docs": ["-m", "dev.documents"],
    "pictures": ["-m", "dev.pictures"],
    "lock": ["-m", "dev.locks"],
}


def main(arguments: "list[str]") -> int:  # a SyntaxError here? This Python is too old: type `python3 start.py`
    if sys.version_info < (3, 8):
        sys.stderr.write("start.py needs Python 3.8 or newer, and this is %d.%d.\n" % sys.version_info[:2])
        return 1
    if os.name == "nt":
        sys.stderr.write("Hirebot runs on Linux and macOS. On Windows, use it inside WSL (wsl --install).\n")
        return 1
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        sys.stdout.write(VERBS + "\n")
        return 0
    return make_ready_and_hand_over(arguments[0], arguments[1:])


def make_ready_and_hand_over(verb: str, options: "list[str]") -> int:
    root = os.path.dirname(os.path.abspath(__file__))
    sys.path.insert(0, root)
    from dev import venv

    try:
        venv.make_ready(tests=verb in DEVELOPERS_VERBS)
        hand_over(verb, options, root=root, venv=venv.VENV, environment=venv.surroundings())
    except venv.CannotSetUp as problem:
        sys.stderr.write("%s\n" % problem)
    except OSError as problem:
        sys.stderr.write("Could not set up Hirebot in %s: %s\n" % (root, problem))
    except KeyboardInterrupt:
        sys.stderr.write("Stopped. The same command starts again.\n")
        return 130
    return 1


def hand_over(verb: str, options: "list[str]", *, root: str, venv: str, environment: "dict[str, str]") -> None:
    """Becomes the command. The developer's verbs run in the project's directory, all others where the person is."""
    command = DEVELOPERS_VERBS.get(verb)
    if command:
        os.chdir(root)
    else:
        command = [os.path.join(venv, "bin", "hirebot"), verb]
    python = os.path.join(venv, "bin", "python")
    os.execve(python, [python, *command, *options], {**environment, "VIRTUAL_ENV": venv})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
