"""When a loop will end, as a range, and the step that it hangs on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.records.loops import Candidate, Loop, LoopState, Round, RoundState
from models.records.openings import RoundKind
from scheduling.rules.outlook import Delays, outlook

KICKOFF = date(2026, 11, 16)  # a Monday
NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)  # Wednesday, day 3
NONE: frozenset[date] = frozenset()
UNKNOWN = Delays()
QUICK = Delays(feedback=(0,) * 10, verdict=(0,) * 10, decision=(0,) * 10)

LOOP = Loop(
    id="L",
    opening_id="O",
    candidate=Candidate(name="Ana", email="ana@x.example", zone="UTC"),
    kickoff=KICKOFF,
    zone="UTC",
    state=LoopState.RUNNING,
    coordinator_id="co",
    hiring_manager_id="hm",
    created_at=NOW,
    created_by="co",
)


def round_(index: int, state: RoundState, day: int | None, *, verdict_since: int | None = None) -> Round:
    start = None if day is None else at(day)
    return Round(
        id=f"L-{index + 1}",
        loop_id="L",
        index=index,
        kind=RoundKind.SCREEN,
        name=f"Round {index + 1}",
        minutes=60,
        pools=("p",),
        gap_bdays=1,
        focus="",
        state=state,
        start=start,
        end=None if start is None else start + timedelta(hours=1),
        verdict_since=None if verdict_since is None else at(verdict_since),
    )


def at(day: int) -> datetime:
    return datetime(2026, 11, 15, 14, 0, tzinfo=UTC) + timedelta(days=day)


def ends(
    *rounds: Round, now: datetime = NOW, delays: Delays = UNKNOWN, free: dict[int, date | None] | None = None
) -> tuple[int, str, bool]:
    answer = outlook(LOOP, rounds, now=now, holidays=NONE, delays=delays, free=free)
    assert answer is not None
    return answer.ends.day, answer.ends.decided_by, answer.ends.late


def found(
    *rounds: Round, delays: Delays = UNKNOWN, free: dict[int, date | None] | None = None
) -> tuple[tuple[int, str], tuple[int, str]]:
    answer = outlook(LOOP, rounds, now=NOW, holidays=NONE, delays=delays, free=free)
    assert answer is not None
    return (answer.likely.day, answer.likely.decided_by), (answer.latest.day, answer.latest.decided_by)


def test_a_booked_loop_is_decided_some_business_days_after_its_last_round() -> None:
    rounds = [round_(n, RoundState.INVITED if n == 0 else RoundState.HELD, day) for n, day in enumerate((4, 9, 16))]

    # Day 16 is a Tuesday: feedback on Wednesday, or on Friday at the latest, and the decision with it.
    assert ((17, "Round 3"), (19, "feedback on Round 3")) == found(*rounds)


def test_a_team_that_answers_on_the_same_day_decides_on_the_day_of_the_last_round() -> None:
    assert ((16, "Round 1"), (16, "Round 1")) == found(round_(0, RoundState.HELD, 16), delays=QUICK)


def test_nine_answers_are_not_a_pace_yet() -> None:
    nine = Delays(feedback=(0,) * 9, verdict=(0,) * 9, decision=(0,) * 9)

    assert found(round_(0, RoundState.HELD, 16)) == found(round_(0, RoundState.HELD, 16), delays=nine)


def test_likely_is_the_middle_of_the_teams_own_answers_and_latest_what_nine_of_ten_keep_to() -> None:
    own = replace(QUICK, feedback=(0, 0, 0, 0, 2, 2, 3, 3, 4, 30))

    assert ((18, "Round 1"), (22, "feedback on Round 1")) == found(round_(0, RoundState.HELD, 16), delays=own)


def test_an_answer_that_comes_too_late_costs_the_time_that_was_held() -> None:
    rounds = [round_(0, RoundState.FEEDBACK, 2), round_(1, RoundState.HELD, 4)]

    likely, latest = found(*rounds)

    # Tuesday's feedback comes on Wednesday, and Thursday's round stays. Or it comes on Friday, and the round on Monday.
    assert (5, "Round 2") == likely
    assert (9, "feedback on Round 1") == latest


def test_a_verdict_owed_decides_where_what_was_held_would_be_lost() -> None:
    rounds = [round_(0, RoundState.VERDICT, 1, verdict_since=1), round_(1, RoundState.HELD, 3)]

    likely, _ = found(*rounds)

    assert (8, "the verdict on Round 1") == likely  # Thursday the word, Friday the round, Monday the rest


def test_the_decision_itself_is_what_is_owed_after_the_last_round() -> None:
    debrief = [round_(0, RoundState.ADVANCED, 1), round_(1, RoundState.VERDICT, 2, verdict_since=3)]

    assert ((3, "the decision"), (5, "the decision")) == found(*debrief)


def test_a_round_without_a_time_is_held_on_the_first_day_that_is_free() -> None:
    rounds = [round_(0, RoundState.ADVANCED, 1), round_(1, RoundState.OPEN, None)]

    assert (4, "Round 2 (no time yet)") == found(*rounds, delays=QUICK)[0]
    assert (12, "Round 2 (nothing free sooner)") == found(*rounds, delays=QUICK, free={1: date(2026, 11, 27)})[0]
    assert (4, "Round 2 (no time fits yet)") == found(*rounds, delays=QUICK, free={1: None})[0]
    assert (4, "Round 2 (no time yet)") == found(*rounds, delays=QUICK, free={1: date(2026, 11, 18)})[0]


def test_holidays_and_weekends_are_no_days_for_answers() -> None:
    answer = outlook(
        LOOP, [round_(0, RoundState.HELD, 5)], now=NOW, holidays={date(2026, 11, 23)}, delays=UNKNOWN, free=None
    )

    assert answer is not None
    assert date(2026, 11, 24) == answer.likely.on  # held on Friday, and Monday is a holiday


def test_nothing_is_said_before_the_booking_or_after_the_end() -> None:
    for state in (LoopState.PLANNING, LoopState.PROPOSED, LoopState.BOOKING, LoopState.OFFER):
        assert outlook(replace(LOOP, state=state), (), now=NOW, holidays=NONE, delays=UNKNOWN) is None


states = st.sampled_from(
    [RoundState.OPEN, RoundState.HELD, RoundState.INVITED, RoundState.FEEDBACK, RoundState.VERDICT, RoundState.ADVANCED]
)
counts: st.SearchStrategy[list[int]] = st.just([]) | st.lists(st.integers(0, 9), min_size=10, max_size=14)


@settings(max_examples=200)
@given(
    rounds=st.lists(st.tuples(states, st.integers(-3, 25)), min_size=1, max_size=4),
    measured=st.tuples(counts, counts, counts),
    passed=st.integers(0, 30),
)
def test_the_latest_is_never_before_the_likely_day_nor_either_before_what_is_booked(
    rounds: list[tuple[RoundState, int]], measured: tuple[list[int], list[int], list[int]], passed: int
) -> None:
    loop = [round_(n, state, None if state is RoundState.OPEN else day) for n, (state, day) in enumerate(rounds)]
    delays = Delays(feedback=measured[0], verdict=measured[1], decision=measured[2])
    now = NOW + timedelta(days=passed)

    answer = outlook(LOOP, loop, now=now, holidays=NONE, delays=delays)

    assert answer is not None
    assert answer.likely.on <= answer.latest.on
    ahead = [r.start.date() for r in loop if r.start and r.state in (RoundState.HELD, RoundState.INVITED)]
    assert answer.likely.on >= max([now.date(), *ahead])


@pytest.mark.parametrize("slower", ["feedback", "verdict", "decision"])
def test_a_slower_team_is_never_decided_sooner(slower: str) -> None:
    rounds = [round_(0, RoundState.FEEDBACK, 2), round_(1, RoundState.HELD, 5), round_(2, RoundState.HELD, 9)]
    days = []
    for count in range(6):
        pace = {"feedback": (1,) * 10, "verdict": (1,) * 10, "decision": (1,) * 10, slower: (count,) * 10}
        days.append(found(*rounds, delays=Delays(**pace))[0][0])

    assert sorted(days) == days
    assert days[0] < days[-1]


def test_a_booked_loop_ends_with_its_last_round() -> None:
    rounds = [round_(n, RoundState.INVITED if n == 0 else RoundState.HELD, day) for n, day in enumerate((4, 5, 8, 16))]

    assert (16, "Round 4", False) == ends(*rounds)


def test_rounds_that_follow_each_other_as_soon_as_they_may_hang_on_the_first_of_them() -> None:
    tight = [round_(n, RoundState.INVITED if n == 0 else RoundState.HELD, day) for n, day in enumerate((4, 10, 11, 12))]

    # Were round 2 on Friday, the others could be sooner, too; round 1 leaves room for that.
    assert (12, "Round 2", False) == ends(*tight)


def test_of_rounds_without_a_time_the_first_one_decides() -> None:
    booked = [round_(0, RoundState.ADVANCED, 2), round_(1, RoundState.INVITED, 5)]

    two = (round_(2, RoundState.OPEN, None), round_(3, RoundState.OPEN, None))
    assert (11, "Round 3 (no time yet)", False) == ends(
        *booked, *two
    )  # Friday, its answer on Monday; Tuesday; Thursday
    assert (17, "Round 4 (nothing free sooner)", False) == ends(*booked, *two, free={3: date(2026, 12, 2)})


def test_an_answer_that_is_owed_comes_before_the_time_that_is_missing() -> None:
    rounds = [round_(0, RoundState.FEEDBACK, 2), round_(1, RoundState.OPEN, None), round_(2, RoundState.OPEN, None)]

    assert (8, "feedback on Round 1", False) == ends(*rounds)


def test_a_held_time_that_the_answer_comes_too_late_for_is_lost_and_the_answer_decides() -> None:
    slow = replace(QUICK, feedback=(3,) * 10)
    rounds = [round_(0, RoundState.FEEDBACK, 2), round_(1, RoundState.HELD, 4), round_(2, RoundState.HELD, 5)]

    assert (5, "Round 2", False) == ends(*rounds)
    assert (12, "feedback on Round 1", False) == ends(*rounds, delays=slow)  # Friday; Monday; Thursday; Friday


def test_the_distance_between_rounds_is_counted_from_the_round_and_not_from_its_answer() -> None:
    rounds = [round_(0, RoundState.FEEDBACK, 2), replace(round_(1, RoundState.OPEN, None), gap_bdays=3)]

    assert (5, "feedback on Round 1", False) == ends(*rounds)  # Tuesday and three days; the answer comes on Thursday


def test_an_answer_that_is_owed_while_the_next_round_stays_on_its_day_decides_nothing() -> None:
    rounds = [round_(0, RoundState.VERDICT, 2, verdict_since=2), round_(1, RoundState.HELD, 10)]

    assert (10, "Round 2", False) == ends(*rounds)


def test_rounds_booked_on_one_day_are_taken_to_be_answered_on_it_until_the_team_has_a_pace() -> None:
    rounds = [round_(0, RoundState.INVITED, 4), replace(round_(1, RoundState.HELD, 4), gap_bdays=0)]

    assert (4, "Round 1", False) == ends(*rounds)
    assert (8, "Round 1", False) == ends(*rounds, delays=replace(QUICK, feedback=(1,) * 10))


def test_after_the_last_interview_it_ends_with_the_decision() -> None:
    day_20 = NOW + timedelta(days=17)

    assert (4, "feedback on Round 1", False) == ends(round_(0, RoundState.FEEDBACK, 3))
    assert (20, "the decision", False) == ends(round_(0, RoundState.ADVANCED, 3), now=day_20)


def test_past_day_21_the_loop_is_late() -> None:
    assert (22, "Round 2", True) == ends(round_(0, RoundState.ADVANCED, 3), round_(1, RoundState.HELD, 22))


def test_what_is_owed_now_says_when_it_can_be_expected() -> None:
    def answered(*rounds: Round) -> date | None:
        answer = outlook(LOOP, rounds, now=NOW, holidays=NONE, delays=UNKNOWN)
        assert answer is not None
        return answer.answered

    assert answered(round_(0, RoundState.INVITED, 4)) is None
    assert date(2026, 11, 19) == answered(round_(0, RoundState.FEEDBACK, 3), round_(1, RoundState.HELD, 9))
