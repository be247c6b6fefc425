"""Differences in the reader's words: those of a preview, and those between a new revision and the one before it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from assessment.appeals.preview import change_of
from assessment.appeals.selectors import answer_of
from assessment.models import Appeal, Close, Period
from assessment.models.periods import period_title
from assessment.results.differences import differences, previous_close
from assessment.results.subject_rows import Words

SHOWN = 200


def rows_of_preview(shown: Mapping[str, Any], words: Words, period_key: str) -> list[dict[str, Any]]:
    """The people (or, by ``words``, the departments) of a preview, the appellant not before the others."""
    # A preview that was computed by an earlier version of the system does not know departments in this form.
    changes = shown.get("changes_of_departments", []) if words.kind == "department" else shown["changes"]
    return _rows(changes, words, period_key)


def rows_between(close: Close, words: Words) -> list[dict[str, Any]]:
    """The people (or, by ``words``, the departments) whose result a revision changed."""
    old = previous_close(close)
    if old is None:
        return []
    return _rows((change_of(each) for each in differences(old, close, words.kind)), words, close.period.key)


def department_context(rows: list[dict[str, Any]], words: Words) -> dict[str, Any]:
    """The changed results of departments for a page; ``words`` of the departments."""
    return {
        "department_rows": rows,
        "has_department_grades": words.part.gives_grades,
        "has_department_bonus": words.part.bonus is not None,
    }


def _rows(changes: Iterable[Mapping[str, Any]], words: Words, period_key: str) -> list[dict[str, Any]]:
    titles = {column.key: column.title for column in words.columns(period_key)}
    return [_row(change, words, titles) for change in changes]


def _row(change: Mapping[str, Any], words: Words, titles: Mapping[str, str]) -> dict[str, Any]:
    before, after = (_figure(value) for value in change["score"])
    gone, come = (set(flags) for flags in change["flags"])
    return {
        "staff": change["staff"],
        "subject": change.get("subject") or f"s{change['staff']}",
        "number": change["number"],
        "name": change["name"],
        "department": change["department"],
        "score": (before, after),
        "change": None if before is None or after is None else after - before,
        "grade": tuple(words.grade(grade) for grade in change["grade"]),
        "bonus": tuple(_figure(value) for value in change["bonus"]),
        "flags_come": words.flags(sorted(come - gone)),
        "flags_gone": words.flags(sorted(gone - come)),
        "items": [
            (titles.get(item, item), _figure(old), _figure(new))
            for item, (old, new) in change["items"].items()
        ],
        "elsewhere": change["elsewhere"],
    }


def _figure(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def decision_lines(shown: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The decisions that fall with the old revision, their moments as such."""
    return [dict(row) | {"at": datetime.fromisoformat(row["at"])} for row in shown["decisions"]]


def longer_titles(shown: Mapping[str, Any]) -> list[str]:
    """The longer periods that must be computed again, in words."""
    return [period_title(each["key"]) for each in shown["longer"]]


def longer_lines(appeal: Appeal) -> list[Period]:
    """The longer periods that an upheld appeal left outdated and that were not computed again since."""
    answer, close = answer_of(appeal), appeal.recomputed_as
    if answer is None or close is None or not answer.data.get("longer"):
        return []
    rows = Period.objects.filter(
        pk__in=answer.data["longer"], current_close__finished_at__lt=close.finished_at
    )
    return list(rows.order_by("starts_on"))
