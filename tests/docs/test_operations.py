"""What docs/operations.md tells people to do does what it says."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Row
from sqlalchemy import text as sql

from bot.config import BadSettings, load_settings, read_settings
from bot.http import MOST_BYTES
from bot.run import DRAIN_SECONDS
from models.migration import upgrade
from models.records.delivery import EffectState
from models.records.loops import LoopState
from models.unit_of_work import UnitOfWork
from scheduling.inbox import MAX_CONFLICTS, set_aside
from scheduling.intents import Cancel
from scheduling.ports import PermanentFault
from tests.docs.pages import ROOT, fenced, table
from tests.world import World, new_loop

OPERATIONS = "docs/operations.md"
LOOK, TRY_AGAIN, LOOK_AT_INPUTS, TRY_INPUT_AGAIN, KEPT = fenced(OPERATIONS, "sql")


def test_what_is_told_to_be_needed_is_what_a_start_without_it_misses() -> None:
    in_socket, in_http = missed("socket"), missed("http")
    told = {row[0].strip("`"): row[1] for row in table(OPERATIONS, "setting")}

    assert in_socket - in_http == {key for key, default in told.items() if "needed in mode `socket`" in default}
    assert in_http - in_socket == {key for key, default in told.items() if "needed in mode `http`" in default}
    assert in_http & in_socket == {key for key, default in told.items() if default.endswith("needed")}


def missed(mode: str) -> set[str]:
    with pytest.raises(BadSettings) as bad:
        load_settings({"HIREBOT_MODE": mode}, env_file=None)
    return {problem.key for problem in bad.value.problems}


def test_the_defaults_are_those_of_a_process_that_is_told_nothing_else(tmp_path: Path) -> None:
    token = tmp_path / "token.json"
    token.write_text(json.dumps({"client_id": "c", "client_secret": "s", "refresh_token": "r"}))
    needed = {
        "SLACK_BOT_TOKEN": "xoxb-0123456789",
        "SLACK_APP_TOKEN": "xapp-0123456789",
        "HIREBOT_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz",
        "GOOGLE_OAUTH_TOKEN_FILE": str(token),
        "GOOGLE_ORGANISER": "interviews@example.com",
    }
    found = load_settings(needed, env_file=None)
    told = {row[0].strip("`"): row[1].strip("`") for row in table(OPERATIONS, "setting")}

    assert told["SLACK_API_URL"] == found.slack_api_url
    assert told["HIREBOT_MODE"] == found.mode
    assert told["HIREBOT_HOST"] == found.host
    assert told["HIREBOT_PORT"] == str(found.port)
    assert told["HIREBOT_DATABASE_URL"] == found.database_url.get_secret_value()
    assert found.google_calendar_api_url is None


def test_what_was_given_up_can_be_found_and_is_looked_for_before_it_is_tried_again(uow: UnitOfWork) -> None:
    world = World(uow)
    world.messenger.fail("post", PermanentFault("channel_not_found"), after=True)  # said, and told that it was not
    world.starts()
    [number] = given_up(world)
    heard = len(world.heard("mara"))

    with uow.engine.begin() as connection:
        changed = connection.execute(sql(TRY_AGAIN.replace("4711", str(number)))).rowcount
    world.settle()

    assert 1 == changed
    assert [] == given_up(world)
    with uow.reading() as tx:
        assert EffectState.DONE is tx.outbox.get(id=number).state
    assert heard == len(world.heard("mara"))


def given_up(world: World) -> list[int]:
    with world.uow.engine.connect() as connection:
        return [row.id for row in connection.execute(sql(LOOK))]


def test_an_input_that_was_given_up_can_be_found_and_is_worked_on_again(uow: UnitOfWork) -> None:
    world = World(uow)
    world.core.take(new_loop("L1"), dedupe_key="new")
    with world.uow() as tx:
        [row] = tx.inbox.all()
        set_aside(tx, world.engine.circumstances(), replace(row, attempts=MAX_CONFLICTS - 1), "KeyError")
    world.settle()

    [found] = asked(world, LOOK_AT_INPUTS)
    with uow.engine.begin() as connection:
        changed = connection.execute(sql(TRY_INPUT_AGAIN.replace("4711", str(found.id)))).rowcount
    world.settle()

    assert ("new_loop", "mara", "dead:KeyError") == (found.kind, found.actor_id, found.outcome)
    assert (1, []) == (changed, asked(world, LOOK_AT_INPUTS))
    assert LoopState.PROPOSED is world.loop().state


def test_feedback_that_could_not_be_stored_is_found_word_by_word(uow: UnitOfWork) -> None:
    world = World(uow)
    world.booked()
    end = world.round(0).end
    assert end is not None
    world.until(end)
    world.does(Cancel(actor_id="mara", loop_id="L1", withdrew=True, reason=""))
    world.gives_feedback(world.panel(0)[0], 0, summary="Clear thinker; café.")

    [kept] = asked(world, KEPT)
    assert "Clear thinker; caf" in str(kept.payload)


def asked(world: World, statement: str) -> Sequence[Row[Any]]:
    with world.uow.engine.connect() as connection:
        return connection.execute(sql(statement)).all()


@pytest.mark.skipif(sys.platform != "linux", reason="systemd is Linux's, and so is this sed")
def test_the_unit_of_several_processes_is_that_of_one_with_the_port_it_is_named_by(tmp_path: Path) -> None:
    [unit] = fenced(OPERATIONS, "ini")
    [command] = [line for code in fenced(OPERATIONS, "sh") for line in code.splitlines() if line.startswith("sed ")]
    (tmp_path / "hirebot.service").write_text(unit)

    subprocess.run(command, shell=True, cwd=tmp_path, check=True)  # as people type it

    added = "[Service]\nEnvironment=HIREBOT_MODE=http HIREBOT_PORT=%i\n"
    assert unit.replace("[Service]\n", added) == (tmp_path / "hirebot@.service").read_text()


def test_the_backup_of_a_running_sqlite_has_what_was_just_written(tmp_path: Path) -> None:
    upgrade(f"sqlite:///{tmp_path}/hirebot.db")
    with sqlite3.connect(tmp_path / "hirebot.db") as running:
        running.execute("INSERT INTO holidays (day, name) VALUES ('2026-12-25', 'Christmas')")
        running.commit()
        assert succeeds(".backup(", tmp_path)
    running.close()
    kept = sqlite3.connect(tmp_path / "hirebot.backup.db")
    holidays = kept.execute("SELECT name FROM holidays").fetchall()
    kept.close()

    assert [("Christmas",)] == holidays


def succeeds(part: str, room: Path) -> bool:
    """Types the one line of shell with this part, as whoever may do so, where everything is in one folder."""
    [line] = [line for code in fenced(OPERATIONS, "sh") for line in code.splitlines() if part in line]
    for what in ("cd /var/lib/hirebot && ", "sudo -u hirebot ", "-o hirebot -g hirebot "):
        line = line.replace(what, "")
    line = line.replace("python3 -c", f"{sys.executable} -c")
    return subprocess.run(line, shell=True, cwd=room, capture_output=True).returncode == 0


@pytest.mark.parametrize("there", [None, b""], ids=["not there", "empty"])
@pytest.mark.parametrize("part", [".backup(", "before-upgrade"])
def test_a_copy_of_a_database_that_is_not_there_leaves_the_last_good_one_alone(
    tmp_path: Path, there: bytes | None, part: str
) -> None:
    last = [tmp_path / "hirebot.backup.db", tmp_path / "before-upgrade" / "hirebot.db"]
    last[1].parent.mkdir()
    for kept in last:
        kept.write_text("the last good one")
    if there is not None:
        (tmp_path / "hirebot.db").write_bytes(there)
    before = sorted(tmp_path.rglob("*"))

    assert not succeeds(part, tmp_path)

    assert ["the last good one"] * 2 == [kept.read_text() for kept in last]
    assert before == sorted(tmp_path.rglob("*"))


def test_a_copy_before_an_upgrade_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    for number in "12":
        (tmp_path / "hirebot.db").write_text(number)
        assert succeeds("before-upgrade", tmp_path)

    assert "2" == (tmp_path / "before-upgrade" / "hirebot.db").read_text()


@pytest.mark.parametrize("there", [None, "", "the backup"], ids=["not there", "empty", "there"])
def test_a_backup_that_is_not_there_takes_nothing_away_from_the_database(tmp_path: Path, there: str | None) -> None:
    (tmp_path / "hirebot.db").write_text("the database")
    (tmp_path / "hirebot.db-wal").write_text("its newest changes")
    if there is not None:
        (tmp_path / "hirebot.backup.db").write_text(there)

    assert bool(there) == succeeds("install -o hirebot -g hirebot -m 0600 hirebot.backup.db", tmp_path)

    assert (there or "the database") == (tmp_path / "hirebot.db").read_text()
    assert bool(there) != (tmp_path / "hirebot.db-wal").exists()


def test_whatever_may_hold_what_people_wrote_is_made_for_its_owner_alone() -> None:
    dumps = [code for code in fenced(OPERATIONS, "sh") if "pg_dump" in code or ".backup(" in code or 'new.key"' in code]

    assert 3 == len(dumps)
    assert [] == [code for code in dumps if "umask 077" not in code]


def test_the_unit_starts_a_command_that_setting_up_makes() -> None:
    [unit] = fenced(OPERATIONS, "ini")
    command = re.search(r"^ExecStart=/opt/hirebot/(\S+) run$", unit, re.MULTILINE)

    patience = re.search(r"^TimeoutStopSec=(\d+)$", unit, re.MULTILINE)

    assert command is not None
    assert patience is not None
    assert int(patience[1]) > DRAIN_SECONDS
    assert ".venv/bin/hirebot" == command[1]
    assert "hirebot = " in (ROOT / "pyproject.toml").read_text()


@pytest.mark.parametrize(("language", "limit"), [("nginx", "client_max_body_size 1m;"), ("caddy", "max_size 1MB")])
def test_a_proxy_hands_on_slack_s_one_address_to_where_a_process_listens_by_default(language: str, limit: str) -> None:
    [proxy] = fenced(OPERATIONS, language)
    settings = read_settings({}, env_file=None).values

    assert {"/slack/events"} == set(re.findall(r"(?:location =|path) (/\S+)", proxy))
    assert [f"{settings['HIREBOT_HOST']}:{settings['HIREBOT_PORT']}"] == re.findall(r"127\.0\.0\.1:\d+", proxy)
    assert limit in proxy
    assert 1_000_000 >= MOST_BYTES
