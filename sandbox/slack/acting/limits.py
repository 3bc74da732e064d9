"""What a Slack client does not let a person do."""

from __future__ import annotations

from collections.abc import Mapping


class NotPossible(Exception):
    """The client offers no way to do this: no such button, not that person's message, a modal that is closed."""


class FormIncomplete(NotPossible):
    """The client refuses to submit. `errors` has the message shown under each block, by block_id."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{block_id}: {message}" for block_id, message in errors.items()))
        self.errors = dict(errors)
