"""The team: loaded, everybody to be found in Slack, and the calendar of everybody who interviews open for free/busy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from bot.doctor.finding import Finding, note, skipped, well, wrong
from bot.doctor.slack import Workspace
from bot.slack_directory import SlackDirectory
from models.records.people import Person
from models.unit_of_work import UnitOfWork
from scheduling.google.calendar import GoogleCalendar
from scheduling.google.probe import hint_for
from scheduling.ports import Clock, PermanentFault, TransientFault

_LOAD = "run `python3 start.py team load team.yaml` (team.example.yaml shows what can be said)"
_SHARE = "Google Calendar, their calendar's settings, Access permissions for events, See only free/busy"
_FILE = "correct the address in the team file and load it again"


def look_at_team(
    uow: UnitOfWork | None, workspace: Workspace | None, calendar: GoogleCalendar | None, clock: Clock
) -> Iterator[Finding]:
    if uow is None:
        yield skipped("team", "the database")
        return
    with uow.reading() as tx:
        people = sorted((person for person in tx.people.all() if person.active), key=lambda person: person.name)
        seated = {member.person_id for member in tx.pools.all()}
        openings = sum(opening.active for opening in tx.openings.all())
    if not people:
        yield wrong("team", "nobody yet", _LOAD)
        return
    if openings:
        yield well("team", f"{len(people)} people, {openings} open {'role' if openings == 1 else 'roles'}")
    else:
        yield wrong("team", f"{len(people)} people, and nothing that they hire for", f"add an opening, and {_LOAD}")
    yield from _in_slack(people, workspace)
    yield from _free_busy([person for person in people if person.id in seated], calendar, clock)


def _in_slack(people: Sequence[Person], workspace: Workspace | None) -> Iterator[Finding]:
    if workspace is None:
        yield skipped("people in slack", "the bot token")
        return
    directory = SlackDirectory(workspace.wire, lambda: workspace.us.team_id)
    found = 0
    for number, person in enumerate(people):
        try:
            user = directory.by_id(person.slack_id) if person.slack_id else directory.by_email(person.email)
        except (TransientFault, PermanentFault) as fault:
            words = f"{len(people) - number} of {len(people)} could not be looked up: {fault.reason}"
            if fault.reason == "ratelimited":
                yield note("people in slack", words, "Slack asks to slow down; run this again in a minute")
            else:
                yield wrong("people in slack", words, "see what is said of slack above; else run this again")
            return
        who = f"{person.name} ({person.email})"
        if user is None:
            yield wrong(
                f"slack: {who}", "nobody in the workspace has this address", f"invite them to Slack, or {_FILE}"
            )
        elif user.deactivated:
            yield wrong(f"slack: {who}", "is deactivated", "take them out of the team file and load it again")
        elif user.outsider:
            words = "is a guest, a bot or of another workspace; Hirebot talks to members only"
            yield wrong(f"slack: {who}", words, f"make them a member, or {_FILE}")
        else:
            found += 1
    if found == len(people):
        yield well("people in slack", f"all {found} are members")


def _free_busy(people: Sequence[Person], calendar: GoogleCalendar | None, clock: Clock) -> Iterator[Finding]:
    if calendar is None:
        yield skipped("interviewers' free/busy", "Google")
        return
    now = clock.now()
    try:
        unknown = calendar.busy(emails=[one.email for one in people], start=now, end=now + timedelta(days=1)).unknown
    except (TransientFault, PermanentFault) as fault:
        yield wrong("interviewers' free/busy", f"cannot be read: {fault.reason}", hint_for(fault.reason))
        return
    for person in people:
        if reason := unknown.get(person.email):
            words = f"not known ({reason}), so no time of theirs is ever proposed"
            who = f"free/busy: {person.name} ({person.email})"
            yield wrong(who, words, f"{hint_for(reason)}; they can share it ({_SHARE}), or {_FILE}")
    if not unknown:
        yield well("interviewers' free/busy", f"all {len(people)} can be read")
