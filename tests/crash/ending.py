"""How a segment ended, in words that can be compared: what is stored, what stands in the workspace and on the calendar.

Left out is what a fault may change: ids that are made up, moments of work, how often something was tried or redrawn.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from models.records.delivery import Effect, EffectKind, EffectState
from models.records.loops import Loop, Round
from models.records.proposals import ProposalState
from models.unit_of_work import Transaction
from scheduling.invariants import check
from scheduling.messages import View
from scheduling.outbox.wishes import is_waiting
from scheduling.rules.lifecycle import ENDED_LOOP
from scheduling.views.loops import EscalationView, PanelView, ProposalView
from tests.crash.stage import Stage
from tests.world import SECRET

MADE_UP = re.compile(r"\bid\d{4,}\b")
BY_THE_WAY = re.compile(
    r"event=<EventState[^>]*>|html_link=(None|'[^']*')|(submitted_at|done_at|since)=datetime\.datetime\([^)]*\)"
)
"""What a message shows of the moment at which it was drawn: a link to the event that may not have been made yet, since
when somebody is waited for."""
OVER = "<RoundState.FEEDBACK: 'feedback'>", "<RoundState.INVITED: 'invited'>"
"""An interviewer is asked in the same words, whether it was noted before or after that the interview is over."""
CALL = re.compile(r"meet_link=(None|'[^']*')")
"""Whoever sits in a round finds it in their messages and in App Home; other messages hold it and do not show it."""
Ending = dict[str, Counter[str]]


def ending(stage: Stage) -> Ending:
    with stage.uow.reading() as tx:
        stored = {name: _counted(lines) for name, lines in _stored(tx).items()}
    return stored | {
        "messages": _counted(f"{s.channel} {s.topic} {_shown(s.view)}" for s in stage.messenger.said),
        "homes": _counted(f"{who} {BY_THE_WAY.sub('', repr(view))}" for who, view in stage.messenger.homes.items()),
        "events": _counted(repr(replace(event, etag="")) for event in stage.calendar.listed()),
        "mails": _counted(map(repr, stage.calendar.mails)),
    }


def differences(expected: Ending, actual: Ending) -> list[str]:
    """What is missing (-) and what is there that was not to be (+)."""
    return [
        f"{sign} {name}: {line}"
        for name in expected
        for sign, more, less in (("-", expected, actual), ("+", actual, expected))
        for line in sorted((more[name] - less[name]).elements())
    ]


def complaints(stage: Stage) -> list[str]:
    """Invariants that do not hold, the outside included, and errors that are bugs."""
    marks = Counter(said.mark for said in stage.messenger.said)
    with stage.uow.reading() as tx:
        broken = check(tx, now=stage.now, secret=SECRET, events=stage.calendar.listed(), marks=marks)
    return [*broken, *(f"bug: {error!r}" for error in stage.errors)]


def _shown(view: View) -> str:
    """What its reader sees of it, or would see whenever it was drawn."""
    text = BY_THE_WAY.sub("", repr(_read(view)))
    if isinstance(view, PanelView | EscalationView):
        return text.replace(*OVER).replace("feedback_in=None", "feedback_in=False")
    return CALL.sub("", text)


def _read(view: View) -> object:
    """The parts of it that are words: options that count no more show whether the loop goes on, and not how far it is."""
    if isinstance(view, EscalationView):
        return view.loop.candidate, view.round, view.missing
    if isinstance(view, ProposalView) and view.state is ProposalState.STALE:
        return view.kind, view.because, view.options, view.loop.candidate, view.loop.state in ENDED_LOOP
    return view


def _stored(tx: Transaction) -> dict[str, Iterable[str]]:
    loops = tx.loops.all()
    ids = [loop.id for loop in loops]
    rounds = [r for loop_id in ids for r in tx.rounds.of_loop(loop_id)]
    return {
        "loops": map(_loop, loops),
        "rounds": map(_round, rounds),
        "seats": (repr(seat) for r in rounds for seat in tx.seats.of_round(r.id)),
        "claims": map(repr, tx.slots.all()),
        "scorecards": (repr(replace(card, id="", submitted_at=_NEVER)) for card in tx.scorecards.all()),
        "verdicts": (f"{v.round_id} {v.choice} {v.reason}" for v in tx.verdicts.all()),
        "drafts": map(repr, tx.drafts.all()),
        "checklists": (f"{c.loop_id} {c.kind} {c.index} {c.done_by}" for c in tx.checklists.all()),
        "proposals": (f"{p.kind} {p.state} {p.chosen} {p.because} {p.options}" for p in tx.proposals.all()),
        "people": (repr(replace(person, version=0)) for person in tx.people.all()),
        "openings": (repr(replace(opening, version=0)) for opening in tx.openings.all()),
        "pools": map(repr, tx.pools.all()),
        "inputs": (f"{row.kind} {row.actor_id} {row.state} {row.outcome}" for row in tx.inbox.all()),
        "to be said": _posts(tx.outbox.all(kind=EffectKind.POST)),
        "left over": (f"{e.kind} {e.state} {e.reason}" for e in tx.outbox.all() if _left(e)),
        "changes": (f"{a.actor_id} {a.action} {a.loop_id} {a.subject} {a.detail}" for a in tx.audit.all()),
    }


_NEVER: Any = None


def _loop(loop: Loop) -> str:
    return repr(replace(loop, created_at=_NEVER, ended_at=None, card_ts=None, version=0))


def _round(round_: Round) -> str:
    kept = round_.candidate_kept_at is not None
    return f"{kept} {replace(round_, etag=None, candidate_kept_at=None, verdict_since=None, version=0)}"


def _posts(effects: Iterable[Effect]) -> Iterator[str]:
    for e in effects:
        state = "waiting" if is_waiting(e) else str(e.state)
        reason = "" if is_waiting(e) or e.state is EffectState.DONE else e.reason
        yield f"{e.topic} {e.loop_id} {e.round_id} {e.person_id} {e.payload.get('nth', 0)} {state} {reason}"


def _left(effect: Effect) -> bool:
    """Given up, or still not done though it was to be done at once."""
    return effect.state is EffectState.DEAD or (is_waiting(effect) and effect.kind is not EffectKind.POST)


def _counted(lines: Iterable[str]) -> Counter[str]:
    return Counter(MADE_UP.sub("id", line) for line in lines)
