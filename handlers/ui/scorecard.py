"""The scorecard: a forced recommendation, each competency with its evidence, red flags, a summary. Builds and parses it. Pure.

Every field tells us what is in it while it is filled in, so that nothing typed is lost when the form is closed: `draft`
reads that state, and `build` puts it back. Ids of fields hold the competency's name rather than its place, so that a
form opened before a change of the list and sent after it still says what its author meant.
"""

from __future__ import annotations

import re
from typing import Any

from handlers.ui.actions import Form, Press, Ref
from handlers.ui.blocks import Block, actions, button, context, divider, input_block, modal, section
from handlers.ui.filled import TEXT_MOST, FieldErrors, Filled
from handlers.ui.inputs import checkboxes, menu, radio, typed_input
from handlers.ui.submission import Submission
from handlers.ui.text import bold, inline, moment
from models.records.feedback import Rating, Recommendation, Scorecard
from scheduling.intents import SaveDraft, SubmitScorecard
from scheduling.views.feedback import RECOMMENDATION_WORDS, ScorecardFormView

TYPED = "scorecard.typed"
"""The action_id of every field: what Slack reports while the form is being filled in."""

_RECOMMENDATION, _FLAGS, _MORE_FLAGS, _SUMMARY = "recommendation", "red_flags", "more_red_flags", "summary"
_RATING, _EVIDENCE = "rating:", "evidence:"
_NOT_ASSESSED = "none"
_POINTS = (
    ("4", "4 · Strong: would raise the team"),
    ("3", "3 · Solid: what we need"),
    ("2", "2 · Some gaps"),
    ("1", "1 · Clear gap"),
    (_NOT_ASSESSED, "Not assessed"),
)
_FLAG_MOST = 150
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def build(view: ScorecardFormView) -> dict[str, Any]:
    """An amendment starts from what was sent before, unless something newer was typed since."""
    start = view.draft or (_fields_of(view.previous, view.red_flags) if view.previous else {})
    amends = view.previous is not None
    blocks = [
        section(f"{bold(inline(view.round_name))} with {bold(inline(view.candidate))}"),
        context(*_small_print(view)),
        *([] if amends else _ways_out(view)),
        _recommendation_block(start),
        divider(),
        *(block for name in _competencies(view) for block in _competency_blocks(name, start)),
        divider(),
        *_flag_blocks(view.red_flags, start),
        _typed(_SUMMARY, "In two or three sentences: what decided it for you?", start, optional=False),
    ]
    title = "Amend your feedback" if amends else "Your feedback"
    ref = Ref(loop=view.loop_id, round=view.round_id)
    submit = "Send the new version" if amends else "Send"
    return modal(Form.SCORECARD, title, blocks, ref=ref, submit=submit, close="Later")


def parse(sent: Submission) -> SubmitScorecard | FieldErrors:
    filled = Filled(sent.values)
    words = [word.value for word in Recommendation]
    recommendation = filled.choice(
        _RECOMMENDATION, among=words, missing="Please choose one of the four: there is no middle on purpose."
    )
    ratings = tuple(_read_rating(filled, name) for name in filled.blocks(_RATING))
    more = filled.text(_MORE_FLAGS)
    summary = filled.text(_SUMMARY, missing="Please add a sentence or two: it is what others read first.")
    flags = (*filled.choices(_FLAGS), *(line.strip() for line in more.splitlines() if line.strip()))
    if filled.problems:
        return filled.errors
    return SubmitScorecard(
        actor_id=sent.actor_id,
        loop_id=sent.ref.loop,
        round_id=sent.ref.round,
        recommendation=Recommendation(recommendation),
        ratings=ratings,
        red_flags=tuple(dict.fromkeys(flags)),
        summary=summary,
    )


def draft(sent: Submission) -> SaveDraft:
    """What is in the form right now, complete or not; characters that can't be stored are left out."""
    fields = {
        block: _UNSTORABLE.sub("", text)[:TEXT_MOST]
        for block, elements in (sent.values.items() if isinstance(sent.values, dict) else ())
        if isinstance(block, str) and isinstance(elements, dict) and (text := _state_text(elements))
    }
    return SaveDraft(
        actor_id=sent.actor_id, loop_id=sent.ref.loop, round_id=sent.ref.round, fields=fields, typed_at=sent.now
    )


