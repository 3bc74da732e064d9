"""Why no times fit, in words: the round, what stands in the way, whose calendar it is, and what to try. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.presenters.phrases import called, named, people, round_title, rounds_plain
from handlers.ui.actions import Press, Ref
from handlers.ui.blocks import Block, button, section
from handlers.ui.text import bold
from scheduling.views.loops import LoopView, ObstacleView

# What stands in the way ("{who}" people, "{pool}" the pool, "{candidate}"), what would help, and where that is done.
_WORDS: dict[str, tuple[str, str, Press]] = {
    "no_one_in_pool": ("There is nobody in {pool}.", "Add somebody to it.", Press.PEOPLE),
    "candidate_windows": (
        "{candidate}'s own times leave no room for it.",
        "Ask {candidate} for one more window.",
        Press.EDIT,
    ),
    "notice": (
        "Everything that would fit starts too soon to give people fair notice.",
        "Ask {candidate} for later times, or look again tomorrow.",
        Press.EDIT,
    ),
    "working_hours": (
        "The working hours of {who} don't meet {candidate}'s times.",
        "A window nearer to their day would help, or somebody in a nearer zone in the pool.",
        Press.EDIT,
    ),
    "busy": (
        "{who}: busy at every time that would otherwise fit.",
        "One meeting moved would do; then look again. Or add somebody to the pool.",
        Press.LOOK_AGAIN,
    ),
    "cap_per_day": (
        "{who}: the agreed limit of interviews a day is reached.",
        "Raise it for once, or add somebody to the pool.",
        Press.PEOPLE,
    ),
    "cap_per_week": (
        "{who}: the agreed limit of interviews a week is reached.",
        "Raise it for once, or add somebody to the pool.",
        Press.PEOPLE,
    ),
    "unknown_calendar": (
        "The calendar of {who} can't be read, and what can't be read never counts as free.",
        "Have it shared with the organiser's calendar, then look again.",
        Press.LOOK_AGAIN,
    ),
    "days_off": (
        "{who}: away on the days that would fit.",
        "Add somebody to the pool, or ask {candidate} for other days.",
        Press.PEOPLE,
    ),
    "gap": (
        "The business days that must lie between the rounds leave no room here.",
        "More of {candidate}'s time early on would help.",
        Press.EDIT,
    ),
    "same_person_twice": (
        "{who} would have to sit in two rounds, and nobody does.",
        "Add somebody to {pool}.",
        Press.PEOPLE,
    ),
    "holiday": ("Company holidays take the days that would fit.", "Ask {candidate} for other days.", Press.EDIT),
    "horizon": (
        "Nothing fits before the last day that I may plan for.",
        "Ask {candidate} for more windows in the first two weeks.",
        Press.EDIT,
    ),
    "excluded": (
        "{who} can't take part in this loop: kept out of it, or declined.",
        "Add somebody else to {pool}.",
        Press.PEOPLE,
    ),
}
_UNKNOWN = ("No time fits here.", "Change {candidate}'s availability or the pool.", Press.EDIT)
_BUTTONS = {Press.EDIT: "Change availability", Press.PEOPLE: "People and pools", Press.LOOK_AGAIN: "Look again"}
_VERBS = {Press.EDIT: {"edit"}, Press.LOOK_AGAIN: {"plan", "move"}}


def obstacle_rows(
    obstacles: Sequence[ObstacleView], loop: LoopView, *, standing_out: bool = True, searches: bool = False
) -> list[Block]:
    """One section for each thing in the way, with the button to what would help; rounds that share it stand together.

    With `standing_out` the first of the buttons is the message's primary one; with `searches` looking for times again is
    among them, where nothing else of the message offers it.
    """
    rounds: dict[tuple[str, str, Press], list[ObstacleView]] = {}
    for obstacle in obstacles:
        rounds.setdefault(_said(obstacle, loop.candidate), []).append(obstacle)
    rows = [
        _row(found, helps, press if searches or press is not Press.LOOK_AGAIN else None, at, loop)
        for (found, helps, press), at in rounds.items()
    ]
    first = next((row["accessory"] for row in rows if "accessory" in row), None)
    if first is not None and standing_out:
        first["style"] = "primary"
    return rows


def _row(found: str, helps: str, press: Press | None, at: Sequence[ObstacleView], loop: LoopView) -> Block:
    numbers = sorted({obstacle.round_index + 1 for obstacle in at})
    title = (
        round_title(at[0].round_index, at[0].round_name) if len(numbers) == 1 else rounds_plain(numbers).capitalize()
    )
    offered = press is not None and (press not in _VERBS or loop.may & _VERBS[press])
    way = button(press, _BUTTONS[press], Ref(loop=loop.id)) if press and offered else None
    return section(f"{bold(title)}\n{found}\n→ {helps}", accessory=way)


def _said(obstacle: ObstacleView, candidate: str) -> tuple[str, str, Press]:
    found, helps, press = _WORDS.get(obstacle.blocker, _UNKNOWN)
    names = {
        "who": people(obstacle.people, most=5) if obstacle.people else "Everybody in the pool",
        "pool": f"the pool “{named(obstacle.pool)}”" if obstacle.pool else "its pool",
        "candidate": called(candidate),
    }
    return found.format(**names), helps.format(**names), press


def known_blockers() -> frozenset[str]:
    """The planner's words that have sentences of their own."""
    return frozenset(_WORDS)
