"""Given scores: who scores whom on what, the scores themselves, and the figures of a period."""
