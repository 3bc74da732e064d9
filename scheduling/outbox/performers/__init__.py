"""One performer per kind of effect, and what else has to be undone where one is given up for good."""

from collections.abc import Callable, Mapping

from models.records.delivery import Effect, EffectKind
from scheduling.outbox.performers.book import book, give_up_booking
from scheduling.outbox.performers.event import agree_event
from scheduling.outbox.performers.messages import draw_card, edit, post, publish_home
from scheduling.outbox.performers.plan import find_times
from scheduling.outbox.performers.resolve import resolve
from scheduling.outbox.settlement import Performer, Then

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

GIVEN_UP: Mapping[EffectKind, Callable[[Effect], Then]] = {EffectKind.BOOK: give_up_booking}
