"""Periods: opening, handing in, states, the office's board."""
