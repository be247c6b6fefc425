"""Forms of the ledger's pages. They read what was typed; what it means is checked by the services."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessment.data_entry.entries.subject_choices import KEY
from assessment.models import Entry


class TodayInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class EnterForm(forms.Form):
    """One matter for one person or several."""

    people = forms.MultipleChoiceField(
        required=False, error_messages={"invalid_choice": _("Choose a person.")}
    )
    clause = forms.CharField(max_length=60, required=False)
    count = forms.DecimalField(required=False, max_digits=8, decimal_places=2)
    points = forms.DecimalField(required=False, max_digits=8, decimal_places=2)
    occurred_on = forms.DateField(input_formats=["%Y-%m-%d"])
    note = forms.CharField(max_length=300, required=False)
    key = forms.CharField(max_length=60)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["people"].valid_value = lambda value: KEY.fullmatch(value) is not None  # type: ignore[attr-defined]


class ReverseForm(forms.Form):
    """Why an entry is taken back."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        strip=True,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
        error_messages={"required": _("Say why the entry is taken back.")},
    )
    key = forms.CharField(max_length=60, widget=forms.HiddenInput)


class FilterForm(forms.Form):
    """Filters of the list of entries."""

    class Standing:
        """Which lines of the ledger are shown."""

        COUNTS, REVERSED, ALL = "counts", "reversed", "all"
        CHOICES = [(ALL, _("all")), (COUNTS, _("those that count")), (REVERSED, _("reversed ones"))]

    period = forms.IntegerField(required=False)
    person = forms.RegexField(KEY, required=False)
    clause = forms.CharField(required=False, max_length=60)
    first = forms.DateField(required=False, label=_("From"), widget=TodayInput())
    last = forms.DateField(required=False, label=_("Until"), widget=TodayInput())
    by = forms.IntegerField(required=False)
    source = forms.ChoiceField(
        required=False, label=_("Source"), choices=[("", _("all")), *Entry.Source.choices]
    )
    standing = forms.ChoiceField(required=False, label=_("State"), choices=Standing.CHOICES)

    @property
    def said(self) -> dict[str, object]:
        """The filters that were understood; the others are left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}


def today() -> str:
    """The date field's first value."""
    return timezone.localdate().isoformat()
