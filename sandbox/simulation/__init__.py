"""Thousands of interview loops in seconds: the production core between people, a workspace and calendars that are made
up from a seed, and everything goes wrong that may. What is promised has to hold all the same.

One process, one thread, no wall time: a seed tells the same story every time, byte for byte.
"""
