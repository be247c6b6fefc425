"""Pages of the given scores, the duties and the figures."""
