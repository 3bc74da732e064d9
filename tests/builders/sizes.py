"""Views in three sizes for every topic: as little as there can be, the usual, and monstrous ones made by enemies.

The monstrous ones are grown from the usual ones: every text that a person can have typed becomes the same foreign text,
every list of people, scorecards or lines becomes forty long.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from scheduling.messages import Topic
from scheduling.views.loops import DigestView, NoticeView, TroubleView
from tests.builders.feedback_views import a_debrief, a_round_feedback
from tests.builders.views import (
    a_loop,
    a_panel,
    a_proposal,
    a_remedy,
    a_round,
    an_escalation,
    an_obstacle,
    an_offer,
    an_outlook,
    at,
    calendar_news,
    late_news,
    loop_news,
)

FORTY = 40
ATTACKS: Mapping[str, str] = {
    "mentions": "<!channel> <!here> <!everyone> <!subteam^S1> @channel <@U1> <@W123|boss> <#C1|general>",
    "links": "<http://evil|salary> http://evil.example <mailto:a@b.c|me> <https://evil.example|https://good.example> "
    "<!date^1^{date}|x> <!date^99999999999999^{time}^http://evil|x>",
    "marks": "> quoted\n>>> *bold* _italic_ ~gone~ `code` ```block``` * &lt;!channel&gt; &amp;lt;@U1&amp;gt; & "
    "{candidate} {0} %s ${x} {{",
    "right to left": "مرحبا \u202eevil\u202c שלום \u2066<!here>\u2069",
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈:tada:" * 30,
    "control": "a\x00b\x07c\x1b[31m\r\nd\x85e\u2028f\ud800g",
    "empty": "",
    "blank": " \n\t \u200b",
    "long": "word " * 600,
    "one word": "x" * 3000,
    "ampersands": "&" * 3000,
    "stars": "*" * 3000,
    "accents": "e" + "\u0301" * 2999,
    "astral": "\U0001d4b3" * 3000,
}

_View = TypeVar("_View")
_OURS = {
    "ask",
    "id",
    "loop_id",
    "round_id",
    "person_id",
    "zone",
    "code",
    "blocker",
    "because",
    "order",
    "settled",
    "what",
}
_STAY = {"options": 3, "rounds": 4, "ratings": 6, "competencies": 6}


def usual(topic: Topic) -> Any:
    """The view that this topic usually has."""
    return _USUAL[topic]()


def small(topic: Topic) -> Any:
    """As little of it as there can be: no times, no people, no texts but names."""
    return _SMALL.get(topic, _USUAL[topic])()


def monstrous(topic: Topic, text: str) -> Any:
    return foreign(_forty(topic), text)


@cache
def _forty(topic: Topic) -> Any:
    return grown(usual(topic))


def foreign(view: _View, text: str) -> _View:
    """The view with `text` in place of everything that somebody may have typed."""
    changes = {
        field.name: _foreign(getattr(view, field.name), text)
        for field in fields(view)  # type: ignore[arg-type]  # every view is a dataclass
        if field.name not in _OURS
    }
    return replace(view, **changes)  # type: ignore[type-var]  # the same


def _foreign(value: Any, text: str) -> Any:
    if isinstance(value, Enum) or value is None:
        return value
    if isinstance(value, str):
        return text
    if isinstance(value, tuple):
        return tuple(_foreign(item, text) for item in value)
    return foreign(value, text) if is_dataclass(value) else value


def grown(view: _View) -> _View:
    """The view with forty of everything there may be many of, their ids apart."""
    changes = {
        field.name: _grown(field.name, value)
        for field in fields(view)  # type: ignore[arg-type]  # every view is a dataclass
        if isinstance(value := getattr(view, field.name), tuple) or is_dataclass(value)
    }
    return replace(view, **changes)  # type: ignore[type-var]  # the same


def _grown(name: str, value: Any) -> Any:
    if not isinstance(value, tuple):
        return grown(value)
    most = _STAY.get(name, FORTY)
    if not value:
        return value
    items = [value[n % len(value)] for n in range(max(most, len(value)))]
    return tuple(_apart(item, n) if is_dataclass(item) else item for n, item in enumerate(items))


def _apart(item: Any, n: int) -> Any:
    inner = grown(item)
    names = {field.name for field in fields(inner)}
    if "who" in names:
        return replace(inner, who=_apart(inner.who, n))
    return replace(inner, id=f"{inner.id}-{n}"[:32]) if "id" in names and "rounds" not in names else inner


_EMPTY_ROUND: dict[str, Any] = {"start": None, "end": None, "seats": (), "focus": ""}
_BARE: dict[str, Any] = {"round": a_round(**_EMPTY_ROUND), "resume": "", "questions": (), "red_flags": (), "panel": ()}
_BARE_LOOP: dict[str, Any] = {"forecast": None, "rounds": (), "may": frozenset()}

_USUAL: dict[Topic, Callable[[], Any]] = {
    Topic.CARD: lambda: a_loop(outlook=an_outlook()),
    Topic.PROPOSAL: a_proposal,
    Topic.ON_PANEL: a_panel,
    Topic.MOVED: lambda: a_panel(previous_start=at(7, 13)),
    Topic.CONFIRMED: a_panel,
    Topic.RELEASED: a_panel,
    Topic.BRIEF: a_panel,
    Topic.BRIEF_SHORT: a_panel,
    Topic.FEEDBACK_ASK: a_panel,
    Topic.FEEDBACK_OWED: lambda: a_panel(nth=2, candidate_waits_days=2, manager_hears_on=at(9, 0).date()),
    Topic.FEEDBACK_ESCALATED: an_escalation,
    Topic.VERDICT_ASK: a_round_feedback,
    Topic.VERDICT_OWED: lambda: a_round_feedback(nth=1),
    Topic.DEBRIEF: a_debrief,
    Topic.DEBRIEF_READY: loop_news,
    Topic.DECISION_OWED: lambda: a_debrief(nth=1),
    Topic.GUEST_DECLINED: calendar_news,
    Topic.CANDIDATE_DECLINED: lambda: calendar_news(who=None),
    Topic.EVENT_MOVED: lambda: calendar_news(who=None, found_start=at(9, 10)),
    Topic.EVENT_DELETED: lambda: calendar_news(who=None),
    Topic.NOT_HELD: calendar_news,
    Topic.LATE_ALERT: lambda: late_news(obstacles=(an_obstacle(),), remedies=(a_remedy("admit", "meeting"),)),
    Topic.DAY_NOTE: lambda: loop_news(loop=a_loop(day=15)),
    Topic.OVERDUE: lambda: loop_news(loop=a_loop(day=24)),
    Topic.ENDED: an_offer,
    Topic.NOTICE: lambda: NoticeView(code="not_allowed", detail="", loop_id="loop-1", candidate="Ana Kovač"),
    Topic.DIGEST: lambda: DigestView(reader=a_panel().reader, lines=(("brief", "Ana Kovač", "Technical deep-dive"),)),
    Topic.TROUBLE: lambda: TroubleView(what="event", reason="forbidden", loop_id="loop-1", candidate="Ana Kovač"),
}
_SMALL: dict[Topic, Callable[[], Any]] = {
    Topic.CARD: lambda: a_loop(**_BARE_LOOP),
    Topic.PROPOSAL: lambda: a_proposal(options=(), loop=a_loop(**_BARE_LOOP)),
    **{
        topic: (lambda: a_panel(**_BARE))
        for topic in (Topic.ON_PANEL, Topic.MOVED, Topic.CONFIRMED, Topic.RELEASED, Topic.BRIEF, Topic.BRIEF_SHORT)
    },
    Topic.FEEDBACK_ASK: lambda: a_panel(**_BARE),
    Topic.FEEDBACK_OWED: lambda: a_panel(**_BARE),
    Topic.FEEDBACK_ESCALATED: lambda: an_escalation(missing=(), round=a_round(**_EMPTY_ROUND)),
    Topic.VERDICT_ASK: lambda: a_round_feedback(cards=(), reader_may_decide=False),
    Topic.VERDICT_OWED: lambda: a_round_feedback(cards=(), reader_may_decide=False),
    Topic.DEBRIEF: lambda: a_debrief(rounds=(), reader_may_decide=False),
    Topic.DECISION_OWED: lambda: a_debrief(rounds=(), reader_may_decide=False),
    Topic.LATE_ALERT: lambda: loop_news(loop=a_loop(**_BARE_LOOP)),
    Topic.DAY_NOTE: lambda: loop_news(loop=a_loop(**_BARE_LOOP)),
    Topic.OVERDUE: lambda: loop_news(loop=a_loop(**_BARE_LOOP)),
    Topic.ENDED: lambda: an_offer(checklists=()),
    Topic.NOTICE: lambda: NoticeView(code="done"),
    Topic.DIGEST: lambda: DigestView(reader=a_panel().reader, lines=()),
    Topic.TROUBLE: lambda: TroubleView(what="", reason=""),
    Topic.EVENT_MOVED: lambda: calendar_news(who=None, round=a_round(**_EMPTY_ROUND), reason=""),
}
