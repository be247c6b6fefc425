"""Results of closes: reading, explaining, verifying."""
