"""The words of an explanation, a table for each language.

Templates of the core itself: it has no gettext. Titles of items, clauses, facts, gates and
grades come from the pack.
"""

from collections.abc import Mapping

from .en import EN
from .zh import ZH

_SUFFIX = "_departments"


def words(language: str) -> dict[str, str]:
    """The templates of ``zh-hans`` (any Chinese) or ``en`` (anything else)."""
    return ZH if language.startswith("zh") else EN


def of_departments(table: Mapping[str, str]) -> dict[str, str]:
    """The table as it speaks of departments: ``x_departments`` stands for ``x`` where there is one."""
    own = {name.removesuffix(_SUFFIX): said for name, said in table.items() if name.endswith(_SUFFIX)}
    return {**table, **own}


__all__ = ["EN", "ZH", "of_departments", "words"]
