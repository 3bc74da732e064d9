"""The form that starts a loop: who the candidate is, for which opening, and when they can. Builds and parses it. Pure.

However often the same form is sent with the same content, it is one loop. Fields are named like the intent's fields, so
that a refusal finds its place.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from handlers.presenters.refusals import refusal_words
from handlers.ui.actions import Form, Ref
from handlers.ui.blocks import context, divider, input_block, modal
from handlers.ui.contact import read_email, read_link
from handlers.ui.filled import FieldErrors, Filled
from handlers.ui.hours import USUAL_WEEK
from handlers.ui.inputs import day_picker, email_input, menu, radio, suggesting_menu, text_input, url_input
from handlers.ui.submission import Submission
from handlers.ui.week_fields import days_off_block, read_days_off_field, read_week, week_blocks
from handlers.ui.zones import is_city_zone
from models.records.loops import Candidate
from scheduling.intents import NewLoop
from scheduling.outcomes import Refusal
from scheduling.views.team import NewLoopFormView

ZONE = "new_loop.zone"
"""The action_id of the zone menu, whose options Slack asks us for."""
NAME_MOST = 120

_NAME, _EMAIL, _ZONE, _RESUME = "candidate.name", "candidate.email", "candidate.zone", "candidate.resume"
_OPENING, _KICKOFF, _HANDS_ON = "opening_id", "kickoff", "hands_on"
_PAIR, _TAKE_HOME = "pair", "take_home"


def build(view: NewLoopFormView, *, form_id: str, name: str = "") -> dict[str, Any]:
    """`view.openings` must not be empty. `form_id` is new each time; `name` is what was typed after `/hire new`."""
    only = view.openings[0][0] if len(view.openings) == 1 else ""
    zone = view.reader_zone if is_city_zone(view.reader_zone) else ""
    blocks = [
        input_block(_NAME, "Candidate", text_input(initial=name[:NAME_MOST], most=NAME_MOST, placeholder="Mia Wong")),
        input_block(_EMAIL, "E-mail", email_input(placeholder="mia@example.com"), hint="Invitations go here."),
        input_block(
            _ZONE,
            "Where the candidate is",
            suggesting_menu(action_id=ZONE, chosen=(zone, zone) if zone else None, placeholder="Type a city"),
            hint="The 21 days and the hours below are in this zone. Everybody else sees their own.",
        ),
        input_block(_RESUME, "Link to the resume", url_input(placeholder="https://"), optional=True),
        input_block(_OPENING, "Opening", menu(view.openings, chosen=only, placeholder="Which role?")),
        input_block(
            _KICKOFF, "Kick-off no earlier than", day_picker(initial=view.first_day), hint="This is day 1 of 21."
        ),
        input_block(
            _HANDS_ON,
            "Round 3",
            radio([(_PAIR, "Pair exercise"), (_TAKE_HOME, "Take-home (can't be run here yet)")], chosen=_PAIR),
        ),
        divider(),
        *week_blocks(USUAL_WEEK),
        days_off_block(()),
        context("Then I look for times. The loop's coordinator gets options to choose from, usually within a minute."),
    ]
    return modal(Form.NEW_LOOP, "New loop", blocks, ref=Ref(kind=form_id), submit="Start", close="Cancel")


def parse(sent: Submission) -> NewLoop | FieldErrors:
    filled = Filled(sent.values)
    candidate = _read_candidate(filled)
    opening_id = filled.choice(_OPENING, missing="Please choose the opening.")
    kickoff = filled.day(_KICKOFF, missing="Please pick the first day.")
    if filled.choice(_HANDS_ON) == _TAKE_HOME:
        filled.wrong(_HANDS_ON, refusal_words(Refusal.TAKE_HOME_LATER))
    if kickoff and candidate.zone and kickoff < _today(sent.now, candidate.zone):
        filled.wrong(_KICKOFF, "This day has passed where the candidate is. Please pick today or later.")
    if filled.problems or kickoff is None:
        return filled.errors
    return NewLoop(
        actor_id=sent.actor_id,
        loop_id=_loop_id(sent.ref.kind, candidate, opening_id, kickoff),
        opening_id=opening_id,
        candidate=candidate,
        kickoff=kickoff,
    )


def _read_candidate(filled: Filled) -> Candidate:
    name = filled.line(_NAME, missing="Please say who the candidate is.", most=NAME_MOST)
    email, email_problem = read_email(filled.text(_EMAIL, missing="Please give the candidate's e-mail address."))
    zone = filled.choice(_ZONE, missing="Please choose where the candidate is.")
    typed_link = filled.text(_RESUME)
    resume, link_problem = read_link(typed_link) if typed_link else ("", "")
    if email_problem:
        filled.wrong(_EMAIL, email_problem)
    if zone and not is_city_zone(zone):
        filled.wrong(_ZONE, "Please choose a city: short names like EST don't know when clocks change.")
        zone = ""
    if link_problem:
        filled.wrong(_RESUME, link_problem)
    candidate = Candidate(name=name, email=email, zone=zone, resume=resume)
    return replace(candidate, windows=read_week(filled), days_off=read_days_off_field(filled))


def _loop_id(form_id: str, candidate: Candidate, opening_id: str, kickoff: date) -> str:
    """From the form and its content: a corrected second attempt is not taken for the first one and dropped, it is told
    that there is a loop already."""
    content = repr((form_id, candidate, opening_id, kickoff))
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _today(now: datetime, zone: str) -> date:
    return now.astimezone(ZoneInfo(zone)).date()
