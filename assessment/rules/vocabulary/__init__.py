"""The closed vocabulary of a pack: every key and kind a scheme may use, with what it does."""
