"""The demo: two invented units with a year behind them. Everything goes through the same services as real work."""
