"""Who may see and do what: one table, default deny. Every command, button, view and event asks `authorize`."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    """What a person is towards one loop (or the team). A person may hold several; the candidate, their referrer or
    manager holds MEMBER only."""

    OUTSIDER = "out"  # unsigned, guest, bot, other workspace
    MEMBER = "mem"  # of the team, outside the loop
    GONE = "gone"  # removed from the loop, or deactivated
    INTERVIEWER_BLIND = "I-"  # own feedback not in
    INTERVIEWER = "I+"  # own feedback in
    COORDINATOR = "CO"
    HIRING_MANAGER = "HM"
    COMPENSATION = "CP"
    ADMIN = "AD"
    AUDITOR = "AU"


class Resource(StrEnum):
    STAGE = "stage"
    CANDIDATE = "candidate"
    CONTACT = "contact"
    RESUME = "resume"
    OWN_SCHEDULE = "own_schedule"
    SCHEDULE = "schedule"
    OWN_FEEDBACK = "own_feedback"
    OTHERS_FEEDBACK = "others_feedback"
    SUBMISSIONS = "submissions"
    DECISION = "decision"
    COMPENSATION = "compensation"
    PANEL = "panel"
    NUDGES = "nudges"
    EXPORT = "export"
    ERASURE = "erasure"
    AUDIT = "audit"
    SETTINGS = "settings"
    TEAM = "team"
    HELP = "help"


class Action(StrEnum):
    READ = "read"
    READ_MASKED = "read_masked"
    SEE_WHETHER_IN = "see_whether_in"
    WRITE = "write"
    AMEND = "amend"
    DECLINE_OWN = "decline_own"
    REQUEST = "request"
    PROPOSE = "propose"
    MANAGE = "manage"


# Letters: R read, W write own, M manage, m masked read, A amend own, D decline own seat, S whether it is in only,
# Q request, P propose, - denied. `R*` of the hiring manager on others' feedback means: after own, or not on the panel;
# `roles_in_loop` gives a hiring manager whose own feedback is missing the role I- and not the reading of others'.
TABLE = """
resource         | out | mem | gone | I- | I+  | CO | HM  | CP | AD | AU
stage            | -   | -   | -    | R  | R   | M  | R   | -  | m  | m
candidate        | -   | -   | -    | R  | R   | M  | R   | R  | m  | m
contact          | -   | -   | -    | -  | -   | M  | R   | -  | -  | -
resume           | -   | -   | -    | R  | R   | M  | R   | -  | -  | -
own_schedule     | -   | -   | -    | R  | R   | M  | R   | -  | -  | -
schedule         | -   | -   | -    | -  | -   | M  | R   | -  | -  | -
own_feedback     | -   | -   | -    | W  | RA  | -  | -   | -  | -  | -
others_feedback  | -   | -   | -    | -  | R   | S  | R*  | -  | -  | -
submissions      | -   | -   | -    | -  | R   | R  | R   | -  | -  | -
decision         | -   | -   | -    | -  | -   | R  | RW  | R  | -  | R
compensation     | -   | -   | -    | -  | -   | -  | RP  | RW | -  | -
panel            | -   | -   | -    | D  | D   | M  | M   | -  | -  | -
nudges           | -   | -   | -    | W  | W   | M  | M   | -  | M  | -
export           | -   | -   | -    | -  | -   | R  | R   | -  | -  | m
erasure          | -   | -   | -    | -  | -   | Q  | -   | -  | M  | R
audit            | -   | -   | -    | -  | -   | -  | -   | -  | -  | R
settings         | -   | -   | -    | -  | -   | -  | -   | -  | M  | R
team             | -   | R   | -    | R  | R   | M  | R   | R  | M  | R
help             | R   | R   | R    | R  | R   | R  | R   | R  | R  | R
"""

_LETTERS: dict[str, frozenset[Action]] = {
    "R": frozenset({Action.READ}),
    "W": frozenset({Action.WRITE}),
    "M": frozenset({Action.READ, Action.WRITE, Action.MANAGE}),
    "m": frozenset({Action.READ_MASKED}),
    "A": frozenset({Action.AMEND}),
    "D": frozenset({Action.DECLINE_OWN}),
    "S": frozenset({Action.SEE_WHETHER_IN}),
    "Q": frozenset({Action.REQUEST}),
    "P": frozenset({Action.PROPOSE}),
    "-": frozenset(),
    "*": frozenset(),
}


def _read(table: str) -> dict[tuple[Role, Resource], frozenset[Action]]:
    rows = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    roles = [Role(name) for name in rows[0][1:]]
    return {
        (role, Resource(row[0])): frozenset().union(*(_LETTERS[letter] for letter in cell))
        for row in rows[1:]
        for role, cell in zip(roles, row[1:], strict=True)
    }


GRANTS = _read(TABLE)


def authorize(role: Role, resource: Resource, action: Action) -> bool:
    """True only where the table grants it; anything it does not know is denied."""
    return action in GRANTS.get((role, resource), frozenset())


def any_authorized(roles: Iterable[Role], resource: Resource, action: Action) -> bool:
    """Whether one of a person's roles is enough.

    Reading others' feedback is the exception, because it is blind: as long as I- is among the roles (own feedback owed
    and not in), no other role opens it.
    """
    held = frozenset(roles)
    if resource is Resource.OTHERS_FEEDBACK and action is Action.READ and Role.INTERVIEWER_BLIND in held:
        return False
    return any(authorize(role, resource, action) for role in held)


def roles_in_loop(
    *,
    on_team: bool,
    is_candidate: bool,
    coordinates: bool,
    hires: bool,
    on_panel: bool,
    owes_feedback: bool,
    standings: Iterable[str] = (),
) -> frozenset[Role]:
    """The roles of one person towards one loop. `owes_feedback`: sits in a round and own scorecard is not in."""
    if not on_team:
        return frozenset({Role.GONE})
    if is_candidate:
        return frozenset({Role.MEMBER})
    held = {Role.MEMBER}
    if coordinates:
        held.add(Role.COORDINATOR)
    if hires:
        held.add(Role.HIRING_MANAGER)
    if on_panel:
        held.add(Role.INTERVIEWER_BLIND if owes_feedback else Role.INTERVIEWER)
    extra = {"admin": Role.ADMIN, "auditor": Role.AUDITOR, "compensation": Role.COMPENSATION}
    return frozenset(held | {extra[name] for name in standings})
