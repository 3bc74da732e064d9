"""Why no times fit, in words: the round, what stands in the way, whose calendar it is, and what to try. Pure."""

from __future__ import annotations

from handlers.presenters.phrases import called, named, people, round_title
from handlers.ui.text import bold
from scheduling.views.loops import ObstacleView

# What stands in the way ("{who}" people, "{pool}" the pool, "{candidate}") and what would help.
_WORDS: dict[str, tuple[str, str]] = {
    "no_one_in_pool": (
        "Nobody who could sit here is in {pool}.",
        "Add somebody to the pool under `/hire people`.",
    ),
    "candidate_windows": (
        "{candidate}'s own times leave no stretch that is long enough.",
        "Ask {candidate} for one more window, then change the availability.",
    ),
    "notice": (
        "Everything that would fit starts too soon to give people fair notice.",
        "Ask {candidate} for later times, or look again tomorrow.",
    ),
    "working_hours": (
        "The working hours of {who} don't meet {candidate}'s times.",
        "A window nearer to their day would help, or somebody in a nearer zone in the pool.",
    ),
    "busy": (
        "{who}: busy at every time that would fit otherwise.",
        "One meeting moved would do. Or add somebody to the pool.",
    ),
    "cap_per_day": (
        "{who}: as many interviews a day as agreed already.",
        "Raise the daily limit for once under `/hire people`, or add somebody to the pool.",
    ),
    "cap_per_week": (
        "{who}: as many interviews a week as agreed already.",
        "Raise the weekly limit for once under `/hire people`, or add somebody to the pool.",
    ),
    "unknown_calendar": (
        "The calendar of {who} can't be read, and what can't be read never counts as free.",
        "Have it shared with the organiser's calendar, then look again.",
    ),
    "days_off": (
        "{who}: away on the days that would fit.",
        "Add somebody to the pool, or ask {candidate} for other days.",
    ),
    "gap": (
        "The days that must lie between the rounds leave no room here.",
        "More of {candidate}'s time early on would help, or a shorter gap in the opening's plan.",
    ),
    "same_person_twice": (
        "{who} would have to sit in two rounds, and nobody does.",
        "Add somebody to {pool}.",
    ),
    "holiday": ("Company holidays take the days that would fit.", "Ask {candidate} for other days."),
    "horizon": (
        "Nothing fits before the last day that I may plan for.",
        "Ask {candidate} for more windows in the first two weeks.",
    ),
    "excluded": (
        "{who} can't take part in this loop: kept out of it, or declined.",
        "Add somebody else to {pool}.",
    ),
}
_UNKNOWN = ("No time fits here.", "Change {candidate}'s availability or the pool, then look again.")


def obstacle_lines(obstacle: ObstacleView, candidate: str) -> str:
    """Three short lines: which round, what stands in the way, what to try."""
    found, helps = _WORDS.get(obstacle.blocker, _UNKNOWN)
    names = {
        "who": people(obstacle.people, most=5) if obstacle.people else "Everybody in the pool",
        "pool": f"the pool “{named(obstacle.pool)}”" if obstacle.pool else "its pool",
        "candidate": called(candidate),
    }
    title = bold(round_title(obstacle.round_index, obstacle.round_name))
    return f"{title}\n{found.format(**names)}\n→ {helps.format(**names)}"


def known_blockers() -> frozenset[str]:
    """The planner's words that have sentences of their own."""
    return frozenset(_WORDS)
