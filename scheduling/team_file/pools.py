"""Whether the people of the file can do what its openings ask: who runs them, and enough people for every seat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from scheduling.team_file.entries import OpeningEntry, PersonEntry
from scheduling.team_file.problems import Problems, did_you_mean, listed, quoted

_MOST_NAMES = 5


@dataclass(frozen=True, slots=True)
class _Shortage:
    """Seats (by pool) that have fewer people between them than they need."""

    pools: tuple[str, ...]
    people: tuple[str, ...]


def check_openings(people: Sequence[PersonEntry], openings: Sequence[OpeningEntry], problems: Problems) -> None:
    """Reports what would make an opening impossible to plan: unknown people, unknown or empty pools, too few people."""
    by_email = {person.email: person for person in people}
    named = {pool for person in people for pool in person.pools}
    members: dict[str, list[str]] = {pool: [] for pool in named}
    for person in people:
        for pool in person.pools if person.active else ():
            members[pool].append(person.email)
    for opening in openings:
        _check_role(opening, "hiring_manager", opening.hiring_manager, by_email, problems)
        _check_role(opening, "coordinator", opening.coordinator, by_email, problems)
        if opening.active and _pools_are_there(opening, members, problems):
            _check_size(opening, members, problems)


def _check_role(
    opening: OpeningEntry, role: str, email: str, by_email: Mapping[str, PersonEntry], problems: Problems
) -> None:
    line, person = opening.lines[role], by_email.get(email)
    if not email:  # reported where it was read
        return
    if person is None:
        near = _by_near_name(email, by_email)
        hint = f"; did you mean {quoted(near)}?" if near else "; add the person to the file"
        problems.add(line, f"{opening.key}: {role} {quoted(email)} is not among the people{hint}")
    elif not person.active and opening.active:
        problems.add(line, f"{opening.key}: {role} {quoted(email)} is not active; name somebody who is")


def _by_near_name(email: str, by_email: Mapping[str, PersonEntry]) -> str | None:
    """By what stands before the @: what stands behind it is the same for all of a company."""
    names = {known.partition("@")[0]: known for known in by_email}
    near = get_close_matches(email.partition("@")[0], names, n=1, cutoff=0.7)
    return names[near[0]] if near else None


def _pools_are_there(opening: OpeningEntry, members: Mapping[str, Sequence[str]], problems: Problems) -> bool:
    complete = True
    for number, plan in enumerate(opening.rounds):
        line = opening.lines[number]
        for pool in dict.fromkeys(plan.seats):
            if pool not in members:
                hint = did_you_mean(pool, members) or "; put somebody into it (pools of a person)"
                problems.add(line, f"{opening.key}, {plan.name}: nobody is in a pool {quoted(pool)}{hint}")
            elif not members[pool]:
                problems.add(line, f"{opening.key}, {plan.name}: nobody in the pool {quoted(pool)} is active")
            complete = complete and bool(members.get(pool))
    return complete


def _check_size(opening: OpeningEntry, members: Mapping[str, Sequence[str]], problems: Problems) -> None:
    """Everybody sits in one seat of a loop at most, so that each seat of all rounds needs somebody of its own."""
    for number, plan in enumerate(opening.rounds):
        shortage = _shortage(plan.seats, members)
        if shortage:
            problems.add(opening.lines[number], f"{opening.key}, {plan.name}: {_said(shortage)}")
            return
    shortage = _shortage([pool for plan in opening.rounds for pool in plan.seats], members)
    if shortage:
        problems.add(opening.line, f"{opening.key}: nobody sits in two rounds of one candidate, and {_said(shortage)}")


def _said(shortage: _Shortage) -> str:
    need, pools = len(shortage.pools), sorted(set(shortage.pools))
    names = ", ".join(shortage.people[:_MOST_NAMES]) + (", …" if len(shortage.people) > _MOST_NAMES else "")
    return (
        f"{need} seats from {listed(pools, 'and')} need {need} different people, but only {len(shortage.people)} "
        f"can take them ({names}); add people to {listed(pools)}"
    )


def _shortage(seats: Sequence[str], members: Mapping[str, Sequence[str]]) -> _Shortage | None:
    """Fills seats one by one, moving people along where that helps (augmenting paths); None when all are filled."""
    seat_of: dict[str, int] = {}
    for seat in range(len(seats)):
        seen: dict[str, None] = {}
        if not _fill(seat, seats, members, seat_of, seen):
            stuck = {seat, *(seat_of[person] for person in seen)}
            return _Shortage(tuple(seats[number] for number in sorted(stuck)), tuple(sorted(seen)))
    return None


def _fill(
    seat: int,
    seats: Sequence[str],
    members: Mapping[str, Sequence[str]],
    seat_of: dict[str, int],
    seen: dict[str, None],
) -> bool:
    for person in members[seats[seat]]:
        if person in seen:
            continue
        seen[person] = None
        if person not in seat_of or _fill(seat_of[person], seats, members, seat_of, seen):
            seat_of[person] = seat
            return True
    return False
