"""The schema, one module per subject. `metadata` is what migrations are held against."""

from models.tables import delivery, feedback, forecasts, loops, people, proposals
from models.tables.metadata import metadata

__all__ = ["delivery", "feedback", "forecasts", "loops", "metadata", "people", "proposals"]
