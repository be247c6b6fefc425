"""Pages of the worklog room."""
