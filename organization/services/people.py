"""People of the roster: joining, moving, leaving. Dated rows are ended and followed, never overwritten."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from foundation.pinyin import initials_of, pinyin_of
from organization.models import Assignment, Department, Post, StaffMember, StaffState, Unit, User
from organization.policy import Action, require
from organization.services.base import keep, need_reason, sign, values_of
from organization.write_audit import log_act

DAY = timedelta(days=1)
PERSON_FIELDS = ("number", "name", "position_title")
PLACE_FIELDS = ("department", "post", "category", "valid_from", "valid_to")
STATE_FIELDS = ("kind", "valid_from", "valid_to", "document", "note")
LEAVING = (StaffState.Kind.RETIRED, StaffState.Kind.TRANSFERRED_OUT)


@transaction.atomic
def hire(
    *,
    actor: User | None,
    unit: Unit,
    number: str,
    name: str,
    department: Department,
    category: str,
    on: date,
    post: Post | None = None,
    position_title: str = "",
    joined_on: date | None = None,
) -> StaffMember:
    """A new person with an assignment from ``on``. ``joined_on``: newly come to the unit, which schemes ask about."""
    require(actor, unit, Action.EDIT_ROSTER, department.pk)
    person = StaffMember(unit=unit, number=number.strip(), position_title=position_title.strip())
    _name(person, name)
    keep(person, actor=actor)
    place = Assignment(staff=person, department=department, post=post, category=category, valid_from=on)
    keep(place, actor=actor)
    if joined_on is not None:
        joined = StaffState(staff=person, kind=StaffState.Kind.JOINED, valid_from=joined_on)
        keep(joined, actor=actor)
    after = values_of(person, PERSON_FIELDS) | values_of(place, PLACE_FIELDS)
    log_person(actor, person, "staff.hire", after=after)
    return person


@transaction.atomic
def edit_person(
    *, actor: User | None, staff: StaffMember, number: str, name: str, position_title: str
) -> None:
    """Change number, name or position; the old ones stay in the history."""
    person = locked(actor, staff)
    before = values_of(person, PERSON_FIELDS)
    person.number, person.position_title = number.strip(), position_title.strip()
    _name(person, name)
    if values_of(person, PERSON_FIELDS) != before:
        keep(person, actor=actor)
        log_person(actor, person, "staff.edit", before=before, after=values_of(person, PERSON_FIELDS))


@transaction.atomic
def transfer(
    *,
    actor: User | None,
    staff: StaffMember,
    department: Department,
    category: str,
    on: date,
    post: Post | None = None,
) -> Assignment:
    """From ``on`` in another department, post or category; the assignment before ends the day before."""
    person = locked(actor, staff)
    require(actor, person.unit, Action.EDIT_ROSTER, department.pk)
    refuse_if_left(person)
    last = last_place(person)
    before = values_of(last, PLACE_FIELDS) if last else None
    if last is not None:
        if (last.department_id, last.post_id, last.category) == (
            department.pk,
            post.pk if post else None,
            category,
        ):
            raise ValidationError(_("This is where the person works already: nothing would change."))
        end_place(last, on - DAY, actor=actor, field="on")
    place = Assignment(staff=person, department=department, post=post, category=category, valid_from=on)
    keep(place, actor=actor)
    log_person(actor, person, "staff.transfer", before=before, after=values_of(place, PLACE_FIELDS))
    return place


@transaction.atomic
def leave(
    *, actor: User | None, staff: StaffMember, kind: str, on: date, document: str = "", note: str = ""
) -> StaffState:
    """Retired or transferred out from ``on``, the first day not in post; the assignment ends the day before."""
    if kind not in LEAVING:
        raise ValidationError({"kind": _("Choose retired or transferred out.")})
    person = locked(actor, staff)
    refuse_if_left(person)
    last = last_place(person)
    before = values_of(last, PLACE_FIELDS) if last else None
    if last is not None:
        end_place(last, on - DAY, actor=actor, field="on")
    state = StaffState(staff=person, kind=kind, valid_from=on, document=document.strip(), note=note.strip())
    keep(state, actor=actor)
    log_person(actor, person, "staff.leave", before=before, after=values_of(state, STATE_FIELDS))
    return state


@transaction.atomic
def take_back(
    *,
    actor: User | None,
    staff: StaffMember,
    department: Department,
    category: str,
    on: date,
    reason: str,
    post: Post | None = None,
) -> Assignment:
    """A person who left is back from ``on``: the leaving is withdrawn (kept in the history), a new assignment opens."""
    reason = need_reason(reason)
    person = locked(actor, staff)
    require(actor, person.unit, Action.EDIT_ROSTER, department.pk)
    left = list(person.states.filter(kind__in=LEAVING))
    if not left:
        raise ValidationError(_("This person has not left."))
    before = [values_of(state, STATE_FIELDS) for state in left]
    if on <= max(state.valid_from for state in left):
        raise ValidationError({"on": _("The day must be after the day on which the person left.")})
    for state in left:
        sign(state, actor=actor, reason=reason)
        state.delete()
    place = Assignment(staff=person, department=department, post=post, category=category, valid_from=on)
    keep(place, actor=actor, reason=reason)
    keep(StaffState(staff=person, kind=StaffState.Kind.JOINED, valid_from=on), actor=actor, reason=reason)
    after = values_of(place, PLACE_FIELDS) | {"reason": reason}
    log_person(actor, person, "staff.take_back", before=before, after=after)
    return place


@transaction.atomic
def correct_assignment(
    *,
    actor: User | None,
    assignment: Assignment,
    department: Department,
    category: str,
    valid_from: date,
    reason: str,
    post: Post | None = None,
) -> None:
    """Put right what was recorded wrongly, with a reason. An assignment that ended the day before moves along."""
    reason = need_reason(reason)
    person = locked(actor, assignment.staff)
    require(actor, person.unit, Action.EDIT_ROSTER, department.pk)
    place = Assignment.objects.get(pk=assignment.pk)
    before = values_of(place, PLACE_FIELDS)
    began = place.valid_from
    previous = person.assignments.filter(valid_to=began - DAY).first()
    place.department, place.post, place.category = department, post, category
    place.valid_from = valid_from
    if values_of(place, PLACE_FIELDS) == before:
        raise ValidationError(_("Nothing was changed."))
    if previous is not None and valid_from < began:  # make room first
        end_place(previous, valid_from - DAY, actor=actor, field="valid_from", reason=reason)
    keep(place, actor=actor, reason=reason)
    if previous is not None and valid_from > began:
        end_place(previous, valid_from - DAY, actor=actor, field="valid_from", reason=reason)
    after = values_of(place, PLACE_FIELDS) | {"reason": reason}
    log_person(actor, person, "staff.correct_assignment", before=before, after=after)


def locked(actor: User | None, staff: StaffMember) -> StaffMember:
    """The person's row, locked, if the actor may edit people of the department they (last) work in."""
    person = StaffMember.objects.select_for_update(of=("self",)).select_related("unit").get(pk=staff.pk)
    place = last_place(person)
    require(actor, person.unit, Action.EDIT_ROSTER, *([place.department_id] if place else []))
    return person


