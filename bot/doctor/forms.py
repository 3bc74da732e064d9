"""Slack's own judgement of what we show: a message and a form, validated and not sent. Where Slack's rules change some day, it
is told here before somebody meets a form that does not open."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from bot.doctor.finding import Finding, note, well, wrong
from bot.doctor.slack import Workspace
from handlers.presenters import help_message
from handlers.ui import new_loop
from scheduling.ports import Clock, PermanentFault, TransientFault
from scheduling.views.team import NewLoopFormView

_REFUSED = ("invalid_blocks", "invalid_message", "invalid_view")
_NAME = "messages and forms"


def look_at_forms(workspace: Workspace | None, clock: Clock) -> Iterator[Finding]:
    if workspace is None:
        return
    for kind, shown in _samples(clock).items():
        try:
            workspace.wire.do("blocks.validate", {kind: json.dumps(shown)}, repeatable=True)
        except (TransientFault, PermanentFault) as fault:
            if fault.reason in _REFUSED:
                words = f"Slack would not show our {kind} any more ({fault.reason})"
                yield wrong(_NAME, words, "take the newest Hirebot; if it is the newest, tell the project (a bug)")
            else:
                yield note(_NAME, f"Slack could not be asked for its judgement: {fault.reason}")
            return
    yield well(_NAME, "Slack takes what we show")


def _samples(clock: Clock) -> dict[str, Any]:
    view = NewLoopFormView(
        openings=(("sample", "Senior AI Engineer: search"),),
        zones=("UTC",),
        first_day=clock.now().date(),
        reader_zone="UTC",
    )
    words = help_message()
    return {
        "message": {"text": words.text, "blocks": list(words.blocks)},
        "view": new_loop.build(view, form_id="sample"),
    }
