"""Entering entries: the keyboard-first page, the list, the import sheet, what an entry would change."""
