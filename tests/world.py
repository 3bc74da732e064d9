"""A small team, a fake calendar and a fake workspace around the real core and a real database: for tests of use cases.

Names: `mara` coordinates, `jonas` hires, `rita` and `ron` screen, `emil` and `eva` do the deep-dive, `paul` and `petra`
pair, `pia` (product), `leo` (lead) and `nina`, `noah` (peers) sit in the last round, `ada` is admin, `otto` is nobody in
particular.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from models.records.feedback import Rating, Recommendation, VerdictChoice
from models.records.loops import Candidate, Loop, LoopState, Round
from models.records.openings import Opening, RoundKind, RoundPlan
from models.records.people import Holiday, Hours, Person, PoolMember, Standing
from models.records.proposals import Proposal
from models.unit_of_work import UnitOfWork
from sandbox.clock import SteppedClock
from sandbox.memory.calendar import FakeCalendar
from sandbox.memory.directory import FakeDirectory
from sandbox.memory.messenger import FakeMessenger, Said
from scheduling import intents as i
from scheduling.api import Hirebot
from scheduling.engine import Engine
from scheduling.invariants import check
from scheduling.messages import Topic
from scheduling.outbox.relay import Relay
from scheduling.outbox.settlement import Outside
from scheduling.ports import SlackUser
from scheduling.views.loops import PanelView

MONDAY = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)  # 09:00 in Berlin
SECRET = b"a secret of the tests"
WEEK = tuple(Hours(weekday=day, start=540, end=1050) for day in range(5))
CORE = tuple(Hours(weekday=day, start=600, end=960) for day in range(5))
POOLS: Mapping[str, tuple[str, ...]] = {
    "recruiter": ("rita", "ron"),
    "engineer": ("emil", "eva"),
    "pair": ("paul", "petra"),
    "pm": ("pia",),
    "lead": ("leo",),
    "peer": ("nina", "noah"),
}
NAMES = ("mara", "jonas", "ada", "otto", *(name for members in POOLS.values() for name in members))
ROUNDS = (
    RoundPlan(kind=RoundKind.SCREEN, name="Recruiter screen", minutes=30, seats=("recruiter",), gap_bdays=0),
    RoundPlan(kind=RoundKind.DEEP_DIVE, name="Deep-dive", minutes=60, seats=("engineer",)),
    RoundPlan(kind=RoundKind.HANDS_ON, name="Pairing", minutes=120, seats=("pair",)),
    RoundPlan(kind=RoundKind.DESIGN, name="Design", minutes=60, seats=("pm", "lead", "peer")),
)


@dataclass(kw_only=True)
class Surroundings:
    """All that a world is made of beside its database. `reports` collects what the engine would log."""

    clock: SteppedClock
    calendar: FakeCalendar
    messenger: FakeMessenger
    directory: FakeDirectory
    reports: list[tuple[str, Mapping[str, object]]] = field(default_factory=list)
    ids: int = 0
    keys: int = 0

    @classmethod
    def at(cls, now: datetime) -> Surroundings:
        clock = SteppedClock(now)
        return cls(
            clock=clock,
            calendar=FakeCalendar(people=[email(name) for name in NAMES]),
            messenger=FakeMessenger(clock),
            directory=FakeDirectory(user(name) for name in NAMES),
        )


class World:
    """`errors` are the exceptions that the engine would log: a test ends with none.

    `found` is what an earlier world left behind, and `uow` the same one's database; else both begin with the team.
    """

    def __init__(
        self, uow: UnitOfWork, *, now: datetime = MONDAY, found: Surroundings | None = None, **opening: Any
    ) -> None:
        self.uow = uow
        self.around = found or Surroundings.at(now)
        self.clock = self.around.clock
        self.calendar = self.around.calendar
        self.messenger = self.around.messenger
        self.directory = self.around.directory
        self._had_turn: datetime | None = None
        outside = Outside(
            uow=uow,
            calendar=self.calendar,
            messenger=self.messenger,
            directory=self.directory,
            secret=SECRET,
            clock=self.clock,
        )
        relay = Relay(
            outside=outside,
            clock=self.clock,
            new_id=self.new_id,
            owner="test",
            pace=timedelta(0),
            report=self.report,
        )
        self.engine = Engine(outside=outside, clock=self.clock, new_id=self.new_id, relay=relay, report=self.report)
        self.core = Hirebot(uow=uow, clock=self.clock, new_id=self.new_id, secret=SECRET, wake=lambda: None)
        if found is None:
            self._write_team(opening)

    # ---- the moment

    @property
    def now(self) -> datetime:
        return self.clock.now()

    @property
    def errors(self) -> list[object]:
        return [fields["error"] for _, fields in self.around.reports if "error" in fields]

    def new_id(self) -> str:
        self.around.ids += 1
        return f"id{self.around.ids:04d}"

    def report(self, event: str, fields: Mapping[str, object]) -> None:
        self.around.reports.append((event, fields))

    def settle(self) -> None:
        """All that is due now, as production's ticks do it."""
        self.engine.watch_time()
        self.engine.run_until_idle()
        self.engine.sync_calendar()
        self.engine.watch_time()
        self.engine.run_until_idle()

    def until(self, moment: datetime) -> None:
        """Lets time pass, stopping at everything that falls due on the way. What could not be done when it had its turn
        waits for something that comes later."""
        self._had_turn = None
        while (due := self._next_moment()) is not None and due <= moment:
            self.clock.set(max(due, self.now))
            self._had_turn = self.now
            self.settle()
        self.clock.set(max(moment, self.now))
        self.settle()

    def wait(self, **by: int) -> None:
        self.until(self.now + timedelta(**by))

    def _next_moment(self) -> datetime | None:
        with self.uow.reading() as tx:
            due = tx.outbox.next_due(after=self._had_turn)
            ends = [r.end for loop in tx.loops.live() for r in tx.rounds.of_loop(loop.id) if r.end]
        coming = [end for end in ends if end > self.now] + ([] if due is None else [due])
        return min(coming, default=None)

    # ---- what people do

    def does(self, intent: i.Intent, *, key: str | None = None) -> bool:
        """Takes an input and works on it at once; returns whether it was new."""
        self.around.keys += 1
        taken = self.core.take(intent, dedupe_key=key or f"key{self.around.keys}")
        self.settle()
        return taken

    def starts(self, loop_id: str = "L1", *, opening: str = "search", by: str = "mara", **candidate: Any) -> None:
        self.does(new_loop(loop_id, opening=opening, by=by, now=self.now, **candidate))

    def books(self, loop_id: str = "L1", *, option: int = 0, by: str = "mara") -> None:
        self.does(i.Book(actor_id=by, loop_id=loop_id, proposal_id=self.newest_proposal(loop_id).id, option=option))

    def newest_proposal(self, loop_id: str = "L1") -> Proposal:
        with self.uow.reading() as tx:
            found = tx.proposals.newest(loop_id)
        assert found is not None
        return found

    def booked(self, loop_id: str = "L1", **candidate: Any) -> None:
        """A loop with all four rounds on the calendar."""
        self.starts(loop_id, **candidate)
        self.books(loop_id)

    def gives_feedback(self, name: str, index: int, *, loop_id: str = "L1", **fields: Any) -> None:
        self.does(scorecard(name, self.round(index, loop_id).id, loop_id=loop_id, **fields))

    def holds_round(self, index: int, *, loop_id: str = "L1", verdict: bool = True) -> None:
        """The round takes place, everyone gives feedback, and the hiring manager lets the candidate go on."""
        end = self.round(index, loop_id).end
        assert end is not None
        self.until(end + timedelta(minutes=10))
        for name in self.panel(index, loop_id):
            self.gives_feedback(name, index, loop_id=loop_id)
        if verdict and index < 3:
            self.says(VerdictChoice.ADVANCE, index, loop_id=loop_id)

    def says(
        self, choice: VerdictChoice, index: int, *, loop_id: str = "L1", by: str = "jonas", reason: str = ""
    ) -> None:
        round_id = self.round(index, loop_id).id
        self.does(i.GiveVerdict(actor_id=by, loop_id=loop_id, round_id=round_id, choice=choice, reason=reason))

    def decides(self, ending: LoopState, *, loop_id: str = "L1", by: str = "jonas") -> None:
        self.does(i.Decide(actor_id=by, loop_id=loop_id, ending=ending, reason="because"))

    # ---- what is there

    def loop(self, loop_id: str = "L1") -> Loop:
        with self.uow.reading() as tx:
            return tx.loops.get(id=loop_id)

    def rounds(self, loop_id: str = "L1") -> list[Round]:
        with self.uow.reading() as tx:
            return list(tx.rounds.of_loop(loop_id))

    def round(self, index: int, loop_id: str = "L1") -> Round:
        return self.rounds(loop_id)[index]

    def panel(self, index: int, loop_id: str = "L1") -> list[str]:
        with self.uow.reading() as tx:
            return [seat.person_id for seat in tx.seats.of_round(self.round(index, loop_id).id)]

    def person(self, name: str) -> Person:
        with self.uow.reading() as tx:
            return tx.people.get(id=name)

    def heard(self, name: str, topic: Topic | None = None) -> list[Said]:
        """What this person finds in the direct messages with Hirebot."""
        return self.messenger.said_to(slack_id(name), topic)

    def topics(self, name: str) -> list[str]:
        return [str(said.topic) for said in self.heard(name)]

    def briefs(self, name: str) -> int:
        """How many messages with the questions in them this person got, but for the short ones right before: the brief
        comes by itself, or with the news of its round."""
        views = [said.view for said in self.heard(name) if said.topic is not Topic.BRIEF_SHORT]
        return sum(isinstance(view, PanelView) and bool(view.questions) for view in views)

    def last_notice(self, name: str) -> str:
        """The code of the newest short answer this person got; empty without one."""
        notices = self.heard(name, Topic.NOTICE)
        return str(getattr(notices[-1].view, "code", "")) if notices else ""

    def outcomes(self) -> list[str]:
        """What came of every input, oldest first."""
        with self.uow.reading() as tx:
            return [row.outcome for row in tx.inbox.all()]

    def broken(self) -> tuple[str, ...]:
        """The invariants that do not hold."""
        with self.uow.reading() as tx:
            return check(tx, now=self.now, secret=SECRET)

    def _write_team(self, opening: Mapping[str, Any]) -> None:
        with self.uow() as tx:
            for name in NAMES:
                tx.people.add(person(name))
            for pool, members in POOLS.items():
                for name in members:
                    tx.pools.add(PoolMember(pool=pool, person_id=name))
            tx.openings.add(search_opening(**opening))
            tx.holidays.add(Holiday(day=date(2026, 12, 25), name="Christmas"))


