"""An upgrade happens once and wholly, whoever starts it, however often, and wherever it is interrupted."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from models import migration
from models.engine import make_engine
from models.migration import UnknownRevision, current, is_current, newest, upgrade

ROOT = Path(migration.__file__).parent.parent

STEP = """
import os
import sqlalchemy as sa
from alembic import op
revision = {revision!r}
down_revision = {before!r}
def upgrade() -> None:
{body}
"""


class Steps:
    """A folder of migrations that grows as a test says; it begins with the real environment."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._last: str | None = None
        (folder / "versions").mkdir(parents=True)
        (folder / "env.py").write_text((ROOT / "migrations" / "env.py").read_text())

    def add(self, revision: str, *body: str) -> None:
        lines = "\n".join(f"    {line}" for line in body)
        step = STEP.format(revision=revision, before=self._last, body=lines)
        (self.folder / "versions" / f"{revision}.py").write_text(step)
        self._last = revision

    def upgrade(self, url: str) -> list[str]:
        return upgrade(url, steps=str(self.folder))


@pytest.fixture
def steps(tmp_path: Path) -> Steps:
    return Steps(tmp_path / "100 % of the steps")  # a percent sign means something to Alembic's settings


def test_an_empty_database_gets_every_step_and_a_second_upgrade_finds_nothing_to_do(database_url: str) -> None:
    assert (current(database_url), is_current(database_url)) == (None, False)
    assert upgrade(database_url)[0] == "0001"
    assert (current(database_url), is_current(database_url)) == (newest(), True)
    assert upgrade(database_url) == []


