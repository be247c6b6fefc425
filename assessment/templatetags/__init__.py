"""Tags of the templates of the assessment room."""
