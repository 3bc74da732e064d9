"""The relay: claims what is due, performs it outside any transaction, and settles it under a fence.

Anybody may run it at any time, in any number of processes: the lease and the version decide whose word counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from models.engine import AnotherKey, StoreUnavailable
from models.records.delivery import Effect, EffectKind, EffectState, Flow
from models.repositories.rows import StaleRecord
from models.unit_of_work import Transaction
from scheduling.circumstances import Circumstances
from scheduling.messages import Topic
from scheduling.outbox.alarms import alarm
from scheduling.outbox.performers import GIVEN_UP, PERFORMERS
from scheduling.outbox.restored import unknown_since
from scheduling.outbox.settlement import MOMENT_PASSED, UNSURE, Outside, Performer, Settlement, may_be_done, skipped
from scheduling.outbox.wishes import agree_again, say
from scheduling.ports import Clock, PermanentFault, TransientFault
from scheduling.rules.backoff import SERVICE_DOWN, UNCERTAIN_WAIT, hopeless, wait
from scheduling.rules.reminders import told_at

LEASE = timedelta(seconds=60)
FLOW = Flow(most=40, within=timedelta(seconds=10))
"""All conversations together: 240 a minute [Slack: several hundred a minute per workspace]."""
DIGEST_WAIT = timedelta(minutes=2)
Report = Callable[[str, Mapping[str, object]], None]


@dataclass(frozen=True, kw_only=True)
class Relay:
    """`owner` names this process in leases, which last for `lease`: so long what a process that died had under way is left
    alone. `pace` is the least time between two messages in one conversation [Slack: about one a second]; without one (time
    stands still in tests and the sandbox) `FLOW` does not hold either. `report` gets one line per attempt: stable keys and
    ids, no personal data."""

    outside: Outside
    clock: Clock
    new_id: Callable[[], str]
    owner: str
    pace: timedelta = timedelta(seconds=1)
    lease: timedelta = LEASE
    report: Report = lambda event, fields: None
    performers: Mapping[EffectKind, Performer] = field(default_factory=lambda: PERFORMERS)

    def run_once(self, limit: int = 1, *, meanwhile: Callable[[], object] = lambda: None) -> int:
        """Performs up to `limit` due effects; returns how many. Zero means that nothing is due now. `meanwhile` is called
        between taking and performing them. Raises AnotherKey: under another one nobody would find again what was done."""
        at = self._circumstances()
        with self.outside.uow() as tx:
            tx.outbox.expired(at.now)
            claimed = tx.outbox.claim(
                owner=self.owner,
                now=at.now,
                lease=self.lease,
                pace=self.pace,
                limit=limit,
                flow=FLOW if self.pace else None,
            )
            if claimed and not tx.audit.belongs_to(self.outside.secret):
                raise AnotherKey
            unknown = [unknown_since(tx, effect, at.now) for effect in claimed]
        if claimed:
            meanwhile()
        for effect, since in zip(claimed, unknown, strict=True):
            self._perform(effect, replace(self._circumstances(), unknown_since=since))
        return len(claimed)

    def _perform(self, effect: Effect, at: Circumstances) -> None:
        performed = False
        try:
            settlement = self._tried(effect, at)
            performed = True
            self._settle(effect, settlement)
        except TransientFault as fault:
            self._settle_fault(effect, fault)
        except PermanentFault as fault:
            self._settle_dead(effect, fault.reason)
        except StoreUnavailable:
            if performed:
                raise  # what was done can't be written down: its lease runs out, and it is read back
            self._settle_fault(effect, TransientFault("store"))  # they read the database before they call anybody
        except Exception as error:  # noqa: BLE001 - the relay's boundary: one poison entry must not harm the others
            reason = f"bug:{type(error).__name__}"[:100]
            self._settle_fault(effect, TransientFault(reason, maybe_done=performed), error)

    def _tried(self, effect: Effect, at: Circumstances) -> Settlement:
        """Not at all once its moment has passed, but for what may have been done already: that is looked for, and where it
        was not, it was missed like the others."""
        late = effect.until is not None and at.now >= effect.until
        missed = skipped(MOMENT_PASSED, then=lambda tx, now: _add_to_digest(tx, now, effect))
        if late and not may_be_done(effect) and at.unknown_since is None:
            return missed
        settlement = self.performers[effect.kind](self.outside, effect, at)
        return missed if late and settlement.state is EffectState.SKIPPED else settlement

    def _settle(self, effect: Effect, settlement: Settlement) -> None:
        at = self._circumstances()
        settled = replace(
            effect,
            state=settlement.state,
            reason=settlement.reason,
            remote_ref=settlement.remote_ref or effect.remote_ref,
            payload=effect.payload | ({"drawn": settlement.drawn} if settlement.drawn else {}),
            due_at=settlement.due or effect.due_at,
            until=None if settlement.anew else effect.until,
            attempts=0 if settlement.anew else effect.attempts,
            first_try_at=None if settlement.anew else effect.first_try_at,
            lease_owner="",
            lease_until=None,
        )
        try:
            with self.outside.uow() as tx:
                tx.outbox.save(settled)
                if settlement.then is not None:
                    settlement.then(tx, at)
        except StaleRecord:
            self._after_conflict(effect, made=settlement.remote_ref)
            return
        self.report("effect", self._line(effect, str(settlement.state), settlement.reason))

    def _after_conflict(self, effect: Effect, *, made: str) -> None:
        """Either the fence fell (somebody else settles it), or what follows met newer data: then it is done again."""
        at = self._circumstances()
        with self.outside.uow() as tx:
            fresh = tx.outbox.find(id=effect.id)
            if fresh is None or fresh.version != effect.version:
                agree_again(tx, at, effect, made=made)
                self.report("fenced", self._line(effect, "fenced", ""))
                return
            reason = "outcome_unknown" if effect.kind in (EffectKind.POST, EffectKind.CARD) else "conflict"
            again = replace(effect, state=EffectState.RETRY, due_at=at.now, reason=reason, lease_until=None)
            tx.outbox.save(again)

    def _settle_fault(self, effect: Effect, fault: TransientFault, error: Exception | None = None) -> None:
        """Tries again later; after an unknown outcome, or while one is still open, only by reading back first."""
        if hopeless(effect.attempts, fault.reason):
            self._settle_dead(effect, fault.reason)
            return
        at = self._circumstances()
        unsure = fault.maybe_done or effect.reason in UNSURE
        pause = max(UNCERTAIN_WAIT, wait(1, retry_after=fault.retry_after)) if fault.maybe_done else None
        again = replace(
            effect,
            state=EffectState.AMBIGUOUS if unsure else EffectState.RETRY,
            reason="outcome_unknown" if unsure else fault.reason,
            due_at=at.now + (pause or wait(effect.attempts, retry_after=fault.retry_after)),
            lease_owner="",
            lease_until=None,
        )
        self._write(effect, again, lambda tx: self._tell_of_service(tx, at, effect, fault.reason))
        self.report("effect", self._line(effect, str(again.state), fault.reason, error))

    def _settle_dead(self, effect: Effect, reason: str) -> None:
        at = self._circumstances()
        dead = replace(effect, state=EffectState.DEAD, reason=reason[:120], lease_owner="", lease_until=None)
        give_up = GIVEN_UP.get(effect.kind)
        then = None if give_up is None else give_up(effect)

        def also(tx: Transaction) -> None:
            _tell_of_trouble(tx, at, effect, reason)
            if then is not None:
                then(tx, at)

        self._write(effect, dead, also)
        self.report("effect", self._line(effect, "dead", reason))

    def _write(self, effect: Effect, settled: Effect, also: Callable[[Transaction], None]) -> None:
        try:
            with self.outside.uow() as tx:
                tx.outbox.save(settled)
                also(tx)
        except StaleRecord:
            self._after_fence(effect)

    def _after_fence(self, effect: Effect) -> None:
        with self.outside.uow() as tx:
            agree_again(tx, self._circumstances(), effect)
        self.report("fenced", self._line(effect, "fenced", ""))

    def _tell_of_service(self, tx: Transaction, at: Circumstances, effect: Effect, reason: str) -> None:
        """A refresh token that died or a quota that ran out: one alert a day to the admins; the backlog waits."""
        if reason in SERVICE_DOWN:
            alarm(tx, at, "service", reason)

    def _circumstances(self) -> Circumstances:
        return Circumstances(now=self.clock.now(), new_id=self.new_id, secret=self.outside.secret)

    def _line(self, effect: Effect, state: str, reason: str, error: Exception | None = None) -> dict[str, object]:
        line: dict[str, object] = {"id": effect.id, "kind": str(effect.kind), "topic": effect.topic, "state": state}
        line |= {"reason": reason, "attempts": effect.attempts, "loop": effect.loop_id}
        return line | ({} if error is None else {"error": error})


def _tell_of_trouble(tx: Transaction, at: Circumstances, effect: Effect, reason: str) -> None:
    """A dead effect is a person's business: the loop's coordinator hears of each (unless it is they who cannot be reached; of
    a card, which is tried again each day, once for each reason), the admins of each kind once a day. Never about a trouble
    message itself."""
    if effect.topic == Topic.TROUBLE:
        return
    what = effect.topic or str(effect.kind)
    loop = tx.loops.find(id=effect.loop_id) if effect.loop_id else None
    told = "" if loop is None or loop.coordinator_id == effect.person_id else loop.coordinator_id
    if loop is not None and told:
        payload = {"what": what, "reason": reason, "loop": loop.id, "person": effect.person_id or ""}
        about = (
            f"dead.card.{loop.id}.{reason}" if effect.kind is EffectKind.CARD else f"dead.{effect.id}.{effect.version}"
        )
        say(tx, at, Topic.TROUBLE, to=told, about=about[:200], payload=payload)
    alarm(tx, at, what, reason, knows=told)


def _add_to_digest(tx: Transaction, at: Circumstances, effect: Effect) -> None:
    """What was not said in time is named once, in one message per person and outage."""
    if effect.kind is not EffectKind.POST or effect.topic in (Topic.DIGEST, Topic.TROUBLE) or not effect.person_id:
        return
    round_ = tx.rounds.find(id=effect.round_id) if effect.round_id else None
    line = [effect.topic, effect.loop_id or "", "" if round_ is None else round_.name]
    waiting = tx.outbox.all(topic=Topic.DIGEST, person_id=effect.person_id, state=EffectState.PENDING, limit=1)
    if waiting:
        lines = [*waiting[0].payload["lines"], line]
        tx.outbox.save(replace(waiting[0], payload={**waiting[0].payload, "lines": lines}))
        return
    reader = tx.people.get(id=effect.person_id)
    say(
        tx,
        at,
        Topic.DIGEST,
        to=effect.person_id,
        due=told_at(at.now + DIGEST_WAIT, zone=reader.zone, holidays=tx.holidays.days()),
        about=at.new_id(),
        payload={"lines": [line]},
    )
