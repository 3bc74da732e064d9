"""What Alembic runs for every upgrade. `models.migration` hands over the connection, with its transaction already open,
so that all steps happen or none; there is no alembic.ini and no other way in.

A new step is a file in `versions/` named NNNN_what_for.py. It holds literal tables and columns, never `models.tables`,
which will have moved on by the time that somebody upgrades; tests hold the result against `models.tables` on both engines.
"""

from __future__ import annotations

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    transactional_ddl=True,  # true of SQLite as well, because our engine sends BEGIN itself
    on_version_apply=context.config.attributes["on_version_apply"],
)
context.run_migrations()
