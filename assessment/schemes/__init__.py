"""Schemes and their versions."""
