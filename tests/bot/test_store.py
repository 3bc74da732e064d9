"""Why a database cannot be opened, in words of what to look at, and without the password in its address."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import make_url
from sqlalchemy.exc import OperationalError

from bot.config import load_settings
from bot.store import CannotStart, find_store, prepare_store, why_closed
from models.engine import make_engine
from tests.bot.doctored import doctor, found, todo
from tests.databases import Databases

PASSWORD = "not-for-anybody"


@pytest.fixture
def url(databases: Databases) -> Iterator[str]:
    """One that can be opened, with its password."""
    with databases.fresh("postgresql") as url:
        yield make_url(url).set(password=PASSWORD).render_as_string(hide_password=False)


@pytest.fixture
def closed_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def refused(variables: dict[str, str], url: str) -> str:
    """What `run` and `migrate` say; the doctor says the same, and so does whoever wants to find a database."""
    settings = variables | {"HIREBOT_DATABASE_URL": url}
    said = []
    for opens in (prepare_store, find_store):
        with pytest.raises(CannotStart) as why:
            opens(load_settings(settings, env_file=None))
        said.append(str(why.value))
    told = doctor(settings)
    assert "database" in found(told, "FAIL")
    assert said[0] == said[1]
    assert said[0].rpartition(": ")[2] == todo(told, "database").rpartition(": ")[2]
    assert PASSWORD not in "".join([*said, told.output])
    return said[0]


def test_a_database_that_the_server_does_not_have_is_told(variables: dict[str, str], url: str) -> None:
    elsewhere = make_url(url).set(database="mistyped").render_as_string(hide_password=False)

    assert "its server has no database of that name" in refused(variables, elsewhere)


def test_a_user_whom_the_server_does_not_know_is_told(variables: dict[str, str], url: str) -> None:
    stranger = make_url(url).set(username="stranger").render_as_string(hide_password=False)

    assert "its server does not let this user in" in refused(variables, stranger)


def test_a_user_who_may_not_connect_is_told(variables: dict[str, str], url: str) -> None:
    engine = make_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE ROLE outsider LOGIN")
        connection.exec_driver_sql(f'REVOKE CONNECT ON DATABASE "{make_url(url).database}" FROM PUBLIC')
    outsider = make_url(url).set(username="outsider").render_as_string(hide_password=False)

    assert "its server does not let this user in" in refused(variables, outsider)

    with engine.begin() as connection:
        connection.exec_driver_sql("DROP ROLE outsider")
    engine.dispose()


def test_an_address_at_which_nothing_listens_is_told(variables: dict[str, str], closed_port: int) -> None:
    assert "nothing listens there" in refused(variables, f"postgresql://ann:{PASSWORD}@127.0.0.1:{closed_port}/hirebot")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("failed to resolve host 'half@db': [Errno -2] Name or service not known", "its host is not known"),
        ("connection timeout expired", "its host does not answer"),
        (
            'connection to server at "::1" failed: FATAL:  password authentication failed for user "a"',
            "let this user in",
        ),
        ('connection to server at "::1" failed: fe_sendauth: no password supplied', "does not let this user in"),
        ('connection to server at "::1" failed: FATAL:  zu viele Verbindungen', "its log says why"),
    ],
)
def test_each_reason_has_words_of_its_own_and_nothing_of_what_was_said_is_quoted(said: str, told: str) -> None:
    """A host that is not known may be half of a password in which an @ stands."""
    words = why_closed(OperationalError("", {}, psycopg.OperationalError(said)))

    assert told.replace("its log", "the server's log") in words
    assert "half" not in words
