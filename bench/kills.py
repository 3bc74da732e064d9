"""kill -9 at random, again and again: `python bench/kills.py [--kills N] [--replicas N] [--crashes]`.

Real processes before both stand-ins, by their real lease, in the example company. People send 20 requests a second, for
as long as it lasts: forms that change something and are answered with a message (each once, by its words), commands,
and a new loop every now and then that is booked through the calendar. Slack tells of half of the messages it takes only 0.3
seconds later, so that there is always something under way. A process is killed at a random moment, up to
two seconds after the last one was up again, and started anew. With one process the database is SQLite; several share a
PostgreSQL, which with --crashes crashes as well, every 5 to 20 seconds. Prints the rows of docs/reliability.md.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from threading import Event, Thread

import click

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from handlers.ui.actions import Press
from models.records.delivery import EffectState
from sandbox.slack import NotPossible
from sandbox.story.acts import Refused, Unreachable, latest, press, sees, start_loop
from scheduling.outbox.relay import LEASE
from tests.bot import fleet as f
from tests.postgres import PostgresServer, running_postgres

A_SECOND = 20
FORMS_EVERY = 2.5
"""Each of six people sends a form this often: half of the messages that one conversation may get, so that there is room to
catch up."""
LOOP_EVERY = 45.0
_SEARCH = "Senior AI Engineer: document search"
_stop = Event()


@click.command()
@click.option("--kills", type=click.IntRange(1), default=200, show_default=True)
@click.option("--replicas", type=click.IntRange(1), default=1, show_default=True)
@click.option("--crashes", is_flag=True, help="PostgreSQL crashes again and again as well.")
@click.option("--seed", type=int, default=1, show_default=True)
def main(kills: int, replicas: int, crashes: bool, seed: int) -> None:
    """kill -9 at random, again and again, and what became of what was acknowledged."""
    dice = Random(seed)  # noqa: S311  # when to kill, not a key
    with (
        TemporaryDirectory() as room,
        database(Path(room), replicas) as (url, server),
        f.fleet(url, Path(room), lease=LEASE) as fleet,
    ):
        fleet.start(*range(replicas))
        fleet.company.slack.workspace.faults.hang("chat.*", seconds=0.3, done=True, share=0.5)
        breaker = Thread(target=_crash_again_and_again, args=(server, dice))
        with Traffic(fleet) as traffic:
            if crashes and server is not None:
                breaker.start()
            took = [_kill_one(fleet, dice) for _ in range(kills)]
        if breaker.ident is not None:
            breaker.join()
        rest = f.until(lambda: f.at_rest(fleet), patience=600)
        _tell(fleet, traffic, took, rest)


@contextmanager
def database(room: Path, replicas: int) -> Iterator[tuple[str, PostgresServer | None]]:
    if replicas == 1:
        yield f"sqlite:///{room}/hirebot.db", None
        return
    with running_postgres(synchronous_commit="on") as server:
        server.create("hirebot")
        yield server.url("hirebot"), server


class Traffic:
    """Everybody at once, until they are told to stop."""

    def __init__(self, fleet: f.Fleet) -> None:
        self._fleet = fleet
        self._forms = {name: f.opened_form(fleet, name) for name in f.SENDERS}
        self.requests = self.answered = self.loops = 0
        self._threads = [Thread(target=self._send_forms, args=(name,)) for name in f.SENDERS]
        self._threads += [Thread(target=self._ask), Thread(target=self._ask), Thread(target=self._start_loops)]

    def __enter__(self) -> Traffic:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        _stop.set()
        for thread in self._threads:
            thread.join()

    def _send_forms(self, name: str) -> None:
        number = 0
        while not _stop.wait(FORMS_EVERY):
            f.send_form(self._fleet, name, self._forms[name], f"{name}{number}")
            number += 1

    def _ask(self) -> None:
        """What is left of the 20 a second."""
        person = self._fleet.company.people["oliver"]
        pause = 2 / (A_SECOND - len(f.SENDERS) / FORMS_EVERY)
        while not _stop.wait(pause):
            self.requests += 1
            self.answered += person.slash("/hire", "help").ok

    def _start_loops(self) -> None:
        while not _stop.wait(LOOP_EVERY):
            self.loops += self._run_loop(f"Candidate {self.loops}", f"candidate{self.loops}@mail.example")

    def _run_loop(self, name: str, email: str) -> bool:
        """Whether it was booked before the last kill: what a process was killed at waits for its lease to end."""
        company = self._fleet.company
        mara, today = company.people["mara"], company.clock.now().date().isoformat()
        loop = {"name": name, "email": email, "zone": "Europe/Zagreb", "opening": _SEARCH, "kickoff": today}
        _as_people_do(lambda: start_loop(mara, **loop))
        f.until(lambda: _stop.is_set() or sees(mara, Press.BOOK, about=name), patience=3600)
        if _stop.is_set():
            return False
        _as_people_do(lambda: press(mara, latest(mara, Press.BOOK, about=name), Press.BOOK))
        return True


def _as_people_do(act: Callable[[], None]) -> None:
    """Again, when nobody answered; whoever is told then that it is done already knows that it was taken."""
    for _ in range(50):
        try:
            act()
        except Unreachable:
            _stop.wait(0.5)
        except (Refused, LookupError, NotPossible):
            return
        else:
            return


def _kill_one(fleet: f.Fleet, dice: Random) -> tuple[float, float]:
    """Seconds from the kill until the new process answers, and until all that was acknowledged before is worked on."""
    place = dice.randrange(len(fleet.processes))
    _stop.wait(dice.uniform(0, 2))
    fleet.kill(place)
    killed = time.monotonic()
    newest = f.newest_input(fleet)
    fleet.start(place)
    up = time.monotonic() - killed
    f.until(lambda: f.worked_up_to(fleet, newest), patience=300)
    return up, time.monotonic() - killed


def _crash_again_and_again(server: PostgresServer, dice: Random) -> None:
    while not _stop.wait(dice.uniform(5, 20)):
        server.crash()
        f.until(server.answers)


def _tell(fleet: f.Fleet, traffic: Traffic, took: list[tuple[float, float]], rest: float) -> None:
    told = f.told(fleet)
    events = Counter(event["summary"] for event in fleet.company.calendars.live_events())
    with fleet.uow.reading() as tx:
        booked = [r.id for loop in tx.loops.all() for r in tx.rounds.of_loop(loop.id) if r.start]
        again = sum(e.attempts > 1 for e in tx.outbox.all(state=EffectState.DONE))
    ups, caught = [up for up, _ in took], [done for _, done in took]
    rows = {
        "kills": len(took),
        "requests acknowledged": len(fleet.acknowledged) + traffic.answered,
        "of them changes, each with its message": len(fleet.acknowledged),
        "acknowledged and lost": len(set(fleet.acknowledged) - told.keys()),
        "messages that came twice": sum(n - 1 for n in told.values()) + len(f.marks_seen_twice(fleet)),
        "loops booked, events made, events doubled": f"{len(booked) // 4}, {len(events)}, {sum(events.values()) - len(booked)}",
        "effects tried more than once": again,
        "kill to answering again, median and most": f"{statistics.median(ups):.1f} s, {max(ups):.1f} s",
        "kill to all applied that was acknowledged": f"{statistics.median(caught):.1f} s, {max(caught):.1f} s",
        "after the last: to everything said and done": f"{rest:.1f} s",
        "promises broken": "; ".join((*f.broken_promises(fleet), *f.given_up(fleet))) or "none",
    }
    for what, value in rows.items():
        click.echo(f"| {what} | {value} |")


if __name__ == "__main__":
    main()
