"""Forms about a person."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organization.forms.base import DepartmentChoice, PostChoice, category_field, date_field, reason_field
from organization.models import StaffMember, StaffState
from organization.policy import Access, Action
from organization.services.people import LEAVING


class PersonForm(forms.Form):
    """Number, name, position."""

    number = forms.CharField(label=_("Staff number"), max_length=20)
    name = forms.CharField(label=_("Name"), max_length=40)
    position_title = forms.CharField(label=_("Position"), max_length=60, required=False)


class PlaceForm(forms.Form):
    """A department, a category, perhaps a post, and the first day."""

    def __init__(self, *args: Any, access: Access, held: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = access.unit
        self.fields["department"] = DepartmentChoice(unit, access.departments(Action.EDIT_ROSTER))
        self.fields["post"] = PostChoice(unit, required=False, empty_label="—")
        self.fields["category"] = category_field(unit, held=held)

    def clean(self) -> dict[str, Any]:
        """A post carries its department; refuse a contradiction beside the post."""
        cleaned = super().clean() or self.cleaned_data
        post, department = cleaned.get("post"), cleaned.get("department")
        if post is not None and department is not None and post.department_id != department.pk:
            self.add_error("post", _("This post belongs to another department."))
        return cleaned


class TransferForm(PlaceForm):
    """Another place from a day on."""

    on = date_field(
        _("First day"), help_text=_("The first day in the new place; the old one ends the day before.")
    )


class TakeBackForm(PlaceForm):
    """In post again."""

    on = date_field(_("First day"))
    reason = reason_field()


class CorrectAssignmentForm(PlaceForm):
    """An assignment put right."""

    valid_from = date_field(_("First day"))
    reason = reason_field()


class HireForm(PersonForm, PlaceForm):
    """A new person."""

    on = date_field(_("In post from"))
    joined_on = date_field(
        _("Newly come to the unit on"),
        required=False,
        help_text=_("Only for people who join the unit now: schemes treat their first period differently."),
    )


class LeaveForm(forms.Form):
    """Retired or transferred out."""

    kind = forms.ChoiceField(
        label=_("Leaves because"), choices=[(kind.value, kind.label) for kind in LEAVING]
    )
    on = date_field(
        _("First day"), help_text=_("The first day no longer in post; the assignment ends the day before.")
    )
    document = forms.CharField(label=_("Document number"), max_length=80, required=False)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class StateForm(forms.Form):
    """A dated state."""

    kind = forms.ChoiceField(
        label=_("State"),
        choices=[("", "—"), *[pair for pair in StaffState.Kind.choices if pair[0] not in LEAVING]],
    )
    valid_from = date_field(_("First day"))
    valid_to = date_field(
        _("Last day"), required=False, help_text=_("The last day; empty: until further notice.")
    )
    document = forms.CharField(label=_("Document number"), max_length=80, required=False)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class EndStateForm(forms.Form):
    """The last day of a state."""

    last_day = date_field(_("Last day"))


class CorrectStateForm(forms.Form):
    """A state put right."""

    valid_from = date_field(_("First day"))
    valid_to = date_field(_("Last day"), required=False)
    document = forms.CharField(label=_("Document number"), max_length=80, required=False)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)
    reason = reason_field()


class ReasonForm(forms.Form):
    """Only a reason."""

    reason = reason_field()


def person_values(person: StaffMember) -> dict[str, Any]:
    """What a person's form begins with."""
    return {"number": person.number, "name": person.name, "position_title": person.position_title}
