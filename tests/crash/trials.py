"""Every boundary of the script, and what comes of a fault at it: a segment is played again from a remembered beginning,
and has to end as it did undisturbed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from models.unit_of_work import UnitOfWork
from tests.crash.ending import Ending, complaints, differences, ending
from tests.crash.gate import FAULTS, Fault, Kind
from tests.crash.moments import Moment, again, remembered
from tests.crash.script import STORIES, Segment, Story
from tests.crash.stage import Aim, Stage


@dataclass(frozen=True, kw_only=True)
class Rehearsed:
    """A segment as it goes where nothing fails: its effects in order, and where it ends."""

    story: str
    name: str
    aim: Aim
    asleep: bool
    begins: Moment
    effects: Sequence[tuple[Kind, str]]
    until: datetime
    ends: Ending
    complaints: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Point:
    """The boundary right after the effect of this number."""

    segment: Rehearsed
    number: int

    @property
    def faults(self) -> tuple[Fault, ...]:
        return FAULTS[self.segment.effects[self.number][0]]

    @property
    def name(self) -> str:
        effects = self.segment.effects
        following = effects[self.number + 1][1] if self.number + 1 < len(effects) else "the end"
        return f"{self.segment.story}, {self.segment.name}: after {self.effect}, before {following}"

    @property
    def effect(self) -> str:
        """The effect, which of its name it is in the segment, and of how many."""
        names = [name for _, name in self.segment.effects]
        name = names[self.number]
        count = names.count(name)
        return name if count == 1 else f"{name} {names[: self.number + 1].count(name)} of {count}"


def rehearse(uow: UnitOfWork, stories: Sequence[Story] = STORIES) -> list[Rehearsed]:
    """Plays every story once, undisturbed."""
    done: list[Rehearsed] = []
    led_to: dict[str, Moment] = {"": remembered(Stage(uow))}
    for story in stories:
        stage = again(uow, led_to[story.after])
        done += [_rehearsed(stage, story.name, segment) for segment in story.segments]
        led_to[story.name] = remembered(stage)
    return done


def _rehearsed(stage: Stage, story: str, segment: Segment) -> Rehearsed:
    if segment.by_hand is not None:
        segment.by_hand(stage)
    begins, aim = remembered(stage), segment.aim(stage)
    stage.play(segment.name, aim, asleep=segment.asleep, faults={})
    until, played = stage.now, len(stage.gate.passed)
    stage.settle_down(until)
    return Rehearsed(
        story=story,
        name=segment.name,
        aim=aim,
        asleep=segment.asleep,
        begins=begins,
        effects=_worth_while(stage.gate.passed, played),
        until=until,
        ends=ending(stage),
        complaints=complaints(stage),
    )


def _worth_while(effects: Sequence[tuple[Kind, str]], played: int) -> Sequence[tuple[Kind, str]]:
    """Of what settling down brought, all up to the last that is more than another look at the calendar."""
    last = max((n for n, (_, name) in enumerate(effects) if not name.startswith("sync calendar")), default=0)
    return effects[: max(played, last + 1)]


def points_of(segments: Sequence[Rehearsed]) -> list[Point]:
    return [Point(segment=segment, number=number) for segment in segments for number in range(len(segment.effects))]


def tried(uow: UnitOfWork, segment: Rehearsed, faults: Mapping[int, Fault]) -> list[str]:
    """What is not as it was undisturbed; empty where all is well."""
    stage = again(uow, segment.begins)
    stage.play(segment.name, segment.aim, asleep=segment.asleep, faults=faults)
    stage.settle_down(segment.until)
    return differences(segment.ends, ending(stage)) + complaints(stage)


def singles(points: Sequence[Point]) -> list[tuple[Point, Fault]]:
    """The full product: each boundary with each fault that makes sense there."""
    return [(point, fault) for point in points for fault in point.faults]


def in_mixed_order(trials: Sequence[tuple[Point, Fault]], *, seed: str) -> list[tuple[Point, Fault]]:
    """Always the same order, in which any beginning is spread over all of them."""
    return Random(seed).sample(trials, len(trials))


def pairs(points: Sequence[Point], count: int, *, seed: str) -> Iterator[tuple[Point, Mapping[int, Fault]]]:
    """Two faults in one segment, the second also while the first is being mended."""
    chance = Random(seed)
    for _ in range(count):
        point = chance.choice(points)
        second = point.number + chance.randint(1, 12)
        effects = point.segment.effects
        kind = effects[second][0] if second < len(effects) else Kind.COMMIT
        yield point, {point.number: chance.choice(point.faults), second: chance.choice(FAULTS[kind])}
