"""Forms about departments, posts, roles, logins, the calendar and the roster sheet."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organization.forms.base import DepartmentChoice, PostChoice, category_field, date_field
from organization.models import Department, Role, Unit


class DepartmentForm(forms.Form):
    """A department: name, code, kind, place in the tree."""

    name = forms.CharField(label=_("Department name"), max_length=60)
    code = forms.CharField(label=_("Code"), max_length=20)
    kind = forms.ChoiceField(label=_("Kind"), choices=Department.Kind.choices)
    position = forms.IntegerField(
        label=_("Position"), min_value=0, max_value=9999, help_text=_("Smaller numbers come first.")
    )

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"] = DepartmentChoice(
            unit, label=_("Belongs to"), required=False, empty_label=_("— top of the unit —")
        )
        self.order_fields(["name", "code", "kind", "parent", "position"])


class PostForm(forms.Form):
    """A post with its duties and its A/B stand-in."""

    name = forms.CharField(label=_("Post name"), max_length=60)
    description = forms.CharField(
        label=_("Post description"), required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args: Any, unit: Unit, new: bool, held: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if new:
            self.fields["department"] = DepartmentChoice(unit)
            del self.fields["is_active"]
        self.fields["category"] = category_field(unit, required=False, held=held)
        self.fields["stand_in"] = PostChoice(
            unit, label=_("A/B stand-in"), required=False, empty_label=_("— none —")
        )
        self.order_fields(["department", "name", "category", "stand_in", "description", "is_active"])


class GrantForm(forms.Form):
    """A role for a login."""

    user = forms.IntegerField(
        label=_("Login"),
        widget=forms.HiddenInput(),
        error_messages={"required": _("Choose a login from the list.")},
    )
    role = forms.ChoiceField(
        label=_("Role"), choices=[("", "—"), *[pair for pair in Role.choices if pair[0] != Role.STAFF]]
    )
    valid_from = date_field(_("First day"))
    valid_to = date_field(
        _("Last day"), required=False, help_text=_("The last day; empty: until further notice.")
    )

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["departments"] = forms.ModelMultipleChoiceField(
            Department.objects.filter(unit=unit, is_active=True),
            label=_("For these departments"),
            required=False,
            widget=forms.CheckboxSelectMultiple(),
            help_text=_("None ticked: the whole unit. Departments below a ticked one are included."),
        )
        self.order_fields(["user", "role", "departments", "valid_from", "valid_to"])


class RevokeForm(forms.Form):
    """The end of a role."""

    last_day = date_field(_("Last day"), required=False, help_text=_("Empty: the role ends at once."))


class LoginForm(forms.Form):
    """A new login: for a person of the roster, or for somebody on no roster."""

    staff = forms.IntegerField(label=_("Person"), required=False, widget=forms.HiddenInput())
    display_name = forms.CharField(
        label=_("Name, if on no roster"),
        max_length=60,
        required=False,
        help_text=_("For an administrator from outside; leave empty when a person is chosen above."),
    )
    username = forms.CharField(label=_("Login name"), max_length=150)


class YearUploadForm(forms.Form):
    """A sheet with the working days of a year."""

    file = forms.FileField(label=_("Sheet"), error_messages={"required": _("Choose a file.")})
    replace = forms.BooleanField(label=_("Change a year that is loaded already"), required=False)


class RosterUploadForm(forms.Form):
    """The roster as a sheet."""

    file = forms.FileField(label=_("Sheet"), error_messages={"required": _("Choose a file.")})
    effective_on = date_field(
        _("Effective from"), help_text=_("New people begin, transfers happen and people leave on this day.")
    )
    is_complete = forms.BooleanField(
        label=_("The sheet lists everyone: whoever is missing in it was transferred out"), required=False
    )


class AuditFilter(forms.Form):
    """What the auditor looks for."""

    who = forms.CharField(label=_("Who"), required=False, max_length=60)
    act = forms.ChoiceField(label=_("Act"), required=False)
    target = forms.CharField(label=_("Concerning"), required=False, max_length=60)
    first = date_field(_("From"), required=False)
    last = date_field(_("To"), required=False)
