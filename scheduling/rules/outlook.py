"""When a loop under way will be decided, as a range: given what is booked, what is owed, and how fast this team answers.

`forecast` says on which day the last interview is; this goes on to the decision, and knows that an answer which comes too
late costs the time that was held for the next round. Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from models.records.loops import Loop, LoopState, Round, RoundState
from scheduling.rules.business_time import local_date, loop_day, next_business_day
from scheduling.rules.forecast import Forecast
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
class Outlook:
    """`likely` is the day if every answer takes what it usually takes; `latest` if the one answer that matters most takes
    as long as the slowest tenth. Each says which step decides it."""

    likely: Forecast
    latest: Forecast


def outlook(
    loop: Loop,
    rounds: Sequence[Round],
    *,
    now: datetime,
    holidays: Collection[date],
    delays: Delays,
    free: Mapping[int, date] | None = None,
) -> Outlook | None:
    """None while nothing is booked yet, and for a loop that has ended.

    `free` is, by a round's index, the first day on which it could be held, for rounds without a time; where that is not
    known, the first that its distance to the round before allows.
    """
    if loop.state not in (LoopState.RUNNING, LoopState.DEBRIEF):
        return None

    def walk(slow: _Answer | None) -> Forecast:
        return _Walk(loop=loop, now=now, holidays=holidays, free=free or {}, delays=delays, slow=slow).through(rounds)

    likely = latest = walk(None)
    for answer in _answers(rounds):
        found = walk(answer)
        if found.day > latest.day:
            latest = replace(found, decided_by=answer.name)
    return Outlook(likely=likely, latest=latest)


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
    """The rounds in order. `day` is how far the loop has come, `decided_by` the step that it hangs on."""

    loop: Loop
    now: datetime
    holidays: Collection[date]
    free: Mapping[int, date]
    delays: Delays
    slow: _Answer | None
    day: date = field(init=False)
    decided_by: str = field(init=False, default="the decision")

    def through(self, rounds: Sequence[Round]) -> Forecast:
        self.day = self.today
        answers = list(_answers(rounds))
        for round_ in rounds:
            if round_.state in (RoundState.OPEN, RoundState.HELD, RoundState.INVITED):
                self._held(round_)
            for answer in (answer for answer in answers if answer.index == round_.index):
                self._answered(round_, answer)
        return Forecast(day=loop_day(self.loop.kickoff, self.day), on=self.day, decided_by=self.decided_by)

    @property
    def today(self) -> date:
        return local_date(self.now, self.loop.zone)

    def _held(self, round_: Round) -> None:
        """On its day; where the answer before it comes later, the time is lost, and the next is a new one."""
        on = self._date(round_.start) if round_.start is not None else None
        if on is not None and on >= self.day:
            self.day, self.decided_by = on, round_.name
            return
        self.day = self._after(self.day, max(1, round_.gap_bdays))
        if on is None or on < self.today:
            self.day = max(self.day, self.free.get(round_.index, self.day))
            self.decided_by = f"{round_.name} (no time yet)"

    def _answered(self, round_: Round, answer: _Answer) -> None:
        """What is owed now is counted from when it was asked for; all else follows the step before it."""
        counts = self._counts(answer)
        owed = (RoundState.FEEDBACK, _Kind.FEEDBACK), (RoundState.VERDICT, answer.kind)
        if (round_.state, answer.kind) not in owed:
            self.day = self._after(self.day, max(counts))
            return
        since = self._date(round_.end if answer.kind is _Kind.FEEDBACK else round_.verdict_since)
        expected = max(self._expected(since, count) for count in counts)
        if expected >= self.day:
            self.day, self.decided_by = expected, answer.name

    def _expected(self, since: date, count: int) -> date:
        """An answer that is late already is expected as long from today as it should have taken, a day at least."""
        due = self._after(since, count)
        return due if due >= self.today else self._after(self.today, max(1, count))

    def _counts(self, answer: _Answer) -> tuple[int, ...]:
        """Business days; the usual ones count for a slow answer as well, so that it is never expected any sooner."""
        ladder = FEEDBACK_LADDER if answer.kind is _Kind.FEEDBACK else VERDICT_LADDER
        measured: Sequence[int] = getattr(self.delays, answer.kind)
        usual, slow = _days(measured, ladder)
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
