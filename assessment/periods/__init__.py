"""Periods: opening, handing in, states, deadlines, who is in one."""
