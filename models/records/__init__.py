"""Frozen nouns of the product: people, openings, loops, rounds, scorecards, effects. Pure; knows no database."""
