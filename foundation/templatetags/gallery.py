"""Words of the style gallery: its samples are not translated through the catalogue."""

from django import template
from django.utils.translation import get_language

register = template.Library()


@register.filter
def either(words: str) -> str:
    """The half of «中文|English» in the reader's language."""
    chinese, _bar, english = words.partition("|")
    return english if (get_language() or "").startswith("en") and english else chinese
