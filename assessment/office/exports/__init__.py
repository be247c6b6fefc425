"""Sheets and forms."""
