"""Pages of the organization room."""
