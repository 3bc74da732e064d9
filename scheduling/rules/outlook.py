"""When a loop under way will end, as a range, with the step that decides it: given what is booked, what is owed, how fast
this team answers, and what is free. Pure.

A loop ends with the decision after its last round. An answer that comes too late costs the time that was held for the
round after it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from models.records.loops import Loop, LoopState, Round, RoundState
from scheduling.rules.business_time import LOOP_DAYS, local_date, loop_day, next_business_day
from scheduling.rules.lifecycle import DONE_ROUND

ENOUGH = 10
"""So many answers of a kind are needed before the team's own pace counts."""

FEEDBACK_LADDER, VERDICT_LADDER = (1, 3), (0, 2)
"""Business days to the step of the ladder that usually brings the answer, and to its last one, on which the hiring manager
hears of feedback that is missing; a word is asked for at once and twice more. Used before there are enough answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delays:
    """How many business days each answer of this team took so far: from the end of an interview to its last scorecard, from
    there to the hiring manager's word, and after the last round to the decision."""

    feedback: Sequence[int] = ()
    verdict: Sequence[int] = ()
    decision: Sequence[int] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """`day` counts the kickoff as 1; `on` is the local date in the loop's zone; `decided_by` is a short English phrase."""

    day: int
    on: date
    decided_by: str

    @property
    def late(self) -> bool:
        return self.day > LOOP_DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """`ends` is the day of the last interview, or of the decision where that is all that is left. `likely` is the day of
    the decision if every answer takes what it usually takes; `latest` if the one answer that matters most takes as long as
    the slowest tenth. Each says which step decides it: the one that would have to be sooner for the loop to end sooner.

    `answered` is when the answer that is owed now can be expected; None where none is.
    """

    ends: Forecast
    likely: Forecast
    latest: Forecast
    answered: date | None = None


def outlook(
    loop: Loop,
    rounds: Sequence[Round],
    *,
    now: datetime,
    holidays: Collection[date],
    delays: Delays,
    free: Mapping[int, date | None] | None = None,
) -> Outlook | None:
    """None while nothing is booked yet, and for a loop that has ended.

    `free` is, by a round's index, the first day that was found free for it, for rounds without a time (None: no day was);
    where that is not known, the first that its distance to the round before allows.
    """
    if loop.state not in (LoopState.RUNNING, LoopState.DEBRIEF):
        return None

    def walk(slow: _Answer | None) -> _Walk:
        way = _Walk(loop=loop, now=now, holidays=holidays, free=free or {}, delays=delays, slow=slow)
        way.through(rounds)
        return way

    usual = walk(None)
    likely = latest = usual.reached()
    for answer in _answers(rounds):
        found = walk(answer).reached()
        if found.day > latest.day:
            latest = replace(found, decided_by=answer.name)
    return Outlook(ends=usual.last_round or likely, likely=likely, latest=latest, answered=usual.answered)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """Something that somebody has to say before the loop goes on."""

    kind: _Kind
    index: int
    name: str


class _Kind(StrEnum):
    FEEDBACK = "feedback"
    VERDICT = "verdict"
    DECISION = "decision"


def _answers(rounds: Sequence[Round]) -> Iterator[_Answer]:
    """All that are still to come, in order."""
    for round_ in rounds:
        if round_.state in DONE_ROUND:
            continue
        if round_.state is not RoundState.VERDICT:
            yield _Answer(kind=_Kind.FEEDBACK, index=round_.index, name=f"feedback on {round_.name}")
        if round_ is rounds[-1]:
            yield _Answer(kind=_Kind.DECISION, index=round_.index, name="the decision")
        else:
            yield _Answer(kind=_Kind.VERDICT, index=round_.index, name=f"the verdict on {round_.name}")


