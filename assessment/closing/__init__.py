"""The close: claim, score, store; and taking a close back."""
