"""Reads and writes records; the only place that speaks SQL."""
