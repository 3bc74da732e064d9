"""Several real processes of one installation before both stand-ins, people who send forms to whichever of them answers,
and a look at what was lost, doubled or said too fast in the end.

Each form renames an opening to words that no other form has; what it was worked on is told to its sender in a message
with these words. So an input that was lost is a message that is missing, and one worked on twice, or said twice, is one
too many, whatever the database says of it.
"""

from __future__ import annotations

import itertools
import re
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

from sqlalchemy import text

from bot.clock import SystemClock
from handlers.ui.actions import decode
from models.engine import StoreError
from models.records.delivery import EffectState, InboxState
from models.records.people import Standing
from models.unit_of_work import UnitOfWork
from sandbox.company import Company, example_company
from sandbox.slack import Answer, HttpDelivery
from sandbox.slack.delivery.requests import Outbound, Problem
from sandbox.story.bots import core_secret, local_app, prepare
from sandbox.story.play import BEGINS
from scheduling.invariants import check
from tests.bot.live import opened
from tests.bot.process import PATIENCE, Process
from tests.bot.shifted import ShiftedClock, command

SENDERS = ("mara", "diego", "jonas", "grace", "ruth", "oliver")
OPENING = "support assistant"
_AMID_A_TRANSACTION = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"
)
_SAVED = re.compile(r"Saved for “form (\w+)”")
_never = Event()


@dataclass(kw_only=True)
class Fleet:
    """`doors` are the ports of those that run, by place. `acknowledged` are the words of forms that Slack got its 200 for."""

    company: Company
    settings: dict[str, str]
    room: Path
    lease: timedelta
    uow: UnitOfWork
    processes: dict[int, Process] = field(default_factory=dict)
    doors: dict[int, int] = field(default_factory=dict)
    acknowledged: list[str] = field(default_factory=list)
    kept_trying: int = 0
    _turn: Iterator[int] = field(default_factory=itertools.count)
    _lock: Lock = field(default_factory=Lock)

    def start(self, *places: int) -> None:
        """All at once; returns when each is listening."""
        clock = self.company.clock
        assert isinstance(clock, ShiftedClock)
        module = command(clock, self.lease)
        for place in places:
            self.processes[place] = Process(self.settings, self.room, module=module)
        for place in places:
            while (port := self.processes[place].port()) is None:  # as a supervisor does: the database was away, say
                self.processes[place] = Process(self.settings, self.room, module=module)
            self.doors[place] = port

    def kill(self, place: int) -> None:
        self.doors.pop(place, None)
        self.processes[place].kill()

    def pause_at_work(self, place: int) -> list[int]:
        """Stops a process (SIGSTOP) while it has effects under way, and says which. Not inside a transaction: PostgreSQL ends
        one that does not go on, but the others would wait half a minute for it."""
        self.doors.pop(place, None)
        child = self.processes[place].child
        held: list[int] = []

        def caught() -> bool:
            child.send_signal(signal.SIGSTOP)
            with self.uow.reading() as tx:
                sending = tx.outbox.all(state=EffectState.SENDING)
                amid = tx.outbox.connection.execute(_AMID_A_TRANSACTION).scalar()
            held[:] = [e.id for e in sending if f":{child.pid}:" in e.lease_owner and not amid]
            if not held:
                child.send_signal(signal.SIGCONT)
            return bool(held)

        until(caught)
        return held

    def go_on(self, place: int) -> None:
        self.processes[place].child.send_signal(signal.SIGCONT)

    def close(self) -> None:
        for process in self.processes.values():
            process.kill()

    def send(self, request: Outbound) -> Answer:
        """As a balancer does: to the next of those that run."""
        with self._lock:
            doors = list(self.doors.values())
            port = doors[next(self._turn) % len(doors)] if doors else None
        if port is None:
            return Answer(problem=Problem.UNREACHABLE)
        secret = self.company.settings["SLACK_SIGNING_SECRET"]
        url = f"http://127.0.0.1:{port}/slack/events"
        return HttpDelivery(url, signing_secret=secret, clock=self.company.clock).send(request)


@contextmanager
def fleet(url: str, room: Path, *, lease: timedelta) -> Iterator[Fleet]:
    """The example company in a database that is at `url`, everybody of `SENDERS` an admin; no process runs yet."""
    clock = ShiftedClock.from_now(BEGINS)
    with example_company(clock, room=room, token_clock=SystemClock()) as company, opened(url) as uow:
        app = local_app(company.settings, database_url=url, clock=clock)
        prepare(app)
        app.engine.run_until_idle()
        app.close()
        with uow() as tx:
            for person in tx.people.all():
                if company.named(person.email) in SENDERS:
                    tx.people.save(replace(person, standings=person.standings | {Standing.ADMIN}))
        settings = company.settings | {"HIREBOT_DATABASE_URL": url, "HIREBOT_PORT": "0"}
        made = Fleet(company=company, settings=settings, room=room, lease=lease, uow=uow)
        company.slack.connect(made)
        try:
            yield made
        finally:
            made.close()


class Senders:
    """Everybody of `SENDERS` fills a form in once and sends it again and again with other words, side by side. Who is not answered, or told that it was not kept, sends the same once more, as people do, until somebody acknowledges it."""

    def __init__(self, fleet: Fleet, *, forms: int) -> None:
        self._fleet = fleet
        self._forms = forms
        self._threads = [Thread(target=self._send_all, args=(name, opened_form(fleet, name))) for name in SENDERS]

    def __enter__(self) -> Senders:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for thread in self._threads:
            thread.join()

    def _send_all(self, name: str, form: dict[str, Any]) -> None:
        for number in range(self._forms):
            send_form(self._fleet, name, form, f"{name}{number}")


