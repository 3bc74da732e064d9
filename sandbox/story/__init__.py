"""Two loops played through the same doors as a real workspace: one ends with an offer in time, one gets late."""

from sandbox.story.play import main, play

__all__ = ["main", "play"]
