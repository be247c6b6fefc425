"""Entries from Excel: template, check with a message for every row, recording as long work."""
