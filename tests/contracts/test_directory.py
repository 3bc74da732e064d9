"""One behaviour for the `Directory` port, held by the fake and by the real adapter in front of the stand-in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.slack_directory import SlackDirectory
from bot.slack_wire import SlackWire, web_client
from sandbox.memory.directory import FakeDirectory
from sandbox.slack import LocalSlack, User
from scheduling.ports import Directory, SlackUser, TransientFault


@pytest.fixture
def cast(slack: LocalSlack, ann: User) -> dict[str, User]:
    """Everybody who can be met in a workspace."""
    add = slack.workspace.add_user
    return {
        "ann": ann,
        "guest": add("gus", email="gus@acme.test", guest=True),
        "bot": add("bob", is_bot=True),
        "stranger": add("sue", email="sue@other.test", team_id="T0OTHER"),
        "gone": add("gil", email="gil@acme.test", deleted=True),
    }


@pytest.fixture(params=["fake", "slack"])
def directory(request: pytest.FixtureRequest, slack: LocalSlack, cast: dict[str, User]) -> Directory:
    if request.param == "slack":
        wire = SlackWire(web_client(slack.workspace.app.bot_token, base_url=slack.api_url, timeout=5))
        return SlackDirectory(wire, lambda: slack.workspace.team.id)
    return FakeDirectory(_as_told(user, slack.workspace.team.id) for user in cast.values())


def _as_told(user: User, home: str) -> SlackUser:
    """Of who is deactivated Slack no longer tells the zone."""
    outsider = user.guest or user.is_bot or user.team_id != home
    return SlackUser(
        user_id=user.id,
        email=user.email,
        name=user.real_name,
        zone=None if user.deleted else user.tz,
        outsider=outsider,
        deactivated=user.deleted,
    )


def test_a_colleague_is_known_by_address_and_by_id(directory: Directory, cast: dict[str, User]) -> None:
    ann = SlackUser(
        user_id=cast["ann"].id,
        email="ann@acme.test",
        name="Ann Arbor",
        zone="Europe/Berlin",
        outsider=False,
        deactivated=False,
    )

    assert ann == directory.by_email("ann@acme.test")
    assert ann == directory.by_id(cast["ann"].id)


def test_the_case_of_an_address_does_not_matter(directory: Directory, cast: dict[str, User]) -> None:
    found = directory.by_email("ANN@Acme.test")

    assert found is not None
    assert cast["ann"].id == found.user_id


def test_nobody_is_none(directory: Directory) -> None:
    assert (None, None) == (directory.by_email("nobody@acme.test"), directory.by_id("U0NOBODY"))


@pytest.mark.parametrize("who", ["guest", "bot", "stranger"])
def test_whoever_does_not_belong_here_is_an_outsider(directory: Directory, cast: dict[str, User], who: str) -> None:
    found = directory.by_id(cast[who].id)

    assert found is not None
    assert (True, False) == (found.outsider, found.deactivated)


def test_whoever_has_left_is_known_by_id_only(directory: Directory, cast: dict[str, User]) -> None:
    found = directory.by_id(cast["gone"].id)

    assert found is not None
    assert found.deactivated
    assert None is directory.by_email("gil@acme.test")


def test_nobody_is_taken_for_a_colleague_while_our_own_workspace_is_not_known(slack: LocalSlack, ann: User) -> None:
    def not_known() -> str:
        raise TransientFault("unreachable")

    wire = SlackWire(web_client(slack.workspace.app.bot_token, base_url=slack.api_url, timeout=5))

    with pytest.raises(TransientFault):
        SlackDirectory(wire, not_known).by_id(ann.id)


@pytest.mark.parametrize(
    ("told", "outsider"),
    [
        ({"team_id": "T1"}, False),
        ({"team_id": "E1", "enterprise_user": {"teams": ["T0", "T1"]}}, False),
        ({"team_id": "E1", "enterprise_user": {"teams": ["T0"]}}, True),
        ({"team_id": "T1", "is_ultra_restricted": True}, True),
        ({"team_id": "T1", "is_stranger": True}, True),
        ({"team_id": "T1", "is_workflow_bot": True}, True),
        ({"team_id": "T1", "id": "USLACKBOT"}, True),
        ({}, True),
    ],
)
def test_belonging_is_read_as_slack_tells_it(told: dict[str, object], outsider: bool) -> None:
    wire = _Told({"user": {"id": "U1", "profile": {}, **told}})

    found = SlackDirectory(wire, lambda: "T1").by_id("U1")

    assert found == replace(_NOBODY_IN_PARTICULAR, user_id=str(told.get("id", "U1")), outsider=outsider)


def test_an_answer_without_a_person_is_no_answer() -> None:
    with pytest.raises(TransientFault):
        SlackDirectory(_Told({"user": None}), lambda: "T1").by_id("U1")


_NOBODY_IN_PARTICULAR = SlackUser(user_id="U1", email=None, name="", zone=None, outsider=False, deactivated=False)


class _Told(SlackWire):
    """Answers with what it was made with."""

    def __init__(self, answer: dict[str, object]) -> None:
        self._answer = answer

    def ask(self, method: str, **params: str | int | bool) -> dict[str, object]:
        return self._answer
