"""Handling an appeal: taken up or given to somebody impartial, rejected with a written answer."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.appeals.impartiality import judges_of, refuse_partial
from assessment.appeals.take_step import how_it_stands, need_text, take
from assessment.models import Appeal, AppealStep
from assessment.models.appeals import OPEN_STATES
from assessment.policy import Action
from organization.models import User
from organization.policy import require_whole_unit

State = Appeal.State


def take_up(*, actor: User, appeal: Appeal) -> Appeal:
    """Begin to handle a filed appeal oneself.

    Raises PermissionDenied without the role, ValidationError with the reason for whoever entered, closed, decided or
    filed what it is about, and when somebody else was quicker.
    """
    require_whole_unit(actor, appeal.unit, Action.HANDLE_APPEALS)
    refuse_partial(actor, appeal)
    return take(
        actor=actor,
        appeal=appeal,
        sources=(State.FILED,),
        target=State.ACCEPTED,
        action=AppealStep.Action.ACCEPT,
        act="appeal.take_up",
        handler=actor,
    )


def assign(*, actor: User, appeal: Appeal, handler: User) -> Appeal:
    """Give an open appeal to somebody who may judge it; the one who gives it need not be impartial, only not the filer.

    Raises PermissionDenied without the role, ValidationError for a handler who may not judge it.
    """
    require_whole_unit(actor, appeal.unit, Action.HANDLE_APPEALS)
    if actor.pk == appeal.filed_by_id:
        refuse_partial(actor, appeal)
    judges = {judge.user.pk: judge for judge in judges_of(appeal, timezone.localdate())}
    if handler.pk not in judges:
        raise ValidationError(_("%(name)s does not answer appeals in this unit.") % {"name": handler})
    if judges[handler.pk].conflict:
        raise ValidationError(judges[handler.pk].conflict, code="partial")
    if handler.pk == appeal.handler_id:
        raise ValidationError(_("%(name)s handles it already.") % {"name": handler})
    return take(
        actor=actor,
        appeal=appeal,
        sources=OPEN_STATES,
        target=State.ACCEPTED,
        action=AppealStep.Action.ASSIGN,
        act="appeal.assign",
        text=str(handler),
        data={"handler": handler.pk},
        expected={"handler": appeal.handler_id},
        handler=handler,
    )


def check_judge(actor: User, appeal: Appeal) -> None:
    """Raise unless the actor is the one who answers this appeal now: the role, the handling, no conflict."""
    require_whole_unit(actor, appeal.unit, Action.HANDLE_APPEALS)
    refuse_partial(actor, appeal)
    if appeal.state == State.FILED:
        raise ValidationError(_("Take the appeal up before you answer it."), code="not_taken_up")
    if appeal.state != State.ACCEPTED or appeal.handler_id != actor.pk:
        raise ValidationError(how_it_stands(appeal), code="moved")


def reject(*, actor: User, appeal: Appeal, answer: str) -> Appeal:
    """Answer that the appeal is not upheld; the written answer is required.

    Raises PermissionDenied without the role, ValidationError without an answer, for anyone but the handler, and once
    it is answered or withdrawn.
    """
    appeal.refresh_from_db()
    check_judge(actor, appeal)
    return take(
        actor=actor,
        appeal=appeal,
        sources=(State.ACCEPTED,),
        target=State.REJECTED,
        action=AppealStep.Action.REJECT,
        act="appeal.reject",
        text=need_answer(answer),
        expected={"handler": actor.pk},
        answered_at=timezone.now(),
    )


def need_answer(answer: str) -> str:
    """The written answer; ValidationError without one."""
    return need_text("answer", answer, _("Write the answer: the person receives it word for word."))
