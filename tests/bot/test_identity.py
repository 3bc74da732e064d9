"""Who we are: asked once, remembered with the data, and never mixed up between tokens."""

from __future__ import annotations

import pytest

from bot.identity import FOREIGN, Identity, OwnIdentity
from bot.slack_wire import SlackAuthFault, SlackWire, web_client
from models.unit_of_work import UnitOfWork
from sandbox.slack import LocalSlack
from sandbox.slack.identity import Team
from scheduling.ports import TransientFault
from tests.sandbox.slack.site import StepClock
from tests.world import person

ELSEWHERE = Team(id="T0ELSEWHERE")


def ours(slack: LocalSlack, uow: UnitOfWork, clock: StepClock, *, token_mark: str = "t1") -> OwnIdentity:
    wire = SlackWire(web_client(slack.workspace.app.bot_token, base_url=slack.api_url, timeout=5))
    return OwnIdentity(wire, uow, clock, token_mark=token_mark)


def expected(slack: LocalSlack) -> Identity:
    us, team = slack.workspace.app, slack.workspace.team
    return Identity(team_id=team.id, bot_id=us.bot_id, bot_user_id=us.bot_user_id, app_id=us.app_id)


def test_slack_is_asked_once(slack: LocalSlack, uow: UnitOfWork, clock: StepClock) -> None:
    identity = ours(slack, uow, clock)

    assert [expected(slack)] * 3 == [identity.get() for _ in range(3)]
    assert 1 == slack.workspace.calls.count("auth.test")


def test_a_new_process_knows_it_even_while_slack_cannot_be_asked(
    slack: LocalSlack, uow: UnitOfWork, clock: StepClock
) -> None:
    ours(slack, uow, clock).learn()
    slack.workspace.faults.server_error()

    assert expected(slack) == ours(slack, uow, clock).get()


def test_what_was_learned_with_another_token_does_not_count(
    slack: LocalSlack, uow: UnitOfWork, clock: StepClock
) -> None:
    ours(slack, uow, clock, token_mark="t1").learn()
    slack.workspace.faults.server_error()

    with pytest.raises(TransientFault):
        ours(slack, uow, clock, token_mark="t2").get()


def test_after_a_failure_requests_do_not_queue_up_to_ask(slack: LocalSlack, uow: UnitOfWork, clock: StepClock) -> None:
    slack.workspace.faults.server_error()
    identity = ours(slack, uow, clock)

    for _ in range(5):
        with pytest.raises(TransientFault):
            identity.get()

    assert 1 == slack.workspace.calls.count("auth.test")


def test_learning_asks_again(slack: LocalSlack, uow: UnitOfWork, clock: StepClock) -> None:
    ours(slack, uow, clock).learn()
    identity = ours(slack, uow, clock)
    identity.get()
    slack.workspace.revoke(slack.workspace.app.bot_token)

    with pytest.raises(TransientFault, match="auth"):
        identity.learn()


def test_a_token_of_another_workspace_than_the_teams_is_not_accepted(
    slack: LocalSlack, uow: UnitOfWork, clock: StepClock
) -> None:
    ours(slack, uow, clock, token_mark="t1").learn()
    with uow() as tx:
        tx.people.add(person("otto"))

    theirs = expected(slack)
    slack.workspace.team = ELSEWHERE

    with pytest.raises(SlackAuthFault) as refused:
        ours(slack, uow, clock, token_mark="t2").learn()

    assert FOREIGN == refused.value.code
    assert theirs == ours(slack, uow, clock, token_mark="t1").get()


def test_as_long_as_nobody_was_found_in_a_workspace_another_may_be_taken(
    slack: LocalSlack, uow: UnitOfWork, clock: StepClock
) -> None:
    ours(slack, uow, clock, token_mark="t1").learn()
    with uow() as tx:
        tx.people.add(person("otto", slack_id=None))

    slack.workspace.team = ELSEWHERE

    assert "T0ELSEWHERE" == ours(slack, uow, clock, token_mark="t2").learn().team_id


def test_another_token_of_the_same_workspace_is_accepted(slack: LocalSlack, uow: UnitOfWork, clock: StepClock) -> None:
    ours(slack, uow, clock, token_mark="t1").learn()
    with uow() as tx:
        tx.people.add(person("otto"))

    assert expected(slack) == ours(slack, uow, clock, token_mark="t2").learn()


def test_an_app_whose_name_slack_does_not_tell_is_known_all_the_same(
    slack: LocalSlack, uow: UnitOfWork, clock: StepClock
) -> None:
    slack.workspace.faults.refuse("bots.info", error="missing_scope")

    assert "" == ours(slack, uow, clock).get().app_id
