"""Kinds of long work of this room; importing a module registers its kinds."""
