"""Slack's limit of about one message a second per channel, as a bucket that fills with the workspace's clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sandbox.slack.identity import Strictness
from sandbox.slack.refusal import rate_limited


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bucket:
    tokens: float
    at: datetime


class Pacing:
    """Guarded by the workspace's lock."""

    def __init__(self) -> None:
        self._buckets: dict[str, _Bucket] = {}

    def post(self, channel_id: str, *, now: datetime, strictness: Strictness) -> None:
        """Counts one message; refuses with 429 when the channel has had too many."""
        rate = strictness.messages_per_second
        if rate is None:
            return
        bucket = self._buckets.get(channel_id) or _Bucket(tokens=float(strictness.burst), at=now)
        passed = max(0.0, (now - bucket.at).total_seconds())
        tokens = min(float(strictness.burst), bucket.tokens + passed * rate)
        if tokens < 1.0:
            self._buckets[channel_id] = _Bucket(tokens=tokens, at=now)
            raise rate_limited(max(1, round((1.0 - tokens) / rate)))
        self._buckets[channel_id] = _Bucket(tokens=tokens - 1.0, at=now)
