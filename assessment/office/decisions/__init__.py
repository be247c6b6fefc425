"""Pages of the leading group."""
