"""Scorecards (all versions), drafts, verdicts, checklists, proposals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from models.records.feedback import ChecklistItem, Draft, Scorecard, Verdict
from models.records.proposals import Proposal
from models.repositories.rows import Rows
from models.tables.feedback import checklist_items, drafts, scorecards, verdicts
from models.tables.proposals import proposals


class Scorecards(Rows[Scorecard]):
    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, scorecards, Scorecard)

    def latest(self, round_id: str, person_id: str) -> Scorecard | None:
        versions = self.all(round_id=round_id, person_id=person_id)
        return max(versions, key=lambda card: card.version, default=None)

    def latest_of_loop(self, loop_id: str) -> Sequence[Scorecard]:
        """The newest version of every scorecard of the loop, by round and person."""
        newest: dict[tuple[str, str], Scorecard] = {}
        for card in sorted(self.all(loop_id=loop_id), key=lambda c: c.version):
            newest[card.round_id, card.person_id] = card
        return list(newest.values())


class Drafts(Rows[Draft]):
    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, drafts, Draft)

    def put(self, draft: Draft) -> None:
        """Keeps the newest: an older one that arrives late changes nothing."""
        if self.add_once(draft):
            return
        stored = self.lock(round_id=draft.round_id, person_id=draft.person_id)
        if stored is not None and stored.saved_at <= draft.saved_at:
            self.save(draft)


class Verdicts(Rows[Verdict]):
    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, verdicts, Verdict)

    def of_rounds(self, round_ids: Iterable[str]) -> Sequence[Verdict]:
        return self.all(round_id=list(round_ids))


class Checklists(Rows[ChecklistItem]):
    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, checklist_items, ChecklistItem)


class Proposals(Rows[Proposal]):
    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, proposals, Proposal)

    def newest(self, loop_id: str) -> Proposal | None:
        return max(self.all(loop_id=loop_id), key=lambda p: p.generation, default=None)