def test_the_steps_are_found_from_any_directory(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert upgrade(database_url)[-1] == newest()
    assert list(tmp_path.glob("*.ini")) == []


def test_an_older_database_gets_the_missing_steps_in_order_and_keeps_its_rows(database_url: str, steps: Steps) -> None:
    steps.add("0001", "op.create_table('birds', sa.Column('name', sa.String(20), primary_key=True))")
    steps.upgrade(database_url)
    _run(database_url, "INSERT INTO birds VALUES ('wren')")
    steps.add("0002", "op.add_column('birds', sa.Column('eggs', sa.Integer, nullable=True))")
    steps.add("0003", "op.execute('UPDATE birds SET eggs = 6')")
    assert not _is_at_newest(database_url, steps)
    assert steps.upgrade(database_url) == ["0002", "0003"]
    assert _run(database_url, "SELECT name, eggs FROM birds") == [("wren", 6)]


def test_a_step_that_fails_takes_the_steps_before_it_back(database_url: str, steps: Steps) -> None:
    steps.add("0001", "op.create_table('birds', sa.Column('name', sa.String(20), primary_key=True))")
    steps.upgrade(database_url)
    steps.add("0002", "op.create_table('nests', sa.Column('tree', sa.String(20)))", "op.drop_table('birds')")
    steps.add("0003", "op.execute('SELECT * FROM nowhere')")
    with pytest.raises(DBAPIError):
        steps.upgrade(database_url)
    assert current(database_url) == "0001"
    assert _tables(database_url) == {"alembic_version", "birds"}


def test_a_process_killed_in_the_middle_leaves_the_old_schema_and_the_next_one_goes_on(
    database_url: str, steps: Steps, tmp_path: Path
) -> None:
    steps.add("0001", "op.create_table('birds', sa.Column('name', sa.String(20), primary_key=True))")
    steps.upgrade(database_url)
    _run(database_url, "INSERT INTO birds VALUES ('wren')")
    steps.add(
        "0002",
        "op.create_table('nests', sa.Column('tree', sa.String(20)))",
        "op.execute('DELETE FROM birds')",
        "if os.environ.get('KILLED'): os.kill(os.getpid(), 9)",
    )
    with _start(database_url, steps, KILLED="1") as process:
        process.communicate()
    assert process.returncode == -9
    assert current(database_url) == "0001"
    assert _tables(database_url) == {"alembic_version", "birds"}
    assert _run(database_url, "SELECT * FROM birds") == [("wren",)]
    assert steps.upgrade(database_url) == ["0002"]
    assert _tables(database_url) == {"alembic_version", "birds", "nests"}


def test_of_two_processes_that_start_at_once_one_upgrades_and_the_other_waits_for_it(
    database_url: str, steps: Steps
) -> None:
    for number in range(1, 6):
        steps.add(f"000{number}", f"op.create_table('t{number}', sa.Column('id', sa.Integer, primary_key=True))")
    with _start(database_url, steps) as one, _start(database_url, steps) as other:
        said = [process.communicate() for process in (one, other)]
    assert [one.returncode, other.returncode] == [0, 0], said
    assert sorted(out for out, _ in said) == ["\n", "0001 0002 0003 0004 0005\n"]


def test_a_database_of_a_newer_version_is_left_alone_and_named(database_url: str, steps: Steps) -> None:
    steps.add("0001", "op.create_table('birds', sa.Column('name', sa.String(20), primary_key=True))")
    steps.add("2099", "op.execute('SELECT 1')")
    steps.upgrade(database_url)
    assert not is_current(database_url)
    with pytest.raises(UnknownRevision, match="2099"):
        upgrade(database_url)
    assert _tables(database_url) == {"alembic_version", "birds"}


def test_asking_a_missing_sqlite_file_for_its_revision_makes_none_and_upgrading_makes_its_folder(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path}/deep/down/hirebot.db"
    assert current(url) is None
    assert list(tmp_path.iterdir()) == []
    upgrade(url)
    assert is_current(url)
    assert (tmp_path / "deep" / "down").stat().st_mode & 0o077 == 0


def test_a_sqlite_file_is_for_its_owner_only_and_so_are_the_files_beside_it(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/hirebot.db"
    upgrade(url)
    engine = make_engine(url)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO holidays (day, name) VALUES ('2026-12-25', 'Christmas')"))
        modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    engine.dispose()

    assert {"hirebot.db": 0o600, "hirebot.db-wal": 0o600, "hirebot.db-shm": 0o600} == modes


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_on_sqlite_a_table_that_others_refer_to_can_be_rebuilt(database_url: str, steps: Steps) -> None:
    steps.add(
        "0001",
        "op.create_table('birds', sa.Column('id', sa.Integer, primary_key=True), sa.Column('name', sa.Text))",
        "op.create_table('eggs', sa.Column('bird', sa.Integer, sa.ForeignKey('birds.id'), primary_key=True))",
    )
    steps.upgrade(database_url)
    _run(database_url, "INSERT INTO birds VALUES (1, 'wren')")
    _run(database_url, "INSERT INTO eggs VALUES (1)")
    steps.add("0002", "with op.batch_alter_table('birds') as birds: birds.alter_column('name', nullable=False)")
    assert steps.upgrade(database_url) == ["0002"]
    assert _run(database_url, "SELECT * FROM eggs") == [(1,)]


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_on_sqlite_a_step_that_breaks_a_reference_is_refused(database_url: str, steps: Steps) -> None:
    steps.add(
        "0001",
        "op.create_table('birds', sa.Column('id', sa.Integer, primary_key=True))",
        "op.create_table('eggs', sa.Column('bird', sa.Integer, sa.ForeignKey('birds.id'), primary_key=True))",
    )
    steps.upgrade(database_url)
    _run(database_url, "INSERT INTO birds VALUES (1)")
    _run(database_url, "INSERT INTO eggs VALUES (1)")
    steps.add("0002", "op.execute('DELETE FROM birds')")
    with pytest.raises(ValueError, match="break 1 references"):
        steps.upgrade(database_url)
    assert _run(database_url, "SELECT * FROM birds") == [(1,)]


def _start(url: str, steps: Steps, **environment: str) -> subprocess.Popen[str]:
    program = "import sys; from models.migration import upgrade; print(*upgrade(sys.argv[1], steps=sys.argv[2]))"
    return subprocess.Popen(
        [sys.executable, "-c", program, url, str(steps.folder)],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _run(url: str, statement: str) -> list[tuple[object, ...]]:
    engine = make_engine(url)
    with engine.begin() as connection:
        result = connection.execute(text(statement))
        rows = [tuple(row) for row in result] if result.returns_rows else []
    engine.dispose()
    return rows


def _tables(url: str) -> set[str]:
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table'",
        "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
    }
    return {str(name) for (name,) in _run(url, catalogue[url.split(":")[0].split("+")[0]])}


def _is_at_newest(url: str, steps: Steps) -> bool:
    return current(url) == newest(steps=str(steps.folder))
