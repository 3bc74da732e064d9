"""Events that come late or in another order: they only say that there is news, and the workspace is asked what is true."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sandbox.slack import LocalSlack, User
from tests.bot.site import Site
from tests.sandbox.slack.site import StepClock


def changes(slack: LocalSlack, user: User) -> User:
    """In the workspace, which tells the app as it is at that moment."""
    us = slack.workspace
    with us.change():
        us.users.put(user)
        told = user.as_payload(us.now(), with_email=True, home_team=us.team.id)
    slack.events.emit({"type": "user_change", "user": told})
    return user


def renamed_then_deactivated(slack: LocalSlack, user: User) -> None:
    renamed = changes(slack, replace(user, real_name="Ann Arbor-Smith"))
    changes(slack, replace(renamed, deleted=True))


def is_active(site: Site, user: User) -> bool:
    site.app.engine.run_until_idle()
    with site.app.uow.reading() as tx:
        person = tx.people.find(slack_id=user.id)
    assert person is not None
    return person.active


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["as_it_was", "the_other_way_round"])
def test_whoever_was_renamed_and_then_left_has_left_in_whatever_order_that_is_told(
    site: Site, slack: LocalSlack, ann: User, order: tuple[int, int]
) -> None:
    site.join(ann)
    slack.events.hold()
    renamed_then_deactivated(slack, ann)
    assert is_active(site, ann)

    slack.events.release(order=order)
    assert not is_active(site, ann)
    assert ["note_user"] * 2 == site.inbox()


def test_the_older_of_two_changes_that_is_told_after_the_newer_one_was_worked_on_brings_nobody_back(
    site: Site, slack: LocalSlack, ann: User
) -> None:
    site.join(ann)
    slack.events.hold()
    renamed_then_deactivated(slack, ann)
    renamed, deactivated = slack.events.all()

    assert slack.events.repeat(deactivated.event_id).ok
    assert not is_active(site, ann)
    assert slack.events.repeat(renamed.event_id).ok
    assert not is_active(site, ann)


def test_an_event_that_comes_four_times_in_six_minutes_and_again_a_day_later_is_taken_once(
    site: Site, slack: LocalSlack, ann: User, clock: StepClock
) -> None:
    site.join(ann)
    slack.person(ann).open_home()
    [event] = slack.events.all()
    for retry, pause in enumerate((0, 1, 5), start=1):
        clock.move(minutes=pause)
        assert slack.events.repeat(event.event_id, retry_num=retry).ok
        site.app.engine.run_until_idle()
    assert ["open_home"] == site.inbox()

    clock.move(hours=24)
    site.app.engine.forget()
    assert slack.events.repeat(event.event_id).ok
    assert ["open_home"] == site.inbox()


def test_events_that_come_seventeen_hours_late_are_taken_once(
    site: Site, slack: LocalSlack, ann: User, ben: User, clock: StepClock
) -> None:
    site.join(ann)
    site.join(ben)
    slack.events.hold()
    slack.person(ben).open_home()
    renamed_then_deactivated(slack, ann)
    held = slack.events.all()

    clock.move(hours=17)
    assert is_active(site, ann)
    slack.events.release()
    assert not is_active(site, ann)
    assert ["open_home", "note_user", "note_user"] == site.inbox()
    assert slack.person(ben).home is not None

    site.app.engine.forget()
    for event in held:
        assert slack.events.repeat(event.event_id, retry_num=3).ok
    assert ["open_home", "note_user", "note_user"] == site.inbox()
    assert [True] * 3 == [event.acknowledged for event in slack.events.all()]
