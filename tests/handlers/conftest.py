"""A served workspace with the team in it, and the real listeners over a façade that remembers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from slack_bolt import App
from slack_sdk import WebClient
from starlette.types import ASGIApp, Receive, Scope, Send

from handlers.gate import Afterwards
from handlers.register import register
from models.records.people import Person
from sandbox.serving import Served
from sandbox.slack import LocalSlack, Workspace, create_app
from scheduling.rules.access import Role
from scheduling.views.loops import Who
from tests.builders.feedback_views import a_debrief, a_round_feedback
from tests.builders.form_views import a_new_loop_form, a_scorecard_form, an_availability
from tests.builders.team_views import a_person, a_worklist, openings_view, people_view
from tests.builders.views import BEN, CY, KIM, LEE, MIA, NOW, PIA, RHEA, a_loop
from tests.fakes.facade import FakeHirebot
from tests.handlers.talk import Dispatching, Talk

_ROLES = {
    KIM.id: frozenset({Role.MEMBER, Role.COORDINATOR}),
    MIA.id: frozenset({Role.MEMBER, Role.HIRING_MANAGER}),
    BEN.id: frozenset({Role.MEMBER, Role.INTERVIEWER_BLIND}),
    RHEA.id: frozenset({Role.MEMBER, Role.INTERVIEWER}),
    CY.id: frozenset({Role.MEMBER}),
}


class _Doorway:
    """The served app; each test puts its own workspace behind it."""

    app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self.app is not None
        await self.app(scope, receive, send)


class _StandingClock:
    def now(self) -> datetime:
        return NOW


@pytest.fixture(scope="session")
def slack_doorway() -> Iterator[tuple[_Doorway, str]]:
    door = _Doorway()
    with Served(door) as served:
        yield door, served.url


@pytest.fixture
def core() -> FakeHirebot:
    """Ana's loop on day 6, with everything there is to open about it."""
    return FakeHirebot(
        moment=NOW,
        roles=dict(_ROLES),
        loops={"loop-1": a_loop()},
        scorecards={(BEN.id, "round-2"): a_scorecard_form()},
        feedback={"round-2": a_round_feedback()},
        debriefs={"loop-1": a_debrief()},
        availabilities={"loop-1": an_availability()},
        form=a_new_loop_form(),
        team=people_view(),
        roles_open=openings_view(),
        worklists={who.id: a_worklist(reader=who) for who in (BEN, CY, KIM, MIA, RHEA)},
    )


@pytest.fixture
def afterwards() -> Afterwards:
    """What is shown after an acknowledgement is there when the answer is."""
    return lambda show: show()


@pytest.fixture
def talk(core: FakeHirebot, slack_doorway: tuple[_Doorway, str], afterwards: Afterwards) -> Iterator[Talk]:
    door, url = slack_doorway
    workspace = Workspace(_StandingClock())
    door.app = create_app(workspace)
    slack = LocalSlack(workspace, url=url)
    identity = workspace.app
    app = App(
        client=WebClient(identity.bot_token, base_url=slack.api_url, timeout=5),
        process_before_response=True,
        request_verification_enabled=False,
        raise_error_for_unhandled_request=True,
    )
    register(app, core, afterwards=afterwards)
    delivery = Dispatching(app)
    slack.connect(delivery)
    users = {}
    for who in (RHEA, BEN, CY, PIA, LEE, KIM, MIA):
        users[who.id] = workspace.add_user(who.id, real_name=who.name, email=f"{who.id}@acme.test", tz=who.zone)
        core.people_by_slack[users[who.id].id] = _member(who, users[who.id].id)
    users["guest"] = workspace.add_user("guest", real_name="Someone Else", email="guest@acme.test", tz="UTC")
    yield Talk(slack=slack, app=app, core=core, delivery=delivery, users=users)
    workspace.faults.all_off()


def _member(who: Who, slack_id: str) -> Person:
    return replace(a_person(who.name), id=who.id, zone=who.zone, slack_id=slack_id)