def email(name: str) -> str:
    return f"{name}@team.example"


def slack_id(name: str) -> str:
    return f"U{name.upper()}"


def user(name: str) -> SlackUser:
    return SlackUser(
        user_id=slack_id(name),
        email=email(name),
        name=name.title(),
        zone="Europe/Berlin",
        outsider=False,
        deactivated=False,
    )


def person(name: str, **fields: Any) -> Person:
    base: dict[str, Any] = {
        "id": name,
        "email": email(name),
        "name": name.title(),
        "zone": "Europe/Berlin",
        "work": WEEK,
        "core": CORE,
        "max_per_day": 2,
        "max_per_week": 5,
        "standings": frozenset({Standing.ADMIN}) if name == "ada" else frozenset(),
        "slack_id": slack_id(name),
    }
    return Person(**{**base, **fields})


def search_opening(**fields: Any) -> Opening:
    base: dict[str, Any] = {
        "id": "search",
        "key": "search",
        "title": "Senior AI Engineer: search",
        "hiring_manager_id": "jonas",
        "coordinator_id": "mara",
        "rounds": ROUNDS,
    }
    return Opening(**{**base, **fields})


def new_loop(
    loop_id: str, *, opening: str = "search", by: str = "mara", now: datetime = MONDAY, **candidate: Any
) -> i.NewLoop:
    kickoff = candidate.pop("kickoff", now.date())
    base: dict[str, Any] = {
        "name": "Ana Kovač",
        "email": f"{loop_id.lower()}@mail.example",
        "zone": "Europe/Berlin",
        "windows": tuple(Hours(weekday=day, start=540, end=1020) for day in range(5)),
    }
    return i.NewLoop(
        actor_id=by,
        loop_id=loop_id,
        opening_id=opening,
        candidate=Candidate(**{**base, **candidate}),
        kickoff=kickoff,
    )


def scorecard(name: str, round_id: str, *, loop_id: str = "L1", **fields: Any) -> i.SubmitScorecard:
    base: dict[str, Any] = {
        "recommendation": Recommendation.YES,
        "ratings": (Rating(competency="System design", points=3, evidence="Drew the data flow unasked."),),
        "red_flags": (),
        "summary": "Clear thinker.",
    }
    return i.SubmitScorecard(actor_id=name, loop_id=loop_id, round_id=round_id, **{**base, **fields})
