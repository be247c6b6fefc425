"""Appeals: filed by the person, answered in writing by somebody impartial, upheld with every difference in sight."""
