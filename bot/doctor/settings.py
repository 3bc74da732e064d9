"""Each setting that is missing or wrong, as a step of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.config import Given
from bot.doctor.finding import Finding, note, well, wrong
from bot.setting_checks import file_of
from models.migration import database_file

_FILES = ("GOOGLE_SERVICE_ACCOUNT_FILE", "GOOGLE_OAUTH_TOKEN_FILE")
_OTHERS = 0o077


def look_at_settings(given: Given, env_file: Path) -> Iterator[Finding]:
    if given.problems and not env_file.exists():
        words = f"there is no {env_file} in {Path.cwd()}, and the environment does not have them all"
        yield wrong("settings", words, "copy .env.example, which lies beside start.py, to .env here and fill it in")
    for problem in given.problems:
        words, _, todo = problem.words.partition("; ")
        yield wrong(problem.key, words, todo)
    if not given.problems:
        yield well("settings", "complete")
    yield from _open_to_others(given, env_file)


def _open_to_others(given: Given, env_file: Path) -> Iterator[Finding]:
    """A note only: in a container, who may read what is decided elsewhere."""
    files = {str(env_file): env_file} | {key: file_of(given.values[key]) for key in _FILES if given.sound(key)}
    if given.sound("HIREBOT_DATABASE_URL"):
        files["database file"] = database_file(given.values["HIREBOT_DATABASE_URL"])
    for name, path in files.items():
        if path is not None and path.is_file() and path.stat().st_mode & _OTHERS:
            yield note(name, "can be read by other users of this machine", f"chmod 600 {path}")
