"""My assessment."""
