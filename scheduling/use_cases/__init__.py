"""One transaction script per verb. Each takes an open transaction, the intent and the circumstances, and returns an outcome."""
