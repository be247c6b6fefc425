"""Dated states of people: recorded, ended, put right with a reason."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from organization.models import StaffMember, StaffState, User
from organization.services.base import keep, need_reason, sign, values_of
from organization.services.people import (
    DAY,
    LEAVING,
    STATE_FIELDS,
    end_place,
    last_place,
    locked,
    log_person,
)


@transaction.atomic
def record_state(
    *,
    actor: User | None,
    staff: StaffMember,
    kind: str,
    valid_from: date,
    valid_to: date | None = None,
    document: str = "",
    note: str = "",
) -> StaffState:
    """A dated fact about a person. Retiring and transferring out go through ``people.leave``."""
    if kind in LEAVING:
        raise ValidationError({"kind": _("Use “Leave” for this: the assignment ends as well.")})
    person = locked(actor, staff)
    state = StaffState(
        staff=person,
        kind=kind,
        valid_from=valid_from,
        valid_to=valid_to,
        document=document.strip(),
        note=note.strip(),
    )
    refuse_dates_in_disorder(valid_from, valid_to)
    keep(state, actor=actor)
    log_person(actor, person, "state.record", after=values_of(state, STATE_FIELDS))
    return state


@transaction.atomic
def end_state(*, actor: User | None, state: StaffState, last_day: date) -> None:
    """Set the last day of a state that runs until further notice."""
    person = locked(actor, state.staff)
    state = StaffState.objects.get(pk=state.pk)
    if state.valid_to is not None:
        raise ValidationError(_("This state has an end already. Correct it with a reason if it is wrong."))
    refuse_dates_in_disorder(state.valid_from, last_day, field="last_day")
    before = values_of(state, STATE_FIELDS)
    state.valid_to = last_day
    keep(state, actor=actor)
    log_person(actor, person, "state.end", before=before, after=values_of(state, STATE_FIELDS))


@transaction.atomic
def correct_state(
    *,
    actor: User | None,
    state: StaffState,
    valid_from: date,
    valid_to: date | None,
    document: str,
    note: str,
    reason: str,
) -> None:
    """Put a wrong date or document right, with a reason. The end of the assignment of one who left moves along."""
    reason = need_reason(reason)
    person = locked(actor, state.staff)
    state = StaffState.objects.get(pk=state.pk)
    before = values_of(state, STATE_FIELDS)
    old_day = state.valid_from
    state.valid_from, state.valid_to = valid_from, valid_to
    state.document, state.note = document.strip(), note.strip()
    if values_of(state, STATE_FIELDS) == before:
        raise ValidationError(_("Nothing was changed."))
    refuse_dates_in_disorder(valid_from, valid_to)
    keep(state, actor=actor, reason=reason)
    if state.kind in LEAVING and valid_from != old_day:
        place = last_place(person)
        if place is not None and place.valid_to == old_day - DAY:
            end_place(place, valid_from - DAY, actor=actor, field="valid_from", reason=reason)
    after = values_of(state, STATE_FIELDS) | {"reason": reason}
    log_person(actor, person, "state.correct", before=before, after=after)


@transaction.atomic
def withdraw_state(*, actor: User | None, state: StaffState, reason: str) -> None:
    """Take back a state that was recorded by mistake; its history stays. One who never left is in post again."""
    reason = need_reason(reason)
    person = locked(actor, state.staff)
    state = StaffState.objects.get(pk=state.pk)
    before = values_of(state, STATE_FIELDS)
    if state.kind in LEAVING:
        place = last_place(person)
        if place is not None and place.valid_to == state.valid_from - DAY:
            place.valid_to = None
            keep(place, actor=actor, reason=reason)
    sign(state, actor=actor, reason=reason)
    state.delete()
    log_person(actor, person, "state.withdraw", before=before, after={"reason": reason})


def refuse_dates_in_disorder(first: date, last: date | None, *, field: str = "valid_to") -> None:
    """ValidationError when the last day lies before the first."""
    if last is not None and last < first:
        raise ValidationError({field: _("The last day lies before the first day, %(day)s.") % {"day": first}})
