"""One performer per kind of effect."""

from models.records.delivery import EffectKind
from scheduling.outbox.performers.book import book
from scheduling.outbox.performers.event import agree_event
from scheduling.outbox.performers.messages import draw_card, edit, post, publish_home
from scheduling.outbox.performers.plan import find_times
from scheduling.outbox.performers.resolve import resolve
from scheduling.outbox.settlement import Performer

PERFORMERS: dict[EffectKind, Performer] = {
    EffectKind.POST: post,
    EffectKind.EDIT: edit,
    EffectKind.CARD: draw_card,
    EffectKind.HOME: publish_home,
    EffectKind.EVENT: agree_event,
    EffectKind.PLAN: find_times,
    EffectKind.BOOK: book,
    EffectKind.RESOLVE: resolve,
}