def send_form(fleet: Fleet, name: str, form: dict[str, Any], words: str) -> None:
    """The form with these words, until it is acknowledged."""
    payload = deepcopy(form)
    [field] = payload["view"]["state"]["values"]["title"].values()
    field["value"] = f"form {words}"
    while not is_kept(fleet.company.people[name].forge(payload)):
        fleet.kept_trying += 1
        _never.wait(0.1)
    fleet.acknowledged.append(words)


def is_kept(answer: Answer) -> bool:
    """Whether a form was acknowledged. Where it could not be kept, its sender is told so by a view on top of it."""
    body = answer.body if isinstance(answer.body, dict) else {}
    return answer.ok and body.get("response_action") != "push"


def opened_form(fleet: Fleet, name: str) -> dict[str, Any]:
    """What is sent when the form of an opening is sent, as the client makes it; without the mark of what it showed, so that each
    of many may change what the one before has changed."""
    person = fleet.company.people[name]
    person.slash("/hire", "openings")
    shown = person.sees()[-1]
    section = next(block for block in shown.blocks if OPENING in str(block) and "accessory" in block)
    person.click(shown, section["accessory"]["action_id"], block_id=section["block_id"])
    fleet.company.slack.workspace.wait_until(lambda: person.modal is not None, seconds=PATIENCE)
    person.fill(None, {"title": "form"})
    payload = person.submit_payload()
    person.close(everything=True)
    payload["view"]["private_metadata"] = replace(decode(payload["view"]["private_metadata"]), seen="").encode()
    return payload


# -------------------------------------------------------------------------------------------------------- in the end


def until(true: Callable[[], bool], *, patience: float = PATIENCE) -> float:
    """Waits for it; returns how many seconds it took. A database that is away is asked again."""
    begun = time.monotonic()
    while not _asked(true):
        assert time.monotonic() - begun < patience, "it did not come about"
        _never.wait(0.02)
    return time.monotonic() - begun


def _asked(true: Callable[[], bool]) -> bool:
    try:
        return true()
    except StoreError:
        return False


def at_rest(fleet: Fleet) -> bool:
    """Whether everything that was acknowledged is worked on, and everything that is due is done."""
    with fleet.uow.reading() as tx:
        due = tx.outbox.overdue(fleet.company.clock.now())
        return not (tx.inbox.waiting() or due or tx.outbox.count(EffectState.SENDING, EffectState.RETRY))


def newest_input(fleet: Fleet) -> int:
    """As far as the database is there to be asked, that is: a process that was killed has written no more."""
    found: list[int] = []

    def asked() -> bool:
        with fleet.uow.reading() as tx:
            found[:] = [row.id for row in tx.inbox.all(state=InboxState.NEW)]
        return True

    until(asked)
    return max(found, default=0)


def worked_up_to(fleet: Fleet, newest: int) -> bool:
    with fleet.uow.reading() as tx:
        return all(row.id > newest for row in tx.inbox.all(state=InboxState.NEW))


def told(fleet: Fleet) -> Counter[str]:
    """How often the outcome of each form was said."""
    messages = [m for name in SENDERS for m in fleet.company.people[name].dm if m.metadata]
    return Counter(found[1] for message in messages if (found := _SAVED.search(message.text)))


def marks_seen_twice(fleet: Fleet) -> list[str]:
    marks = Counter(
        message.metadata["event_payload"]["mark"]
        for person in fleet.company.people.values()
        for message in person.dm
        if message.metadata
    )
    return [mark for mark, count in marks.items() if count > 1]


def out_of_order(fleet: Fleet) -> list[str]:
    """Conversations whose messages do not stand in the order in which they were written down. One that had to be tried again
    may come after younger ones."""
    with fleet.uow.reading() as tx:
        sent = {e.remote_ref: e.id for e in tx.outbox.all(kind="post", state=EffectState.DONE) if e.attempts == 1}
    found = []
    for name, person in fleet.company.people.items():
        ids = [sent[f"{m.channel}/{m.ts}"] for m in person.dm if f"{m.channel}/{m.ts}" in sent]
        if ids != sorted(ids):
            found.append(name)
    return found


def closest(fleet: Fleet, count: int) -> float:
    """The fewest seconds in which one conversation got this many messages, the first of them not counted."""
    posts: dict[str, list[float]] = {}
    for call in fleet.company.slack.workspace.calls.all("chat.postMessage"):
        if call.carried_out:
            posts.setdefault(call.args["channel"], []).append(call.at.timestamp())
    spans = [at[n + count] - at[n] for at in posts.values() for n in range(len(at) - count)]
    return min(spans, default=float("inf"))


def broken_promises(fleet: Fleet) -> tuple[str, ...]:
    with fleet.uow.reading() as tx:
        return check(tx, now=fleet.company.clock.now(), secret=core_secret(fleet.company.settings))


def given_up(fleet: Fleet) -> list[str]:
    with fleet.uow.reading() as tx:
        dead = [f"{effect.kind}: {effect.reason}" for effect in tx.outbox.all(state=EffectState.DEAD)]
        return dead + [f"{row.kind}: {row.outcome}" for row in tx.inbox.all(state=InboxState.DEAD)]
