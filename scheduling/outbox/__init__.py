"""Durable effects: written with the change that wants them, performed by the relay, settled under a fence."""
