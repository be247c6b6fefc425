"""集体决定: the leading group decides a matter, or takes a decision back. Caps and ceilings hold for it too."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessment.decisions.pending import (
    GradesInForce,
    Kind,
    Matter,
    grades_in_force,
    grades_of_each_kind,
    kind_of,
    matters_of,
    same_seats,
)
from assessment.models import Close, DecidedGrade, Decision, Period, Result
from assessment.periods.change_state import StepRefused, take_step
from assessment.policy import Action
from assessment.rules import bonus_of
from foundation.uploads import check_upload
from organization.models import User
from organization.policy import require_whole_unit
from organization.write_audit import log_act

State = Period.State
MINUTES = frozenset({"pdf", "png", "jpg", "docx", "doc"})


@transaction.atomic
def decide(
    *,
    actor: User,
    close: Close,
    subject: str,
    grades: Mapping[int, str],
    reason: str,
    minutes: "UploadedFile[Any] | None" = None,
) -> Decision:
    """Settle one matter (its ``subject`` as matters_to_decide names it), signed by the actor.

    ``grades`` maps results to grades: at a cap, those who get its grade (nobody: the seats stay empty); of pending
    grades, those who are decided now. Raises PermissionDenied for anyone but the leading group, ValidationError for a
    missing reason, a matter that is no longer open, people it is not about, a ceiling or a cap that is passed.
    """
    require_whole_unit(actor, close.period.unit, Action.DECIDE)
    if not reason.strip():
        raise ValidationError({"reason": _("A decision needs a reason.")})
    close = _locked(close, (State.CLOSED,))
    current, matter = _open_matter(close, subject)
    _check(current, matter, grades)
    decision = Decision(
        close=close, kind=matter.kind, subject=subject, reason=reason.strip(), decided_by=actor
    )
    if minutes is not None:
        checked = check_upload(minutes, allowed=MINUTES)
        decision.minutes_name = checked.name
        decision.minutes.save(f"{close.pk}.{checked.kind}", minutes, save=False)
    try:
        _save(decision, current, grades)
    except Exception:
        if decision.minutes:  # the row is not kept, so neither is its file
            decision.minutes.delete(save=False)
        raise
    log_act(
        actor=actor,
        unit=close.period.unit,
        action="decision.sign",
        target=f"{close.period.key} {subject}",
        after={"grades": {str(pk): grade for pk, grade in grades.items()}, "reason": decision.reason},
    )
    return decision


def _open_matter(close: Close, subject: str) -> tuple[GradesInForce, Matter]:
    for current in grades_of_each_kind(close):
        for matter in matters_of(current):
            if matter.subject == subject and matter.is_open:
                return current, matter
    raise ValidationError(_("This matter is no longer open. Reload the page."), code="settled")


def _locked(close: Close, states: tuple[str, ...]) -> Close:
    """The close with its period's row held, so that decisions of a period queue; it must be the one that counts."""
    period = Period.objects.select_for_update().select_related("unit").get(pk=close.period_id)
    if period.state not in states:
        raise StepRefused(
            _("%(period)s is %(state)s: nothing is decided now.")
            % {"period": period.title, "state": period.get_state_display()},
            code="state",
        )
    if period.current_close_id != close.pk:
        raise ValidationError(_("A later revision has superseded these results."), code="superseded")
    close = Close.objects.select_related("version__scheme").get(pk=close.pk)
    close.period = period
    return close


def _check(current: GradesInForce, matter: Matter, grades: Mapping[int, str]) -> None:
    """Refuse what the matter, the ceilings and the caps do not allow."""
    about = {result.pk: result for result in matter.people}
    if set(grades) - set(about):
        raise ValidationError(_("The decision names people whom this matter is not about."), code="people")
    if matter.kind == Kind.PENDING and not grades:
        raise ValidationError(_("Choose a grade for at least one person."), code="nobody")
    for pk, grade in grades.items():
        _check_grade(current, matter, about[pk], grade)
    check_caps(current, {**dict(current.decided), **grades})


def _check_grade(current: GradesInForce, matter: Matter, result: Result, grade: str) -> None:
    wanted = {matter.grade} if matter.grade else set(current.part.grades)
    if grade not in wanted:
        raise ValidationError(_("%(grade)s cannot be given here.") % {"grade": grade}, code="grade")
    if not current.allows(result, grade):
        raise ValidationError(
            _("%(name)s may be graded %(ceiling)s at most (%(gates)s).")
            % {
                "name": result.name,
                "ceiling": grade_title(current, result.ceiling),
                "gates": ", ".join(gate_titles(current, result)),
            },
            code="ceiling",
        )


