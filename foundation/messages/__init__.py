"""Translations without the gettext binaries: extract, merge, check and compile the Chinese catalogue."""
