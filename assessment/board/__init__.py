"""The month or quarter board."""
