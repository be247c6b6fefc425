"""Pages of periods: the list, the board, the steps, publications."""
