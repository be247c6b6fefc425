"""The page of one person, and the forms about them. Everything dated is followed or put right, never overwritten."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from organization.categories import category_titles
from organization.change_history import history_of
from organization.decorators import UnitRequest, unit_page
from organization.forms import people as forms
from organization.models import Assignment, StaffState
from organization.policy import Action
from organization.selectors import place_of
from organization.services import people as verbs
from organization.services import states as state_verbs
from organization.views.form_page import at, form_page


def found_or_404(request: UnitRequest, action: str, staff_id: int) -> Assignment:
    """The person's place today, for one who may do the action there."""
    place = place_of(request.access, action, staff_id)
    if place is None:
        raise Http404
    return place


@require_GET
@unit_page(Action.VIEW_ROSTER)
def person(request: UnitRequest, staff_id: int) -> HttpResponse:
    """Who it is, where they worked from when, their states, what was changed."""
    place = found_or_404(request, Action.VIEW_ROSTER, staff_id)
    staff = place.staff
    titles = category_titles(request.unit)
    assignments = list(staff.assignments.select_related("department", "post").order_by("-valid_from"))
    for row in assignments:
        row.category_title = titles.get(row.category, row.category)  # type: ignore[attr-defined]
    states = list(staff.states.order_by("-valid_from"))
    context = {
        "staff": staff,
        "place": place,
        "assignments": assignments,
        "states": states,
        "left": next((state for state in states if state.kind in verbs.LEAVING), None),
        "today": request.access.on,
        "history": history_of(staff),
        "may_edit": request.access.covers(Action.EDIT_ROSTER, place.department_id),
    }
    return render(request, "organization/person.html", context)


@unit_page(Action.EDIT_ROSTER)
def person_new(request: UnitRequest) -> HttpResponse:
    """A new person."""
    form = forms.HireForm(request.POST or None, access=request.access, initial={"on": request.access.on})
    hired: list[int] = []

    def save() -> None:
        values = form.cleaned_data
        hired.append(verbs.hire(actor=request.user, unit=request.unit, **values).pk)

    form.order_fields(
        ["number", "name", "department", "category", "post", "position_title", "on", "joined_on"]
    )
    return form_page(
        request,
        form,
        title=_("New person"),
        save=save,
        back=at(request, "people"),
        said=_("The person is on the roster."),
        verb=_("Add to the roster"),
        crumbs=[(_("People"), at(request, "people"))],
    )


@unit_page(Action.EDIT_ROSTER)
def person_edit(request: UnitRequest, staff_id: int) -> HttpResponse:
    """Number, name, position."""
    staff = found_or_404(request, Action.EDIT_ROSTER, staff_id).staff
    form = forms.PersonForm(request.POST or None, initial=forms.person_values(staff))
    return _about(
        request,
        staff,
        form,
        title=_("Name and number"),
        save=lambda: verbs.edit_person(actor=request.user, staff=staff, **form.cleaned_data),
        said=_("Saved. The old values stay in the history."),
        verb=_("Save"),
    )


@unit_page(Action.EDIT_ROSTER)
def person_transfer(request: UnitRequest, staff_id: int) -> HttpResponse:
    """Another department, post or category from a day on."""
    place = found_or_404(request, Action.EDIT_ROSTER, staff_id)
    initial = {"department": place.department_id, "category": place.category}
    form = forms.TransferForm(
        request.POST or None, access=request.access, held=place.category, initial=initial
    )
    form.order_fields(["department", "post", "category", "on"])
    return _about(
        request,
        place.staff,
        form,
        title=_("Transfer"),
        save=lambda: verbs.transfer(actor=request.user, staff=place.staff, **form.cleaned_data),
        said=_("The transfer is on record."),
        verb=_("Record the transfer"),
    )


@unit_page(Action.EDIT_ROSTER)
def person_leave(request: UnitRequest, staff_id: int) -> HttpResponse:
    """Retired or transferred out."""
    staff = found_or_404(request, Action.EDIT_ROSTER, staff_id).staff
    form = forms.LeaveForm(request.POST or None)
    return _about(
        request,
        staff,
        form,
        title=_("Leave"),
        save=lambda: verbs.leave(actor=request.user, staff=staff, **form.cleaned_data),
        said=_("It is on record that the person leaves."),
        verb=_("Record the leaving"),
        take=True,
    )


@unit_page(Action.EDIT_ROSTER)
def person_take_back(request: UnitRequest, staff_id: int) -> HttpResponse:
    """In post again after having left."""
    place = found_or_404(request, Action.EDIT_ROSTER, staff_id)
    initial = {"department": place.department_id, "category": place.category, "on": request.access.on}
    form = forms.TakeBackForm(
        request.POST or None, access=request.access, held=place.category, initial=initial
    )
    form.order_fields(["department", "post", "category", "on", "reason"])
    return _about(
        request,
        place.staff,
        form,
        title=_("Back in post"),
        lead=_("The record of the leaving is withdrawn and stays in the history; a new assignment begins."),
        save=lambda: verbs.take_back(actor=request.user, staff=place.staff, **form.cleaned_data),
        said=_("The person is in post again."),
        verb=_("Back in post"),
    )