def _small_print(view: ScorecardFormView) -> list[str]:
    held = [moment(view.start)] if view.start else []
    kept = "What you type is kept." if not view.draft else "Here is what you had typed."
    blind = "Others' feedback opens once yours is in."
    if view.previous is not None:
        blind = "The earlier version stays on record."
    elif view.absent:
        blind = "You had said that you can't make it, so others' feedback stays closed."
    return [" · ".join([inline(view.opening), *held, kept, blind])]


def _recommendation_block(start: dict[str, str]) -> Block:
    choices = [(word.value, RECOMMENDATION_WORDS[word]) for word in Recommendation]
    chosen = start.get(_RECOMMENDATION, "")
    element = radio(choices, chosen=chosen, action_id=TYPED)
    return input_block(_RECOMMENDATION, "Should we go on with this candidate?", element, dispatch=True)


def _competencies(view: ScorecardFormView) -> tuple[str, ...]:
    """Those of the round, and any that was rated before and is no longer among them."""
    before = [rating.competency for rating in view.previous.ratings] if view.previous else []
    return tuple(dict.fromkeys([*view.competencies, *before]))


def _competency_blocks(name: str, start: dict[str, str]) -> list[Block]:
    element = menu(
        _POINTS, chosen=start.get(_RATING + name, ""), placeholder="1 to 4, or not assessed", action_id=TYPED
    )
    return [
        input_block(_RATING + name, name, element, dispatch=True),
        _typed(_EVIDENCE + name, "What did you see or hear?", start, optional=True),
    ]


def _flag_blocks(flags: tuple[str, ...], start: dict[str, str]) -> list[Block]:
    more = _typed(_MORE_FLAGS, "Any other red flag? One per line.", start, optional=True)
    if not flags:
        return [more]
    chosen = start.get(_FLAGS, "").split("\n")
    boxes = checkboxes([(flag[:_FLAG_MOST], flag) for flag in flags], chosen=chosen, action_id=TYPED)
    return [input_block(_FLAGS, "Red flags", boxes, optional=True, dispatch=True), more]


def _ways_out(view: ScorecardFormView) -> list[Block]:
    ref = Ref(loop=view.loop_id, round=view.round_id)
    return [
        actions(button(Press.NOT_HELD, "It didn't happen", ref), button(Press.HAND_OFF, "Somebody else was there", ref))
    ]


def _typed(block_id: str, label: str, start: dict[str, str], *, optional: bool) -> Block:
    element = typed_input(initial=start.get(block_id, ""), action_id=TYPED)
    return input_block(block_id, label, element, optional=optional, dispatch=True)


def _read_rating(filled: Filled, name: str) -> Rating:
    among = [value for value, _ in _POINTS]
    points = filled.choice(_RATING + name, among=among, missing="Please choose 1 to 4, or “Not assessed”.")
    evidence = filled.text(_EVIDENCE + name)
    return Rating(competency=name, points=int(points) if points.isdigit() else None, evidence=evidence)


def _fields_of(card: Scorecard, offered: tuple[str, ...]) -> dict[str, str]:
    """A sent scorecard as the form's state."""
    known = {flag[:_FLAG_MOST] for flag in offered[:10]}
    fields = {
        _RECOMMENDATION: card.recommendation.value,
        _FLAGS: "\n".join(flag for flag in card.red_flags if flag in known),
        _MORE_FLAGS: "\n".join(flag for flag in card.red_flags if flag not in known),
        _SUMMARY: card.summary,
    }
    for rating in card.ratings:
        fields[_RATING + rating.competency] = _NOT_ASSESSED if rating.points is None else str(rating.points)
        fields[_EVIDENCE + rating.competency] = rating.evidence
    return fields


def _state_text(elements: dict[object, object]) -> str:
    """What one field holds, as the text that `build` understands."""
    held = next(iter(elements.values()), None)
    if not isinstance(held, dict):
        return ""
    options = held.get("selected_options")
    chosen = options if isinstance(options, list) else [held.get("selected_option")]
    values = [option.get("value") for option in chosen if isinstance(option, dict)]
    texts = [text for text in [held.get("value"), *values] if isinstance(text, str)]
    return "\n".join(texts)
