"""The navigation of a unit: rooms register their pages, the shell shows those that the asker may open."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from organization.policy import Access


@dataclass(frozen=True)
class NavItem:
    """One entry: its title, the page it opens (a name in the unit's addresses), who sees it, its place."""

    title: str | Promise
    url_name: str
    shown: Callable[[Access], bool]
    order: int


_items: list[NavItem] = []


def register(item: NavItem) -> None:
    """Add a page to the navigation."""
    if item not in _items:
        _items.append(item)


def items_for(access: Access) -> list[dict[str, object]]:
    """Title and address of every page that the asker may open, in order."""
    shown = sorted((item for item in _items if item.shown(access)), key=lambda item: item.order)
    return [
        {"title": item.title, "name": item.url_name, "url": reverse(item.url_name, args=[access.unit.code])}
        for item in shown
    ]
