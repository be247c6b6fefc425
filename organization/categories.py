"""The categories that people of a unit are placed in. Their names come from rooms above (the schemes in use)."""

from collections.abc import Callable, Mapping

from organization.models import Assignment, Post, Unit

Source = Callable[[Unit], Mapping[str, str]]
_sources: list[Source] = []


def register_categories(source: Source) -> None:
    """Add a source: a function ``unit -> {code: title in the active language}``."""
    if source not in _sources:
        _sources.append(source)


def categories_of(unit: Unit) -> dict[str, str]:
    """The categories to choose from, by code; empty when no source names any (then any text is one)."""
    found: dict[str, str] = {}
    for source in _sources:
        found |= source(unit)
    return found


def category_titles(unit: Unit) -> dict[str, str]:
    """Titles by code for display: those to choose from, and any older ones that rows still carry, as they are."""
    used = set(Assignment.objects.filter(staff__unit=unit).values_list("category", flat=True).distinct())
    used |= set(Post.objects.filter(department__unit=unit).values_list("category", flat=True).distinct())
    return {code: code for code in sorted(used) if code} | categories_of(unit)
