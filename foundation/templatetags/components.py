"""Small helpers of the component templates."""

from django import template
from django.core.paginator import Paginator

register = template.Library()


@register.filter
def page_window(paginator: "Paginator[object]", number: int) -> list[int | None]:
    """The page numbers to show around ``number``; ``None`` stands for a gap."""
    pages = paginator.get_elided_page_range(number, on_each_side=2, on_ends=1)
    return [page if isinstance(page, int) else None for page in pages]
