"""What a new revision changes in the results of departments."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language

from assessment.models import Close, DepartmentResult
from assessment.results.department_rows import columns_of, flags_in_words, part_of_departments


@dataclass(frozen=True)
class DepartmentChange:
    """A department whose score, items or flags differ: (before, after) of each; ``items`` only those that changed."""

    name: str
    code: str
    score: tuple[Decimal | None, Decimal | None]
    items: list[tuple[str, str | None, str | None]]
    flags: tuple[list[str], list[str]]


def department_changes(old_close: Close, new_close: Close) -> list[DepartmentChange]:
    """Every department whose results differ between two revisions, by code. Two statements."""
    return compare_departments(new_close, department_rows(old_close), department_rows(new_close))


def compare_departments(
    close: Close, old: Mapping[int, DepartmentResult], new: Mapping[int, DepartmentResult]
) -> list[DepartmentChange]:
    """Every department whose results differ, by code; results by department id, of the scheme version of ``close``."""
    scheme, language = close.version.rules, get_language() or "zh-hans"
    part = part_of_departments(scheme, close.period)
    if part is None:
        return []
    items = [row.items for row in (*old.values(), *new.values())]
    titles = {column.key: column.title for column in columns_of(part, items, language)}
    found = []
    for department_id in {**old, **new}:
        before, after = old.get(department_id), new.get(department_id)
        known: Any = after or before
        changed = _changed_items(before, after, titles)
        score = (before.score if before else None, after.score if after else None)
        flags = (before.flags if before else [], after.flags if after else [])
        if score[0] != score[1] or flags[0] != flags[1] or changed:
            told = tuple(flags_in_words(scheme, each, language) for each in flags)
            found.append(DepartmentChange(known.name, known.code, score, changed, (told[0], told[1])))
    return sorted(found, key=lambda each: each.code)


def department_rows(close: Close) -> dict[int, DepartmentResult]:
    """The results of departments of a close, by department id. One statement."""
    rows = DepartmentResult.objects.filter(close=close).defer("facts", "standing")
    return {row.department_id: row for row in rows}


def _changed_items(
    before: DepartmentResult | None, after: DepartmentResult | None, titles: dict[str, str]
) -> list[tuple[str, str | None, str | None]]:
    """In the order of the pack: what is stored keeps none."""
    old, new = before.items if before else {}, after.items if after else {}
    return [
        (titles.get(name, name), old.get(name), new.get(name))
        for name in dict.fromkeys([*titles, *old, *new])
        if old.get(name) != new.get(name)
    ]
