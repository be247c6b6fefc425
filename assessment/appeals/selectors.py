"""Reading appeals, scoped to who asks: one's own, or those of the departments that a role covers."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from assessment.models import Appeal, AppealFile, AppealStep
from assessment.models.appeals import OPEN_STATES
from assessment.policy import Action
from organization.policy import Access

ANSWERS = (AppealStep.Action.UPHOLD, AppealStep.Action.REJECT)


def appeals_seen_by(access: Access) -> QuerySet[Appeal]:
    """The unit's appeals that the asker may read: by role for some departments or all, the asker's own, and those of
    departments that the asker is chief of."""
    rows = Appeal.objects.filter(unit=access.unit)
    seen = Q(pk__in=[])
    if access.staff is not None and access.can(Action.OWN_RESULTS):
        seen |= Q(staff=access.staff)
    seen |= _of_own_departments(access)
    if access.can(Action.VIEW_APPEALS):
        scope = access.departments(Action.VIEW_APPEALS)
        seen = Q() if scope is None else seen | Q(department_id__in=scope)
    return rows.filter(seen)


def _of_own_departments(access: Access) -> Q:
    """The appeals of departments that the asker is chief of."""
    if not access.can(Action.APPEAL_FOR_DEPARTMENT):
        return Q(pk__in=[])
    scope = access.departments(Action.APPEAL_FOR_DEPARTMENT)
    return Q(staff__isnull=True) if scope is None else Q(staff__isnull=True, department_id__in=scope)


def speaks_for(access: Access, appeal: Appeal) -> bool:
    """Whether the asker is the one who appeals: the person, or a chief of the department."""
    if appeal.staff_id is not None:
        return access.staff is not None and appeal.staff_id == access.staff.pk
    return access.can(Action.APPEAL_FOR_DEPARTMENT) and access.covers(
        Action.APPEAL_FOR_DEPARTMENT, appeal.department_id
    )


def register_of(access: Access) -> QuerySet[Appeal]:
    """What the register shows: the appeals that the asker's role covers, without those only the filer may read."""
    rows = Appeal.objects.filter(unit=access.unit)
    scope = access.departments(Action.VIEW_APPEALS)
    return rows if scope is None else rows.filter(department_id__in=scope)


def with_matter(rows: QuerySet[Appeal]) -> QuerySet[Appeal]:
    """With everything that a list or a page says of an appeal; a constant number of statements."""
    return rows.select_related(
        "unit",
        "staff",
        "department",
        "handler",
        "filed_by",
        "period__unit",
        "period__scheme",
        "period__version__scheme",
        "entry__entered_by",
        "entry__period__version__scheme",
        "result__close",
        "recomputed_as",
    ).prefetch_related("steps__by", "files")


def files_seen_by(access: Access) -> QuerySet[AppealFile]:
    """Files of the appeals that the asker may read."""
    return AppealFile.objects.filter(appeal__in=appeals_seen_by(access))


def may_handle(access: Access) -> bool:
    """Whether the asker answers appeals: for the whole unit or not at all."""
    return access.departments(Action.HANDLE_APPEALS) is None


def answer_of(appeal: Appeal) -> AppealStep | None:
    """The step that answered an appeal; reads the steps that are there."""
    return next((step for step in appeal.steps.all() if step.action in ANSWERS), None)


@dataclass(frozen=True)
class Waiting:
    """Open appeals as a reminder: how many, of them overdue, not taken up, and the next day by which one is due."""

    count: int
    overdue: int
    untaken: int
    next_due: date | None
    days_left: int | None


def waiting_for(access: Access) -> Waiting | None:
    """What waits for those who answer appeals; None for everyone else and when nothing waits. One statement."""
    if not may_handle(access):
        return None
    rows = Appeal.objects.filter(unit=access.unit, state__in=OPEN_STATES).values_list("state", "answer_due")
    found = list(rows)
    if not found:
        return None
    today = timezone.localdate()
    dates = [due for _state, due in found if due is not None]
    coming = min((due for due in dates if due >= today), default=None)
    return Waiting(
        count=len(found),
        overdue=sum(1 for due in dates if due < today),
        untaken=sum(1 for state, _due in found if state == Appeal.State.FILED),
        next_due=coming,
        days_left=(coming - today).days if coming else None,
    )
