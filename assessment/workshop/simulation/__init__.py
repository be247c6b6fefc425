"""Trying a draft out against the stored facts of a closed period."""
