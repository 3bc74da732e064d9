"""Remembers: frozen records, the tables behind them, and the one unit of work that changes them."""
