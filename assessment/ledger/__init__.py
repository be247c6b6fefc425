"""The ledger: record, reverse, read; the enter and import pages."""
