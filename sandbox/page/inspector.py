"""Every request and answer of both stand-ins, beside the outbox row that it belongs to where that can be told."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.records.delivery import Effect, EffectKind
from sandbox.google.calendars import Call as GoogleCall
from sandbox.page.coming import words_for
from sandbox.page.world import Demo
from sandbox.slack.call_log import Call as SlackCall
from scheduling.outbox.performers.messages import mark

NEWEST = 100
HIDDEN = "•••"
_SECRETS = frozenset(
    ("token", "access_token", "refresh_token", "assertion", "client_secret", "secret", "authorization")
)
_SECRET_STARTS = ("xoxb-", "xoxp-", "xapp-", "xoxe", "Bearer ", "wss://", "ws://")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The outbox row of a call, in words."""

    number: int
    what: str
    to: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request with its answer. `id` names it on the page. `trouble` says what got in the way."""

    id: str
    service: str
    method: str
    at: datetime
    ok: bool
    outcome: str
    request: Any
    answer: Any
    row: Row | None
    trouble: str = ""


def read_exchanges(demo: Demo, service: str = "") -> tuple[Exchange, ...]:
    """The newest of both, or of one `service`, newest first. Those of one moment are by service."""
    rows = _Rows(demo)
    with demo.workspace.look():
        slack = list(enumerate(demo.workspace.calls.all(), start=1))[-NEWEST:]
    google = list(enumerate(demo.company.calendars.calls, start=1))[-NEWEST:]
    found = [_of_slack(number, call, rows) for number, call in slack if service != "google"]
    found += [_of_google(number, call, rows) for number, call in google if service != "slack"]
    order = {exchange.id: place for place, exchange in enumerate(found)}
    found.sort(key=lambda exchange: (exchange.at, order[exchange.id]), reverse=True)
    return tuple(found[:NEWEST])


def shown(body: Any) -> str:
    """A body as it may be read: laid out, and without anything that opens a door."""
    return json.dumps(_clean(body), indent=2, ensure_ascii=False)


class _Rows:
    """Finds effects by what is unique in a call: a message's mark or place, an event's id, a person's Home."""

    def __init__(self, demo: Demo) -> None:
        secret = demo.bot.app.engine.outside.secret
        with demo.bot.uow.reading() as tx:
            effects = sorted(tx.outbox.all(), key=lambda effect: effect.id)
            self._people = {person.id: person for person in tx.people.all()}
            self._events = {r.event_id: r.id for r in tx.rounds.all() if r.event_id}
        self._marked = {mark(secret, e.key): e for e in effects if e.kind is EffectKind.POST}
        self._marked |= {mark(secret, f"card/{e.loop_id}"): e for e in reversed(effects) if e.kind is EffectKind.CARD}
        self._drawn = [e for e in effects if e.kind in (EffectKind.EDIT, EffectKind.CARD, EffectKind.POST)]
        self._homes = [e for e in effects if e.kind is EffectKind.HOME]
        self._calendar = [e for e in effects if e.kind is EffectKind.EVENT]

    def of_slack(self, call: SlackCall) -> Row | None:
        given = call.args
        if call.method == "chat.postMessage":
            payload = _dict(_dict(given.get("metadata")).get("event_payload"))
            return self._row(self._marked.get(str(payload.get("mark"))))
        if call.method == "chat.update":
            place = f"{given.get('channel')}/{given.get('ts')}"
            return self._row(_nearest((e for e in self._drawn if e.remote_ref == place), call.at))
        if call.method == "views.publish":
            mine = (e for e in self._homes if self._slack_id(e) == given.get("user_id"))
            return self._row(_nearest(mine, call.at))
        return None

    def of_google(self, call: GoogleCall) -> Row | None:
        event_id = call.event_id or str((call.body or {}).get("id", ""))
        if not event_id:
            return None
        round_id = self._events.get(event_id)
        mine = (
            e
            for e in self._calendar
            if event_id in (e.remote_ref, e.payload.get("cancel")) or (not e.remote_ref and e.round_id == round_id)
        )
        return self._row(_nearest(mine, call.at))

    def _slack_id(self, effect: Effect) -> str | None:
        person = self._people.get(effect.person_id or "")
        return None if person is None else person.slack_id

    def _row(self, effect: Effect | None) -> Row | None:
        if effect is None:
            return None
        person = self._people.get(effect.person_id or "")
        state = f"{effect.state} ({effect.reason})" if effect.reason else str(effect.state)
        return Row(number=effect.id, what=words_for(effect)[0], to=person.name if person else "", state=state)


def _nearest(effects: Iterable[Effect], at: datetime) -> Effect | None:
    """Of those first tried by then the newest."""
    tried = [e for e in effects if e.first_try_at is not None and e.first_try_at <= at]
    return max(tried, key=lambda e: (e.last_try_at == at, e.first_try_at, e.id), default=None)


def _of_slack(number: int, call: SlackCall, rows: _Rows) -> Exchange:
    error = str(call.answer.get("error", "")) if call.answer else ""
    lost = call.fault == "lose_answer" or call.status == 0
    ok = call.ok and not call.fault
    outcome = "no answer" if lost else "ok" if call.ok else f"{call.status} {error}".strip()
    done = "carried out" if call.carried_out else "not carried out"
    return Exchange(
        id=f"slack-{number}",
        service="slack",
        method=call.method,
        at=call.at,
        ok=ok,
        outcome=outcome,
        request=call.args,
        answer=call.answer,
        row=rows.of_slack(call),
        trouble=f"{call.fault.replace('_', ' ')}, {done}" if call.fault else "",
    )


def _of_google(number: int, call: GoogleCall, rows: _Rows) -> Exchange:
    error = _dict(_dict(call.answer).get("error")).get("message", "")
    asked: dict[str, Any] = {"query": call.query} if call.query else {}
    return Exchange(
        id=f"google-{number}",
        service="google",
        method=call.method.removeprefix("calendar."),
        at=call.at,
        ok=200 <= call.status < 300,
        outcome=f"{call.status} {error}".strip() if call.status else "no answer",
        request={**asked, **({"body": call.body} if call.body is not None else {})},
        answer=call.answer,
        row=rows.of_google(call),
    )


def _dict(value: object) -> Mapping[str, Any]:
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return {}
    return value if isinstance(value, Mapping) else {}


def _clean(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: HIDDEN if str(name).lower() in _SECRETS else _clean(inner) for name, inner in value.items()}
    if isinstance(value, str):
        return HIDDEN if value.startswith(_SECRET_STARTS) else value
    return [_clean(inner) for inner in value] if isinstance(value, Sequence) else value