def last_place(person: StaffMember) -> Assignment | None:
    """The latest assignment, whether it has begun, runs or is over."""
    return person.assignments.select_related("department", "post").order_by("-valid_from").first()


def end_place(
    place: Assignment, last_day: date, *, actor: User | None, field: str = "", reason: str = ""
) -> None:
    """End an assignment; refused when it has not begun by then or ended before."""
    if last_day < place.valid_from:
        message = _("The assignment to %(department)s begins on %(day)s: the date must be later.") % {
            "department": place.department,
            "day": place.valid_from.isoformat(),
        }
        raise ValidationError({field: message} if field else message)
    if place.valid_to is not None and place.valid_to < last_day and not reason:
        return
    if place.valid_to != last_day:
        place.valid_to = last_day
        keep(place, actor=actor, reason=reason)


def refuse_if_left(person: StaffMember) -> None:
    """ValidationError when the person retired or was transferred out."""
    left = person.states.filter(kind__in=LEAVING).order_by("-valid_from").first()
    if left is not None:
        raise ValidationError(
            _("%(name)s left on %(day)s (%(kind)s). Take the person back first.")
            % {"name": person.name, "day": left.valid_from.isoformat(), "kind": left.get_kind_display()}
        )


def log_person(
    actor: User | None, person: StaffMember, action: str, *, before: object = None, after: object = None
) -> None:
    """A line about a person in the log of acts."""
    target = f"{person.number} {person.name}"
    log_act(actor=actor, unit=person.unit, action=action, target=target, before=before, after=after)


def _name(person: StaffMember, name: str) -> None:
    person.name = name.strip()
    person.pinyin, person.initials = pinyin_of(person.name)[:120], initials_of(person.name)[:40]
