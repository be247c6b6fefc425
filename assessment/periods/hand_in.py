"""报送: departments hand in their period; when the last one has, the period is submitted."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import HandIn, Period
from assessment.periods.change_state import StepRefused, take_step
from assessment.periods.membership import departments_handing_in
from assessment.policy import Action
from organization.models import Department, Role, User
from organization.policy import Access, require, require_whole_unit
from organization.write_audit import log_act

State = Period.State


def handed_in(period: Period) -> dict[int, HandIn]:
    """The hand-ins in force, by department."""
    rows = HandIn.objects.filter(period=period, withdrawn_at__isnull=True).select_related("by")
    return {row.department_id: row for row in rows}


def departments_missing(period: Period) -> list[Department]:
    """Departments with people in the period that have not handed in, in the order of the tree."""
    there = handed_in(period)
    return [department for department in departments_handing_in(period) if department.pk not in there]


def why_not_record(period: Period, department_id: int | None, access: Access) -> str:
    """Why the asker may record nothing for the department in this period now; empty when it is possible."""
    return RecordingRight(access).why_not(period, department_id)


class RecordingRight:
    """Whether a login may still record in periods, department by department; one statement for each period.

    A hand-in means that the department is done: its own admins withdraw it before they record again. The assessment
    office may record until the close, the supervision team until the period is submitted.
    """

    def __init__(self, access: Access) -> None:
        self.access = access
        self._done: dict[int, frozenset[int]] = {}

    def why_not(self, period: Period, department_id: int | None) -> str:
        """The reason in the way, in words for the asker; empty when there is none."""
        if not period.takes_entries:
            return _("%(period)s is closed. The way to change it is an appeal or reopening the period.") % {
                "period": period.title
            }
        if self.access.can(Action.RUN_PERIODS):
            return ""
        if self.access.has(Role.SUPERVISOR):
            if period.state == State.SUBMITTED:
                return _("%(period)s is submitted: only the assessment office still records.") % {
                    "period": period.title
                }
        elif department_id in self._handed_in(period):
            return _("The department has handed in %(period)s. Withdraw the hand-in first.") % {
                "period": period.title
            }
        return ""

    def _handed_in(self, period: Period) -> frozenset[int]:
        if period.pk not in self._done:
            handed = HandIn.objects.filter(period=period, withdrawn_at__isnull=True)
            self._done[period.pk] = frozenset(handed.values_list("department_id", flat=True))
        return self._done[period.pk]


def may_record(period: Period, department_id: int | None, access: Access) -> bool:
    """Whether the asker may record an entry for the department in this period now (see why_not_record)."""
    return not why_not_record(period, department_id, access)


def _lock(period: Period) -> Period:
    """The period's row, held until the transaction ends: hand-ins of one period queue."""
    locked = Period.objects.select_for_update().get(pk=period.pk)
    if locked.claim is not None:
        raise StepRefused(_("A close is running: nothing can be handed in or withdrawn now."), code="busy")
    return locked


@transaction.atomic
def hand_in(*, actor: User, period: Period, department: Department, note: str = "") -> HandIn:
    """Hand a department in. The last one submits the period.

    The assessment office may do it for a department that did not: then the note is the reason and must not be empty.
    Raises PermissionDenied outside of the actor's departments, StepRefused unless the period is open, ValidationError
    when the department has nobody in the period or has handed in.
    """
    access = require(actor, period.unit, Action.HAND_IN, department.pk)
    locked = _lock(period)
    if locked.state != State.OPEN:
        raise StepRefused(
            _("%(period)s is %(state)s: nothing is handed in now.")
            % {"period": locked.title, "state": locked.get_state_display()},
            code="state",
        )
    wanted = {each.pk for each in departments_handing_in(locked)}
    if department.pk not in wanted:
        raise ValidationError(_("%(department)s has nobody in this period.") % {"department": department})
    own = access is not None and _is_of(access, department.pk)
    if not own and not note.strip():
        raise ValidationError({"note": _("Say why the office hands in for %(name)s.") % {"name": department}})
    row = _record(actor, locked, department, note)
    if wanted <= set(handed_in(locked)):
        take_step(actor=actor, period=locked, action="submit")
    period.refresh_from_db()
    return row


def _is_of(access: Access, department_id: int) -> bool:
    """Whether the asker hands in as the department's own admin, not as the office."""
    if Role.DEPARTMENT_ADMIN not in access.scopes:
        return False
    scope = access.scopes[Role.DEPARTMENT_ADMIN]
    return scope is None or department_id in scope


def _record(actor: User, period: Period, department: Department, note: str) -> HandIn:
    row = HandIn(period=period, department=department, by=actor, note=note.strip())
    row.full_clean(validate_constraints=False)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise ValidationError(
            _("%(department)s has handed in already.") % {"department": department}
        ) from error
    log_act(
        actor=actor,
        unit=period.unit,
        action="period.hand_in",
        target=f"{period.key} {department}",
        after={"note": row.note},
    )
    return row


@transaction.atomic
def withdraw_hand_in(*, actor: User, period: Period, department: Department) -> HandIn:
    """Take a hand-in back before the close; a submitted period is open again.

    Raises PermissionDenied outside of the actor's departments, StepRefused once the period is closed or being closed,
    ValidationError when there is nothing to withdraw.
    """
    require(actor, period.unit, Action.HAND_IN, department.pk)
    locked = _lock(period)
    if not locked.takes_entries:
        raise StepRefused(
            _("%(period)s is closed: the hand-in cannot be withdrawn.") % {"period": locked.title},
            code="state",
        )
    row = HandIn.objects.filter(period=locked, department=department, withdrawn_at__isnull=True).first()
    if row is None:
        raise ValidationError(_("%(department)s has not handed in.") % {"department": department})
    row.withdrawn_by, row.withdrawn_at = actor, timezone.now()
    row.save(update_fields=["withdrawn_by", "withdrawn_at"])
    log_act(
        actor=actor, unit=period.unit, action="period.withdraw_hand_in", target=f"{period.key} {department}"
    )
    if locked.state == State.SUBMITTED:
        take_step(actor=actor, period=locked, action="unsubmit", reason=str(department))
    period.refresh_from_db()
    return row


@transaction.atomic
def submit_period(*, actor: User, period: Period, reason: str = "") -> Period:
    """The office submits the period for every department that is missing; then the reason is needed.

    Without anyone missing (a reopened period whose hand-ins all stand) no reason is asked for.
    """
    require_whole_unit(actor, period.unit, Action.RUN_PERIODS)
    locked = _lock(period)
    missing = departments_missing(locked)
    if missing and not reason.strip():
        raise ValidationError({"reason": _("Say why the office submits for those who are missing.")})
    if locked.state != State.OPEN:
        raise StepRefused(
            _("%(period)s is %(state)s: this step is not possible now.")
            % {"period": locked.title, "state": locked.get_state_display()},
            code="state",
        )
    for department in missing:
        _record(actor, locked, department, reason)
    take_step(actor=actor, period=locked, action="submit", reason=reason)
    period.refresh_from_db()
    return period
