"""Pages on which facts are entered: entries of the ledger, given scores, duties and figures."""
