"""Messages for people: pure functions from a view to text and blocks."""
