"""From a name typed after a verb to the loop that is meant; or to the answer that asks which."""

from __future__ import annotations

from handlers.answers import nobody, nothing_to, which
from handlers.command_text import Command, Verb
from handlers.presenters.message import Message
from models.records.people import Person
from scheduling.api import Hirebot
from scheduling.views.loops import LoopView


def loop_meant(core: Hirebot, reader: Person, verb: Verb, command: Command) -> LoopView | Message:
    """Only loops that the reader may see are looked at. Without a name: the one in which the verb is of use now."""
    found = core.find_loops(reader, command.rest)
    if command.rest and not found:
        return nobody(verb, command.rest, core.find_loops(reader, ""))
    fitting = _exactly(found, command.rest) if command.rest else _useful(found, verb)
    if not fitting:
        return nothing_to(verb)
    return fitting[0] if len(fitting) == 1 else which(verb, fitting)


def _exactly(found: tuple[LoopView, ...], name: str) -> tuple[LoopView, ...]:
    """Those with just this name, if there are any: `Ana` is not to be shadowed by `Ana Maria`."""
    exact = tuple(loop for loop in found if loop.candidate.casefold() == name.casefold())
    return exact or found


def _useful(found: tuple[LoopView, ...], verb: Verb) -> tuple[LoopView, ...]:
    return tuple(loop for loop in found if verb is Verb.STATUS or verb.value in loop.may)
