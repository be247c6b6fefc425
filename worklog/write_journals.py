"""Writing journals: one's own week, the review of the levels above, weeks that are missing or excused."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.facade import WeeklyItem
from foundation.retry_on_conflict import retry_on_conflict
from organization.models import Role, StaffMember, User
from organization.policy import access_to
from organization.selectors import place_of
from organization.write_audit import log_act
from worklog.models import WeeklyJournal
from worklog.periods import open_week
from worklog.policy import Action
from worklog.weeks import thursday_of

Scores = Mapping[str, Decimal]


@retry_on_conflict
@transaction.atomic
def record_week(
    *, actor: User, staff: StaffMember, week: str, scores: Scores, goals: Mapping[str, str] | None = None
) -> WeeklyJournal:
    """Hand in one's own week: each type of goal with what was done and one's own score (points).

    Raises PermissionDenied for anybody but the person; ValidationError for a week that has not begun, has been reviewed
    already or belongs to no open period, for no type at all, and for a score below 0 or over the maximum.
    """
    if staff.user_id != actor.pk:
        raise PermissionDenied
    found = open_week(staff.unit, week)
    if thursday_of(week) > timezone.localdate():
        raise ValidationError({"week": _("Week %(week)s is still to come.") % {"week": week}})
    journal = _journal(staff, week)
    if _levels_of(journal) - {found.item.levels[0].code}:
        raise ValidationError(
            _("The week has been reviewed already; it can no longer be changed."), code="reviewed"
        )
    _check(found.item, scores)
    own = found.item.levels[0].code
    journal.state = WeeklyJournal.State.COUNTED
    journal.goals = {name: (goals or {}).get(name, "")[:300] for name in scores}
    journal.scores = {name: {own: str(score)} for name, score in scores.items()}
    return _saved(actor, journal, "journal.record")


@transaction.atomic
def review_week(*, actor: User, journal: WeeklyJournal, scores: Scores) -> WeeklyJournal:
    """Score a week at one's own level: the role one holds for the person's department, the highest if several.

    Raises PermissionDenied for one who reviews nobody there, and for one's own week; ValidationError for a week that
    was not handed in, for types that it does not have and for scores that do not fit.
    """
    journal = WeeklyJournal.objects.select_for_update(of=("self",)).select_related("staff").get(pk=journal.pk)
    found = open_week(journal.unit, journal.week)
    level = reviewing_level(actor, journal, found.item)
    if level is None:
        raise PermissionDenied
    if journal.state != WeeklyJournal.State.COUNTED:
        raise ValidationError(_("The week was not handed in."))
    unknown = [name for name in scores if name not in journal.scores]
    if unknown:
        raise ValidationError(_("The journal has no such goals: %(goals)s.") % {"goals": "、".join(unknown)})
    _check(found.item, scores)
    for name, score in scores.items():
        journal.scores[name][level] = str(score)
    return _saved(actor, journal, "journal.review")


@retry_on_conflict
@transaction.atomic
def mark_week(*, actor: User, staff: StaffMember, week: str, state: str, reason: str) -> WeeklyJournal:
    """Put on record that a week is missing (counts nothing) or excused (is not counted), with the reason.

    Raises PermissionDenied for one who may not, ValidationError for a week that was handed in, for no reason.
    """
    access = access_to(actor, staff.unit)
    place = place_of(access, Action.MARK, staff.pk)
    if place is None:
        raise PermissionDenied
    open_week(staff.unit, week)
    if state not in (WeeklyJournal.State.MISSING, WeeklyJournal.State.EXCUSED):
        raise ValidationError({"state": _("A week is marked as missing or as excused.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    journal = _journal(staff, week)
    if journal.pk and journal.state == WeeklyJournal.State.COUNTED:
        raise ValidationError(_("The week has been handed in."))
    journal.state, journal.reason, journal.scores, journal.goals = state, reason.strip(), {}, {}
    return _saved(actor, journal, "journal.mark")


def reviewing_level(actor: User, journal: WeeklyJournal, item: WeeklyItem) -> str | None:
    """At which level somebody reviews a journal: the highest role held for the person's department, never one's own."""
    if journal.staff.user_id == actor.pk:
        return None
    access = access_to(actor, journal.unit)
    place = place_of(access, Action.REVIEW, journal.staff_id)
    if place is None:
        return None
    held = {
        role.value
        for role in Role
        if role in access.scopes
        and (access.scopes[role] is None or place.department_id in (access.scopes[role] or ()))
    }
    return next((level.code for level in reversed(item.levels[1:]) if level.code in held), None)


def _journal(staff: StaffMember, week: str) -> WeeklyJournal:
    known = WeeklyJournal.objects.select_for_update(of=("self",)).filter(staff=staff, week=week).first()
    return known or WeeklyJournal(unit=staff.unit, staff=staff, week=week)


def _levels_of(journal: WeeklyJournal) -> set[str]:
    return {level for levels in journal.scores.values() for level in levels}


def _check(item: WeeklyItem, scores: Scores) -> None:
    if not scores:
        raise ValidationError({"scores": _("At least one goal is needed.")})
    for name, score in scores.items():
        if not name.strip() or len(name) > 60:
            raise ValidationError({"scores": _("A goal has a name of at most 60 characters.")})
        if not 0 <= score <= item.maximum or score != score.quantize(Decimal("0.01")):
            raise ValidationError(
                {
                    "scores": _("%(goal)s: a score from 0 to %(maximum)s with at most two decimals.")
                    % {"goal": name, "maximum": item.maximum}
                }
            )


def _saved(actor: User, journal: WeeklyJournal, action: str) -> WeeklyJournal:
    journal.full_clean()
    before = _standing(journal.pk)
    journal.save()
    log_act(
        actor=actor,
        unit=journal.unit,
        action=action,
        target=f"{journal.staff.number} {journal.week}",
        before=before,
        after={"state": journal.state, "scores": journal.scores},
    )
    return journal


def _standing(pk: Any) -> dict[str, Any] | None:
    row = WeeklyJournal.objects.filter(pk=pk).values("state", "scores").first() if pk else None
    return dict(row) if row else None
