"""What people do in a loop, as they would at their Slack clients: type a command, press a button, fill in a form.

Every act goes to the bot as a signed request and raises `Refused` where the bot did not take it.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import cycle
from typing import Any

from handlers.ui.actions import Press
from sandbox.slack import Message, Person
from sandbox.slack.delivery.requests import Answer, Problem

USUAL_DAYS = ["0", "1", "2", "3", "4"]


class Refused(Exception):
    """The bot did not take what a person did; `answer` says why."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(f"{answer.problem} {dict(answer.errors)}")
        self.answer = answer


class Unreachable(Exception):
    """Nobody answered; the person will try again in a moment."""


def taken(answer: Answer) -> Answer:
    """The answer, if the bot acknowledged it without field errors."""
    if answer.problem in (Problem.UNREACHABLE, Problem.TIMEOUT):
        raise Unreachable(answer.problem)
    if not answer.ok or answer.errors:
        raise Refused(answer)
    return answer


def start_loop(person: Person, *, name: str, email: str, zone: str, opening: str, kickoff: str, **week: Any) -> None:
    """`/hire new`, the form filled in. `week` may hold `windows`, `from`, `to`, `other`, `days_off` of the form."""
    taken(person.slash("/hire", f"new {name}"))
    person.suggest(None, "new_loop.zone", zone.split("/")[-1].replace("_", " "))
    values: dict[str, Any] = {
        "candidate.name": name,
        "candidate.email": email,
        "candidate.zone": zone,
        "candidate.resume": f"https://resumes.example.com/{email.split('@')[0]}",
        "opening_id": opening,
        "kickoff": kickoff,
        "windows": USUAL_DAYS,
        **week,
    }
    taken(person.submit(None, values))


def press(person: Person, message: Message, button: Press, *, nth: int = 0) -> None:
    """Presses a button of a message (the `nth` of its kind), confirming where it asks."""
    blocks = _buttons(message.blocks, button)
    block_id, value = blocks[nth]
    taken(person.click(message, str(button), value=value, block_id=block_id))


def pressed_form(person: Person, message: Message, button: Press, values: Mapping[str, Any]) -> None:
    """Presses a button that opens a form, fills the form in and sends it."""
    press(person, message, button)
    taken(person.submit(None, dict(values)))


def give_feedback(person: Person, message: Message, *, recommendation: str, summary: str) -> None:
    """Opens the scorecard from the message and fills in every competency, each with points of its own."""
    press(person, message, Press.FEEDBACK)
    view = person.modal
    assert view is not None, "the scorecard did not open"
    values: dict[str, Any] = {"recommendation": recommendation}
    points = cycle("3432")
    for block in view.blocks:
        block_id = block.get("block_id", "")
        if block_id.startswith("rating:"):
            values[block_id] = next(points)
        if block_id.startswith("evidence:"):
            values[block_id] = f"Showed it on a real system: {block_id.removeprefix('evidence:').lower()}."
    taken(person.submit(None, {**values, "summary": summary}))


def sees(person: Person, button: Press, *, about: str = "") -> bool:
    """Whether `latest` would find a message."""
    return any(_buttons(m.blocks, button) and about in f"{m.text} {m.blocks}" for m in person.sees())


def latest(person: Person, button: Press, *, about: str = "") -> Message:
    """The newest message that this person sees with such a button (and with `about` in its text)."""
    for message in reversed(person.sees()):
        if _buttons(message.blocks, button) and about in f"{message.text} {message.blocks}":
            return message
    raise LookupError(f"{person.user_id} sees no {button} about {about!r}")


def _buttons(blocks: list[dict[str, Any]], button: Press) -> list[tuple[str, str | None]]:
    """(block id, value) of every button of this kind, accessories included."""
    found = []
    for block in blocks:
        for element in (*block.get("elements", ()), block.get("accessory") or {}):
            if element.get("type") == "button" and element.get("action_id") == str(button):
                found.append((block["block_id"], element.get("value")))
    return found
