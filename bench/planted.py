"""Bugs that somebody might write one day, each as a small change of the source. `bench/plant.py` plants them one by one in
a copy of the tree and wants each to be caught. `tests` are asked where the simulator has nothing to see."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Bug:
    name: str
    file: str
    old: str
    new: str
    tests: str = ""


MESSAGES = "scheduling/outbox/performers/messages.py"
RELAY = "scheduling/outbox/relay.py"
DELIVERY = "models/repositories/delivery.py"
CLAIMING = "models/repositories/claiming.py"
BOOKING = "scheduling/use_cases/booking.py"
REMINDERS = "scheduling/rules/reminders.py"
FAULTS = "tests/scheduling/outbox/test_faults.py"

BUGS = (
    Bug(
        name="acknowledged though the database was away",
        file="scheduling/api.py",
        old="            new = receive(tx, self._circumstances(), intent, dedupe_key=dedupe_key)\n",
        new="            new = receive(tx, self._circumstances(), intent, dedupe_key=dedupe_key)\n"
        "            tx.inbox.connection.rollback()\n",
    ),
    Bug(
        name="no unique key on what comes in",
        file="scheduling/inbox.py",
        old="        dedupe_key=key,",
        new="        dedupe_key=key + at.new_id(),",
    ),
    Bug(
        name="an input that was worked on is worked on again",
        file="scheduling/inbox.py",
        old="tx.inbox.save(replace(row, state=InboxState.DONE, outcome=code",
        new="tx.inbox.save(replace(row, state=InboxState.NEW, outcome=code",
    ),
    Bug(
        name="feedback that is refused is thrown away",
        file="scheduling/inbox.py",
        old="NEVER_THROWN_AWAY = (i.SubmitScorecard,)",
        new="NEVER_THROWN_AWAY: tuple[type, ...] = ()",
    ),
    Bug(
        name="feedback overwritten by its amendment",
        file="scheduling/use_cases/give_feedback.py",
        old="    version = 1 if last is None else last.version + 1\n",
        new="    version = 1\n    tx.scorecards.remove(round_id=wish.round_id, person_id=wish.actor_id)\n",
    ),
    Bug(
        name="blind resend of a message",
        file=MESSAGES,
        old="    if not (tried or _may_be_there(effect, at)):\n        return None\n",
        new="    if not (tried or _may_be_there(effect, at)) or effect:\n        return None\n",
    ),
    Bug(
        name="a message passes an older one that is tried again",
        file=CLAIMING,
        old="EffectKind.POST, ~_older(_failed()))",
        new="EffectKind.POST, ~_older(_other.c.id < 0))",
        tests="tests/scheduling/outbox/test_pace.py",
    ),
    Bug(
        name="what died while it was sent is sent again unseen",
        file=DELIVERY,
        old='reason="lease_expired", version',
        new='reason="", version',
    ),
    Bug(
        name="a lost answer is taken for a refusal",
        file=RELAY,
        old="        unsure = fault.maybe_done or effect.reason in UNSURE",
        new="        unsure = False",
    ),
    Bug(
        name="doubt forgotten when the second try fails",
        file=RELAY,
        old="        unsure = fault.maybe_done or effect.reason in UNSURE",
        new="        unsure = fault.maybe_done",
    ),
    Bug(
        name="a failed call is taken for done",
        file=RELAY,
        old="        except TransientFault as fault:\n            self._settle_fault(effect, fault)\n        except Perm",
        new="        except TransientFault:\n            self._settle(effect, Settlement(state=EffectState.DONE))\n        except Perm",
    ),
    Bug(
        name="said after its moment",
        file=RELAY,
        old="        late = effect.until is not None and at.now >= effect.until\n",
        new="        late = False\n",
        tests="tests/scheduling/use_cases/test_time_passes.py",
    ),
    Bug(
        name="lease without a fence",
        file="models/repositories/rows.py",
        old='        read = (*self._keys, "version") if "version" in values else self._keys',
        new="        read = self._keys",
        tests=FAULTS,
    ),
    Bug(
        name="a worker that slept leaves an old time in the calendar",
        file="scheduling/outbox/wishes.py",
        old='    if effect.kind not in SHOWS_STATE or "cancel" in effect.payload:',
        new='    if effect or "cancel" in effect.payload:',
        tests=FAULTS,
    ),
    Bug(
        name="reminders of the old time are not taken back",
        file=BOOKING,
        old='    tx.outbox.supersede("moved", round_id=round_.id, topic=OF_ONE_TIME)\n',
        new="",
        tests="tests/scheduling/use_cases/test_calendar_and_seats.py",
    ),
    Bug(
        name="an interview without its reminders",
        file=BOOKING,
        old="            if round_.state is RoundState.INVITED:\n                remind(tx, at, loop",
        new="            if round_.state is RoundState.HELD:\n                remind(tx, at, loop",
    ),
    Bug(
        name="a booked seat without its claim",
        file=BOOKING,
        old="        if not tx.slots.claim(person_id=person_id, round_id=round_id, start=start, end=end):",
        new="        if not person_id:",
    ),
    Bug(
        name="a new time never reaches the calendar",
        file=BOOKING,
        old="        if saved.event is EventState.WANTED or saved.event is EventState.LIVE:",
        new="        if saved.event is EventState.WANTED:",
    ),
    Bug(
        name="what an ended loop still had to say is said",
        file="scheduling/use_cases/end_loop.py",
        old='    tx.outbox.supersede("loop_ended", loop_id=loop.id, topic=over)\n',
        new="",
    ),
    Bug(
        name="events of an ended loop stay in the calendars",
        file="scheduling/use_cases/end_loop.py",
        old="    if saved.event is not EventState.NONE:",
        new="    if saved.event is EventState.NONE:",
    ),
    Bug(
        name="a hold that was dropped stays in the calendar",
        file="scheduling/use_cases/give_verdict.py",
        old="        cancel_event(tx, at, round_)\n",
        new="        pass\n",
        tests="tests/scheduling/use_cases/test_time_passes.py",
    ),
    Bug(
        name="the candidate is not invited",
        file="scheduling/outbox/performers/event.py",
        old="        guests=(*guests, candidate.email) if invited else tuple(guests),",
        new="        guests=tuple(guests),",
    ),
    Bug(
        name="a used event id is a failure",
        file="scheduling/outbox/performers/event.py",
        old='LOST_ID = ("event_id_cancelled", "event_gone")',
        new='LOST_ID = ("never",)',
        tests=FAULTS,
    ),
    Bug(
        name="409 as a failure",
        file="scheduling/google/calendar.py",
        old="expect=frozenset((409,))",
        new="expect=frozenset()",
        tests="tests/contracts/test_calendar.py",
    ),
    Bug(
        name="free when unknown",
        file="scheduling/rules/planning_input.py",
        old="        unknown=person.email.lower() in busy.unknown or person.email.lower() not in busy.busy,",
        new="        unknown=False,",
        tests="tests/scheduling/use_cases/test_calendar_and_seats.py",
    ),
    Bug(
        name="changes by hand are read once and forgotten",
        file="scheduling/calendar_sync.py",
        old="    token = changes.next_token if not unsettled else bookmark and bookmark.value",
        new="    token = changes.next_token",
        tests="tests/scheduling/use_cases/test_calendar_sync.py",
    ),
    Bug(
        name="a brief an hour early, as after a change of clocks",
        file=REMINDERS,
        old="    short = start - SHORT_BRIEF\n",
        new="    short = start - SHORT_BRIEF - timedelta(hours=1)\n",
    ),
    Bug(
        name="feedback asked for before the interview has ended",
        file=REMINDERS,
        old="planned = [Planned(topic=Topic.FEEDBACK_ASK, due=end, until",
        new="planned = [Planned(topic=Topic.FEEDBACK_ASK, due=start, until",
    ),
    Bug(
        name="naive zone: mornings are UTC's",
        file="scheduling/rules/business_time.py",
        old="    return datetime.combine(day, wall, zone(zone_name)).astimezone(UTC)",
        new="    return datetime.combine(day, wall, UTC)",
        tests="tests/scheduling/rules/test_reminders.py",
    ),
    Bug(
        name="after an outage nudges come at night",
        file="scheduling/outbox/compose.py",
        old="    night = None if topic in AT_ANY_HOUR else _night(s)",
        new="    night = None",
        tests="tests/scheduling/use_cases/test_time_passes.py",
    ),
    Bug(
        name="audit entries are not chained",
        file="models/repositories/audit.py",
        old="        chain = link(secret, last, entry)\n        self.add",
        new='        chain = link(secret, "", entry)\n        self.add',
    ),
)
