"""The worklog room: weekly journals, scored by the people themselves and by those above them."""