@unit_page(Action.EDIT_ROSTER)
def assignment_correct(request: UnitRequest, staff_id: int, assignment_id: int) -> HttpResponse:
    """Put an assignment right that was recorded wrongly."""
    staff = found_or_404(request, Action.EDIT_ROSTER, staff_id).staff
    row = get_object_or_404(Assignment, pk=assignment_id, staff=staff)
    initial = {
        "department": row.department_id,
        "post": row.post_id,
        "category": row.category,
        "valid_from": row.valid_from,
    }
    form = forms.CorrectAssignmentForm(
        request.POST or None, access=request.access, held=row.category, initial=initial
    )
    form.order_fields(["department", "post", "category", "valid_from", "reason"])
    return _about(
        request,
        staff,
        form,
        title=_("Correct an assignment"),
        lead=_(
            "Only for what was recorded wrongly; when somebody really moves, record a transfer. "
            "Closed periods keep what they were closed with."
        ),
        save=lambda: verbs.correct_assignment(actor=request.user, assignment=row, **form.cleaned_data),
        said=_("Corrected. The old values stay in the history."),
        verb=_("Correct"),
    )


@unit_page(Action.EDIT_ROSTER)
def state_new(request: UnitRequest, staff_id: int) -> HttpResponse:
    """Record a dated state."""
    staff = found_or_404(request, Action.EDIT_ROSTER, staff_id).staff
    form = forms.StateForm(request.POST or None)
    return _about(
        request,
        staff,
        form,
        title=_("Record a state"),
        save=lambda: state_verbs.record_state(actor=request.user, staff=staff, **form.cleaned_data),
        said=_("The state is on record."),
        verb=_("Record the state"),
    )


@unit_page(Action.EDIT_ROSTER)
def state_end(request: UnitRequest, staff_id: int, state_id: int) -> HttpResponse:
    """Set the last day of a state."""
    staff, state = _state(request, staff_id, state_id)
    form = forms.EndStateForm(request.POST or None)
    return _about(
        request,
        staff,
        form,
        title=_("End: %(state)s") % {"state": state.get_kind_display()},
        save=lambda: state_verbs.end_state(actor=request.user, state=state, **form.cleaned_data),
        said=_("The end of the state is on record."),
        verb=_("Set the last day"),
    )


@unit_page(Action.EDIT_ROSTER)
def state_correct(request: UnitRequest, staff_id: int, state_id: int) -> HttpResponse:
    """Put a state right."""
    staff, state = _state(request, staff_id, state_id)
    initial = {name: getattr(state, name) for name in ("valid_from", "valid_to", "document", "note")}
    form = forms.CorrectStateForm(request.POST or None, initial=initial)
    return _about(
        request,
        staff,
        form,
        title=_("Correct: %(state)s") % {"state": state.get_kind_display()},
        save=lambda: state_verbs.correct_state(actor=request.user, state=state, **form.cleaned_data),
        said=_("Corrected. The old values stay in the history."),
        verb=_("Correct"),
        withdraw_url=at(request, "state_withdraw", staff.pk, state.pk),
        template="organization/state_correct.html",
    )


@unit_page(Action.EDIT_ROSTER)
def state_withdraw(request: UnitRequest, staff_id: int, state_id: int) -> HttpResponse:
    """Take back a state that was recorded by mistake."""
    staff, state = _state(request, staff_id, state_id)
    form = forms.ReasonForm(request.POST or None)
    return _about(
        request,
        staff,
        form,
        title=_("Withdraw: %(state)s") % {"state": state.get_kind_display()},
        lead=_("Only for what never was. The record stays in the history."),
        save=lambda: state_verbs.withdraw_state(actor=request.user, state=state, **form.cleaned_data),
        said=_("Withdrawn. The record stays in the history."),
        verb=_("Withdraw"),
        take=True,
    )


def _state(request: UnitRequest, staff_id: int, state_id: int) -> tuple[Any, StaffState]:
    staff = found_or_404(request, Action.EDIT_ROSTER, staff_id).staff
    return staff, get_object_or_404(StaffState, pk=state_id, staff=staff)


def _about(request: UnitRequest, staff: Any, form: Any, **frame: Any) -> HttpResponse:
    crumbs = [
        (_("People"), at(request, "people")),
        (f"{staff.name} {staff.number}", at(request, "person", staff.pk)),
    ]
    return form_page(request, form, back=at(request, "person", staff.pk), crumbs=crumbs, **frame)
