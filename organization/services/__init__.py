"""The verbs of the organization room: every write of a department, post, person, role or login.

Keyword arguments and the acting user. ``actor=None`` is the installation itself (seeding, demo); anybody else must be
allowed the action. Each verb is one transaction and leaves a line in the log of acts.
"""
