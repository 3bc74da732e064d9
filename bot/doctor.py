"""Looks at everything that Hirebot needs and everything that it promised, one finding each; changes nothing.

(But for what every start writes down: who we are in Slack, and which key the database belongs to.)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.config import Mode, Settings
from bot.container import CALL_SECONDS, App
from bot.keys import ForeignKey, hold_to
from bot.slack_wire import SlackAuthFault, SlackWire, web_client
from handlers.manifest import SCOPES
from models.engine import StoreError
from models.migration import current, newest
from models.records.delivery import EffectState
from scheduling.google.calendar import GoogleCalendar
from scheduling.invariants import check
from scheduling.ports import PermanentFault, TransientFault

_MANIFEST = "make the Slack app from `hirebot manifest`, and install it again after a change"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`words` say what was found and, where it is not well, what to do."""

    name: str
    ok: bool
    words: str


def examine(app: App) -> Iterator[Finding]:
    """In an order in which the first bad finding is likely to be the cause of those after it."""
    store = list(_store(app))
    yield from store
    usable = all(finding.ok for finding in store)
    if usable:
        yield from _slack(app)
    else:
        yield Finding(name="slack", ok=False, words="not looked at: the database comes first")
    yield from _google(app)
    if usable:
        yield from _promises(app)


def _store(app: App) -> Iterator[Finding]:
    try:
        found = current(app.settings.database_url.get_secret_value())
        if found is None:
            yield Finding(name="database", ok=False, words="is empty or not there; run `hirebot migrate`")
        elif found != newest():
            words = f"is at version {found}, this program works with {newest()}; run `hirebot migrate`, or the newer Hirebot"
            yield Finding(name="database", ok=False, words=words)
        else:
            yield Finding(name="database", ok=True, words=f"reachable, at version {found}")
            hold_to(app.uow, app.clock, app.settings.secret_key)
    except ForeignKey:
        yield Finding(name="secret key", ok=False, words="HIREBOT_SECRET_KEY is not the one this database began with")
    except (StoreError, OSError) as error:
        kind = type(getattr(error, "orig", None) or error).__name__
        yield Finding(name="database", ok=False, words=f"cannot be opened ({kind}); see HIREBOT_DATABASE_URL")


def _slack(app: App) -> Iterator[Finding]:
    try:
        identity = app.identity.learn()
        granted = app.identity.scopes()
    except (TransientFault, PermanentFault) as fault:
        yield Finding(name="slack", ok=False, words=f"SLACK_BOT_TOKEN does not work: {_why(fault)}")
        return
    missing = [scope for scope, _ in SCOPES if granted and scope not in granted]
    if missing:
        words = f"the bot token lacks {', '.join(missing)}; {_MANIFEST}"
        yield Finding(name="slack", ok=False, words=words)
    else:
        yield Finding(name="slack", ok=True, words=f"connected to workspace {identity.team_id}")
    if app.settings.mode is Mode.SOCKET:
        yield _app_token(app.settings)


def _app_token(settings: Settings) -> Finding:
    """Asks for the address of a socket, and leaves it unused."""
    assert settings.slack_app_token is not None  # the settings were checked
    token = settings.slack_app_token.get_secret_value()
    wire = SlackWire(web_client(token, base_url=settings.slack_api_url, timeout=CALL_SECONDS))
    try:
        wire.do("apps.connections.open", {}, repeatable=True)
    except (TransientFault, PermanentFault) as fault:
        return Finding(name="socket", ok=False, words=f"SLACK_APP_TOKEN does not work: {_why(fault)}")
    return Finding(name="socket", ok=True, words="Slack lets us open a socket")


def _google(app: App) -> Iterator[Finding]:
    calendar = app.engine.outside.calendar
    if not isinstance(calendar, GoogleCalendar):
        return
    for step in calendar.probe().steps:
        name = f"google {step.name.replace('_', '/')}"
        yield Finding(name=name, ok=step.ok, words="works" if step.ok else f"{step.reason}: {step.hint}".rstrip(": "))


def _promises(app: App) -> Iterator[Finding]:
    with app.uow.reading() as tx:
        broken = check(tx, now=app.clock.now(), secret=app.engine.outside.secret)
        people = sum(person.active for person in tx.people.all())
        dead = tx.outbox.count(EffectState.DEAD)
    team = f"{people} people" if people else "nobody yet; run `hirebot team load team.yaml`"
    yield Finding(name="team", ok=people > 0, words=team)
    for sentence in broken:
        yield Finding(name="promise", ok=False, words=sentence)
    if not broken:
        yield Finding(name="promises", ok=True, words="all hold")
    if dead:
        yield Finding(name="given up", ok=True, words=f"{dead} effects, of which the people concerned were told")


def _why(fault: TransientFault | PermanentFault) -> str:
    reason = fault.code if isinstance(fault, SlackAuthFault) else fault.reason
    hints = {"unreachable": "; check the network, the proxy and SLACK_API_URL", "missing_scope": f"; {_MANIFEST}"}
    return reason + hints.get(reason, "")