def check_caps(current: GradesInForce, decided: Mapping[int, str]) -> None:
    """ValidationError when these decided grades put more people or departments on a cap than it has seats."""
    computed = {result.pk: result.grade for result in current.results}
    for seats in current.seats({**computed, **decided}):
        if seats.over:
            raise ValidationError(
                _cap_passed(current)
                % {
                    "grade": grade_title(current, seats.line.grade),
                    "taken": seats.taken,
                    "seats": seats.line.seats,
                    "percent": seats.line.percent,
                    "base": seats.line.base,
                },
                code="cap",
            )


def _cap_passed(current: GradesInForce) -> str:
    if current.kind == "department":
        return _(
            "%(grade)s: %(taken)s departments on %(seats)s seats (%(percent)s%% of %(base)s departments)."
        )
    return _("%(grade)s: %(taken)s people on %(seats)s seats (%(percent)s%% of %(base)s people).")


def grade_title(current: GradesInForce, grade: str | None) -> str:
    """A grade in the reader's language."""
    text = current.scheme.grades.get(grade or "")
    return text.get(get_language() or "zh-hans") if text else ""


def gate_titles(current: GradesInForce, result: Result) -> list[str]:
    """The gates that fired for a person, in the reader's language."""
    language = get_language() or "zh-hans"
    gates = current.part.gates
    return [gates[gate].title.get(language) for gate in result.gates if gate in gates]


def _save(decision: Decision, current: GradesInForce, grades: Mapping[int, str]) -> None:
    """Write the decision and its grades; of two at once the second is refused."""
    cadence = current.close.period.parsed_key.cadence
    by_pk = {result.pk: result for result in current.results}
    decision.full_clean(validate_constraints=False)
    try:
        with transaction.atomic():
            decision.save()
            DecidedGrade.objects.bulk_create(
                DecidedGrade(
                    decision=decision,
                    result=by_pk[pk],
                    grade=grade,
                    bonus=bonus_of(current.scheme, cadence, grade, by_pk[pk].gates, kind=current.kind),
                )
                for pk, grade in grades.items()
            )
    except IntegrityError as error:
        raise ValidationError(
            _("This matter has just been decided. Reload the page."), code="settled"
        ) from error


@transaction.atomic
def revoke(*, actor: User, decision: Decision, reason: str) -> Decision:
    """Take a decision back before publication; it stays on record. A finished review is taken up again by it.

    Raises PermissionDenied for anyone but the leading group, ValidationError without a reason, when it is revoked
    already, or when a later decision builds on it (the caps would be passed): that one is revoked first.
    """
    require_whole_unit(actor, decision.close.period.unit, Action.DECIDE)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the decision is revoked: it stays on record.")})
    close = _locked(decision.close, (State.CLOSED, State.REVIEWED))
    _check_nothing_built_upon(grades_in_force(close, kind_of(decision.subject)), decision)
    _mark_revoked(actor, decision, reason)
    if close.period.state == State.REVIEWED:
        take_step(actor=actor, period=close.period, action="resume_review", reason=reason)
    decision.refresh_from_db()
    return decision


def _check_nothing_built_upon(current: GradesInForce, decision: Decision) -> None:
    """Decisions about the seats of one group are taken back in reverse order; the caps hold without it, too."""
    refusal = ValidationError(
        _("A later decision builds on this one. Revoke the later one first."), code="built_upon"
    )
    later = [d for d in current.decisions if (d.decided_at, d.pk) > (decision.decided_at, decision.pk)]
    if any(same_seats(decision.subject, each.subject) for each in later):
        raise refusal
    own = set(decision.grades.filter(is_active=True).values_list("result_id", flat=True))
    try:
        check_caps(current, {pk: grade for pk, grade in current.decided.items() if pk not in own})
    except ValidationError as error:
        raise refusal from error


def _mark_revoked(actor: User, decision: Decision, reason: str) -> None:
    changed = Decision.objects.filter(pk=decision.pk, revoked_at__isnull=True).update(
        revoked_by=actor, revoked_at=timezone.now(), revoked_reason=reason.strip()
    )
    if not changed:
        raise ValidationError(_("This decision has been revoked already."), code="revoked")
    DecidedGrade.objects.filter(decision=decision).update(is_active=False)
    log_act(
        actor=actor,
        unit=decision.close.period.unit,
        action="decision.revoke",
        target=f"{decision.close.period.key} {decision.subject}",
        after={"reason": reason.strip()},
    )
