"""What «My assessment» tells of appeals: what may be appealed until when, how one's own stand, why a result was revised."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError

from assessment.appeals.appeal_lines import AppealLine, lines_of
from assessment.appeals.deadlines import Window, window_of
from assessment.appeals.file_appeal import check_result
from assessment.appeals.selectors import with_matter
from assessment.models import Appeal, Close, Period, Result
from assessment.results.selectors import PUBLIC_STATES, results_of
from organization.models import User
from organization.subjects import SubjectRef


@dataclass(frozen=True)
class Revised:
    """A published result that a later revision changed: figures (before, after), and whether an appeal led to it."""

    revision: int
    score: tuple[Decimal | None, Decimal | None]
    grade: tuple[str | None, str | None]
    bonus: tuple[Decimal | None, Decimal | None]
    on_review: bool


@dataclass(frozen=True)
class ToldAppeals:
    """One's own appeals of a period, and what may still be appealed."""

    lines: list[AppealLine]
    window: Window | None
    may_appeal_result: bool
    may_appeal_entries: bool
    appealed_entries: Collection[int] = field(default_factory=frozenset)
    revised: Revised | None = None


def told_appeals(
    period: Period, result: Any | None, subject: SubjectRef, user: User, today: date
) -> ToldAppeals:
    """Everything about appeals on the page of a person (or department) of one period; ``result`` as it is told."""
    own = with_matter(Appeal.objects.filter(period=period, **subject.own)).order_by("-filed_at", "-pk")
    lines = lines_of(own, today)
    window = window_of(period, today, subject.kind)
    return ToldAppeals(
        lines=lines,
        window=window,
        may_appeal_result=result is not None and _may_appeal(user, result, today),
        may_appeal_entries=period.takes_entries or (window is not None and window.is_open),
        appealed_entries=frozenset(
            line.appeal.entry_id
            for line in lines
            if line.appeal.entry_id and line.appeal.state != Appeal.State.WITHDRAWN
        ),
        revised=revision_of(period, result) if result is not None else None,
    )


def _may_appeal(user: User, result: Result, today: date) -> bool:
    try:
        check_result(user, result, today)
    except (PermissionDenied, ValidationError):
        return False
    return True


def revision_of(period: Period, result: Any) -> Revised | None:
    """How a published result differs from the one that was published before it; None when it does not."""
    close = period.current_close
    if period.state not in PUBLIC_STATES or close is None or (close.revision or 0) < 2:
        return None
    before = _published_before(period, close)
    rows = results_of(before, result.subject.kind).filter(**result.subject.own) if before else None
    old = rows.defer("facts").first() if rows is not None else None
    if before is None or old is None:
        return None
    revised = Revised(
        revision=close.revision or 0,
        score=(old.score, result.score),
        grade=(old.final_grade, result.final_grade),
        bonus=(old.final_bonus, result.final_bonus),
        on_review=Appeal.objects.filter(
            recomputed_as__period=period, recomputed_as__revision__gt=before.revision
        ).exists(),
    )
    changed = any(old != new for old, new in (revised.score, revised.grade, revised.bonus))
    return revised if changed else None


def _published_before(period: Period, close: Close) -> Close | None:
    """The latest earlier revision that was published: each close step is one revision, in their order."""
    revision, published = 0, set()
    for action in period.steps.order_by("pk").values_list("action", flat=True):
        if action == "close":
            revision += 1
        elif action == "publish":
            published.add(revision)
    earlier = Close.objects.filter(period=period, revision__in=published, revision__lt=close.revision)
    return earlier.order_by("-revision").first()
