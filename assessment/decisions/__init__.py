"""Review, decisions, publication."""
