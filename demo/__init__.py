"""The demo: invented units with a past, one for each scheme. Everything goes through the same services as real work."""
