"""Whether commands, buttons and events reach us. No token can read how an app is set up in Slack, so this says what has come
in: the only proof there is."""

from __future__ import annotations

from collections.abc import Iterator

from bot.config import Given
from bot.doctor.finding import Finding, note, skipped, well
from bot.setting_checks import print_manifest
from models.unit_of_work import UnitOfWork

_TRY = "with `python3 start.py run` running, type /hire in Slack, and press a button of the answer"
_WAYS = (
    ("/hire", ("command",), "type /hire in Slack; if Slack does not know it"),
    ("buttons and forms", ("press", "form"), "press a button that /hire answers with; if Slack warns"),
    ("events", ("event",), "open Hirebot in Slack, tab Home; if it stays empty"),
)


def look_at_ways_in(given: Given, uow: UnitOfWork | None) -> Iterator[Finding]:
    if uow is None:
        yield skipped("commands", "the database")
        return
    manifest = (
        f"Slack's app settings, App Manifest: paste what {print_manifest(given.values)} prints, save, and install again"
    )
    with uow.reading() as tx:
        heard = {name: [tx.inbox.last_received(f"{kind}:") for kind in kinds] for name, kinds, _ in _WAYS}
    last = {name: max((at for at in moments if at is not None), default=None) for name, moments in heard.items()}
    if not any(last.values()):
        words = (
            "nobody of the team has used Hirebot lately, and only that shows whether /hire, buttons and events come in"
        )
        yield note("commands", words, f"{_TRY}; if Slack does not know it: {manifest}")
        return
    for name, _, todo in _WAYS:
        if moment := last[name]:
            yield well(name, f"last came in on {moment:%Y-%m-%d at %H:%M} UTC")
        else:
            yield note(name, "none has come in lately, and only that shows whether they do", f"{todo}: {manifest}")
