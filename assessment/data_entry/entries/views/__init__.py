"""Pages of the ledger: entering, the list, one entry, its evidence, taking it back, importing."""
