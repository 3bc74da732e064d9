"""Where a loop will end, and the step that decides it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from models.records.loops import Candidate, Loop, LoopState, Round, RoundState
from models.records.openings import RoundKind
from scheduling.rules.forecast import forecast

KICKOFF = date(2026, 11, 16)  # a Monday
NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
NONE: frozenset[date] = frozenset()

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


def round_(index: int, state: RoundState, day: int | None) -> Round:
    start = None if day is None else datetime(2026, 11, 15, 14, 0, tzinfo=UTC) + timedelta(days=day)
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
    )


def found(*rounds: Round, now: datetime = NOW) -> tuple[int, str, bool]:
    answer = forecast(LOOP, rounds, now=now, holidays=NONE)
    assert answer is not None
    return answer.day, answer.decided_by, answer.late


def test_a_booked_loop_ends_with_its_last_round() -> None:
    rounds = [round_(n, RoundState.INVITED if n == 0 else RoundState.HELD, day) for n, day in enumerate((4, 5, 8, 16))]
    assert found(*rounds) == (16, "Round 4", False)


def test_a_round_without_a_time_comes_its_gap_after_the_one_before() -> None:
    rounds = [round_(0, RoundState.ADVANCED, 2), round_(1, RoundState.INVITED, 5), round_(2, RoundState.OPEN, None)]
    assert found(*rounds) == (8, "Round 3 (no time yet)", False)  # day 5 is a Friday


def test_feedback_still_owed_pushes_the_end_to_the_next_business_day() -> None:
    assert found(round_(0, RoundState.FEEDBACK, 3)) == (4, "feedback on Round 1", False)


def test_a_verdict_owed_decides_the_end_only_if_it_comes_last() -> None:
    rounds = [round_(0, RoundState.VERDICT, 2), round_(1, RoundState.HELD, 10)]
    assert found(*rounds) == (10, "Round 2", False)


def test_past_day_21_the_loop_is_late() -> None:
    assert found(round_(0, RoundState.ADVANCED, 3), round_(1, RoundState.HELD, 22)) == (22, "Round 2", True)


def test_a_loop_whose_rounds_are_done_ends_when_the_decision_is_made() -> None:
    day_20 = NOW + timedelta(days=17)
    assert found(round_(0, RoundState.ADVANCED, 3), now=day_20) == (20, "the decision", False)


def test_nothing_is_forecast_before_the_booking_or_after_the_end() -> None:
    for state in (LoopState.PLANNING, LoopState.PROPOSED, LoopState.BOOKING, LoopState.OFFER):
        assert forecast(replace(LOOP, state=state), (), now=NOW, holidays=NONE) is None
