"""The office's work on periods: the list, the board of one, what blocks a close, publication."""
