"""Names and numbers Slack gives to things: ids, timestamps, hashes. Reproducible: the same story gives the same ids."""

from __future__ import annotations

import random
import string
from collections import Counter
from datetime import UTC, datetime

from scheduling.ports import Clock

_ALPHABET = string.ascii_uppercase + string.digits
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def epoch_micros(moment: datetime) -> int:
    """Whole microseconds since 1970, exact (a float would lose the last digits)."""
    passed = moment - _EPOCH
    return (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds


class Minter:
    """Not thread-safe by itself; the workspace calls it under its lock."""

    def __init__(self, clock: Clock, *, seed: int = 0) -> None:
        self._clock = clock
        self._random = random.Random(seed)
        self._counts: Counter[str] = Counter()
        self._last_micros = 0

    def id(self, prefix: str) -> str:
        """Such as U00000001A: the kind of thing, a running number, and a check letter so that ids aren't guessed."""
        self._counts[prefix] += 1
        return f"{prefix}{self._counts[prefix]:08d}{self._random.choice(_ALPHABET)}"

    def ts(self) -> str:
        """The present as a message timestamp: unique and increasing, even when the clock stands still or goes back."""
        self._last_micros = max(epoch_micros(self._clock.now()), self._last_micros + 1)
        return f"{self._last_micros // 1_000_000}.{self._last_micros % 1_000_000:06d}"

    def hash(self) -> str:
        """The version of a view."""
        return f"{epoch_micros(self._clock.now()) // 1_000_000}.{self.token(8)}"

    def token(self, length: int) -> str:
        return "".join(self._random.choices(string.ascii_letters + string.digits, k=length))

    def number(self, bits: int) -> int:
        return self._random.getrandbits(bits)

    def trigger_id(self) -> str:
        return f"{self._random.randrange(10**12)}.{self._random.randrange(10**12)}.{self._random.randbytes(16).hex()}"
