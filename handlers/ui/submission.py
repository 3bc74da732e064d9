"""What a form's parser gets: what was filled in, what the form was about, who sent it and when. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from handlers.ui.actions import Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """`values` is the view's `state.values` as it came, `ref` what its metadata said; `actor_id` is whoever pressed."""

    values: object
    ref: Ref
    actor_id: str
    now: datetime
