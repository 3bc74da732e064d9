"""The composition root: the parts know each other, and a whole way through them works."""

from __future__ import annotations

from dataclasses import replace

from bot.container import process_name, short_id
from models.records.delivery import EffectKind, EffectState
from sandbox.slack import LocalSlack, User
from tests.bot.site import Site


def test_what_is_asked_in_slack_is_worked_off_by_the_engine(site: Site, slack: LocalSlack, ann: User) -> None:
    site.join(ann)
    slack.person(ann).open_home()

    site.app.engine.run_until_idle()

    assert slack.person(ann).home is not None
    with site.app.uow.reading() as tx:
        assert 0 == tx.inbox.waiting()
        assert 0 == tx.outbox.count(EffectState.DEAD)
    assert [] == [fields for _, fields in site.reports if "error" in fields]


def test_a_home_that_slack_does_not_take_is_drawn_once_it_does(site: Site, slack: LocalSlack, ann: User) -> None:
    site.join(ann)
    slack.workspace.faults.server_error("views.publish", times=1)
    slack.person(ann).open_home()
    site.app.engine.run_until_idle()
    assert slack.person(ann).home is None

    with site.app.uow() as tx:
        (waiting,) = tx.outbox.all(kind=EffectKind.HOME)
        tx.outbox.save(replace(waiting, due_at=site.app.clock.now()))
    site.app.engine.run_until_idle()

    assert slack.person(ann).home is not None


def test_an_input_wakes_the_ticker(site: Site, slack: LocalSlack, ann: User) -> None:
    site.join(ann)
    site.app.ticker.start()
    try:
        slack.person(ann).open_home()
        slack.workspace.wait_until(lambda: slack.workspace.calls.count("views.publish") > 0, seconds=10)
    finally:
        site.app.ticker.stop(2)


def test_ids_are_short_and_not_given_twice() -> None:
    ids = {short_id() for _ in range(10_000)}

    assert 10_000 == len(ids)
    assert {16} == {len(one) for one in ids}
    assert all(one.isalnum() and one == one.lower() for one in ids)


def test_a_process_has_a_name_of_its_own_that_fits_into_a_lease() -> None:
    assert process_name() != process_name()
    assert len(process_name()) <= 80
