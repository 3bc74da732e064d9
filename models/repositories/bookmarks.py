"""How far something was read, and what is remembered from one start to the next."""

from __future__ import annotations

from contextlib import suppress

from sqlalchemy import Connection

from models.records.delivery import Bookmark
from models.repositories.rows import Rows, StaleRecord
from models.tables.delivery import bookmarks


class Bookmarks(Rows[Bookmark]):
    def __init__(self, connection: Connection) -> None:
        super().__init__(connection, bookmarks, Bookmark)

    def put(self, bookmark: Bookmark) -> None:
        """Nearly always there is one already."""
        with suppress(StaleRecord):
            self.save(bookmark)
            return
        if not self.add_once(bookmark):
            self.save(bookmark)