@dataclass(slots=True, kw_only=True)
class _Walk:
    """The rounds in order. `day` is how far the loop has come, `held` the day of the last round on the way, `decided_by` the
    step that all of it hangs on."""

    loop: Loop
    now: datetime
    holidays: Collection[date]
    free: Mapping[int, date | None]
    delays: Delays
    slow: _Answer | None
    day: date = field(init=False)
    held: date | None = field(init=False, default=None)
    decided_by: str = field(init=False, default="")
    timeless: bool = field(init=False, default=False)
    last_round: Forecast | None = field(init=False, default=None)
    answered: date | None = field(init=False, default=None)

    def through(self, rounds: Sequence[Round]) -> None:
        self.day = self.today
        answers = list(_answers(rounds))
        for place, round_ in enumerate(rounds):
            following = rounds[place + 1] if place + 1 < len(rounds) else None
            if round_.state in (RoundState.OPEN, RoundState.HELD, RoundState.INVITED):
                self._held(round_, rounds[place - 1] if place else None)
                self.last_round = self.reached()
            for answer in (answer for answer in answers if answer.index == round_.index):
                self._answered(round_, answer, following)

    def reached(self) -> Forecast:
        return Forecast(
            day=loop_day(self.loop.kickoff, self.day), on=self.day, decided_by=self.decided_by or "the decision"
        )

    @property
    def today(self) -> date:
        return local_date(self.now, self.loop.zone)

    def _held(self, round_: Round, before: Round | None) -> None:
        """On its day; where the answer before it comes later, the time is lost, and the next is a new one: on the day after
        that answer, at its distance from the round before."""
        on = self._date(round_.start) if round_.start is not None else None
        if on is not None and on >= self.day:
            if self.held is None or on > self._after(self.held, round_.gap_bdays):
                self.decided_by = round_.name  # else it follows the round before as soon as it may
            self.day = on
        else:
            since = self.held or (self._date(before.start) if before and before.start else self.day)
            self.day = max(self._after(self.day, 1), self._after(since, round_.gap_bdays))
            if on is None or on < self.today:
                self._without_a_time(round_)
        self.held = self.day

    def _without_a_time(self, round_: Round) -> None:
        """What is owed before it comes first; and of several rounds without a time the first one, unless the calendars have
        nothing sooner for a later one."""
        free = self.free.get(round_.index, self.day)
        if free is None:
            self.decided_by = f"{round_.name} (no time fits yet)"
        elif free > self.day:
            self.day, self.decided_by = free, f"{round_.name} (nothing free sooner)"
        elif not self.answered and not self.timeless:
            self.decided_by = f"{round_.name} (no time yet)"
        self.timeless = True

    def _answered(self, round_: Round, answer: _Answer, following: Round | None) -> None:
        """What is owed now is counted from when it was asked for; all else follows the step before it."""
        counts = self._counts(answer, following)
        owed = (RoundState.FEEDBACK, _Kind.FEEDBACK), (RoundState.VERDICT, answer.kind)
        if (round_.state, answer.kind) not in owed:
            self.day = self._after(self.day, max(counts))
        else:
            since = self._date(round_.end if answer.kind is _Kind.FEEDBACK else round_.verdict_since)
            self.day = max(self.day, *(self._expected(since, count) for count in counts))
            self.decided_by = answer.name
        if round_.state in (RoundState.FEEDBACK, RoundState.VERDICT):
            self.answered = self.day

    def _expected(self, since: date, count: int) -> date:
        """An answer that is late already is expected as long from today as it should have taken, a day at least."""
        due = self._after(since, count)
        return due if due >= self.today else self._after(self.today, max(1, count))

    def _counts(self, answer: _Answer, following: Round | None) -> tuple[int, ...]:
        """Business days; the usual ones count for a slow answer as well, so that it is never expected any sooner. Who lays
        two rounds closer together than the ladder is taken to answer as fast as that, until there is a pace."""
        ladder = FEEDBACK_LADDER if answer.kind is _Kind.FEEDBACK else VERDICT_LADDER
        measured: Sequence[int] = getattr(self.delays, answer.kind)
        usual, slow = _days(measured, ladder)
        if len(measured) < ENOUGH and following is not None and answer.kind is _Kind.FEEDBACK:
            usual = min(usual, following.gap_bdays)
        return (usual, slow) if answer == self.slow else (usual,)

    def _date(self, moment: datetime | None) -> date:
        return self.today if moment is None else local_date(moment, self.loop.zone)

    def _after(self, day: date, count: int) -> date:
        return next_business_day(day, self.holidays, count)


def _days(measured: Sequence[int], ladder: tuple[int, int]) -> tuple[int, int]:
    """The middle one and the one that nine of ten keep to (nearest rank); the ladder's where there are too few."""
    if len(measured) < ENOUGH:
        return ladder
    ranked = sorted(measured)
    return ranked[-(-len(ranked) // 2) - 1], ranked[-(-len(ranked) * 9 // 10) - 1]
