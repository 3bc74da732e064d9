"""How a loop ended, and after an offer what remains to be done. Pure."""

from __future__ import annotations

from datetime import datetime

from handlers.presenters.message import Message, message
from handlers.presenters.phrases import REASON_MOST, called, named
from handlers.ui.actions import Press, Ref
from handlers.ui.blocks import Block, actions, button, context, header, section
from handlers.ui.text import bold, escape
from models.records.feedback import ChecklistItem, ChecklistKind
from models.records.loops import LoopState
from scheduling.views.loops import LoopNewsView

_TITLES = {
    LoopState.OFFER: "🎉 Offer",
    LoopState.NO: "No offer",
    LoopState.WITHDRAWN: "Withdrawn",
    LoopState.CANCELLED: "Called off",
}
_NEXT = {
    LoopState.OFFER: "Good candidates have several offers: the sooner {candidate} hears, the better.",
    LoopState.NO: "{candidate} doesn't hear from me. A short call or a kind line today is worth a lot.",
    LoopState.WITHDRAWN: "{candidate} has withdrawn. What lay ahead is off the calendars, and nobody is asked for anything more.",
    LoopState.CANCELLED: "{candidate} doesn't hear from me. If that hasn't been said yet, a kind line today helps.",
}
_CHECKLISTS = {
    ChecklistKind.REFERENCES: "Reference checks",
    ChecklistKind.OFFER: "The offer",
    ChecklistKind.FIRST_90_DAYS: "The first 90 days",
}
_ITEM_MOST = 240


def ended(view: LoopNewsView, now: datetime) -> Message:
    """The ending with its reason; every item of the checklists can be ticked off."""
    loop = view.loop
    title = _TITLES.get(loop.state, "Still running")
    words = _NEXT.get(loop.state, "This loop goes on.").format(candidate=called(loop.candidate))
    head = [header(f"{title}: {loop.candidate}"), context(named(loop.opening)), section(words)]
    if loop.end_reason.strip():
        head.append(section(f"*Why*\n{escape(loop.end_reason, REASON_MOST)}"))
    rows = [block for kind in ChecklistKind for block in _checklist(view, kind)]
    tail = [actions(button(Press.DEBRIEF, "Read the debrief", Ref(loop=loop.id)))] if "debrief" in loop.may else []
    return message(f"{title}: {named(loop.candidate)}, {named(loop.opening)}", head=head, rows=rows, tail=tail)


def _checklist(view: LoopNewsView, kind: ChecklistKind) -> list[Block]:
    items = sorted((item for item in view.checklists if item.kind is kind), key=lambda item: item.index)
    if not items:
        return []
    done = sum(item.done_by is not None for item in items)
    return [section(f"{bold(_CHECKLISTS[kind])} · {done} of {len(items)}"), *(_item(view, item) for item in items)]


def _item(view: LoopNewsView, item: ChecklistItem) -> Block:
    text = escape(" ".join(item.text.split()), _ITEM_MOST)
    if item.done_by is not None:
        return section(f"☑️ {text}")
    about = Ref(loop=view.loop.id, kind=item.kind.value, n=item.index)
    return section(f"⬜ {text}", accessory=button(Press.TICK, "Done", about))
