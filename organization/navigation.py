"""The navigation of a unit: rooms register their pages, the shell shows those that the asker may open."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

from organization.models import Role
from organization.policy import Access


@dataclass(frozen=True)
class NavItem:
    """One entry: its title, the page it opens (a name in the unit's addresses), who sees it, its place.

    ``home_of``: the roles whose work begins on this page; the others begin on the first page of their navigation.
    """

    title: str | Promise
    url_name: str
    shown: Callable[[Access], bool]
    order: int
    home_of: frozenset[Role] = frozenset()


_items: list[NavItem] = []


def register(item: NavItem) -> None:
    """Add a page to the navigation."""
    if item not in _items:
        _items.append(item)


# Pages from this place on are kept in the menu «More» once there are more than the bar holds at ease; of the others the
# bar takes so many, in their order.
MORE_FROM = 56
BAR_HOLDS = 8
BAR_AT_MOST = 9


def split(
    items: list[dict[str, Any]], home: dict[str, Any] | None = None
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Items for the bar and items for the menu «More»; the page that the asker begins on is always in the bar."""
    if len(items) <= BAR_HOLDS:
        return items, []
    first = [item for item in items if item["order"] < MORE_FROM][:BAR_AT_MOST]
    bar = [item for item in items if item in first or item is home]
    return bar, [item for item in items if item not in bar]


def mark_active(items: list[dict[str, Any]], path: str) -> None:
    """Mark the item whose address is the longest beginning of the path."""
    fitting = [item for item in items if path.startswith(item["url"])]
    longest = max(fitting, key=lambda item: len(item["url"]), default=None)
    for item in items:
        item["active"] = item is longest


def home_among(items: list[dict[str, Any]], roles: list[Role]) -> dict[str, Any] | None:
    """The page that a person with these roles begins on, the weightiest role first; None where nothing may be opened."""
    for role in roles:
        for item in items:
            if role in item["home_of"]:
                return item
    return items[0] if items else None


def items_for(access: Access) -> list[dict[str, Any]]:
    """Title, address and place of every page that the asker may open, in order."""
    shown = sorted((item for item in _items if item.shown(access)), key=lambda item: item.order)
    return [
        {
            "title": item.title,
            "name": item.url_name,
            "url": reverse(item.url_name, args=[access.unit.code]),
            "order": item.order,
            "home_of": item.home_of,
        }
        for item in shown
    ]
