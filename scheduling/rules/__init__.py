"""Decisions: pure functions that take `now` and return what should happen. They know no storage, network or clock."""
