"""Forms of publication."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ProposeForm(forms.Form):
    """What the staff will read, and from which day the version shall hold."""

    note = forms.CharField(
        label=_("Note for the staff"),
        widget=forms.Textarea(attrs={"rows": 4, "class": "input"}),
        help_text=_("What changes, and why. Everybody assessed by the scheme reads it with the new version."),
    )
    valid_from = forms.DateField(
        label=_("In force from"),
        widget=forms.DateInput(attrs={"type": "date", "class": "input"}, format="%Y-%m-%d"),
    )


class ReturnForm(forms.Form):
    """Why a draft is sent back."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3, "class": "input"}))


class ApproveForm(forms.Form):
    """Which revision the approver has read."""

    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
