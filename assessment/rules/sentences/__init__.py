"""The words of an explanation, a table for each language.

Templates of the core itself: it has no gettext. Titles of items, clauses, facts, gates and
grades come from the pack.
"""

from .en import EN
from .zh import ZH


def words(language: str) -> dict[str, str]:
    """The templates of ``zh-hans`` (any Chinese) or ``en`` (anything else)."""
    return ZH if language.startswith("zh") else EN


__all__ = ["EN", "ZH", "words"]
