"""The page on which the assessment office decides what rooms propose for the ledger."""
