"""Filing an appeal and withdrawing it: the person's own acts, or those of a department's chief."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.appeals.deadlines import answer_due, refuse_outside, window_of
from assessment.appeals.store_files import Checked, check_files, store_files
from assessment.appeals.take_step import LONGEST, need_text, note_step, take
from assessment.models import Appeal, AppealStep, Entry, Period, Result
from assessment.models.appeals import OPEN_STATES
from assessment.policy import Action
from assessment.results.selectors import PUBLIC_STATES
from foundation.dates import day as written
from organization.models import Department, StaffMember, Unit, User
from organization.policy import access_to
from organization.subjects import SubjectRef
from organization.write_audit import log_act

Kind, State = Appeal.Kind, Appeal.State


def may_appeal_for(user: User, subject: SubjectRef, unit: Unit) -> bool:
    """Whether the login speaks for the subject: the person themselves, or a chief of the department."""
    if subject.is_department:
        access = access_to(user, unit)
        return access.can(Action.APPEAL_FOR_DEPARTMENT) and access.covers(
            Action.APPEAL_FOR_DEPARTMENT, subject.id
        )
    return StaffMember.objects.filter(pk=subject.id, user=user.pk).exists()


def check_entry(user: User, entry: Entry, today: date) -> None:
    """Raise what keeps the person (or chief) from appealing against an entry now; PermissionDenied for others' own."""
    subject = SubjectRef.of(entry)
    if not may_appeal_for(user, subject, entry.unit):
        raise PermissionDenied
    if entry.reverses_id is not None or hasattr(entry, "reversal"):
        raise ValidationError(_("The entry has been taken back and counts no longer."), code="reversed")
    period = entry.period
    if not period.takes_entries:
        _refuse_under_review(period)
        refuse_outside(window_of(period, today, subject.kind))
    _refuse_repeated(Appeal.objects.filter(kind=Kind.ENTRY, entry=entry))


def check_result(user: User, result: Result, today: date) -> None:
    """Raise what keeps the person (or chief) from appealing against a result now; PermissionDenied for others' own."""
    period = result.close.period
    if not may_appeal_for(user, result.subject, period.unit):
        raise PermissionDenied
    _refuse_under_review(period)
    if period.current_close_id != result.close_id or period.state not in PUBLIC_STATES:
        raise ValidationError(_("Only a published result that counts can be appealed against."), code="state")
    refuse_outside(window_of(period, today, result.subject.kind))
    rows = Appeal.objects.filter(kind=Kind.RESULT, period=period, **result.subject.own)
    _refuse_repeated(rows.filter(state__in=OPEN_STATES) | rows.filter(result=result))


def _refuse_under_review(period: Period) -> None:
    if period.state in (Period.State.CLOSED, Period.State.REVIEWED):
        raise ValidationError(
            _("%(period)s is under review. You can appeal as soon as it is published.")
            % {"period": period.title},
            code="under_review",
        )


def _refuse_repeated(rows: Any) -> None:
    """One open appeal per matter, and one answer: a matter that was answered is not opened here again."""
    found = rows.exclude(state=State.WITHDRAWN).order_by("pk").last()
    if found is None:
        return
    if found.is_open:
        raise ValidationError(
            _("Your appeal of %(day)s in this matter is being handled.") % {"day": written(found.filed_on)},
            code="open",
        )
    raise ValidationError(
        _("Your appeal in this matter was answered on %(day)s. The office tells you where to turn next.")
        % {"day": written(timezone.localdate(found.answered_at))},
        code="answered",
    )


def appeal_entry(*, actor: User, entry: Entry, grounds: str, files: Sequence[Any] = ()) -> Appeal:
    """File an appeal against an entry about oneself, or about the department one is chief of: while its period is open, or in the scheme's time after publication.

    Raises PermissionDenied for somebody else's entry, ValidationError (by field) for everything else.
    """
    entry = Entry.objects.select_related("staff", "period__version", "unit", "reversal").get(pk=entry.pk)
    today = timezone.localdate()
    check_entry(actor, entry, today)
    appeal = Appeal(kind=Kind.ENTRY, entry=entry, period=entry.period, unit=entry.unit)
    appeal.staff, appeal.department_id = entry.staff, entry.department_id
    return _file(actor, appeal, grounds, files, today)


def appeal_result(*, actor: User, result: Result, grounds: str, files: Sequence[Any] = ()) -> Appeal:
    """File an appeal against the published result of oneself or one's department, in the time that the scheme gives.

    Raises PermissionDenied for somebody else's result, ValidationError (by field) for everything else.
    """
    rows = Result.objects.select_related("staff", "close__period__version", "close__period__unit")
    result = rows.get(pk=result.pk)
    today = timezone.localdate()
    check_result(actor, result, today)
    period = result.close.period
    appeal = Appeal(kind=Kind.RESULT, result=result, period=period, unit=period.unit, staff=result.staff)
    appeal.department = Department.objects.get(pk=result.place_id or 0)
    return _file(actor, appeal, grounds, files, today)


def _file(actor: User, appeal: Appeal, grounds: str, files: Sequence[Any], today: date) -> Appeal:
    appeal.grounds = need_text("grounds", grounds, _("Say what you object to and why."))
    checked = check_files(files)
    appeal.filed_by, appeal.filed_on = actor, today
    appeal.answer_due = answer_due(appeal.period, today, appeal.subject.kind)
    appeal.full_clean(validate_constraints=False)
    try:
        return _keep(actor, appeal, checked)
    except IntegrityError as error:
        raise ValidationError(_("Your appeal in this matter is being handled."), code="open") from error


def _keep(actor: User, appeal: Appeal, checked: Checked) -> Appeal:
    with transaction.atomic():
        appeal.save(force_insert=True)
        note_step(appeal, AppealStep.Action.FILE, actor, text=appeal.grounds)
        log_act(
            actor=actor,
            unit=appeal.unit,
            action="appeal.file",
            target=f"{appeal.pk} {appeal.period.key}",
            after={"kind": appeal.kind, "entry": appeal.entry_id, "result": appeal.result_id},
        )
        store_files(appeal, checked, actor)
    return appeal


def withdraw(*, actor: User, appeal: Appeal, reason: str = "") -> Appeal:
    """Take one's own appeal back as long as it is not answered.

    Raises PermissionDenied for somebody else's appeal, ValidationError once it is answered or withdrawn.
    """
    if appeal.filed_by_id != actor.pk:
        raise PermissionDenied
    if len(reason) > LONGEST:
        raise ValidationError({"reason": _("At most %(count)s characters.") % {"count": LONGEST}})
    return take(
        actor=actor,
        appeal=appeal,
        sources=OPEN_STATES,
        target=State.WITHDRAWN,
        action=AppealStep.Action.WITHDRAW,
        text=reason.strip(),
        act="appeal.withdraw",
    )
