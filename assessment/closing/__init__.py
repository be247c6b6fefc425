"""The close: claim, gather, score, store."""
