"""Registrations at start: pages of the navigation, kinds of jobs."""
